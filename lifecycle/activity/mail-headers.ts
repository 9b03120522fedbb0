import type { Fields } from '../path';
import { fieldsOf, first, listOf, own, textOf } from './values';

/** Reads a header of a message by its name in any case; '' when there is none. */
export type HeaderReader = (name: string) => string;

/** Beyond this, a message holds its body, whatever its sender wrote before it. */
const LONGEST_HEAD = 65_536;

/** The headers of a message as it came over the wire, folded lines joined. */
export function headersOfText(message: unknown): HeaderReader {
	if (typeof message !== 'string') return () => '';
	const [head] = message.slice(0, LONGEST_HEAD).split(/\r?\n\r?\n/, 1);
	const lines = head.replace(/\r?\n[ \t]+/g, ' ').split(/\r?\n/);
	return (name) => {
		const wanted = `${name.toLowerCase()}:`;
		const line = lines.find((candidate) => candidate.slice(0, wanted.length).toLowerCase() === wanted);
		return line === undefined ? '' : line.slice(wanted.length).trim();
	};
}

/** Headers that a vendor took apart: `{ From: "…" }`. */
export const headersOf =
	(headers: Fields): HeaderReader =>
	(name) => {
		const key = Object.keys(headers).find((candidate) => candidate.toLowerCase() === name.toLowerCase());
		return key === undefined ? '' : textOf(own(headers, key));
	};

/** Headers as a list: `[{ name: "From", value: "…" }]`, also with capitals. */
export const headersOfList = (list: unknown): HeaderReader =>
	headersOf(
		Object.fromEntries(
			listOf(list)
				.map(fieldsOf)
				.map((entry) => [
					textOf(first(own(entry, 'name'), own(entry, 'Name'))),
					first(own(entry, 'value'), own(entry, 'Value')),
				]),
		),
	);

/** The first of several places where a header may stand. */
export const headersIn =
	(...places: HeaderReader[]): HeaderReader =>
	(name) =>
		textOf(first(...places.map((read) => read(name))));

/** Whether a machine wrote the message, as an answer of somebody who is out of the office (RFC 3834). */
export const isAutomatic = (header: HeaderReader): boolean =>
	!/^(no\b.*)?$/i.test(header('Auto-Submitted')) ||
	header('X-Autoreply') !== '' ||
	/^auto.?reply$/i.test(header('Precedence'));

/** The flag under which adapters keep what {@link isAutomatic} says. */
export const AUTOMATIC = 'auto_submitted';

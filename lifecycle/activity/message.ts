import { own, textOf } from './values';
import type { Fields } from '../path';

/** Beyond this, a message holds its body, whatever its sender wrote before it. */
const LONGEST_HEAD = 65_536;

/** A header of a message as it came over the wire, its folded lines joined; '' when there is none. */
export function headerIn(message: unknown, name: string): string {
	if (typeof message !== 'string') return '';
	const [head] = message.slice(0, LONGEST_HEAD).split(/\r?\n\r?\n/, 1);
	const wanted = `${name.toLowerCase()}:`;
	const lines = head.replace(/\r?\n[ \t]+/g, ' ').split(/\r?\n/);
	const line = lines.find((candidate) => candidate.slice(0, wanted.length).toLowerCase() === wanted);
	return line === undefined ? '' : line.slice(wanted.length).trim();
}

/** A header of headers that a vendor took apart, `{ From: "…" }` in any case; '' when there is none. */
export function headerOf(headers: Fields, name: string): string {
	const wanted = name.toLowerCase();
	const key = Object.keys(headers).find((candidate) => candidate.toLowerCase() === wanted);
	return key === undefined ? '' : textOf(own(headers, key));
}

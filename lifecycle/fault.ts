import { asText } from './text';

/**
 * A fault is a value: the domain returns it, only a node throws.
 * `message` says what is wrong and where; `hint` says what to do about it.
 */
export interface Fault {
	message: string;
	hint: string;
}

export type Result<T> = { ok: true; value: T } | ({ ok: false } & Fault);

/** Like {@link Result}, for checks that name every fault at once (a table with several bad rows). */
export type Checked<T> = { ok: true; value: T } | { ok: false; faults: Fault[] };

export const ok = <T>(value: T): { ok: true; value: T } => ({ ok: true, value });

export const fault = (message: string, hint: string): { ok: false } & Fault => ({ ok: false, message, hint });

const SHOWN_CHARACTERS = 60;

/** Begins at the begin of a word alone: tried from each of its letters, a word of a megabyte would take minutes. */
const ADDRESS = /(?<![^\s"'“”<>(),;:@])[^\s"'“”<>(),;:@]+@(?=[^\s"'“”<>(),;:@])/g;

/** Text without whose address stands in it: n8n keeps the text of errors in files that no erasure reaches. */
export const withoutAddresses = (text: string): string => text.replace(ADDRESS, '…@');

/** A value as it may stand in an error: quoted, on one line, shortened, without whose address it is. */
export function shown(value: unknown): string {
	if (value === undefined || value === null || value === '') return 'empty';
	const text = typeof value === 'object' || typeof value === 'function' ? describe(value) : asText(value);
	return quoted(withoutAddresses(text));
}

/** The same of text for people alone who may read addresses, such as a digest. */
export function quoted(text: string): string {
	const line = text.slice(0, 10 * SHOWN_CHARACTERS).replace(/\s+/g, ' ');
	return `“${line.length > SHOWN_CHARACTERS ? `${line.slice(0, SHOWN_CHARACTERS)}…` : line}”`;
}

function describe(value: object): string {
	if (Array.isArray(value)) return `a list of ${value.length}`;
	return value instanceof Date ? 'a date that is not valid' : 'an object';
}

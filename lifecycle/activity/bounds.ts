import type { Fault, Result } from '../fault';
import { ok } from '../fault';
import type { Fields } from '../path';
import type { Draft } from './adapter';

/** Deeper than this, n8n cannot write an execution down, and a call ends in an error of the server. */
const MOST_LEVELS = 100;
/** Characters of a lead's key, as an e-mail address may have at most (RFC 5321). */
export const LONGEST_KEY = 320;
const LONGEST_TYPE = 200;
/** Beyond this, an id is kept as its hash. */
export const LONGEST_ID = 500;
/** Characters of an activity's properties and attributes together: what a row of a table can well hold. */
const MOST_DETAILS = 1_000_000;

/**
 * An event that can be written down: a fault when it is nested too deeply, with half characters in its text replaced. A
 * sender that cuts text at a length cuts an emoji in two, and databases keep another text than they were given.
 */
export function soundEvent(event: Fields): Result<Fields> {
	const { path, isWellFormed } = inspect(event);
	if (path !== undefined) return { ok: false, ...tooDeep(path) };
	return ok(isWellFormed ? event : (wellFormed(event) as Fields));
}

/** Why a value cannot be written down; undefined when it can. */
export function depthFault(value: unknown): (Fault & { field: string }) | undefined {
	const { path } = inspect(value);
	return path === undefined ? undefined : { ...tooDeep(path), field: path };
}

const tooDeep = (path: string): Fault => ({
	message: `${path === '' ? 'It' : `“${path.slice(0, 60)}”`} is nested more than ${MOST_LEVELS} levels deep`,
	hint: 'Send only the fields that say something about the lead.',
});

/** The path of the first place that lies too deep, and whether all text is whole. Never recursive: depth is the question. */
function inspect(event: unknown): { path?: string; isWellFormed: boolean } {
	const open: { value: unknown; path: string; depth: number }[] = [{ value: event, path: '', depth: 0 }];
	let isWellFormed = true;
	for (let next = open.pop(); next !== undefined; next = open.pop()) {
		const { value, path, depth } = next;
		if (typeof value === 'string') isWellFormed &&= value.isWellFormed();
		if (typeof value !== 'object' || value === null) continue;
		if (depth > MOST_LEVELS) return { path, isWellFormed };
		for (const key of Object.keys(value)) {
			isWellFormed &&= key.isWellFormed();
			// The whole path of a deep place is long and says little.
			const inner = depth > 3 ? path : path === '' ? key : `${path}.${key}`;
			open.push({ value: (value as Fields)[key], path: inner, depth: depth + 1 });
		}
	}
	return { isWellFormed };
}

/** Half a surrogate pair becomes U+FFFD, as every database writes it. */
function wellFormed(value: unknown): unknown {
	if (typeof value === 'string') return value.toWellFormed();
	if (Array.isArray(value)) return value.map(wellFormed);
	if (typeof value !== 'object' || value === null || Object.getPrototypeOf(value) !== Object.prototype) return value;
	return Object.fromEntries(Object.entries(value).map(([key, inner]) => [key.toWellFormed(), wellFormed(inner)]));
}

// eslint-disable-next-line no-control-regex -- these are what a key must not hold
const CONTROL = /[\u0000-\u001f\u007f\u2028\u2029]/;

/** Why an activity cannot be kept as it is: a key that is none, or more text than a row holds. */
export function boundsFault(lead: string, { type, properties, attributes }: Draft): Fault | undefined {
	if (lead.length > LONGEST_KEY) return tooLong('The key of its lead', lead.length, LONGEST_KEY);
	if (CONTROL.test(lead)) {
		return {
			message: 'The key of its lead holds a line break or another control character',
			hint: 'Send the key alone.',
		};
	}
	if (type.length > LONGEST_TYPE) return tooLong('Its type', type.length, LONGEST_TYPE);
	const size = sizeOf(properties) + sizeOf(attributes);
	return size > MOST_DETAILS ? tooLong('What it says', size, MOST_DETAILS) : undefined;
}

const tooLong = (what: string, length: number, most: number): Fault => ({
	message: `${what} is ${length.toLocaleString('en')} characters long; at most ${most.toLocaleString('en')} can be kept`,
	hint: 'Shorten it, or send fewer fields.',
});

/** Characters of text and keys, at any depth. */
function sizeOf(value: unknown): number {
	if (typeof value === 'string') return value.length;
	if (typeof value !== 'object' || value === null) return 1;
	return Object.entries(value).reduce((sum, [key, inner]) => sum + key.length + sizeOf(inner), 0);
}

import type { Fault, Result } from '../fault';
import { ok } from '../fault';
import { isNestedDeeper, MOST_LEVELS, type Fields } from '../path';
import type { Draft } from './adapter';

/** Characters of a lead's key, as an e-mail address may have at most (RFC 5321). */
export const LONGEST_KEY = 320;
const LONGEST_TYPE = 200;
/** Other keys that one event may give its lead: each is a row of a table, and nobody has so many devices. */
const MOST_ALIASES = 100;
/** Beyond this, an id is kept as its hash. */
export const LONGEST_ID = 500;
/** Characters of an activity's properties and attributes together: what a row of a table can well hold. */
const MOST_DETAILS = 1_000_000;

/**
 * An event that can be written down: a fault when it is nested too deeply, with half characters in its text replaced. A
 * sender that cuts text at a length cuts an emoji in two, and databases keep another text than they were given.
 */
export function soundEvent(event: Fields): Result<Fields> {
	const state = stateOf(event, 0);
	if (state === TOO_DEEP) return { ok: false, ...tooDeep(deepPath(event)) };
	return ok(state === SOUND ? event : (wellFormed(event) as Fields));
}

/** Why a value cannot be written down; undefined when it can. */
export function depthFault(value: unknown): (Fault & { field: string }) | undefined {
	if (stateOf(value, 0) !== TOO_DEEP) return undefined;
	const field = deepPath(value);
	return { ...tooDeep(field), field };
}

const tooDeep = (path: string): Fault => ({
	message: `${path === '' ? 'It' : `“${path.slice(0, 60)}”`} is nested more than ${MOST_LEVELS} levels deep`,
	hint: 'Send only the fields that say something about the lead.',
});

const SOUND = 0;
const HALF_CHARACTERS = 1;
const TOO_DEEP = 2;

const MAY_BE_JSON = /^\s*[{[]/;

/** The worst that is to say of a value; it never looks deeper than an event may be. */
function stateOf(value: unknown, depth: number): number {
	if (typeof value === 'string') {
		if (MAY_BE_JSON.test(value) && isNestedDeeper(value, MOST_LEVELS)) return TOO_DEEP;
		return value.isWellFormed() ? SOUND : HALF_CHARACTERS;
	}
	if (typeof value !== 'object' || value === null) return SOUND;
	if (depth > MOST_LEVELS) return TOO_DEEP;
	let worst = SOUND;
	for (const key of Object.keys(value)) {
		const inner = stateOf((value as Fields)[key], depth + 1);
		worst = Math.max(worst, inner, key.isWellFormed() ? SOUND : HALF_CHARACTERS);
		if (worst === TOO_DEEP) return TOO_DEEP;
	}
	return worst;
}

/** The first steps on the way to what lies too deep: the whole way is long and says little. */
function deepPath(value: unknown): string {
	const keys: string[] = [];
	let place = value;
	while (keys.length < 4 && typeof place === 'object') {
		const depth = keys.length + 1;
		const key = Object.keys(place as Fields).find((name) => stateOf((place as Fields)[name], depth) === TOO_DEEP);
		if (key === undefined) break;
		keys.push(key);
		place = (place as Fields)[key];
	}
	return keys.join('.');
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
export function boundsFault(lead: string, { type, properties, attributes, aliases = [] }: Draft): Fault | undefined {
	if (lead.length > LONGEST_KEY) return tooLong('The key of its lead', lead.length, LONGEST_KEY);
	if (CONTROL.test(lead)) {
		return {
			message: 'The key of its lead holds a line break or another control character',
			hint: 'Send the key alone.',
		};
	}
	if (type.length > LONGEST_TYPE) return tooLong('Its type', type.length, LONGEST_TYPE);
	const named = properties?.alsoKnownAs;
	const keys = aliases.length + (Array.isArray(named) ? named.length : 0);
	if (keys > MOST_ALIASES) {
		return {
			message: `It gives its lead ${keys.toLocaleString('en')} other keys; at most ${MOST_ALIASES} can be kept`,
			hint: 'Send only the keys of this one lead.',
		};
	}
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
	let size = 0;
	for (const key of Object.keys(value)) size += key.length + sizeOf((value as Fields)[key]);
	return size;
}

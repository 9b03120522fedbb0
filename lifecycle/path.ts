export type Fields = Readonly<Record<string, unknown>>;

export const isFields = (value: unknown): value is Fields =>
	typeof value === 'object' && value !== null && !Array.isArray(value);

const NO_FIELDS: Fields = Object.freeze({});

/** Deeper than this, n8n cannot write an execution down, and a call ends in an error of the server. */
export const MOST_LEVELS = 100;

const [QUOTE, BACKSLASH] = [0x22, 0x5c];
const OPENING: ReadonlySet<number> = new Set([0x7b, 0x5b]);
const CLOSING: ReadonlySet<number> = new Set([0x7d, 0x5d]);

/** Whether a JSON text is nested more than so many levels deep; it need not be sound. */
export function isNestedDeeper(text: string, most: number): boolean {
	if (text.length <= 2 * most) return false;
	let depth = 0;
	let isText = false;
	for (let index = 0; index < text.length; index++) {
		const code = text.charCodeAt(index);
		if (isText && code === BACKSLASH) index++;
		else if (code === QUOTE) isText = !isText;
		else if (!isText && OPENING.has(code) && ++depth > most) return true;
		else if (!isText && CLOSING.has(code)) depth--;
	}
	return false;
}

/** An object, or what its JSON text holds, as tables keep it; anything else, and text that is not JSON, holds no fields. */
export function fieldsOfJson(value: unknown): Fields {
	if (isFields(value)) return value;
	if (typeof value !== 'string' || !value.trimStart().startsWith('{') || isNestedDeeper(value, MOST_LEVELS))
		return NO_FIELDS;
	try {
		const parsed: unknown = JSON.parse(value);
		return isFields(parsed) ? parsed : NO_FIELDS;
	} catch {
		return NO_FIELDS;
	}
}

/**
 * A reader for one field path (`title`, `properties.email.value`, `emails[0].value`), split once. A key that holds the
 * whole path wins over the nested one, so flattened columns (`"properties.email"`) work too. Only own properties are
 * read: a path such as `constructor.name` finds nothing.
 */
export function pathReader(path: string): (source: Fields) => unknown {
	const keys = pathKeys(path);
	if (keys.length === 1) {
		const [key] = keys;
		return (source) => (Object.hasOwn(source, key) ? source[key] : undefined);
	}
	return (source) => {
		if (Object.hasOwn(source, path)) return source[path];
		let value: unknown = source;
		for (const key of keys) {
			if (typeof value !== 'object' || value === null || !Object.hasOwn(value, key)) return undefined;
			value = (value as Record<string, unknown>)[key];
		}
		return value;
	};
}

/**
 * Like {@link pathReader}, for a path that a person wrote: where no key is written that way, one that differs in capitals
 * alone is taken.
 */
export function looseReader(path: string): (source: Fields) => unknown {
	const exact = pathReader(path);
	const whole = path.trim().toLowerCase();
	const keys = pathKeys(whole);
	return (source) => {
		const value = exact(source);
		if (value !== undefined) return value;
		const flat = keys.length > 1 ? keyIn(source, whole) : undefined;
		return flat === undefined ? walked(source, keys) : source[flat];
	};
}

function walked(source: unknown, keys: readonly string[]): unknown {
	let value = source;
	for (const key of keys) {
		const found = typeof value === 'object' && value !== null ? keyIn(value, key) : undefined;
		if (found === undefined) return undefined;
		value = (value as Record<string, unknown>)[found];
	}
	return value;
}

const keyIn = (source: object, lower: string): string | undefined =>
	Object.keys(source).find((key) => key.length === lower.length && key.toLowerCase() === lower);

/** The keys of a path: `a.b[0]["c.d"]` -> ['a', 'b', '0', 'c.d']. */
export function pathKeys(path: string): string[] {
	const keys: string[] = [];
	for (const match of path.trim().matchAll(/\[\s*(?:"([^"]*)"|'([^']*)'|(\d+))\s*\]|([^.[\]]+)/g)) {
		keys.push((match[1] ?? match[2] ?? match[3] ?? match[4]).trim());
	}
	return keys;
}

const FORBIDDEN_KEYS = new Set(['__proto__', 'constructor', 'prototype']);

/** Whether a path may be written to: not empty, and none of its keys reaches an object's prototype. */
export const isWritablePath = (path: string): boolean => {
	const keys = pathKeys(path);
	return keys.length > 0 && !keys.some((key) => FORBIDDEN_KEYS.has(key));
};

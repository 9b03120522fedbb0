import { isFields, type Fields } from '../path';
import { own } from './values';

const MAX_FIELDS = 1000;
const MAX_DEPTH = 10;

/** Form-encoded text as fields: `type=subscribe&data%5Bemail%5D=a%40b.c` -> `{ type, data: { email } }`. */
export function parseForm(text: string): Fields {
	const entries: [string, unknown][] = [];
	for (const [key, value] of new URLSearchParams(text)) {
		if (entries.length >= MAX_FIELDS) break;
		entries.push([key, value]);
	}
	return nestForm(Object.fromEntries(entries));
}

/** Whether keys are written as forms write nested ones: `data[merges][FNAME]`. */
export const isFlatForm = (fields: Fields): boolean =>
	Object.keys(fields).some((key) => key.endsWith(']') && /^[^[\]]+(\[[^[\]]*\])+$/.test(key));

/** Puts keys such as `data[merges][FNAME]` into objects. A key that clashes with another one is left as it is. */
export function nestForm(fields: Fields): Fields {
	if (!isFlatForm(fields)) return fields;
	const root: Branch = new Map();
	for (const key of Object.keys(fields).slice(0, MAX_FIELDS)) {
		const match = /^([^[\]]+)((?:\[[^[\]]*\])*)$/.exec(key);
		const parts = match ? [match[1], ...[...match[2].matchAll(/\[([^[\]]*)\]/g)].map((part) => part[1])] : [key];
		if (parts.length > MAX_DEPTH || !put(root, parts, fields[key])) root.set(key, { value: fields[key] });
	}
	return toFields(root);
}

type Branch = Map<string, Branch | { value: unknown }>;

function put(target: Branch, [part, ...rest]: string[], value: unknown): boolean {
	const present = target.get(part);
	if (rest.length === 0) {
		if (present === undefined) target.set(part, { value });
		return present === undefined;
	}
	if (present !== undefined && !(present instanceof Map)) return false;
	const next = present ?? new Map<string, Branch | { value: unknown }>();
	target.set(part, next);
	return put(next, rest, value);
}

const toFields = (branch: Branch): Fields =>
	Object.fromEntries([...branch].map(([key, node]) => [key, node instanceof Map ? toFields(node) : node.value]));

/** JSON text in the one field in which a vendor sends it; undefined when there is none. */
export function jsonField(fields: Fields, key: string): unknown {
	const text = own(fields, key);
	if (typeof text !== 'string') return undefined;
	try {
		const value: unknown = JSON.parse(text);
		return Array.isArray(value) || isFields(value) ? value : undefined;
	} catch {
		return undefined;
	}
}

import { hash } from 'crypto';

const MAX_DEPTH = 50;
const MAX_VALUES = 100_000;
const LONG_TEXT = 10_000;

/**
 * JSON text that is the same for the same content: keys sorted, no spaces. Made to be hashed, not to be parsed back:
 * a circular reference, a level deeper than 50 and whatever follows the first 100,000 values stand as a mark, text of
 * over 10,000 characters as its SHA-256. Never throws and never runs away, whatever the value.
 */
export function canonicalJson(value: unknown): string {
	return write(value, { ancestors: [], left: MAX_VALUES });
}

interface State {
	ancestors: object[];
	left: number;
}

function write(value: unknown, state: State): string {
	if (typeof value === 'string') return writeText(value);
	if (typeof value === 'bigint') return `"${value}n"`;
	if (typeof value !== 'object' || value === null) return JSON.stringify(value) ?? 'null';
	if (state.left-- <= 0) return '"[more]"';
	if (state.ancestors.length >= MAX_DEPTH) return '"[deep]"';
	if (state.ancestors.includes(value)) return '"[circular]"';
	if (isDateLike(value)) return JSON.stringify(value) ?? 'null';
	state.ancestors.push(value);
	const text = Array.isArray(value) ? writeList(value, state) : writeFields(value as Record<string, unknown>, state);
	state.ancestors.pop();
	return text;
}

const writeText = (text: string): string =>
	text.length > LONG_TEXT ? `"[sha256 ${hash('sha256', text)}]"` : JSON.stringify(text);

function writeList(list: readonly unknown[], state: State): string {
	const parts: string[] = [];
	for (const entry of list) {
		if (state.left-- <= 0) return `[${parts.join()},"[more]"]`;
		parts.push(write(entry, state));
	}
	return `[${parts.join()}]`;
}

function writeFields(fields: Record<string, unknown>, state: State): string {
	const parts: string[] = [];
	for (const key of Object.keys(fields).sort()) {
		const value = fields[key];
		if (value === undefined || typeof value === 'function') continue;
		if (state.left-- <= 0) return `{${parts.join()},"[more]":0}`;
		parts.push(`${JSON.stringify(key)}:${write(value, state)}`);
	}
	return `{${parts.join()}}`;
}

const isDateLike = (value: object): boolean =>
	value instanceof Date || ('isLuxonDateTime' in value && value.isLuxonDateTime === true);

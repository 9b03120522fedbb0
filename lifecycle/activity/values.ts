import { isEmpty } from '../empty';
import { isFields, type Fields } from '../path';
import { addressIn } from '../lead/key';
import { asInstant } from '../time';

/** Small readers for vendors' payloads: own properties only, never a throw. */

const NO_FIELDS: Fields = Object.freeze({});

const { hasOwn } = Object;

export const own = (source: Fields, key: string): unknown => (hasOwn(source, key) ? source[key] : undefined);

export const fieldsOf = (value: unknown): Fields => (isFields(value) ? value : NO_FIELDS);

export const listOf = (value: unknown): readonly unknown[] => (Array.isArray(value) ? value : []);

/** The object at a key, empty when there is none. */
export const child = (source: Fields, key: string): Fields => fieldsOf(own(source, key));

/** Trimmed text of a scalar; '' for everything else. */
export function textOf(value: unknown): string {
	if (typeof value === 'string') return value.trim();
	return typeof value === 'number' || typeof value === 'bigint' ? String(value) : '';
}

/** The first value that says something: not undefined, null or ''. */
export function first(...values: unknown[]): unknown {
	return values.find((value) => value !== undefined && value !== null && value !== '');
}

/** A copy without the keys that say nothing (undefined, null, blank text, empty lists and objects). Zero and false stay. */
export function compact(fields: Fields): Record<string, unknown> {
	const kept: Record<string, unknown> = {};
	for (const key of Object.keys(fields)) {
		const value = fields[key];
		if (isEmpty(value)) continue;
		if (key === '__proto__') continue;
		kept[key] = value;
	}
	return kept;
}

/** The e-mail address in a value, in its one spelling: see {@link addressIn}; the first of a list. '' when there is none. */
export function emailOf(value: unknown): string {
	if (Array.isArray(value)) return emailOf(value[0]);
	return typeof value === 'string' ? addressIn(value) : '';
}

/** An instant in epoch milliseconds from a vendor's time. */
export const instantOf = asInstant;

/** True for true, 1, "true" and "1": the ways vendors write a flag. */
export const isTrue = (value: unknown): boolean => value === true || value === 1 || value === 'true' || value === '1';

/** Whether a cell says nothing: undefined, null or blank text. A list or an object is never blank, it may be wrong. */
export const isBlank = (value: unknown): boolean =>
	value === undefined || value === null || (typeof value === 'string' && value.trim() === '');

/** Whether a value of any shape says nothing: blank, NaN, a list without entries, an object without keys. */
export function isEmpty(value: unknown): boolean {
	if (typeof value !== 'object' || value === null) return isBlank(value) || Number.isNaN(value);
	if (Array.isArray(value)) return value.length === 0;
	return !(value instanceof Date) && Object.keys(value).length === 0;
}

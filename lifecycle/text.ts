const MARKS = /\p{Diacritic}/gu;
const OUTSIDE_ASCII = /[^\0-\x7f]/;

/**
 * Text as rules compare it: trimmed, lower case, accents removed ("  Société GÉNÉRALE " -> "societe generale").
 */
export function fold(text: string): string {
	const lower = text.trim().toLowerCase();
	return OUTSIDE_ASCII.test(lower) ? lower.normalize('NFD').replace(MARKS, '') : lower;
}

/** A scalar as text; lists, objects, null and undefined have none and give ''. */
export function asText(value: unknown): string {
	if (typeof value === 'string') return value;
	if (typeof value === 'number' || typeof value === 'boolean' || typeof value === 'bigint') return String(value);
	return value instanceof Date && !Number.isNaN(value.getTime()) ? value.toISOString() : '';
}

/**
 * Splits a list written by a person: `a, b; "Acme, Inc"` -> ['a', 'b', 'Acme, Inc']. Separators are commas,
 * semicolons and line ends; quotes keep them; empty parts are dropped.
 */
export function splitList(text: string): string[] {
	const parts = text.match(/"[^"]*"|[^,;\n"]+/g) ?? [];
	return parts.map((part) => part.replace(/^\s*"|"\s*$/g, '').trim()).filter((part) => part !== '');
}

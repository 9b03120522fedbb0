const MARKS = /\p{Diacritic}/gu;
const PLAIN = /^[\x20-\x40\x5b-\x7e]*$/;

/**
 * Text as rules compare it: trimmed, lower case, accents removed ("  Société GÉNÉRALE " -> "societe generale").
 */
export function fold(text: string): string {
	const trimmed = text.trim();
	if (PLAIN.test(trimmed)) return trimmed;
	return trimmed.toLowerCase().normalize('NFD').replace(MARKS, '');
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

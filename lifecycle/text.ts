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

const QUOTED_OR_PART = /"[^"]*"|[^,;\n"]+/g;
// Beside semicolons a comma between two digits is a decimal comma: `0,5; 1,5`.
const QUOTED_OR_DECIMAL_PART = /"[^"]*"|(?:[^,;\n"]|(?<=\d),(?=\d))+/g;

/**
 * Splits a list written by a person: `a, b; "Acme, Inc"` -> ['a', 'b', 'Acme, Inc']. Separators are commas,
 * semicolons and line ends; quotes keep them; empty parts are dropped.
 */
export function splitList(text: string): string[] {
	const parts = text.match(text.includes(';') ? QUOTED_OR_DECIMAL_PART : QUOTED_OR_PART) ?? [];
	return parts.map((part) => part.replace(/^\s*"|"\s*$/g, '').trim()).filter((part) => part !== '');
}

// `R&amp;D` is one word that came out of a web page.
const ENTRY_END = /(?<!&(?:amp|lt|gt|quot|apos|nbsp|#\d{1,5}|#x[\da-f]{1,4}));/i;

/** The entries of a multiple choice as CRMs keep it, `A;B`: empty ones are dropped, commas stay. */
export const splitEntries = (text: string): string[] =>
	text
		.split(ENTRY_END)
		.map((entry) => entry.trim())
		.filter((entry) => entry !== '');

const WORD = /[\p{L}\p{M}\p{N}]+[+#]*/gu;

/** The words of a folded text: runs of letters and digits, with the signs of `c++` and `c#`. */
export const wordsOf = (folded: string): readonly string[] => folded.match(WORD) ?? [];

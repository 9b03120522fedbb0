import { asText, fold } from './text';

/** Words that mean nothing else, in English, French, German, Spanish, Italian, Portuguese and Dutch; folded. */
const TRUE_WORDS = words('true yes on checked enabled oui vrai ja wahr si verdadero vero sim verdadeiro waar ✓ ✔ ☑ ✅');
const FALSE_WORDS = words('false no off unchecked disabled non faux nein falsch falso nao nee onwaar ✗ ✘ ☐ ❌');
/** Signs that say so only where a yes or no is asked for. */
const TRUE_SIGNS = words('1 1.0 y x j');
const FALSE_SIGNS = words('0 0.0 n');

function words(text: string): ReadonlySet<string> {
	return new Set(text.split(' '));
}

/** Yes or no, where that is asked for: `true`, `1`, `Yes`, `oui`, `WAHR`, `checked`, `x` …; undefined for all else. */
export function asBoolean(value: unknown): boolean | undefined {
	if (typeof value === 'boolean') return value;
	const text = fold(asText(value));
	if (TRUE_WORDS.has(text) || TRUE_SIGNS.has(text)) return true;
	return FALSE_WORDS.has(text) || FALSE_SIGNS.has(text) ? false : undefined;
}

/** Whether a folded text is a word for yes or no by itself, and not a sign or number that may stand for more. */
export const isBooleanWord = (folded: string): boolean => TRUE_WORDS.has(folded) || FALSE_WORDS.has(folded);

import { scaleBeside, SCALE_LETTERS, takeCurrency } from './amount-words';
import { fold } from './text';

const WHOLE = /^[+-]?\d{1,15}$/;
const SCIENTIFIC = /^[+-]?(?:\d+(?:[.,]\d*)?|[.,]\d+)e[+-]?\d{1,3}$/;
const LONGEST = 60;

const SPACES = ' \u00a0\u2009\u202f';
const GROUPED = new RegExp(
	String.raw`^[1-9]\d{0,2}(?<separator>[${SPACES}.,'’_])\d{3}(?:\k<separator>\d{3})*(?:(?!\k<separator>)[.,]\d+)?$`,
);
const INDIAN_GROUPED = /^\d{1,2}(?:,\d{2})+,\d{3}(?:\.\d+)?$/;
const DECIMAL = /^(?:\d+(?:[.,]\d*)?|[.,]\d+)$/;
const ONE_POINT = /^\d+\.\d+$/;
const MAY_BE_RANGE = /^\d+_[1-9]\d*$/;

/**
 * The number that digits with separators stand for, the same for every cell and every field:
 *
 * - `1.500`, `1,500`, `1 500`, `1'500`, `10_000`, `1.000.000`, `10,00,000`: a separator before exactly three digits
 *   parts thousands (`10,00,000` as in India), unless a zero leads (`0.500`);
 * - `12,5`, `12.5`, `1.500,50`, `1,500.50`, `1234.567`: what remains before other digits is the decimal separator;
 * - before a unit a lone point is decimal (`1.250M`), a comma parts thousands (`1,250M`).
 *
 * Anything else (`1,50,0`, `1.5.3`, `201_500`, which may be a range) is no number: undefined.
 */
export function readDigits(text: string, hasUnit = false): number | undefined {
	if (INDIAN_GROUPED.test(text)) return Number(text.replaceAll(',', ''));
	if (MAY_BE_RANGE.test(text)) return undefined;
	const separator = hasUnit && ONE_POINT.test(text) ? undefined : GROUPED.exec(text)?.groups?.separator;
	if (separator !== undefined) return Number(text.replaceAll(separator, '').replace(',', '.'));
	return DECIMAL.test(text) && !text.endsWith(',') ? Number(text.replace(',', '.')) : undefined;
}

/**
 * A number as data holds it: a number, or text that is wholly one in the ways of {@link readDigits}, with a sign, an
 * exponent (`2.5E7`), a currency (`1500 €`, `$1,000,000`) or a word of scale (`1,5 Mio`, `5 lakh`, `10k`). Never
 * '12abc', '50%', '', true, NaN or infinity: those give undefined.
 */
export const asNumber = (value: unknown): number | undefined => readNumber(value, false);

/** A number as a person writes it in a rule: also with a letter for the scale, as in '500M' and '2B'. */
export const asWrittenNumber = (value: unknown): number | undefined => readNumber(value, true);

function readNumber(value: unknown, withLetters: boolean): number | undefined {
	if (typeof value === 'number') return Number.isFinite(value) ? value : undefined;
	if (typeof value !== 'string' || value.length > LONGEST) return undefined;
	const written = value.trim().replace(/^−/, '-');
	if (WHOLE.test(written)) return Number(written);
	if (!/\d/.test(written)) return undefined;
	const text = fold(written);
	const number = SCIENTIFIC.test(text) ? Number(text.replace(',', '.')) : readAmount(text, withLetters);
	return number !== undefined && Number.isFinite(number) ? number : undefined;
}

const SIGNED = /^(?<sign>[+-]?)\s*(?<digits>[\d.,].*?)\s*(?<words>\p{L}[\p{L}\s]*\.?)?$/u;

/** `-1,5 mio €`: a sign before or behind the currency, digits, and at most two words of scale. */
function readAmount(text: string, withLetters: boolean): number | undefined {
	const { text: bare, currency } = takeCurrency(text);
	const { sign, digits, words = '' } = SIGNED.exec(bare.trim())?.groups ?? {};
	if (digits === undefined) return undefined;
	const scales = words.replace('.', '').split(/\s+/).filter(Boolean).map(scaleBeside(currency));
	const isLoneLetter = SCALE_LETTERS.has(words.trim()) && currency === undefined && !withLetters;
	if (scales.length > 2 || isLoneLetter) return undefined;
	const number = readDigits(digits, scales.length > 0);
	if (number === undefined || scales.includes(undefined)) return undefined;
	const size = scales.reduce((product: number, scale) => product * (scale ?? 1), number);
	return sign === '-' ? -size : size;
}

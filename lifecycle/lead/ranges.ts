import { scaleBeside, takeCurrency } from '../amount-words';
import { fold } from '../text';
import { type Bounds, readBounds } from './bounds';

/** An amount as forms and data vendors write it. */
export interface AmountRange extends Bounds {
	/** ISO 4217, when the text names one; `$` is USD and `¥` JPY. */
	currency?: string;
}

const LONGEST_TEXT = 120;

/**
 * Reads a number or a text such as `1,001-5,000`, `1.001 – 5.000`, `50 M€`, `$1B+`, `<50`, `over 500 million` or
 * `10k`, in English, French, German and Spanish. Negative numbers, texts over 120 characters and texts without one
 * clear amount give undefined.
 */
export function readAmount(input: string | number): AmountRange | undefined {
	if (typeof input === 'number') {
		return Number.isFinite(input) && input >= 0 ? { low: input, high: input, value: input } : undefined;
	}
	if (input.length > LONGEST_TEXT) return undefined;
	const { text, currency } = takeCurrency(fold(input));
	const bounds = readBounds(text, scaleBeside(currency));
	return bounds && (currency === undefined ? bounds : { ...bounds, currency });
}

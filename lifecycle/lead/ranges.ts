import { fold } from '../text';
import { type Bounds, readBounds, type UnitOf } from './bounds';

/** An amount as forms and data vendors write it. */
export interface AmountRange extends Bounds {
	/** ISO 4217, when the text names one; `$` is USD and `¥` JPY. */
	currency?: string;
}

const LONGEST_TEXT = 120;

const SCALES: ReadonlyMap<string, number> = new Map([
	...scale(1e3, 'k t tsd tausend thousand thousands mille mil miles'),
	...scale(1e6, 'm mm mn mio mln million millions millionen millones millon'),
	...scale(1e9, 'b bn bln billion billions mrd mds md milliard milliards milliarde milliarden'),
	...scale(1e12, 'tn trillion trillions billionen billones'),
]);

const CURRENCIES: ReadonlyMap<string, string> = new Map(
	`us$=USD ca$=CAD c$=CAD au$=AUD a$=AUD nz$=NZD s$=SGD hk$=HKD r$=BRL mx$=MXN $=USD €=EUR £=GBP ¥=JPY ₹=INR ₩=KRW
	usd=USD dollars=USD dollar=USD dolares=USD eur=EUR euros=EUR euro=EUR gbp=GBP pounds=GBP chf=CHF franken=CHF cad=CAD
	aud=AUD nzd=NZD sgd=SGD hkd=HKD brl=BRL reais=BRL mxn=MXN jpy=JPY yen=JPY cny=CNY rmb=CNY inr=INR rupees=INR rs=INR
	krw=KRW sek=SEK nok=NOK dkk=DKK pln=PLN zł=PLN czk=CZK huf=HUF aed=AED zar=ZAR`
		.split(/\s+/)
		.map((pair) => pair.split('='))
		.map(([written, code]): [string, string] => [written, code]),
);
const WORD_OR_SIGN = /\p{L}*\p{Sc}|\p{L}+/gu;

function scale(factor: number, words: string): Array<[string, number]> {
	return words.split(' ').map((word): [string, number] => [word, factor]);
}

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
	const bounds = readBounds(text, scalesBeside(currency));
	return bounds && (currency === undefined ? bounds : { ...bounds, currency });
}

/** Takes the currency out and leaves the scale it is glued to: `50 M€` -> `50 m `, `50 MUSD` -> `50 m `. */
function takeCurrency(text: string): { text: string; currency: string | undefined } {
	let currency: string | undefined;
	const rest = text.replace(WORD_OR_SIGN, (written) => {
		const whole = CURRENCIES.get(written);
		const end = /\p{Sc}$/u.test(written) ? -1 : -3;
		const code = whole ?? (SCALES.has(written.slice(0, end)) ? CURRENCIES.get(written.slice(end)) : undefined);
		if (code === undefined) return written;
		currency ??= code;
		return whole === undefined ? `${written.slice(0, end)} ` : ' ';
	});
	return { text: rest, currency };
}

// `mil` is a thousand in Spanish, but `$5mil` is how English writes five million.
const scalesBeside =
	(currency: string | undefined): UnitOf =>
	(word) =>
		word === 'mil' && (currency === 'USD' || currency === 'GBP') ? 1e6 : SCALES.get(word);

/** Words and signs beside an amount: how much they multiply it, and in which currency it is. All folded. */

const SCALES: ReadonlyMap<string, number> = new Map([
	...scale(1e3, 'k t tsd tausend thousand thousands mille mil miles'),
	...scale(1e5, 'lakh lakhs lac lacs'),
	...scale(1e6, 'm mm mn mio mln million millions millionen millones millon milioni milione milhoes milhao miljoen'),
	...scale(1e7, 'cr crs crore crores'),
	...scale(1e9, 'b bn bln billion billions mrd mds md milliard milliards milliarde milliarden miliardi miljard'),
	...scale(1e12, 'tn trillion trillions billionen billones'),
]);

/** Letters that are units of something else as well: `5 m` may be metres or minutes. */
export const SCALE_LETTERS: ReadonlySet<string> = new Set(['m', 'b', 't', 'mm']);

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

/** Takes the currency out and leaves the scale it is glued to: `50 m€` -> `50 m `, `50 musd` -> `50 m `. */
export function takeCurrency(text: string): { text: string; currency: string | undefined } {
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

/** How much a word multiplies an amount. `mil` is a thousand in Spanish, but `$5mil` is how English writes five million. */
export const scaleBeside =
	(currency: string | undefined): ((word: string) => number | undefined) =>
	(word) =>
		word === 'mil' && (currency === 'USD' || currency === 'GBP') ? 1e6 : SCALES.get(word);

import { readDigits } from '../number';

/** What a text says about a quantity: one number, a range, or an open end. */
export interface Bounds {
	low: number;
	/** undefined for an open end (`500+`). */
	high: number | undefined;
	/**
	 * One number that stands for all of them: an exact number itself, the middle of a range, half of an upper limit
	 * (`under 50` -> 25), the first whole number in an open end (`500+` -> 500, `over 500` -> 501).
	 */
	value: number;
}

/** How much a word after a number multiplies it (`k`, `million`, `weeks`); undefined for any other word. */
export type UnitOf = (word: string) => number | undefined;

/** `dash` only joins two numbers; `to` before a lone number is its upper limit. */
type Sign = 'over' | 'from' | 'under' | 'upTo' | 'to' | 'dash';

/** What stands around numbers; a `word` is one that explains nothing. */
type Mark = Sign | 'leadIn' | 'word' | 'punctuation';

interface Amount {
	number: number;
	/** Written like a year: four digits, no separator. */
	mayBeYear: boolean;
	unit: number | undefined;
}

/** `around[i]` stands before `amounts[i]`, the last one after all of them. */
interface Phrase {
	amounts: Amount[];
	around: Mark[][];
}

/** A number, word or mark of the text; `touches` when nothing parts it from the one before. */
interface Lexeme {
	text: string;
	kind: 'number' | 'word' | 'mark';
	touches: boolean;
}

// Folded. `plus` is French for more only with `de`; after a number it is English for `+`.
const SIGNS: ReadonlyMap<string, Sign> = new Map([
	...signs(
		'over',
		`>; more than; over; above; greater than; exceeding; beyond; plus de; plus que; au dela de; superieur a;
		superieure a; mehr als; uber; mas de; superior a; mayor de`,
	),
	...signs(
		'from',
		`>=; ≥; +; plus; at least; minimum; min; or more; or greater; or over; or above; or longer; and more; and above;
		and over; and up; and beyond; au moins; a partir de; et plus; ou plus; et au dela; mindestens; ab; und mehr; oder mehr;
		und daruber; al menos; desde; o mas; y mas`,
	),
	...signs(
		'under',
		`<; less than; fewer than; smaller than; lower than; under; below; moins de; inferieur a; inferieure a; weniger als;
		unter; menos de; menor de; inferior a`,
	),
	...signs(
		'upTo',
		`<=; ≤; up to; at most; no more than; not more than; maximum; max; or less; or fewer; or under; and under; and below;
		within; in the next; within the next; over the next; next; jusqu a; jusque; au plus; au maximum; d ici; sous; dans les;
		et moins; ou moins; bis zu; hochstens; maximal; innerhalb von; in den nachsten; oder weniger; und weniger;
		como maximo; en los proximos; o menos; y menos; dentro de; en menos de`,
	),
	...signs('to', 'to; bis; hasta; till; until'),
	...signs('dash', '-; −; ‐; ‑; –; —; …; ..; ...; through; and; or; a; et; ou; und; oder; y; o'),
]);
const SIGN_OPENINGS: ReadonlySet<string> = new Set(Array.from(SIGNS.keys(), (phrase) => phrase.split(' ')[0]));

// Words that may stand right before a lone number; after any other (`Tier 2`, `Level 3`) it counts something else.
const LEAD_INS: ReadonlySet<string> = new Set(
	`about approx approximately around circa ca c roughly nearly almost some from between of is in the de du entre environ
	autour presque dans von zwischen etwa rund ungefahr en unos unas aproximadamente cerca casi employees staff headcount
	people size revenue revenues turnover sales annual effectif effectifs salaries mitarbeiter umsatz empleados ingresos
	facturacion timeline`.split(/\s+/),
);

const SPACES = ' \u00a0\u2009\u202f';
const DECIMALS = String.raw`(?:(?!\k<separator>)[.,]\d+)?`;
const GROUPED = String.raw`[1-9]\d{0,2}(?<separator>[${SPACES}.,'’_])\d{3}(?:\k<separator>\d{3})*(?!\d)${DECIMALS}`;
const INDIAN_GROUPED = String.raw`\d{1,2}(?:,\d{2})+,\d{3}(?!\d)`;
const SCIENTIFIC = String.raw`\d+(?:[.,]\d+)?e[+-]?\d{1,3}(?![\p{L}\d])`;
const LEXEME = new RegExp(
	String.raw`(?<number>${SCIENTIFIC}|${GROUPED}|${INDIAN_GROUPED}|\d+(?:[.,]\d+)?)|(?<word>\p{L}+)|<=|>=|\.{2,3}|[^\s\p{L}\d'’]`,
	'gu',
);
const HAS_EXPONENT = /e/;
// `201_500`, as the fields of ad networks name a size.
const UNDERSCORE_IN_RANGE = /(\d)_(?=[1-9])/g;

const MONTHS = [
	'jan(?:uary|uar|vier|v)?|enero|ene|feb(?:ruary|ruar|rero)?|fevr(?:ier)?|mar(?:ch|s|zo)?|marz|mrz|apr(?:il)?|avr(?:il)?|abr(?:il)?',
	'may(?:o)?|mai|jun(?:e|i|io)?|juin|jul(?:y|i|io)?|juil(?:let)?|aug(?:ust)?|aout|agosto|sep(?:t|tember|tembre|tiembre)?',
	'o[ck]t(?:ober|obre|ubre)?|nov(?:ember|embre|iembre)?|de[cz](?:ember|embre)?|dic(?:iembre)?',
].join('|');
// A fiscal year, or a month with its year, says of when an amount is.
const PERIOD = new RegExp(
	String.raw`\b(?:fy|gj)\s?'?\d{2,4}(?:\s?[/-]\s?\d{2,4})?\b|\b(?:19|20)\d\d/\d\d\b|\b[qh][1-4]\b|\b(?:${MONTHS})\.? (?:19|20)\d\d\b`,
	'g',
);
// What a spreadsheet made of `1-10`, and other days.
const DAY = new RegExp(
	String.raw`\b\d{1,4}[-\s./]{0,2}(?:${MONTHS})\b|\b(?:${MONTHS})[-\s./]{0,2}\d{1,4}\b|\b\d{1,2}([./-])\d{1,2}\1\d{2,4}\b`,
);
const YEAR = /^(?:19|20)\d\d$/;
// `2+ years`: the unit belongs to the number.
const PLUS_BEFORE_UNIT = /\+\s*(\p{L}+)/gu;
const JOINS: ReadonlySet<Mark> = new Set(['dash', 'to', 'under', 'upTo']);
const LONGEST_SIGN = 3;

function signs(sign: Sign, phrases: string): Array<[string, Sign]> {
	return phrases.split(';').map((phrase): [string, Sign] => [phrase.trim(), sign]);
}

/**
 * Reads the one quantity of a folded text (English, French, German, Spanish): `1,001 - 5,000`, `more than 3 weeks`,
 * `10k+`. undefined when there is none, or more than a range: then guessing would be worse than not knowing.
 * Linear in the text; callers limit its length.
 */
export function readBounds(text: string, unitOf: UnitOf): Bounds | undefined {
	const plain = text.replace(PERIOD, ' ').replace(PLUS_BEFORE_UNIT, ' $1 +').replace(UNDERSCORE_IN_RANGE, '$1-');
	const phrase = DAY.test(plain) ? undefined : toPhrase(toLexemes(plain), unitOf);
	if (!phrase || phrase.around[0][0] === 'dash') return undefined;
	const { amounts, around } = withoutYears(phrase);
	if (amounts.length === 1) return loneBounds(amounts[0], around[0], around[1]);
	return amounts.length === 2 ? rangeBounds(amounts[0], amounts[1], around[1]) : undefined;
}

/** Beside another amount a lone year (`Revenue 2025: 40 million`) only says of when it is. */
function withoutYears(phrase: Phrase): Phrase {
	const isYear = (place: number): boolean =>
		phrase.amounts[place].mayBeYear && ![...phrase.around[place], ...phrase.around[place + 1]].some(isJoin);
	const kept = phrase.amounts.map((_amount, place) => !isYear(place));
	if (phrase.amounts.length < 2 || !kept.includes(true)) return phrase;
	const around: Mark[][] = [phrase.around[0]];
	for (const [place, isKept] of kept.entries()) {
		const after = phrase.around[place + 1];
		if (isKept) around.push(after);
		else around[around.length - 1] = [...around[around.length - 1], ...after];
	}
	return { amounts: phrase.amounts.filter((_amount, place) => kept[place]), around };
}

const isJoin = (mark: Mark): boolean => JOINS.has(mark);

function loneBounds(amount: Amount, before: readonly Mark[], after: readonly Mark[]): Bounds | undefined {
	const value = valueOf(amount);
	const isLimit =
		before.includes('under') || before.includes('upTo') || before.includes('to') || after.includes('upTo');
	if (isLimit) return { low: 0, high: value, value: value / 2 };
	if (before.includes('over')) return { low: value, high: undefined, value: value + 1 };
	if (before.includes('from') || after.includes('from')) return { low: value, high: undefined, value };
	return before.at(-1) === 'word' ? undefined : { low: value, high: value, value };
}

function rangeBounds(first: Amount, second: Amount, between: readonly Mark[]): Bounds | undefined {
	if (!between.some(isJoin)) return undefined;
	const low = valueOf({ ...first, unit: first.unit ?? sharedUnit(first, second) });
	const high = valueOf(second);
	return low <= high ? { low, high, value: (low + high) / 2 } : undefined;
}

/** `$1-5M` is 1M to 5M, and `500-1M` is 500k to 1M. */
function sharedUnit(first: Amount, second: Amount): number | undefined {
	const isSmaller = first.number > second.number && (second.unit ?? 1) >= 1e6;
	return isSmaller && second.unit !== undefined ? second.unit / 1000 : second.unit;
}

const valueOf = ({ number, unit }: Amount): number => number * (unit ?? 1);

function toLexemes(text: string): Lexeme[] {
	let end = -1;
	return Array.from(text.matchAll(LEXEME), (match) => {
		const { number, word } = match.groups ?? {};
		const kind = number !== undefined ? 'number' : word !== undefined ? 'word' : 'mark';
		const touches = match.index === end;
		end = match.index + match[0].length;
		return { text: match[0], kind, touches };
	});
}

/** undefined when a number is part of a word (`B2B`, `3D`, `2nd`) or a percentage: it counts something else. */
function toPhrase(lexemes: readonly Lexeme[], unitOf: UnitOf): Phrase | undefined {
	const phrase: Phrase = { amounts: [], around: [[]] };
	for (let place = 0; place < lexemes.length;) {
		if (lexemes[place].kind === 'number') {
			const units = unitsAfter(lexemes, place, unitOf);
			if (isGlued(lexemes, place, units.length)) return undefined;
			const unit = units.length === 0 ? undefined : units.reduce((product, factor) => product * factor);
			const number = toNumber(lexemes[place].text, unit !== undefined);
			if (number === undefined) return undefined;
			phrase.amounts.push({ number, unit, mayBeYear: unit === undefined && YEAR.test(lexemes[place].text) });
			phrase.around.push([]);
			place += units.length + 1;
		} else {
			const { mark, length } = markAt(lexemes, place);
			phrase.around[phrase.amounts.length].push(mark);
			place += length;
		}
	}
	return phrase;
}

function isGlued(lexemes: readonly Lexeme[], place: number, units: number): boolean {
	const next = lexemes.at(place + 1);
	const before = lexemes[place].touches && lexemes[place - 1].kind === 'word';
	return before || (units === 0 && next?.touches === true && (next.kind === 'word' || next.text === '%'));
}

// `2 mil millones` has two.
function unitsAfter(lexemes: readonly Lexeme[], place: number, unitOf: UnitOf): number[] {
	const units: number[] = [];
	for (const { text } of lexemes.slice(place + 1, place + 3)) {
		const unit = unitOf(text);
		if (unit === undefined) break;
		units.push(unit);
	}
	return units;
}

function markAt(lexemes: readonly Lexeme[], place: number): { mark: Mark; length: number } {
	const { text, kind } = lexemes[place];
	for (let length = SIGN_OPENINGS.has(text) ? LONGEST_SIGN : 1; length > 0; length--) {
		const words = lexemes.slice(place, place + length).map((lexeme) => lexeme.text);
		const sign = SIGNS.get(words.join(' '));
		if (sign !== undefined) return { mark: sign, length: words.length };
	}
	if (kind === 'mark') return { mark: 'punctuation', length: 1 };
	return { mark: LEAD_INS.has(text) ? 'leadIn' : 'word', length: 1 };
}

const toNumber = (text: string, hasUnit: boolean): number | undefined =>
	HAS_EXPONENT.test(text) ? Number(text.replace(',', '.')) : readDigits(text, hasUnit);

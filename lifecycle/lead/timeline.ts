import { fold } from '../text';
import { readBounds } from './bounds';

const LONGEST_TEXT = 120;

// A month counts 30 days, as everywhere in scoring.
const UNITS: ReadonlyMap<string, number> = new Map([
	...unit(1 / 30, 'd day days jour jours j tag tage tagen dia dias'),
	...unit(7 / 30, 'w wk wks week weeks semaine semaines woche wochen semana semanas'),
	...unit(1, 'm mo mos mth mths month months mois monat monate monaten mes meses'),
	...unit(3, 'q quarter quarters trimestre trimestres quartal quartale quartalen'),
	...unit(6, 'semester semesters semestre semestres halbjahr halbjahre'),
	...unit(12, 'y yr yrs year years an ans annee annees jahr jahre jahren ano anos'),
]);

const NUMBER_WORDS: ReadonlyMap<string, number> = new Map([
	...counting('one two three four five six seven eight nine ten eleven twelve'),
	...counting('un deux trois quatre cinq six sept huit neuf dix onze douze'),
	...counting('ein zwei drei vier funf sechs sieben acht neun zehn elf zwolf'),
	...counting('uno dos tres cuatro cinco seis siete ocho nueve diez once doce'),
	...unit(1, 'a an une eine einem einer einen una'),
]);
// `a` also joins two numbers in French and Spanish.
const ARTICLES: ReadonlySet<string> = new Set(['a', 'an']);
const NUMBER_WORD_REACH = 3;
const HYPHEN_BEFORE_UNIT = /(\d)-(?=\p{L})/gu;
// After a number `y` is short for years, between two it is Spanish for and.
const SPANISH_AND = /(\d) y (?=\d)/g;

const DURATIONS: ReadonlyArray<readonly [says: RegExp, months: number]> = [
	[/\b(?:year and a half|an et demi|anderthalb jahre?n?|ano y medio)\b/, 18],
	[/\b(?:half (?:a )?year|six mois|halbe[sn]? jahr|medio ano)\b/, 6],
	[/\b(?:end of (?:the |this )?year|year end|fin d'annee|fin de l'annee|jahresende|ende des jahres|fin de ano)\b/, 6],
	[/\b(?:few|several|quelques|plusieurs|einige|einigen|paar|algunos|unos) (?:months|mois|monaten?|meses)\b/, 3],
	[/\bcouple (?:of )?months\b/, 2],
];
const AT_ONCE = new RegExp(
	String.raw`\b(?:${[
		'immediate|immediately|now|today|asap|urgent|urgently|right away|as soon as possible|already',
		"immediat|immediatement|maintenant|aujourd'hui|tout de suite|des que possible",
		'sofort|jetzt|heute|dringend|unmittelbar|schnellstmoglich|so bald wie moglich',
		'inmediato|inmediata|inmediatamente|ahora|hoy|urgente|cuanto antes|lo antes posible',
	].join('|')})\b`,
);
const DENIAL = /\b(?:no|not|none|pas|kein|keine|keinen|nicht|sin|ningun|never|jamais|nie|nunca)\b/;
const THIS = /\b(?:this|current|ce|cet|cette|diese[rsnm]?|este|esta) (\p{L}+)/u;
const NEXT =
	/\b(?:next|prochaine?|nachste[rsnm]?|kommende[rsnm]?|proxim[oa]) (\p{L}+)|(\p{L}+) (?:prochaine?|que viene)\b/u;

function unit(months: number, words: string): Array<[string, number]> {
	return words.split(' ').map((word): [string, number] => [word, months]);
}

function counting(words: string): Array<[string, number]> {
	return words.split(' ').map((word, place): [string, number] => [word, place + 1]);
}

/**
 * The months until a purchase, from a number of months or a text in English, French, German or Spanish: `3-8 months`
 * -> 5.5, `under 3 months` -> 1.5, `over 8 months` -> 9, `2 weeks` -> 0.47, `1 year` -> 12, `immediately` -> 0, `this
 * quarter` -> 1.5 (half of it), `next quarter` -> 3. A bare number counts months. undefined for `no timeline`, dates,
 * negative numbers, texts over 120 characters and anything else.
 */
export function timelineMonths(input: string | number): number | undefined {
	if (typeof input === 'number') return Number.isFinite(input) && input >= 0 ? input : undefined;
	if (input.length > LONGEST_TEXT) return undefined;
	const text = fold(input).replace(HYPHEN_BEFORE_UNIT, '$1 ').replace(SPANISH_AND, '$1 - ').replace(/’/g, "'");
	return durationMonths(text) ?? readBounds(withDigits(text), (word) => UNITS.get(word))?.value ?? momentMonths(text);
}

const durationMonths = (text: string): number | undefined => DURATIONS.find(([says]) => says.test(text))?.[1];

function withDigits(text: string): string {
	const words = text.split(/\s+/);
	return words.map((word, place) => digitsOf(word, words.slice(place + 1, place + 1 + NUMBER_WORD_REACH))).join(' ');
}

function digitsOf(word: string, following: readonly string[]): string {
	const number = NUMBER_WORDS.get(word);
	const counts = (ARTICLES.has(word) ? following.slice(0, 1) : following).some((next) => UNITS.has(next));
	return number !== undefined && counts ? String(number) : word;
}

function momentMonths(text: string): number | undefined {
	if (DENIAL.test(text)) return undefined;
	if (AT_ONCE.test(text)) return 0;
	const current = UNITS.get(THIS.exec(text)?.[1] ?? '');
	if (current !== undefined) return current / 2;
	const [, before, after] = NEXT.exec(text) ?? [];
	return UNITS.get(before ?? after ?? '');
}

import { isPlaceholder } from '../empty';
import { isFreeMail } from '../lead/email';
import { LEGAL_FORMS } from './legal-forms';

const COMBINING_MARKS = /[\u0300-\u036f]/g;
const APOSTROPHES = /['’‘`´ʼ]/g;
const AND_SIGNS = /&| \+ /g;
const PLUS_SIGNS = /\+/g;
const WORD = /[\p{L}\p{M}\p{N}]+/gu;
const UNSPACED_SCRIPT = /[\p{Script=Han}\p{Script=Hangul}\p{Script=Thai}]/u;
const LONGEST_NAME = 300;
const MOST_WORDS_IN_A_FORM = 12;

// Letters that Unicode does not take apart into a base letter and a mark.
const LETTERS: ReadonlyMap<string, string> = new Map([
	['ß', 'ss'],
	['æ', 'ae'],
	['œ', 'oe'],
	['ø', 'o'],
	['đ', 'd'],
	['ð', 'd'],
	['ł', 'l'],
	['þ', 'th'],
	['ı', 'i'],
	['ŀ', 'l'],
]);
const SPECIAL_LETTER = /[ßæœøđðłþıŀ]/g;

const EAST_ASIAN_SHORT_FORMS: ReadonlyArray<readonly [RegExp, string]> = [
	[/\(株\)/g, ' 株式会社 '],
	[/\(有\)/g, ' 有限会社 '],
	[/\(주\)/g, ' 주식회사 '],
	[/\(유\)/g, ' 유한회사 '],
];

const CONNECTIVES: ReadonlySet<string> = new Set(['and', 'und', 'et']);

// What people type into a required field when they have no company, or will not say.
const NO_COMPANY: ReadonlySet<string> = new Set(
	`na none no nil null nan undefined unknown test testing tbd tba self selfemployed myself me private
	personal individual independent freelance freelancer freelancing contractor consultant student school
	university home homemaker retired retiree unemployed jobseeker nocompany nocompanyname notapplicable
	notavailable company companyname mycompany yourcompany business organization organisation other x xx xxx
	xxxx asdf asd qwerty aucun aucune neant particulier independant autoentrepreneur etudiant retraite
	sansemploi privat privatperson keine keiner keinefirma selbststandig selbstandig freiberufler rentner
	ninguno ninguna particular autonomo estudiante jubilado desempleado nenhum nenhuma nessuna nessuno
	gmail gmailcom googlemail googlemailcom hotmail hotmailcom outlookcom icloud icloudcom protonmail webmail gmx gmxde webde
	sanssociete sansentreprise pasdentreprise pasdesociete ohnefirma ohneunternehmen keinunternehmen sinempresa sincompania
	noempresa semempresa nessunaazienda nessunasocieta senzaazienda geenbedrijf nofirm noemployer privateperson
	privato liberoprofessionista studente geen zzp zzper ingen brak нет`.split(/\s+/),
);

interface Forms {
	after: ReadonlySet<string>;
	before: ReadonlySet<string>;
	inCapitals: ReadonlySet<string>;
	byLetters: ReadonlySet<string>;
	/** Forms in scripts that put no space between words, longest first. */
	unspacedAfter: readonly string[];
	unspacedBefore: readonly string[];
}

interface Word {
	text: string;
	written: string;
}

const FORMS = readForms();

/**
 * What two spellings of one company's name have in common, as one word without spaces: `The Müller & Söhne
 * GmbH` and `MULLER AND SOHNE` both give `mullerandsohne`. Left out are capitals, accents, punctuation, a
 * leading “The” and legal forms at either end; `&` equals “and”. Undefined when the text names no company ('',
 * 'n/a', 'self-employed').
 *
 * Nothing else is folded: `Acme France` and `Acme` stay two companies, and a name is never folded to nothing
 * (`The Limited Company` keeps a word).
 */
export function companyKey(name: string): string | undefined {
	const words = wordsOf(name.slice(0, LONGEST_NAME));
	const all = joined(words);
	if (all === '' || NO_COMPANY.has(all) || isPlaceholder(name) || isFreeMail(name)) return undefined;
	return withoutUnspacedForms(joined(withoutForms(withoutArticle(words))));
}

function wordsOf(name: string): Word[] {
	let text = name.normalize('NFKD').replace(COMBINING_MARKS, '').normalize('NFC');
	for (const [short, long] of EAST_ASIAN_SHORT_FORMS) text = text.replace(short, long);
	text = text.replace(APOSTROPHES, '').replace(AND_SIGNS, ' and ').replace(PLUS_SIGNS, ' plus ');
	return (text.match(WORD) ?? []).map((written) => ({ text: foldWord(written), written }));
}

function foldWord(word: string): string {
	const text = word.toLowerCase().replace(SPECIAL_LETTER, (letter) => LETTERS.get(letter) ?? letter);
	return CONNECTIVES.has(text) ? 'and' : text;
}

function joined(words: readonly Word[]): string {
	return words.map((word) => word.text).join('');
}

function withoutArticle(words: readonly Word[]): readonly Word[] {
	if (words.length < 2) return words;
	if (words[0].text === 'the') return words.slice(1);
	return words[words.length - 1].text === 'the' ? words.slice(0, -1) : words;
}

function withoutForms(name: readonly Word[]): readonly Word[] {
	const capitals = isAllCapitals(name);
	let words = name;
	for (;;) {
		const shorter = withoutLastForm(words, capitals) ?? withoutFirstForm(words, capitals);
		if (!shorter) return words;
		words = shorter;
	}
}

// Longest first, so that “Sp. z o.o.” is one form and leaves no “Sp.” behind. One word always stays.
function withoutLastForm(words: readonly Word[], capitals: boolean): readonly Word[] | undefined {
	for (let count = Math.min(MOST_WORDS_IN_A_FORM, words.length - 1); count > 0; count--) {
		const tail = words.slice(-count);
		if (!isForm(tail, FORMS.after, capitals)) continue;
		const rest = words.slice(0, -count);
		const dangling = rest.length > 1 && rest[rest.length - 1].text === 'and';
		return dangling ? rest.slice(0, -1) : rest;
	}
	return undefined;
}

function withoutFirstForm(words: readonly Word[], capitals: boolean): readonly Word[] | undefined {
	for (let count = Math.min(MOST_WORDS_IN_A_FORM, words.length - 1); count > 0; count--) {
		if (isForm(words.slice(0, count), FORMS.before, capitals)) return words.slice(count);
	}
	return undefined;
}

function isForm(words: readonly Word[], forms: ReadonlySet<string>, nameInCapitals: boolean): boolean {
	const text = joined(words);
	if (!forms.has(text)) return false;
	const initials = words.length > 1 && words.every((word) => word.text.length === 1);
	if (initials) return true;
	if (FORMS.byLetters.has(text)) return false;
	return !FORMS.inCapitals.has(text) || (!nameInCapitals && isAllCapitals(words));
}

const isAllCapitals = (words: readonly Word[]): boolean =>
	words.every((word) => word.written === word.written.toUpperCase());

function withoutUnspacedForms(name: string): string {
	if (!UNSPACED_SCRIPT.test(name)) return name;
	let key = name;
	for (;;) {
		const after = FORMS.unspacedAfter.find((form) => key.length > form.length && key.endsWith(form));
		const before = FORMS.unspacedBefore.find((form) => key.length > form.length && key.startsWith(form));
		if (after === undefined && before === undefined) return key;
		key = after !== undefined ? key.slice(0, -after.length) : key.slice(before?.length);
	}
}

function readForms(): Forms {
	const after = new Set<string>();
	const before = new Set<string>();
	const inCapitals = new Set<string>();
	const byLetters = new Set<string>();
	for (const { form, mayStandBefore, written } of LEGAL_FORMS) {
		const text = joined(wordsOf(form));
		after.add(text);
		if (mayStandBefore) before.add(text);
		if (written === 'in capitals') inCapitals.add(text);
		if (written === 'letter by letter') byLetters.add(text);
	}
	return { after, before, inCapitals, byLetters, ...unspaced(after, before) };
}

function unspaced(after: ReadonlySet<string>, before: ReadonlySet<string>) {
	const longestFirst = (forms: ReadonlySet<string>) =>
		[...forms].filter((form) => UNSPACED_SCRIPT.test(form)).sort((a, b) => b.length - a.length);
	return { unspacedAfter: longestFirst(after), unspacedBefore: longestFirst(before) };
}

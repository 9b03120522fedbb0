import { asBoolean, isBooleanWord } from '../boolean';
import { fault, ok, type Result } from '../fault';
import { pointerIn } from '../lead/domain';
import { isSalesforceId, sameKey } from '../lead/key';
import { asNumber } from '../number';
import { asText, fold, splitEntries, splitList, wordsOf } from '../text';
import { spanOf, type Span } from '../time';
import { momentOf, type Reading, type Test } from './reading';
import type { Operator } from './rule';
import { wildcardMatcher } from './wildcard';

/** The negative operators are the exact opposites of these. */
const OPPOSITES: ReadonlyMap<Operator, Operator> = new Map([
	['is_not', 'is'],
	['not_in', 'in'],
	['not_contains', 'contains'],
]);

/** The operators that compare text, each with one value or a list of them. */
export function compileText(operator: Operator, value: unknown, reading: Reading): Result<Test> {
	const opposite = OPPOSITES.get(operator);
	const positive = opposite ?? operator;
	const wanted = (positive === 'is' ? [asText(value)] : listOf(value)).filter((each) => fold(each) !== '');
	if (wanted.length === 0) {
		return fault(
			`“${operator}” has nothing to compare with`,
			'Fill in “value”; to ask whether a field is filled in use is_empty or is_not_empty.',
		);
	}
	if (positive === 'has_word' && wanted.some((each) => wordsOf(each).length === 0)) {
		return fault(
			`“has_word” needs words, not ${wanted.map((each) => `“${each}”`).join(', ')}`,
			'Write one or more words with letters or digits, e.g. cto, head of.',
		);
	}
	const test = anyEntry(entryTest(positive, wanted, reading));
	return ok(opposite ? (field, asOf) => !test(field, asOf) : test);
}

const listOf = (value: unknown): string[] => (Array.isArray(value) ? value.map(asText) : splitList(asText(value)));

/** A test of one entry: of its folded text, never '', and of the entry itself. */
type EntryTest = (text: string, entry: unknown) => boolean;

function entryTest(operator: Operator, wanted: readonly string[], reading: Reading): EntryTest {
	const needles = wanted.map(fold);
	switch (operator) {
		case 'is':
		case 'in':
			return equalTo(wanted, reading);
		case 'starts_with':
			return (text) => needles.some((needle) => text.startsWith(needle));
		case 'ends_with':
			return (text) => needles.some((needle) => text.endsWith(needle));
		case 'matches':
			return matching(needles);
		case 'has_word':
			return withWords(needles);
		default:
			return (text) => needles.some((needle) => text.includes(needle));
	}
}

/** Spaces in a pattern stand for whatever parts two words: `* cto` finds `Founder/CTO`. */
function matching(patterns: readonly string[]): EntryTest {
	const matchers = patterns.map((pattern) => ({ matches: wildcardMatcher(pattern), hasSpace: pattern.includes(' ') }));
	const hasSpace = matchers.some((matcher) => matcher.hasSpace);
	return (text) => {
		const spaced = hasSpace ? wordsOf(text).join(' ') : text;
		return matchers.some((matcher) => matcher.matches(text) || (matcher.hasSpace && matcher.matches(spaced)));
	};
}

/** Whole words, one after the other. */
function withWords(needles: readonly string[]): EntryTest {
	const phrases = needles.map((needle) => ` ${wordsOf(needle).join(' ')} `);
	return (text) => {
		const spaced = ` ${wordsOf(text).join(' ')} `;
		return phrases.some((phrase) => spaced.includes(phrase));
	};
}

/**
 * Whether an entry is one of the wanted: the same text, else the same number (5 and “5.0”; never codes such as 007 or
 * 1E3), the same yes or no, a time on the wanted day, a host of the wanted domain, or the same record of Salesforce.
 */
function equalTo(wanted: readonly string[], { zone }: Reading): EntryTest {
	const texts = new Set(wanted.filter((each) => !isSalesforceId(each.trim())).map(fold));
	const ids = new Set(wanted.filter((each) => isSalesforceId(each.trim())).map(sameKey));
	const numbers = new Set(wanted.map(plainNumber).filter(isKnown));
	const answers = new Map(wanted.map((each) => [asBoolean(each), isBooleanWord(fold(each))]));
	answers.delete(undefined);
	const days = wanted.map((each) => spanOf(each, zone)).filter(isKnown);
	const others: EntryTest[] = [];
	if (numbers.size > 0) others.push((_text, entry) => isOneOf(numbers, plainNumber(entry)));
	if (answers.size > 0) others.push((text, entry) => isSameAnswer(text, entry, answers));
	if (days.length > 0) others.push((_text, entry) => isOn(days, momentOf(entry, zone)));
	if (ids.size > 0) others.push((_text, entry) => ids.has(sameKey(entry)));
	const isInDomain = inDomains(wanted);
	if (isInDomain) others.push(isInDomain);
	return (text, entry) => texts.has(text) || others.some((isSame) => isSame(text, entry));
}

const isKnown = <T>(value: T | undefined): value is T => value !== undefined;

const isOneOf = (numbers: ReadonlySet<number>, number: number | undefined): boolean =>
	number !== undefined && numbers.has(number);

const CODE = /^[+-]?0\d|\p{L}|\d{16}/u;

/** A number that is no code: a zero in front, a letter or very many digits are kept as they are written. */
const plainNumber = (value: unknown): number | undefined =>
	typeof value === 'string' && CODE.test(value.trim()) ? undefined : asNumber(value);

// One of the two has to be a word for yes or no: the number 1 is not the letter y.
function isSameAnswer(text: string, entry: unknown, answers: ReadonlyMap<boolean | undefined, boolean>): boolean {
	const answer = asBoolean(entry);
	const isWanted = answer === undefined ? undefined : answers.get(answer);
	return isWanted !== undefined && (isWanted || typeof entry === 'boolean' || isBooleanWord(text));
}

const isOn = (days: readonly Span[], moment: number | undefined): boolean =>
	moment !== undefined && days.some(({ from, to }) => moment >= from && moment < to);

function inDomains(wanted: readonly string[]): EntryTest | undefined {
	const pointers = wanted.map(pointerIn).filter(isKnown);
	const hosts = pointers.filter(({ hasMore }) => !hasMore);
	if (hosts.length === 0) return undefined;
	const domains = new Set(hosts.filter(({ hasScheme }) => !hasScheme).map(({ domain }) => domain));
	const sites = new Set(hosts.map(({ domain }) => domain));
	// `https://acme.com` is the home page of a site, `acme.com` all of it.
	return (_text, entry) => {
		const pointer = typeof entry === 'string' ? pointerIn(entry) : undefined;
		if (!pointer) return false;
		return pointer.hasMore && pointer.hasScheme ? domains.has(pointer.domain) : sites.has(pointer.domain);
	};
}

/** Applies a test to a field, or to each entry of a list or of a multiple choice (`A;B`). */
function anyEntry(test: EntryTest): Test {
	const scalar = (value: unknown): boolean => {
		const text = lastFold(value);
		return text !== '' && test(text, value);
	};
	const entry = (value: unknown): boolean =>
		scalar(value) || (typeof value === 'string' && value.includes(';') && splitEntries(value).some(scalar));
	return (field) => (Array.isArray(field) ? field.some(entry) : entry(field));
}

// Several rules read one field of one lead in a row; folding its text once serves them all.
let lastRaw = '';
let lastFolded = '';
function lastFold(value: unknown): string {
	const raw = asText(value);
	if (raw !== lastRaw) {
		lastFolded = fold(raw);
		lastRaw = raw;
	}
	return lastFolded;
}

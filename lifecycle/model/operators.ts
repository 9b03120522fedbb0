import { isEmpty } from '../empty';
import { fault, ok, shown, type Result } from '../fault';
import { asNumber, asWrittenNumber } from '../number';
import { asText, fold, splitList } from '../text';
import { asInstant, DAY } from '../time';
import type { Operator } from './rule';
import { wildcardMatcher } from './wildcard';

/** A compiled comparison. `asOf` (epoch milliseconds) matters to `newer_than` and `older_than` alone. */
export type Test = (value: unknown, asOf: number) => boolean;

/** Operators whose answer changes as time passes. */
export const isTimed = (operator: Operator | undefined): boolean =>
	operator === 'newer_than' || operator === 'older_than';

const TRUE = new Set(['true', 'yes', 'y', '1', 'oui', 'ja', 'si', 'on']);
const FALSE = new Set(['false', 'no', 'n', '0', 'non', 'nein', 'off']);

/**
 * Compiles an operator and the value of its rule to a test of a field. A field of the wrong type does not match and
 * does not crash; the negative operators (`is_not`, `not_in`, `not_contains`) are the exact opposites of the positive
 * ones, so an empty field `is_not` anything. A field that holds a list matches when one of its entries does.
 */
export function compileOperator(operator: Operator, value: unknown): Result<Test> {
	switch (operator) {
		case 'is_empty':
			return ok(isEmpty);
		case 'is_not_empty':
			return ok((field) => !isEmpty(field));
		case 'is_true':
			return ok((field) => TRUE.has(fold(asText(field))));
		case 'is_false':
			return ok((field) => FALSE.has(fold(asText(field))));
		case 'newer_than':
		case 'older_than':
			return compileAge(operator, value);
		case 'between':
			return compileRange(value);
		case 'gt':
		case 'gte':
		case 'lt':
		case 'lte':
			return compileOrder(operator, value);
		default:
			return compileText(operator, value);
	}
}

/** The negative operators are the exact opposites of these. */
const OPPOSITES: ReadonlyMap<Operator, Operator> = new Map([
	['is_not', 'is'],
	['not_in', 'in'],
	['not_contains', 'contains'],
]);

function compileText(operator: Operator, value: unknown): Result<Test> {
	const opposite = OPPOSITES.get(operator);
	const positive = opposite ?? operator;
	const wanted = positive === 'is' ? [asText(value)] : listOf(value);
	const needles = wanted.map(fold).filter((needle) => needle !== '');
	if (needles.length === 0) {
		return fault(
			`“${operator}” has nothing to compare with`,
			'Fill in “value”; to ask whether a field is filled in use is_empty or is_not_empty.',
		);
	}
	const test = anyEntry(textTest(positive, needles));
	return ok(opposite ? not(test) : test);
}

function textTest(operator: Operator, needles: readonly string[]): (text: string) => boolean {
	switch (operator) {
		case 'is':
			return equals(needles[0]);
		case 'in':
			return oneOf(needles);
		case 'starts_with':
			return (text) => needles.some((needle) => text.startsWith(needle));
		case 'ends_with':
			return (text) => needles.some((needle) => text.endsWith(needle));
		case 'matches': {
			const matchers = needles.map(wildcardMatcher);
			return (text) => matchers.some((matches) => matches(text));
		}
		default:
			return containsAny(needles);
	}
}

const listOf = (value: unknown): string[] => (Array.isArray(value) ? value.map(asText) : splitList(asText(value)));

const not =
	(test: Test): Test =>
	(field, asOf) =>
		!test(field, asOf);

function containsAny(needles: readonly string[]): (text: string) => boolean {
	return (text) => {
		for (const needle of needles) if (text.includes(needle)) return true;
		return false;
	};
}

// 5 and "5.0" are the same number to a person, so a numeric value compares as one.
function equals(needle: string): (text: string) => boolean {
	const number = asNumber(needle);
	if (number === undefined) return (text) => text === needle;
	return (text) => text === needle || asNumber(text) === number;
}

function oneOf(needles: readonly string[]): (text: string) => boolean {
	const texts = new Set(needles);
	const numbers = new Set(needles.map(asNumber).filter((number) => number !== undefined));
	if (numbers.size === 0) return (text) => texts.has(text);
	return (text) => {
		if (texts.has(text)) return true;
		const number = asNumber(text);
		return number !== undefined && numbers.has(number);
	};
}

/** Applies a test of folded text to a field, or to each entry of a field that is a list. */
function anyEntry(test: (text: string) => boolean): Test {
	const scalar = (value: unknown): boolean => {
		const text = lastFold(value);
		return text !== '' && test(text);
	};
	return (field) => (Array.isArray(field) ? field.some(scalar) : scalar(field));
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

function compileOrder(operator: 'gt' | 'gte' | 'lt' | 'lte', value: unknown): Result<Test> {
	const bound = readBound(value);
	if (!bound)
		return fault(
			`${shown(value)} is not a number`,
			`Write a number such as 100 or 500M (or a date such as 2026-01-31) in “value” for “${operator}”.`,
		);
	const { limit, read } = bound;
	const compare: Record<typeof operator, (number: number) => boolean> = {
		gt: (number) => number > limit,
		gte: (number) => number >= limit,
		lt: (number) => number < limit,
		lte: (number) => number <= limit,
	};
	return ok(ordered(read, compare[operator]));
}

const RANGE = /^(.+?)(?:\.\.|…|\s+(?:-|–|to)\s+)(.+)$/i;

function compileRange(value: unknown): Result<Test> {
	const parts = Array.isArray(value) ? value : (RANGE.exec(asText(value).trim())?.slice(1) ?? []);
	const hint = 'Write the lower and the upper bound with two dots between them, e.g. 100..499.';
	if (parts.length !== 2) return fault(`“between” needs a range, not ${shown(value)}`, hint);
	const low = readBound(parts[0]);
	const high = readBound(parts[1]);
	if (!low || !high || low.read !== high.read) return fault(`${shown(value)} is not a range of numbers or dates`, hint);
	if (low.limit > high.limit) return fault(`The range ${shown(value)} ends before it starts`, hint);
	return ok(ordered(low.read, (number) => number >= low.limit && number <= high.limit));
}

interface Bound {
	limit: number;
	read: (value: unknown) => number | undefined;
}

function readBound(value: unknown): Bound | undefined {
	const number = asWrittenNumber(value);
	if (number !== undefined) return { limit: number, read: asNumber };
	const instant = typeof value === 'string' && /^\s*\d{4}-\d\d/.test(value) ? asInstant(value) : undefined;
	return instant === undefined ? undefined : { limit: instant, read: asInstant };
}

const ordered =
	(read: Bound['read'], compare: (number: number) => boolean): Test =>
	(field) => {
		const number = read(field);
		return number !== undefined && compare(number);
	};

function compileAge(operator: 'newer_than' | 'older_than', value: unknown): Result<Test> {
	const days = asWrittenNumber(typeof value === 'string' ? value.replace(/\s*d(ays?)?\s*$/i, '') : value);
	if (days === undefined || days < 0) {
		return fault(
			`${shown(value)} is not a number of days`,
			`Write a number of days, e.g. 30, in “value” for “${operator}”.`,
		);
	}
	const newer = operator === 'newer_than';
	return ok((field, asOf) => {
		const instant = isEmpty(field) ? undefined : asInstant(field);
		return instant !== undefined && asOf - instant <= days * DAY === newer;
	});
}

/** The instant at which a timed operator changes its answer for this field, if it ever does. */
export function changesAt(operator: Operator, value: unknown, field: unknown): number | undefined {
	if (!isTimed(operator) || isEmpty(field)) return undefined;
	const days = asWrittenNumber(typeof value === 'string' ? value.replace(/\s*d(ays?)?\s*$/i, '') : value);
	const instant = asInstant(field);
	return days === undefined || instant === undefined ? undefined : instant + days * DAY + 1;
}

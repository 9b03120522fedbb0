import { fault, ok, shown, type Result } from '../fault';
import { asNumber, asWrittenNumber } from '../number';
import { asText } from '../text';
import { asInstant, DAY, howToWriteTime, spanOf } from '../time';
import { momentOf, saysNothing, type Reading, type Test } from './reading';

export type OrderOperator = 'gt' | 'gte' | 'lt' | 'lte';
export type AgeOperator = 'newer_than' | 'older_than';

/** `gt`, `gte`, `lt`, `lte` with a number or a date; a date without a time is its whole day. */
export function compileOrder(operator: OrderOperator, value: unknown, reading: Reading): Result<Test> {
	const bound = readBound(value, reading);
	if (!bound)
		return fault(
			`${shown(value)} is not a number`,
			`Write a number such as 100, 12,5 or 500M, or a date such as 2026-01-31, in “value” for “${operator}”.`,
		);
	const { read, from, to } = bound;
	const compare: Record<OrderOperator, (number: number) => boolean> = {
		gt: (number) => (bound.isSpan ? number >= to : number > to),
		gte: (number) => number >= from,
		lt: (number) => number < from,
		lte: (number) => (bound.isSpan ? number < to : number <= to),
	};
	return ok(ordered(read, compare[operator]));
}

const JOINING_WORDS = 'to|and|until|through|bis|und|à|a|et|hasta|y|tot|en|ate|e|fino a';
const RANGES = [
	/^(.+?)\s*(?:\.{2,3}|…)\s*(.+)$/,
	new RegExp(String.raw`^(.+?)\s+(?:-|–|—|${JOINING_WORDS})\s+(.+)$`, 'i'),
	/^([^-–—]+)[-–—]([^-–—]+)$/,
];

/** `between`: `100..499`, `100-499`, `100 bis 499`, `1.000 to 5.000`, `2026-01-01..2026-06-30`; both ends belong to it. */
export function compileRange(value: unknown, reading: Reading): Result<Test> {
	const parts = rangeIn(value);
	const hint = 'Write the lower and the upper bound with two dots between them, e.g. 100..499.';
	if (parts.length !== 2) return fault(`“between” needs a range, not ${shown(value)}`, hint);
	const [low, high] = parts.map((part) => readBound(part, reading));
	if (!low || !high || low.isTime !== high.isTime)
		return fault(`${shown(value)} is not a range of numbers or dates`, hint);
	if (low.from > high.from) return fault(`The range ${shown(value)} ends before it starts`, hint);
	return ok(ordered(low.read, (number) => number >= low.from && (high.isSpan ? number < high.to : number <= high.to)));
}

/** The two ends of a range as they are written; anything else gives another number of parts. */
export function rangeIn(value: unknown): readonly unknown[] {
	if (Array.isArray(value)) return value;
	const text = asText(value).trim();
	for (const range of RANGES) {
		const match = range.exec(text);
		if (match) return match.slice(1);
	}
	return [];
}

interface Bound {
	/** The first that the bound holds, and the first after it where it is a span, else the same. */
	from: number;
	to: number;
	isSpan: boolean;
	isTime: boolean;
	read: (value: unknown) => number | undefined;
}

const YEAR_FIRST = /^\s*\d{4}[-/.]\d{1,2}/;

function readBound(value: unknown, { zone }: Reading): Bound | undefined {
	const read = (field: unknown): number | undefined => momentOf(field, zone);
	const span = spanOf(value, zone);
	if (span) return { ...span, isSpan: true, isTime: true, read };
	const number = asWrittenNumber(value);
	if (number !== undefined) return { from: number, to: number, isSpan: false, isTime: false, read: asNumber };
	const instant = typeof value === 'string' && YEAR_FIRST.test(value) ? asInstant(value) : undefined;
	return instant === undefined ? undefined : { from: instant, to: instant, isSpan: false, isTime: true, read };
}

const ordered =
	(read: Bound['read'], compare: (number: number) => boolean): Test =>
	(field) => {
		const number = read(field);
		return number !== undefined && compare(number);
	};

const DAYS = /\s*(?:d|days?|tagen?|tage|jours?|j|d[ií]as?)\s*$/i;

const daysIn = (value: unknown): number | undefined =>
	asWrittenNumber(typeof value === 'string' ? value.replace(DAYS, '') : value);

/** `newer_than`, `older_than` so many days. */
export function compileAge(operator: AgeOperator, value: unknown, reading: Reading): Result<Test> {
	const days = daysIn(value);
	if (days === undefined || days < 0) {
		return fault(
			`${shown(value)} is not a number of days`,
			`Write a number of days, e.g. 30, in “value” for “${operator}”.`,
		);
	}
	const newer = operator === 'newer_than';
	return ok((field, asOf) => {
		const instant = saysNothing(field, reading) ? undefined : asInstant(field);
		return instant !== undefined && asOf - instant <= days * DAY === newer;
	});
}

/** The instant at which `newer_than` and `older_than` change their answer for a field, if they ever do. */
export function ageChangesAt(value: unknown, field: unknown, reading: Reading): number | undefined {
	const days = daysIn(value);
	const instant = saysNothing(field, reading) ? undefined : asInstant(field);
	return days === undefined || instant === undefined ? undefined : instant + days * DAY + 1;
}

/** Why a filled field cannot be compared by an operator that asks for a number or a time; undefined when it can. */
export function whyIncomparable(value: unknown, field: unknown, reading: Reading): string | undefined {
	if (saysNothing(field, reading)) return undefined;
	const [end] = rangeIn(value);
	const bound = readBound(end ?? value, reading);
	if (!bound || bound.read(field) !== undefined) return undefined;
	return bound.isTime ? howToWriteTime(field) : 'It is no number.';
}

import { DAY } from '../time';

export type PeriodUnit = 'day' | 'week' | 'month';

/** A length of time: `every` (a whole number, 1 or more) units. */
export interface Period {
	every: number;
	unit: PeriodUnit;
}

/**
 * The instant `count` periods after `origin` (epoch milliseconds, UTC). A day is 24 hours. Months are calendar months
 * counted from `origin` in one step, the day kept where the month has it: 31 January + 1 month is 28 February, + 2
 * months is 31 March. Adding a month to the result of adding a month would give 28 March, and the answer would depend
 * on how often it was asked.
 */
export const periodEnd = (origin: number, count: number, { every, unit }: Period): number =>
	unit === 'month' ? plusMonths(origin, count * every) : origin + count * every * LENGTH[unit];

/** How many whole periods lie between `origin` and `at`; 0 when `at` comes before. */
export function wholePeriods(origin: number, at: number, period: Period): number {
	if (at <= origin) return 0;
	if (period.unit !== 'month') return Math.floor((at - origin) / (period.every * LENGTH[period.unit]));
	const most = Math.floor(monthsApart(origin, at) / period.every);
	return periodEnd(origin, most, period) <= at ? most : most - 1;
}

/** Periods between `origin` and `at` with the share of the running one; 0 when `at` comes before. */
export function elapsedPeriods(origin: number, at: number, period: Period): number {
	if (at <= origin) return 0;
	const whole = wholePeriods(origin, at, period);
	const since = periodEnd(origin, whole, period);
	const share = (at - since) / (periodEnd(origin, whole + 1, period) - since);
	// The period that runs when dates end has no end.
	return Number.isNaN(share) ? whole : whole + share;
}

/** Whether `at` is `origin` or ends one of the periods counted from it. */
export const endsPeriod = (origin: number, at: number, period: Period): boolean =>
	at >= origin && periodEnd(origin, wholePeriods(origin, at, period), period) === at;

const LENGTH = { day: DAY, week: 7 * DAY } as const;

// luxon's plus({ months }) gives the same instants, at 13 µs a call the dearest line of a run over 50,000 leads.
function plusMonths(instant: number, months: number): number {
	if (months === 0) return instant;
	const date = new Date(instant);
	const day = date.getUTCDate();
	date.setUTCMonth(date.getUTCMonth() + months);
	const overflowed = date.getUTCDate() !== day;
	return overflowed ? date.setUTCDate(0) : date.getTime();
}

function monthsApart(from: number, to: number): number {
	const [earlier, later] = [new Date(from), new Date(to)];
	return (later.getUTCFullYear() - earlier.getUTCFullYear()) * 12 + later.getUTCMonth() - earlier.getUTCMonth();
}

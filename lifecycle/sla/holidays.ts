import { fault, ok, type Checked, type Fault, type Result } from '../fault';
import { asText, splitList } from '../text';
import { asInstant, DAY } from '../time';
import { described } from './field-values';
import { UTC, type TimeZone } from './zone';

/** Whether a local day is closed whatever the weekday; `day` counts from 1970-01-01. */
export type ClosedDays = (day: number) => boolean;

const DATE = /^(\d{4})-(\d\d)-(\d\d)$/;
const TIMED = /^\d{4}-\d\d-\d\d[T ]/;
const MIDNIGHT = /^(\d{4}-\d\d-\d\d)[T ]00:00(?::00(?:\.0+)?)?(?:\s*(?:Z|[+-]\d\d:?\d\d))?$/i;
const YEARLY = /^(\d\d)-(\d\d)$/;
const LEAP_YEAR = 2000;
const LONGEST_RANGE_DAYS = 3660;

type HolidayDate = { yearly: boolean; day: number };

/**
 * Reads holidays: `2026-12-25`, `12-25` (every year), `2026-12-24..2027-01-02`, a list of those with commas, or a date
 * value. A date-time is a day where it is midnight: as written, or, for an instant, in the time zone (a calendar that keeps
 * days in UTC gives 25 December in Paris as 24 December, 23:00). `labelOf(index)` names the entry in messages.
 */
export function readHolidays(
	entries: readonly unknown[],
	labelOf: (index: number) => string,
	zone: TimeZone = UTC,
): Checked<ClosedDays> {
	const dated = new Set<number>();
	const yearly = new Set<string>();
	const faults: Fault[] = [];
	entries.forEach((entry, index) => {
		const read = readEntry(entry, labelOf(index), zone);
		if (!read.ok) return faults.push(read);
		for (const date of read.value) {
			if (date.yearly) yearly.add(monthAndDay(date.day));
			else dated.add(date.day);
		}
	});
	if (faults.length > 0) return { ok: false, faults };
	return ok((day) => dated.has(day) || (yearly.size > 0 && yearly.has(monthAndDay(day))));
}

function readEntry(entry: unknown, label: string, zone: TimeZone): Result<HolidayDate[]> {
	const parts = splitList(typeof entry === 'number' ? isoDate(entry) : asText(entry));
	if (parts.length === 0) return notADate(entry, label);
	const dates: HolidayDate[] = [];
	for (const part of parts) {
		if (TIMED.test(part) && !part.includes('..') && dayAtMidnight(part, zone) === undefined)
			return notADay(part, label);
		const range = readRange(part, zone);
		if (!range) return notADate(part, label);
		dates.push(...range);
	}
	return ok(dates);
}

function readRange(text: string, zone: TimeZone): HolidayDate[] | undefined {
	const [first, last, ...more] = text.split('..').map((part) => readDate(part.trim(), zone));
	if (!first || more.length > 0) return undefined;
	if (!text.includes('..')) return [first];
	const length = last && last.yearly === first.yearly ? last.day - first.day + 1 : 0;
	if (length < 1 || length > LONGEST_RANGE_DAYS) return undefined;
	return Array.from({ length }, (_, index) => ({ yearly: first.yearly, day: first.day + index }));
}

/** The day that begins at a date-time: as written, else in the zone; counted from 1970-01-01. */
function dayAtMidnight(text: string, zone: TimeZone): number | undefined {
	const midnight = MIDNIGHT.exec(text);
	const instant = asInstant(midnight ? midnight[1] : text);
	if (instant === undefined) return undefined;
	const local = midnight ? instant : zone.localTime(instant);
	return local % DAY === 0 ? local / DAY : undefined;
}

function readDate(text: string, zone: TimeZone): HolidayDate | undefined {
	if (TIMED.test(text)) {
		const day = dayAtMidnight(text, zone);
		return day === undefined ? undefined : { yearly: false, day };
	}
	const [, year, month, date] = DATE.exec(text) ?? [];
	const [, yearlyMonth, yearlyDate] = YEARLY.exec(text) ?? [];
	const yearly = yearlyMonth !== undefined;
	const numbers = yearly ? [LEAP_YEAR, yearlyMonth, yearlyDate].map(Number) : [year, month, date].map(Number);
	const instant = Date.UTC(numbers[0], numbers[1] - 1, numbers[2]);
	const exists = new Date(instant).getUTCDate() === numbers[2] && numbers[1] >= 1 && numbers[1] <= 12;
	return exists ? { yearly, day: instant / DAY } : undefined;
}

const monthAndDay = (day: number): string => new Date(day * DAY).toISOString().slice(5, 10);

const isoDate = (value: number): string => {
	const instant = asInstant(value);
	return instant === undefined ? '' : new Date(instant).toISOString();
};

const notADay = (value: unknown, label: string): Result<never> =>
	fault(
		`${label} is ${described(value)}, a time of day; a holiday is a whole day`,
		'Write the date alone, e.g. 2026-12-25, and shorter days as opening hours or pauses.',
	);

const notADate = (value: unknown, label: string): Result<never> =>
	fault(
		`${label} is ${described(value)}, which is not a date`,
		'Write 2026-12-25, 12-25 for every year, or 2026-12-24..2027-01-02 for several days.',
	);

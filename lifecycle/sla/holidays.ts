import { fault, ok, type Checked, type Fault, type Result } from '../fault';
import { asText, splitList } from '../text';
import { asInstant, DAY } from '../time';
import { described } from './field-values';

/** Whether a local day is closed whatever the weekday; `day` counts from 1970-01-01. */
export type ClosedDays = (day: number) => boolean;

const DATE = /^(\d{4})-(\d\d)-(\d\d)(?:[T ].*)?$/;
const YEARLY = /^(\d\d)-(\d\d)$/;
const LEAP_YEAR = 2000;
const LONGEST_RANGE_DAYS = 3660;

type HolidayDate = { yearly: boolean; day: number };

/**
 * Reads holidays: `2026-12-25`, `12-25` (every year), `2026-12-24..2027-01-02`, a list of those with commas, or a date
 * value. Of a date-time only the date as written counts. `labelOf(index)` names the entry in messages.
 */
export function readHolidays(entries: readonly unknown[], labelOf: (index: number) => string): Checked<ClosedDays> {
	const dated = new Set<number>();
	const yearly = new Set<string>();
	const faults: Fault[] = [];
	entries.forEach((entry, index) => {
		const read = readEntry(entry, labelOf(index));
		if (!read.ok) return faults.push(read);
		for (const date of read.value) {
			if (date.yearly) yearly.add(monthAndDay(date.day));
			else dated.add(date.day);
		}
	});
	if (faults.length > 0) return { ok: false, faults };
	return ok((day) => dated.has(day) || (yearly.size > 0 && yearly.has(monthAndDay(day))));
}

function readEntry(entry: unknown, label: string): Result<HolidayDate[]> {
	const parts = splitList(typeof entry === 'number' ? isoDate(entry) : asText(entry));
	if (parts.length === 0) return notADate(entry, label);
	const dates: HolidayDate[] = [];
	for (const part of parts) {
		const range = readRange(part);
		if (!range) return notADate(part, label);
		dates.push(...range);
	}
	return ok(dates);
}

function readRange(text: string): HolidayDate[] | undefined {
	const [first, last, ...more] = text.split('..').map((part) => readDate(part.trim()));
	if (!first || more.length > 0) return undefined;
	if (!text.includes('..')) return [first];
	const length = last && last.yearly === first.yearly ? last.day - first.day + 1 : 0;
	if (length < 1 || length > LONGEST_RANGE_DAYS) return undefined;
	return Array.from({ length }, (_, index) => ({ yearly: first.yearly, day: first.day + index }));
}

function readDate(text: string): HolidayDate | undefined {
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

const notADate = (value: unknown, label: string): Result<never> =>
	fault(
		`${label} is ${described(value)}, which is not a date`,
		'Write 2026-12-25, 12-25 for every year, or 2026-12-24..2027-01-02 for several days.',
	);

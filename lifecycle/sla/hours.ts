import { fault, ok, type Checked, type Fault, type Result } from '../fault';
import { asText, fold, splitList } from '../text';
import { HOUR, MINUTE } from '../time';
import { mergeIntervals, type Interval } from './clock';
import { described } from './field-values';

/** One row of the form: the days of the week it is for, and the opening and closing time (`9:00`, `17:30`, `24:00`). */
export interface OpeningHoursRow {
	readonly days?: unknown;
	readonly opens?: unknown;
	readonly closes?: unknown;
}

/** The spans of each weekday in order, Monday first; in milliseconds on the wall clock, from 0 to 24 hours. */
export type Week = readonly (readonly Interval[])[];

const WEEKDAYS = ['monday', 'tuesday', 'wednesday', 'thursday', 'friday', 'saturday', 'sunday'];
const SHORTEST_ABBREVIATION = 3;
const TIME_OF_DAY = /^(\d{1,2})(?::([0-5]\d))?$/;

/** Reads the rows of the form; spans of one day that overlap or touch become one. */
export function readOpeningHours(rows: readonly OpeningHoursRow[]): Checked<Week> {
	const faults: Fault[] = [];
	const week: Interval[][] = WEEKDAYS.map(() => []);
	rows.forEach((row, index) => {
		const label = `“Opening Hours” row ${index + 1}`;
		const span = readSpan(row, label);
		const days = readDays(row.days, label);
		for (const part of [span, days]) if (!part.ok) faults.push(part);
		if (span.ok && days.ok) for (const day of days.value) week[day].push(span.value);
	});
	return faults.length > 0 ? { ok: false, faults } : ok(week.map(mergeIntervals));
}

function readSpan(row: OpeningHoursRow, label: string): Result<Interval> {
	const open = readTimeOfDay(row.opens, `“Opens At” in ${label}`);
	if (!open.ok) return open;
	const close = readTimeOfDay(row.closes, `“Closes At” in ${label}`);
	if (!close.ok) return close;
	if (close.value > open.value) return ok({ from: open.value, until: close.value });
	return fault(
		`${label} closes at ${described(row.closes)}, not after it opens at ${described(row.opens)}`,
		'Write 24:00 for midnight; for hours that run past midnight use one row until 24:00 and one from 0:00 on the next day.',
	);
}

function readTimeOfDay(value: unknown, label: string): Result<number> {
	const match = TIME_OF_DAY.exec(asText(value).trim());
	const time = match ? Number(match[1]) * HOUR + Number(match[2] ?? 0) * MINUTE : NaN;
	if (time <= 24 * HOUR) return ok(time);
	return fault(`${label} is ${described(value)}, which is not a time of day`, 'Write it as 9:00, 17:30 or 24:00.');
}

function readDays(value: unknown, label: string): Result<number[]> {
	const names = Array.isArray(value) ? value.map(asText) : splitList(asText(value));
	if (names.length === 0) return fault(`“Days” in ${label} is empty`, 'Choose at least one day.');
	const days: number[] = [];
	for (const name of names) {
		const folded = fold(name);
		const day =
			folded.length < SHORTEST_ABBREVIATION ? -1 : WEEKDAYS.findIndex((weekday) => weekday.startsWith(folded));
		if (day < 0)
			return fault(`“Days” in ${label} holds ${described(name)}, which is not a day`, 'Use monday to sunday.');
		days.push(day);
	}
	return ok(days);
}

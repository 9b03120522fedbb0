import { DAY } from '../time';
import type { Clock } from './clock';
import type { ClosedDays } from './holidays';
import type { Week } from './hours';
import { countWhile, openingYears, type Year, type Years } from './years';
import type { TimeZone } from './zone';

/** A search for opening hours goes on for so many years and ends there. */
export const SEARCHED_YEARS = 30;

/** Opening hours in a time zone. As a {@link Clock} it runs while it is open. */
export interface BusinessCalendar extends Clock {
	/**
	 * The same local time `count` business days later. Starts outside opening hours count from the next opening. Where
	 * the later day has other hours, a time it is closed at becomes the closing time before it, or else the first
	 * opening. `Infinity` when there are not so many business days within 30 years.
	 */
	addDays(from: number, count: number): number;
}

/**
 * Instead of walking from day to day, each year's spans are worked out once, with their running total; adding time and
 * measuring it are then binary searches.
 */
export function businessCalendar(zone: TimeZone, week: Week, isClosed: ClosedDays): BusinessCalendar {
	const years = openingYears(zone, week, isClosed);
	return {
		elapsed: (from, to) => (to <= from ? 0 : elapsedIn(years, from, to)),
		advance: (from, length) => (length <= 0 ? from : advanceIn(years, from, length)),
		addDays: (from, count) => addDaysIn(years, zone, from, count),
	};
}

function elapsedIn(years: Years, from: number, to: number): number {
	const [first, last] = [years.at(from), years.at(to)];
	let total = openBefore(last, to) - openBefore(first, from);
	for (let { year } = first; year < last.year; year++) total += years.of(year).total;
	return total;
}

function advanceIn(years: Years, from: number, length: number): number {
	let table = years.at(from);
	let needed = openBefore(table, from) + length;
	const lastYear = table.year + SEARCHED_YEARS;
	while (needed > table.total) {
		needed -= table.total;
		if (table.year >= lastYear) return Infinity;
		table = years.of(table.year + 1);
	}
	const span = countWhile(table.before, (total) => total < needed) - 1;
	return table.opens[span] + needed - table.before[span];
}

function addDaysIn(years: Years, zone: TimeZone, from: number, count: number): number {
	const start = openAtOrAfter(years, from);
	if (!start) return Infinity;
	let { table } = start;
	const lastYear = table.year + SEARCHED_YEARS;
	let index = countWhile(table.openDays, (day) => day < start.day) + count;
	while (index >= table.openDays.length) {
		index -= table.openDays.length;
		if (table.year >= lastYear) return Infinity;
		table = years.of(table.year + 1);
	}
	const day = table.openDays[index];
	const timeOfDay = zone.localTime(start.instant) - start.day * DAY;
	return withinHours(table, day, zone.firstInstantAt(day * DAY + timeOfDay));
}

function openBefore(table: Year, instant: number): number {
	const span = countWhile(table.opens, (open) => open <= instant) - 1;
	if (span < 0) return 0;
	return table.before[span] + Math.min(instant, table.closes[span]) - table.opens[span];
}

interface Opening {
	instant: number;
	day: number;
	table: Year;
}

// The closing minute still belongs to its day: Friday 17:00 plus one business day is Monday 17:00.
function openAtOrAfter(years: Years, from: number): Opening | undefined {
	const first = years.at(from);
	for (let table = first; table.year <= first.year + SEARCHED_YEARS; table = years.of(table.year + 1)) {
		const { opens, closes, days } = table;
		const current = countWhile(opens, (open) => open <= from) - 1;
		if (current >= 0 && from <= closes[current]) return { instant: from, day: days[current], table };
		const next = current + 1;
		if (next < opens.length) return { instant: opens[next], day: days[next], table };
	}
	return undefined;
}

function withinHours({ opens, closes, days }: Year, day: number, instant: number): number {
	const lastOfDay = countWhile(days, (other) => other <= day) - 1;
	const span = Math.min(lastOfDay, countWhile(opens, (open) => open <= instant) - 1);
	if (span < 0 || days[span] < day) return opens[span + 1];
	return Math.min(instant, closes[span]);
}

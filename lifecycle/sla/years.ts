import { DAY } from '../time';
import type { ClosedDays } from './holidays';
import type { Week } from './hours';
import type { TimeZone } from './zone';

/** One year of spans: parallel lists in order, so that a search costs a few comparisons and no objects. */
export interface Year {
	readonly year: number;
	readonly begins: number;
	readonly ends: number;
	opens: number[];
	closes: number[];
	/** How long the calendar is open in this year before each span. */
	before: number[];
	/** The local day of each span, counted from 1970-01-01. */
	days: number[];
	openDays: number[];
	total: number;
}

export interface Years {
	/** The year that an instant is in, by the clock on the wall. */
	at(instant: number): Year;
	of(year: number): Year;
}

/** Works out a year when it is first asked for, and once. */
export function openingYears(zone: TimeZone, week: Week, isClosed: ClosedDays): Years {
	const known = new Map<number, Year>();
	const of = (year: number): Year => {
		let table = known.get(year);
		if (!table) known.set(year, (table = buildYear(year, zone, week, isClosed)));
		return table;
	};
	// The instants of a batch are mostly of one year.
	let recent: Year | undefined;
	const at = (instant: number): Year => {
		if (!recent || instant < recent.begins || instant >= recent.ends) {
			recent = of(new Date(zone.localTime(instant)).getUTCFullYear());
		}
		return recent;
	};
	return { at, of };
}

function buildYear(year: number, zone: TimeZone, week: Week, isClosed: ClosedDays): Year {
	const [firstDay, endDay] = [Date.UTC(year, 0, 1) / DAY, Date.UTC(year + 1, 0, 1) / DAY];
	const table: Year = {
		year,
		begins: zone.firstInstantAt(firstDay * DAY),
		ends: zone.firstInstantAt(endDay * DAY),
		opens: [],
		closes: [],
		before: [],
		days: [],
		openDays: [],
		total: 0,
	};
	for (let day = firstDay; day < endDay; day++) {
		const spans = week[weekday(day)];
		if (spans.length === 0 || isClosed(day)) continue;
		for (const span of spans) {
			const opens = zone.firstInstantAt(day * DAY + span.from);
			const closes = zone.firstInstantAt(day * DAY + span.until);
			if (closes > opens) addSpan(table, day, opens, closes);
		}
	}
	return table;
}

function addSpan(table: Year, day: number, opens: number, closes: number): void {
	table.opens.push(opens);
	table.closes.push(closes);
	table.before.push(table.total);
	table.days.push(day);
	table.total += closes - opens;
	if (table.openDays.at(-1) !== day) table.openDays.push(day);
}

// 1970-01-01 was a Thursday; Monday is 0.
const weekday = (day: number): number => (((day + 3) % 7) + 7) % 7;

/** How many of the ordered numbers, from the first on, satisfy a condition that holds up to some point and not beyond. */
export function countWhile(numbers: readonly number[], holds: (value: number) => boolean): number {
	let [low, high] = [0, numbers.length];
	while (low < high) {
		const middle = (low + high) >>> 1;
		if (holds(numbers[middle])) low = middle + 1;
		else high = middle;
	}
	return low;
}

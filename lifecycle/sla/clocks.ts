import { isMissing } from '../empty';
import { fault, ok, type Checked, type Fault, type Result } from '../fault';
import type { Fields } from '../path';
import { asText } from '../text';
import { businessCalendar, type BusinessCalendar } from './calendar';
import { mergeIntervals, wallClock, withPauses, type Interval } from './clock';
import { asList, described, fieldReader } from './field-values';
import { readHolidays } from './holidays';
import { readOpeningHours } from './hours';
import { readPauses } from './pauses';
import type { Clocks } from './run';
import type { SlaSettings } from './sla-settings';
import { readTimeZone, UTC, type TimeZone } from './zone';

export interface CompiledClocks {
	readonly isOpenAtAll: boolean;
	readonly unpaused: Clocks;
	clocksFor(lead: Fields): Result<Clocks>;
}

/** Reads the calendar part of the settings; each time zone's calendar is made once and shared by all leads in it. */
export function compileClocks(settings: SlaSettings): Checked<CompiledClocks> {
	const zone = readTimeZone(settings.timeZone, '“Time Zone”');
	const week = readOpeningHours(settings.openingHours);
	const closed = closedDays(settings, zone.ok ? zone.value : UTC);
	const pauses = zone.ok ? readPauses(settings.pauses, zone.value, (index) => `“Pauses” row ${index + 1}`) : undefined;
	const faults: Fault[] = zone.ok ? [] : [zone];
	for (const part of [week, closed, pauses]) if (part && !part.ok) faults.push(...part.faults);
	if (!zone.ok || !week.ok || !closed.ok || !pauses?.ok) return { ok: false, faults };

	const calendarIn = (timeZone: TimeZone): BusinessCalendar => businessCalendar(timeZone, week.value, closed.value);
	const calendar = calendarIn(zone.value);
	const company = clocksOf(calendar, pauses.value);
	const readZone = zoneReader(settings.timeZoneField, company, (leadZone) =>
		clocksOf(calendarIn(leadZone), pauses.value),
	);
	const readLeadPauses = pausesReader(settings.pausesField);
	return ok({
		isOpenAtAll: week.value.some((spans) => spans.length > 0),
		unpaused: clocksOf(calendar, []),
		clocksFor(lead) {
			const clocks = readZone(lead);
			if (!clocks.ok) return clocks;
			const own = readLeadPauses(lead);
			if (!own.ok || own.value.length === 0) return own.ok ? clocks : own;
			return ok(clocksOf(clocks.value.calendar, mergeIntervals([...pauses.value, ...own.value])));
		},
	});
}

const closedDays = ({ holidays, holidayLabel }: SlaSettings, zone: TimeZone): ReturnType<typeof readHolidays> =>
	readHolidays(holidays, holidayLabel ?? ((index) => `“Holidays” row ${index + 1}`), zone);

const clocksOf = (calendar: BusinessCalendar, pauses: readonly Interval[]): Clocks => ({
	wall: withPauses(wallClock, pauses),
	business: withPauses(calendar, pauses),
	calendar,
	pauses,
});

function zoneReader(
	field: string,
	company: Clocks,
	clocksIn: (zone: TimeZone) => Clocks,
): (lead: Fields) => Result<Clocks> {
	const read = fieldReader(field);
	const byName = new Map<string, Clocks>();
	return (lead) => {
		const value = read(lead);
		if (isMissing(value)) return ok(company);
		const name = asText(value);
		const known = byName.get(name);
		if (known) return ok(known);
		const zone = readTimeZone(value, `“Time Zone Field” (${field})`);
		if (!zone.ok) return zone;
		const clocks = clocksIn(zone.value);
		byName.set(name, clocks);
		return ok(clocks);
	};
}

function pausesReader(field: string): (lead: Fields) => Result<Interval[]> {
	const read = fieldReader(field);
	return (lead) => {
		const value = read(lead);
		if (isMissing(value)) return ok([]);
		const rows = asList(value);
		if (!rows)
			return fault(`“Pauses Field” (${field}) is ${described(value)}, not a list`, 'Give a list of { from, until }.');
		const pauses = readPauses(rows, UTC, (index) => `“Pauses Field” (${field}) row ${index + 1}`);
		return pauses.ok ? pauses : { ok: false, ...pauses.faults[0] };
	};
}

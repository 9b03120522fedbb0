import { fault, ok, shown, type Checked, type Result } from '../fault';
import { readHolidays } from '../sla/holidays';
import { readOpeningHours, type OpeningHoursRow } from '../sla/hours';
import { readTimeZone } from '../sla/zone';
import { fold } from '../text';
import { listOf, type SettingRow, type SettingRows, type ValueReader } from './setting-rows';

export const DEFAULT_HOURS = 'Mon-Fri 9:00-17:00';

const DAYS = ['monday', 'tuesday', 'wednesday', 'thursday', 'friday', 'saturday', 'sunday'];
const SPAN = /^(?<days>\D+?) ?(?<opens>\d{1,2}(?::\d\d)?) ?[-–] ?(?<closes>\d{1,2}(?::\d\d)?)$/;
const HINT = 'Write it as: Mon-Fri 9:00-17:00. Use one row per span, or separate them by a semicolon.';

/** `business_hours`, one row per span or several in one; those of all rows together. */
export function readBusinessHours(rows: SettingRows): OpeningHoursRow[] {
	const spans = rows.all('business_hours').flatMap((row) => rows.read(row, readSpans) ?? []);
	if (spans.length > 0) return spans;
	const usual = readSpans({ name: '', key: '', value: DEFAULT_HOURS });
	return usual.ok ? usual.value : [];
}

/** `holidays`, in one row or several. */
export const readHolidayDates = (rows: SettingRows): string[] =>
	rows.all('holidays').flatMap((row) => rows.read(row, readDates) ?? []);

/** An IANA name; empty for n8n's own. */
export const readZone: ValueReader<string> = ({ value }) => {
	const zone = readTimeZone(value, 'it');
	return zone.ok
		? ok(zone.value.name)
		: fault(
				`${shown(value)} is not a known time zone`,
				'Write a name such as Europe/Paris, or empty the cell for that of n8n.',
			);
};

function readDates({ value }: SettingRow): Result<string[]> {
	const dates = listOf(value);
	const read = readHolidays(dates, (index) => shown(dates[index]));
	if (read.ok) return ok(dates);
	return fault(
		read.faults[0].message.replace(/^(“[^”]*”) is \1, which is/, '$1 is'),
		'Write 2026-12-25, 12-25 for every year, or 2026-12-24..2027-01-02 for several days, comma-separated.',
	);
}

function readSpans({ value }: SettingRow): Result<OpeningHoursRow[]> {
	const spans: OpeningHoursRow[] = [];
	for (const part of value.split(';').map((span) => span.trim())) {
		if (part === '') continue;
		const span = readSpan(part);
		if (!span.ok) return span;
		spans.push(span.value);
	}
	return spans.length > 0 ? ok(spans) : fault(`${shown(value)} is not understood`, HINT);
}

function readSpan(text: string): Result<OpeningHoursRow> {
	const groups = SPAN.exec(text)?.groups;
	if (!groups) return fault(`${shown(text)} is not understood`, HINT);
	const days: string[] = [];
	for (const part of listOf(groups.days)) {
		const [first, last = first, ...more] = part.split(/[-–]/).map((day) => dayOf(day));
		if (first < 0 || last < 0 || more.length > 0) return fault(`${shown(part)} is not a day of the week`, HINT);
		days.push(...daysBetween(first, last));
	}
	const span = { days, opens: groups.opens, closes: groups.closes };
	return withoutLabel(readOpeningHours([span]), text) ?? ok(span);
}

/** Also over the weekend: `Sun-Thu`. */
const daysBetween = (first: number, last: number): string[] =>
	Array.from({ length: ((last - first + 7) % 7) + 1 }, (_, index) => DAYS[(first + index) % 7]);

function dayOf(text: string): number {
	const day = fold(text);
	return day.length < 2 ? -1 : DAYS.findIndex((name) => name.startsWith(day) || name === day.replace(/s$/, ''));
}

const withoutLabel = (checked: Checked<unknown>, text: string): Result<never> | undefined =>
	checked.ok
		? undefined
		: fault(`${shown(text)} does not open before it closes, or is not a time of day`, checked.faults[0].hint);

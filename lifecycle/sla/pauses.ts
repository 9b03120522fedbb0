import { isMissing } from '../empty';
import { fault, ok, type Checked, type Fault, type Result } from '../fault';
import { isFields, type Fields } from '../path';
import { asText } from '../text';
import { asInstant, DAY, isDateOnly } from '../time';
import { mergeIntervals, type Interval } from './clock';
import { described } from './field-values';
import type { TimeZone } from './zone';

const LOCAL_DATE_TIME = /^\d{4}-\d\d-\d\d[T ]\d\d:\d\d(:\d\d(\.\d+)?)?$/;
const INSTANT_HINT = 'Give an ISO 8601 date-time such as 2026-12-24T12:00.';

/**
 * Reads pauses `{ from, until }`: an empty `until` means that the pause still lasts; a date without a time of day takes
 * in the whole day. Dates without an offset are read in `zone`.
 */
export function readPauses(
	rows: readonly unknown[],
	zone: TimeZone,
	labelOf: (index: number) => string,
): Checked<Interval[]> {
	const intervals: Interval[] = [];
	const faults: Fault[] = [];
	rows.forEach((row, index) => {
		const read = readPause(row, zone, labelOf(index));
		if (read.ok) intervals.push(read.value);
		else faults.push(read);
	});
	return faults.length > 0 ? { ok: false, faults } : ok(mergeIntervals(intervals));
}

function readPause(row: unknown, zone: TimeZone, label: string): Result<Interval> {
	if (!isFields(row)) return fault(`${label} is ${described(row)}, not an object`, 'Give { from, until }.');
	const from = readInstant(own(row, 'from'), zone, 0);
	if (from === undefined)
		return fault(`“From” in ${label} is ${described(own(row, 'from'))}, which is not a date`, INSTANT_HINT);
	const untilValue = own(row, 'until');
	if (isMissing(untilValue)) return ok({ from, until: Infinity });
	const until = readInstant(untilValue, zone, DAY);
	if (until === undefined)
		return fault(`“Until” in ${label} is ${described(untilValue)}, which is not a date`, INSTANT_HINT);
	if (until > from) return ok({ from, until });
	return fault(
		`${label} ends (${described(untilValue)}) no later than it begins (${described(own(row, 'from'))})`,
		'Put a later date in “Until”, or leave it empty while the pause lasts.',
	);
}

function readInstant(value: unknown, zone: TimeZone, dateOnlyAdds: number): number | undefined {
	const text = asText(value).trim();
	if (isDateOnly(text)) {
		const day = asInstant(text);
		return day === undefined ? undefined : zone.firstInstantAt(day + dateOnlyAdds);
	}
	if (!LOCAL_DATE_TIME.test(text)) return asInstant(value);
	const local = asInstant(`${text.replace(' ', 'T')}Z`);
	return local === undefined ? undefined : zone.firstInstantAt(local);
}

const own = (row: Fields, key: string): unknown => (Object.hasOwn(row, key) ? row[key] : undefined);

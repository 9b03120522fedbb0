import { Info } from 'luxon';
import { fault, ok, type Result } from '../fault';
import { asText } from '../text';
import { DAY, HOUR, MINUTE } from '../time';
import { described } from './field-values';

/**
 * A time zone as the calendar needs it. A *local time* is the reading of a clock on the wall, kept as the epoch
 * milliseconds at which a clock in UTC reads the same.
 */
export interface TimeZone {
	readonly name: string;
	localTime(instant: number): number;
	/**
	 * The first instant at which the clock reads `local` or later. A time that spring skips is the moment of the change;
	 * of a time that autumn repeats it is the first. Spans that touch on the clock therefore touch as instants.
	 */
	firstInstantAt(local: number): number;
}

// Names that mean "this machine's zone" or "luxon's default": a deadline must not depend on either.
const MACHINE_ZONES = new Set(['', 'local', 'system', 'default']);
// Offsets run from −12 to +14 hours, and one change of offset at most falls between these two.
const BEFORE_ANY_OFFSET = 15 * HOUR;
const AFTER_ANY_OFFSET = 13 * HOUR;

export const UTC: TimeZone = {
	name: 'UTC',
	localTime: (instant) => instant,
	firstInstantAt: (local) => local,
};

/** Reads an IANA name (`Europe/Paris`) or a fixed offset (`UTC+3`). */
export function readTimeZone(value: unknown, label: string): Result<TimeZone> {
	const name = asText(value).trim();
	const zone = Info.normalizeZone(name);
	if (MACHINE_ZONES.has(name.toLowerCase()) || !zone.isValid) {
		return fault(
			`${label} is ${described(value)}, which is not a known time zone`,
			'Give a name such as Europe/Paris, America/New_York or UTC.',
		);
	}
	return ok(timeZone(zone.name, (instant) => Math.round(zone.offset(instant) * MINUTE)));
}

function timeZone(name: string, offset: (instant: number) => number): TimeZone {
	const offsetAt = cachedByDay(offset);
	return {
		name,
		localTime: (instant) => instant + offsetAt(instant),
		firstInstantAt(local) {
			const early = offsetAt(local - BEFORE_ANY_OFFSET);
			const late = offsetAt(local + AFTER_ANY_OFFSET);
			if (early === late || offsetAt(local - early) === early) return local - early;
			if (offsetAt(local - late) === late) return local - late;
			return changeBetween(local - BEFORE_ANY_OFFSET, local + AFTER_ANY_OFFSET, offset);
		},
	};
}

// Asking the engine for an offset takes about 10 µs; nearly every day begins and ends with the same one.
function cachedByDay(offset: (instant: number) => number): (instant: number) => number {
	const atMidnight = new Map<number, number>();
	const midnightOffset = (day: number): number => {
		const known = atMidnight.get(day);
		if (known !== undefined) return known;
		const value = offset(day * DAY);
		atMidnight.set(day, value);
		return value;
	};
	return (instant) => {
		const day = Math.floor(instant / DAY);
		const value = midnightOffset(day);
		return value === midnightOffset(day + 1) ? value : offset(instant);
	};
}

function changeBetween(from: number, to: number, offset: (instant: number) => number): number {
	const before = offset(from);
	let [low, high] = [from, to];
	while (high - low > 1) {
		const middle = Math.floor((low + high) / 2);
		if (offset(middle) === before) low = middle;
		else high = middle;
	}
	return high;
}

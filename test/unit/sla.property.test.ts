import fc from 'fast-check';
import { DateTime } from 'luxon';
import { businessCalendar } from '../../lifecycle/sla/calendar';
import { mergeIntervals, wallClock, withPauses, type Clock } from '../../lifecycle/sla/clock';
import { readHolidays } from '../../lifecycle/sla/holidays';
import { readOpeningHours } from '../../lifecycle/sla/hours';
import { readTimeZone } from '../../lifecycle/sla/zone';
import { DAY, HOUR, MINUTE } from '../../lifecycle/time';

const ZONES = [
	'UTC',
	'America/New_York',
	'Asia/Kolkata',
	'Pacific/Apia',
	'Europe/Paris',
	'Australia/Lord_Howe',
	'Asia/Beirut',
];
const WEEKDAYS = ['monday', 'tuesday', 'wednesday', 'thursday', 'friday', 'saturday', 'sunday'];
const FIRST = Date.UTC(2010, 0, 1);
const LAST = Date.UTC(2030, 0, 1);

const valueOf = <T>(result: { ok: true; value: T } | { ok: false }): T => {
	if (!result.ok) throw new Error('The generator made something that cannot be read');
	return result.value;
};
const clockTime = (quarters: number): string =>
	`${Math.floor(quarters / 4)}:${String((quarters % 4) * 15).padStart(2, '0')}`;

// Made once: a zone remembers the offsets it has looked up.
const zones = fc.constantFrom(...ZONES.map((name) => valueOf(readTimeZone(name, ''))));
// At least two hours, so that ten days of opening hours come together within the years that are searched.
const row = fc
	.record({
		days: fc.subarray(WEEKDAYS, { minLength: 1 }),
		opens: fc.integer({ min: 0, max: 88 }),
		length: fc.integer({ min: 8, max: 96 }),
	})
	.map(({ days, opens, length }) => ({
		days,
		opens: clockTime(opens),
		closes: clockTime(Math.min(96, opens + length)),
	}));
const weeks = fc.array(row, { minLength: 1, maxLength: 4 }).map((rows) => valueOf(readOpeningHours(rows)));
const closedDays = fc.array(fc.integer({ min: FIRST / DAY, max: LAST / DAY }), { maxLength: 20 }).map((days) =>
	valueOf(
		readHolidays(
			days.map((day) => new Date(day * DAY).toISOString().slice(0, 10)),
			() => '',
		),
	),
);
const calendars = fc
	.record({ zone: zones, week: weeks, isClosed: closedDays })
	.map((parts) => ({ ...parts, calendar: businessCalendar(parts.zone, parts.week, parts.isClosed) }));

const instants = fc.integer({ min: FIRST / MINUTE, max: LAST / MINUTE }).map((minute) => minute * MINUTE);
// Around the changes of offset, where everything goes wrong that can.
const changes = fc
	.tuple(
		fc.constantFrom(
			'2026-03-29T01:00Z',
			'2026-10-25T01:00Z',
			'2026-03-08T07:00Z',
			'2026-11-01T06:00Z',
			'2011-12-30T10:00Z',
			'2026-04-04T15:00Z',
		),
		fc.integer({ min: -4000, max: 4000 }),
	)
	.map(([at, minutes]) => Date.parse(at) + minutes * MINUTE);
const starts = fc.oneof(instants, changes);
const lengths = fc.integer({ min: 0, max: 60 * 24 * 10 }).map((minutes) => minutes * MINUTE);
const pauses = fc
	.array(fc.tuple(starts, fc.integer({ min: 1, max: 10_000 })), { maxLength: 5 })
	.map((list) => mergeIntervals(list.map(([from, minutes]) => ({ from, until: from + minutes * MINUTE }))));
const clocks: fc.Arbitrary<Clock> = fc.oneof(
	calendars.map(({ calendar }) => calendar),
	fc.tuple(calendars, pauses).map(([{ calendar }, list]) => withPauses(calendar, list)),
	pauses.map((list) => withPauses(wallClock, list)),
);

describe('every clock', () => {
	it('has elapsed by x after advancing by x, and not a moment earlier', () => {
		fc.assert(
			fc.property(clocks, starts, lengths, (clock, from, length) => {
				const to = clock.advance(from, length);
				expect(clock.elapsed(from, to)).toBe(length);
				if (length > 0) expect(clock.elapsed(from, to - 1)).toBe(length - 1);
			}),
		);
	});

	it('is additive', () => {
		fc.assert(
			fc.property(clocks, starts, lengths, lengths, (clock, from, first, second) => {
				expect(clock.advance(clock.advance(from, first), second)).toBe(clock.advance(from, first + second));
			}),
		);
	});

	it('is monotone in the start and in the length', () => {
		fc.assert(
			fc.property(clocks, starts, lengths, lengths, lengths, (clock, from, later, length, more) => {
				expect(clock.advance(from + later, length)).toBeGreaterThanOrEqual(clock.advance(from, length));
				expect(clock.advance(from, length + more)).toBeGreaterThanOrEqual(clock.advance(from, length));
			}),
		);
	});

	it('measures parts that add up to the whole', () => {
		fc.assert(
			fc.property(clocks, starts, lengths, lengths, (clock, from, first, second) => {
				const [middle, end] = [from + first, from + first + second];
				expect(clock.elapsed(from, middle) + clock.elapsed(middle, end)).toBe(clock.elapsed(from, end));
			}),
		);
	});

	it('stands still from the end to the start', () => {
		fc.assert(
			fc.property(clocks, starts, lengths, (clock, from, length) => expect(clock.elapsed(from + length, from)).toBe(0)),
		);
	});
});

describe('opening hours', () => {
	/** Whether the clock on the wall, minute by minute, says that it is open in the minute from `instant`. */
	const isOpenMinute = (
		{
			zone,
			week,
			isClosed,
		}: {
			zone: { name: string };
			week: readonly (readonly { from: number; until: number }[])[];
			isClosed: (day: number) => boolean;
		},
		instant: number,
	): boolean => {
		const local = DateTime.fromMillis(instant, { zone: zone.name });
		const day = Date.UTC(local.year, local.month - 1, local.day) / DAY;
		const time = local.hour * HOUR + local.minute * MINUTE;
		return !isClosed(day) && week[local.weekday - 1].some(({ from, until }) => from <= time && time < until);
	};

	it('are those of the clock on the wall, minute by minute, changes of offset included', () => {
		fc.assert(
			fc.property(calendars, starts, fc.integer({ min: 1, max: 300 }), (parts, from, minutes) => {
				// Where autumn repeats an hour, a span that ends or begins within it counts from the first reading on.
				for (let at = from; at < from + minutes * MINUTE; at += MINUTE) {
					if (isRepeated(parts.zone.name, at)) continue;
					expect(parts.calendar.elapsed(at, at + MINUTE)).toBe(isOpenMinute(parts, at) ? MINUTE : 0);
				}
			}),
			{ numRuns: 40 },
		);
	});

	it('hold every deadline: it lies in opening hours or at a closing minute', () => {
		fc.assert(
			fc.property(calendars, starts, fc.integer({ min: 1, max: 10_000 }), ({ calendar }, from, minutes) => {
				const to = calendar.advance(from, minutes * MINUTE);
				expect(calendar.elapsed(to - MINUTE, to)).toBe(MINUTE);
			}),
		);
	});

	const isRepeated = (zone: string, instant: number): boolean => {
		const local = DateTime.fromMillis(instant, { zone });
		return local.getPossibleOffsets().length > 1;
	};
});

describe('business days', () => {
	it('end within opening hours or at a closing minute, later for more days', () => {
		fc.assert(
			fc.property(
				calendars,
				starts,
				fc.integer({ min: 1, max: 300 }),
				fc.integer({ min: 1, max: 20 }),
				({ calendar }, from, days, more) => {
					const to = calendar.addDays(from, days);
					expect(calendar.elapsed(to - 1, to + 1)).toBeGreaterThan(0);
					expect(to).toBeGreaterThan(from);
					expect(calendar.addDays(from, days + more)).toBeGreaterThan(to);
				},
			),
		);
	});

	it('keep the local time in a week of equal hours', () => {
		const week = valueOf(readOpeningHours([{ days: WEEKDAYS.slice(0, 5), opens: '9', closes: '17' }]));
		fc.assert(
			fc.property(zones, starts, fc.integer({ min: 1, max: 60 }), (zone, at, days) => {
				const calendar = businessCalendar(zone, week, () => false);
				const from = calendar.advance(at, MINUTE);
				const [start, end] = [from, calendar.addDays(from, days)].map((instant) =>
					DateTime.fromMillis(instant, { zone: zone.name }),
				);
				expect(end.toFormat('HH:mm:ss')).toBe(start.toFormat('HH:mm:ss'));
				// Samoa's Friday 30 December 2011 was no business day, nor any day.
				if (zone.name !== 'Pacific/Apia') expect(weekdaysBetween(start, end)).toBe(days);
			}),
		);
	});

	const weekdaysBetween = (from: DateTime, to: DateTime): number => {
		let count = 0;
		for (let day = from.startOf('day'); day < to.startOf('day');) {
			day = day.plus({ days: 1 });
			if (day.weekday <= 5) count++;
		}
		return count;
	};
});

describe('local time', () => {
	it('comes back from its first instant unless spring skips it, and is reached no earlier', () => {
		fc.assert(
			fc.property(zones, starts, (zone, local) => {
				const instant = zone.firstInstantAt(local);
				expect(zone.localTime(instant)).toBeGreaterThanOrEqual(local);
				expect(zone.localTime(instant - 1)).toBeLessThan(local);
			}),
		);
	});

	it('is that of luxon', () => {
		fc.assert(
			fc.property(zones, starts, (zone, instant) => {
				const expected = DateTime.fromMillis(instant, { zone: zone.name });
				expect(zone.localTime(instant) - instant).toBe(expected.offset * MINUTE);
			}),
		);
	});
});

import fc from 'fast-check';
import { DateTime } from 'luxon';
import { asInstant, toIso } from '../../lifecycle/time';

describe('instants', () => {
	it.each<[unknown, string | undefined]>([
		['2026-03-29T14:05:00Z', '2026-03-29T14:05:00.000Z'],
		['2026-03-29T14:05:00.123Z', '2026-03-29T14:05:00.123Z'],
		['2026-03-29T14:05:00.123456Z', '2026-03-29T14:05:00.123Z'],
		['2026-03-29T14:05Z', '2026-03-29T14:05:00.000Z'],
		['2026-03-29T14:05:00+02:00', '2026-03-29T12:05:00.000Z'],
		['2026-03-29', '2026-03-29T00:00:00.000Z'],
		['2026-03-29T14:05:00', '2026-03-29T14:05:00.000Z'],
		['2026-03-29 14:05:00', '2026-03-29T14:05:00.000Z'],
		['Sun, 29 Mar 2026 14:05:00 GMT', '2026-03-29T14:05:00.000Z'],
		[1774793100, '2026-03-29T14:05:00.000Z'],
		[1774793100000, '2026-03-29T14:05:00.000Z'],
		[1774793100.5, '2026-03-29T14:05:00.500Z'],
		['1774793100', '2026-03-29T14:05:00.000Z'],
		[' 2026-03-29T14:05:00Z ', '2026-03-29T14:05:00.000Z'],
		[DateTime.fromISO('2026-03-29T16:05:00', { zone: 'Europe/Paris' }), '2026-03-29T14:05:00.000Z'],
		[new Date('2026-03-29T14:05:00Z'), '2026-03-29T14:05:00.000Z'],
		['2028-02-29T00:00:00Z', '2028-02-29T00:00:00.000Z'],
		['2026-02-29T00:00:00Z', undefined],
		['2026-02-30T00:00:00+01:00', undefined],
		['2026-13-01T00:00:00Z', undefined],
		['2026-01-01T24:01:00Z', undefined],
		['2026-01-01T00:60:00Z', undefined],
		['2026-01-0aT00:00:00Z', undefined],
		['2026-01-01T00:00:00.1x3Z', undefined],
		['', undefined],
		['tomorrow', undefined],
		[true, undefined],
		[Number.NaN, undefined],
		[-5, undefined],
		[new Date(Number.NaN), undefined],
		[DateTime.invalid('test'), undefined],
		[{}, undefined],
		['2026-01-01T00:00:00Z'.repeat(1000), undefined],
	])('%p reads as %s', (value, expected) => {
		const instant = asInstant(value);
		expect(instant === undefined ? undefined : toIso(instant)).toBe(expected);
	});

	it('agrees with Date on every instant of the years 1000 to 9999, written both ways', () => {
		fc.assert(
			fc.property(
				fc.date({
					min: new Date('1000-01-01T00:00:00Z'),
					max: new Date('9999-12-31T23:59:59.999Z'),
					noInvalidDate: true,
				}),
				(date) => {
					const iso = date.toISOString();
					expect(asInstant(iso)).toBe(date.getTime());
					expect(toIso(date.getTime())).toBe(iso);
					expect(asInstant(iso.replace(/\.\d+Z$/, 'Z'))).toBe(Math.floor(date.getTime() / 1000) * 1000);
				},
			),
			{ numRuns: 1000 },
		);
	});
});

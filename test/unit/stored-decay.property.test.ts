import fc from 'fast-check';
import { DateTime } from 'luxon';
import { leadDecayer } from '../../lifecycle/decay/stored-lead';
import { planStoredDecay, type StoredDecaySettings } from '../../lifecycle/decay/stored-plan';
import { elapsedPeriods, endsPeriod, periodEnd, wholePeriods } from '../../lifecycle/decay/stored-period';
import type { Fields } from '../../lifecycle/path';

const FIRST = Date.UTC(2024, 0, 1);
const LAST = Date.UTC(2028, 11, 31);

const instant = fc.oneof(
	fc.integer({ min: FIRST, max: LAST }),
	fc.constantFrom('2026-01-31', '2026-02-28', '2028-02-29', '2026-03-31', '2025-08-31').map((text) => Date.parse(text)),
);
const points = fc.integer({ min: 1, max: 3000 }).map((hundredths) => hundredths / 100);
const score = fc.integer({ min: -2000, max: 20000 }).map((hundredths) => hundredths / 100);

const tiers = fc.uniqueArray(fc.record({ from: fc.integer({ min: -10, max: 90 }), amount: points }), {
	minLength: 1,
	maxLength: 4,
	selector: ({ from }) => from,
});
const stepped = fc.oneof(
	fc.record({ method: fc.constant('subtract'), amount: points }),
	fc.record({ method: fc.constant('tiers'), tiers }),
);
const share = fc.oneof(
	fc.record({ method: fc.constant('percent'), amount: fc.constantFrom(0.1, 1, 10, 12.5, 15, 33.3, 50, 99) }),
	fc.record({ method: fc.constant('halfLife') }),
);
const timing = fc.record({
	every: fc.integer({ min: 1, max: 45 }),
	unit: fc.constantFrom('day', 'week', 'month'),
	graceDays: fc.integer({ min: 0, max: 40 }),
	graceMonths: fc.integer({ min: 0, max: 4 }),
	floor: fc.constantFrom(0, 0, 5, 12.34, -30),
});

const withTiming = <T extends object>(method: fc.Arbitrary<T>) =>
	fc.tuple(method, timing).map(([one, other]) => ({ ...one, ...other }));

function decayerOf(settings: Partial<StoredDecaySettings>) {
	const plan = planStoredDecay({
		scoreField: 'score',
		totalField: 'total',
		lastActivityField: 'lastActivityAt',
		appliedAtField: 'decay.appliedAt',
		outputField: 'decay',
		method: 'subtract',
		amount: 10,
		every: 1,
		unit: 'month',
		tiers: [],
		graceDays: 0,
		graceMonths: 0,
		floor: 0,
		...settings,
	});
	if (!plan.ok) throw new Error(plan.faults[0].message);
	const decay = leadDecayer(plan.value);
	return (lead: Fields, asOf: number) => {
		const result = decay(lead, DateTime.fromMillis(asOf, { zone: 'utc' }));
		if (!result.ok) throw new Error(result.message);
		return result.value;
	};
}

const life = fc.record({
	score,
	lastActivityAt: instant,
	runs: fc.array(instant, { minLength: 1, maxLength: 12 }),
});
const newLead = (start: { score: number; lastActivityAt: number }): Fields => ({
	score: start.score,
	total: start.score + 20,
	lastActivityAt: new Date(start.lastActivityAt).toISOString(),
});

describe('any runs ending at a moment give what one run at that moment gives', () => {
	it('for every method, in any order, through JSON', () => {
		fc.assert(
			fc.property(withTiming(fc.oneof(stepped, share)), life, (settings, start) => {
				const decay = decayerOf(settings);
				const last = Math.max(...start.runs);
				const once = decay(newLead(start), last);
				let lead = newLead(start);
				for (const run of [...start.runs, last]) {
					lead = JSON.parse(JSON.stringify(decay(lead, run).lead)) as Fields;
				}
				expect([lead.score, lead.total]).toEqual([once.lead.score, once.lead.total]);
				const again = decay(lead, last);
				expect({ ...again.decay, before: 0, lost: 0, periods: 0 }).toEqual({
					...once.decay,
					before: 0,
					lost: 0,
					periods: 0,
				});
				expect(again.changed).toBe(false);
			}),
			{ numRuns: 1500 },
		);
	});

	it('when runs that change no score are not written', () => {
		fc.assert(
			fc.property(withTiming(fc.oneof(stepped, share)), life, (settings, start) => {
				const decay = decayerOf(settings);
				const last = Math.max(...start.runs);
				let lead = newLead(start);
				for (const run of [...start.runs, last]) {
					const result = decay(lead, run);
					if (result.changed) lead = result.lead;
				}
				expect(lead.score).toBe(decay(newLead(start), last).lead.score);
			}),
			{ numRuns: 800 },
		);
	});

	it('for subtract and tiers, when only the score and the applied-at are kept', () => {
		fc.assert(
			fc.property(withTiming(stepped), life, (settings, start) => {
				const decay = decayerOf(settings);
				const last = Math.max(...start.runs);
				let lead = newLead(start);
				for (const run of [...start.runs, last]) {
					const { lead: next, decay: report } = decay(lead, run);
					lead = { ...next, decay: { appliedAt: report.appliedAt } };
				}
				expect(lead.score).toBe(decay(newLead(start), last).lead.score);
			}),
			{ numRuns: 800 },
		);
	});

	it('for percent and half-life, within half a hundredth a run, when only the score and the applied-at are kept', () => {
		fc.assert(
			fc.property(withTiming(share), life, (settings, start) => {
				const decay = decayerOf({ ...settings, unit: 'day' });
				const last = Math.max(...start.runs);
				let lead = newLead(start);
				for (const run of [...start.runs, last]) {
					const { lead: next, decay: report } = decay(lead, run);
					lead = { ...next, decay: { appliedAt: report.appliedAt } };
				}
				const exact = decay(newLead(start), last).lead.score as number;
				expect(Math.abs((lead.score as number) - exact)).toBeLessThanOrEqual(0.005 * (start.runs.length + 2));
			}),
			{ numRuns: 500 },
		);
	});
});

describe('a decayed score', () => {
	it('never rises, never falls below the floor, and falls with time', () => {
		fc.assert(
			fc.property(withTiming(fc.oneof(stepped, share)), life, (settings, start) => {
				const decay = decayerOf(settings);
				const after = [...start.runs].sort((a, b) => a - b).map((run) => decay(newLead(start), run).decay.after);
				expect(after).toEqual([...after].sort((a, b) => b - a));
				expect(Math.max(...after)).toBeLessThanOrEqual(start.score);
				expect(Math.min(...after)).toBeGreaterThanOrEqual(Math.min(start.score, settings.floor));
			}),
			{ numRuns: 500 },
		);
	});

	it('is due to change at nextAt and not before', () => {
		fc.assert(
			fc.property(withTiming(stepped), life, (settings, start) => {
				const decay = decayerOf(settings);
				const { decay: report, lead } = decay(newLead(start), start.runs[0]);
				if (report.nextAt === null) {
					expect(decay(lead, LAST * 2).changed).toBe(false);
					return;
				}
				const next = Date.parse(report.nextAt);
				expect([decay(lead, next - 1).changed, decay(lead, next).changed]).toEqual([false, true]);
			}),
			{ numRuns: 500 },
		);
	});
});

describe('periods', () => {
	const period = fc.record({
		every: fc.integer({ min: 1, max: 40 }),
		unit: fc.constantFrom('day', 'week', 'month'),
	});
	const count = fc.integer({ min: 0, max: 60 });

	it('end where luxon says', () => {
		fc.assert(
			fc.property(instant, count, period, (origin, many, each) => {
				const expected = DateTime.fromMillis(origin, { zone: 'utc' }).plus({
					[each.unit]: many * each.every,
				});
				expect(periodEnd(origin, many, each)).toBe(expected.toMillis());
			}),
			{ numRuns: 2000 },
		);
	});

	it('are counted whole, and stand on their own grid', () => {
		fc.assert(
			fc.property(instant, instant, period, (origin, at, each) => {
				const whole = wholePeriods(origin, at, each);
				if (at < origin) {
					expect(whole).toBe(0);
					return;
				}
				expect(periodEnd(origin, whole, each)).toBeLessThanOrEqual(at);
				expect(periodEnd(origin, whole + 1, each)).toBeGreaterThan(at);
				expect(endsPeriod(origin, periodEnd(origin, whole, each), each)).toBe(true);
				expect(Math.floor(elapsedPeriods(origin, at, each))).toBe(whole);
			}),
			{ numRuns: 2000 },
		);
	});
});

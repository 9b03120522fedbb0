import { DateTime } from 'luxon';
import cases from '../cases/stored-decay.json';
import { leadDecayer, type DecayedLead } from '../../lifecycle/decay/stored-lead';
import { planStoredDecay, type StoredDecaySettings } from '../../lifecycle/decay/stored-plan';
import type { Fields } from '../../lifecycle/path';

const SETTINGS: StoredDecaySettings = {
	scoreField: 'leadScore.engagement',
	totalField: 'leadScore.total',
	lastActivityField: 'leadScore.lastActivityAt',
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
};

const at = (text: string) => DateTime.fromISO(text, { zone: 'utc' });
const iso = (text: string | null | undefined) => (text ? at(text).toJSDate().toISOString() : null);

function decayerOf(settings: Partial<StoredDecaySettings>) {
	const plan = planStoredDecay({ ...SETTINGS, ...settings });
	if (!plan.ok) throw new Error(plan.faults.map(({ message }) => message).join('; '));
	return leadDecayer(plan.value);
}

function decay(settings: Partial<StoredDecaySettings>, lead: Fields, asOf: string): DecayedLead {
	const result = decayerOf(settings)(lead, at(asOf));
	if (!result.ok) throw new Error(result.message);
	return result.value;
}

describe('one run', () => {
	it.each(cases.score)('$name', ({ settings, score, lastActivityAt, asOf, ...expected }) => {
		const lead = {
			leadScore: { engagement: score, total: score + 12.3, lastActivityAt },
			...('appliedAt' in expected && 'appliedAtAfter' in expected ? { decay: { appliedAt: expected.appliedAt } } : {}),
		};
		const { lead: result, decay: report, changed } = decay(settings, lead, asOf);
		const appliedAt = 'appliedAtAfter' in expected ? expected.appliedAtAfter : expected.appliedAt;
		expect(report).toMatchObject({
			before: score,
			after: expected.after,
			periods: expected.periods,
			appliedAt: iso(appliedAt),
			nextAt: iso(expected.nextAt),
		});
		expect(report.lost).toBeCloseTo(score - expected.after, 10);
		expect(changed).toBe(expected.after !== score);
		const written = result.leadScore as Record<string, number>;
		expect(written.engagement).toBe(expected.after);
		expect(written.total).toBeCloseTo(expected.after + 12.3, 10);
	});
});

describe('a series of runs', () => {
	it.each(cases.series)('$name', ({ settings, score, lastActivityAt, runs }) => {
		let lead: Fields = { leadScore: { engagement: score, total: score, lastActivityAt } };
		for (const [asOf, after] of runs as Array<[string, number]>) {
			lead = decay(settings, lead, asOf).lead;
			expect([asOf, (lead.leadScore as Fields).engagement]).toEqual([asOf, after]);
		}
	});
});

describe('what happens between two runs', () => {
	const monthly = { method: 'subtract', amount: 10, unit: 'month' };
	const lead = { leadScore: { engagement: 50, total: 80, lastActivityAt: '2026-01-31' } };
	const decayed = decay(monthly, lead, '2026-03-10').lead;
	const rescored = (change: Fields) => ({
		...decayed,
		leadScore: { ...(decayed.leadScore as Fields), ...change },
	});

	it('starts the clock again at a new activity', () => {
		const active = rescored({ lastActivityAt: '2026-03-15' });
		expect(decay(monthly, active, '2026-04-14').decay).toMatchObject({
			after: 40,
			periods: 0,
			nextAt: iso('2026-04-15'),
		});
		expect(decay(monthly, active, '2026-04-15').decay).toMatchObject({
			after: 30,
			periods: 1,
			base: 40,
			baseAt: iso('2026-03-15'),
		});
	});

	it('decays a raised score from what it is now, on the days it was due anyway', () => {
		const raised = rescored({ engagement: 90 });
		expect(decay(monthly, raised, '2026-03-30').decay).toMatchObject({ after: 90, periods: 0 });
		expect(decay(monthly, raised, '2026-03-31').decay).toMatchObject({
			after: 80,
			periods: 1,
			base: 90,
			baseAt: iso('2026-02-28'),
		});
	});

	it('keeps what is applied when an activity arrives late', () => {
		const late = rescored({ lastActivityAt: '2026-02-10' });
		expect(decay(monthly, late, '2026-03-30').decay).toMatchObject({
			after: 40,
			periods: 0,
			nextAt: iso('2026-03-31'),
		});
	});

	it('applies new settings to the time from now on, not to the past', () => {
		const half = { method: 'percent', amount: 50, unit: 'month' };
		const steeper = { method: 'percent', amount: 10, unit: 'month' };
		const { lead: once } = decay(half, lead, '2026-03-10');
		expect(decay(steeper, once, '2026-03-31').decay).toMatchObject({
			before: 25,
			after: 22.5,
			periods: 1,
			base: 25,
		});
	});

	it('does not believe a base that does not lead to the stored score', () => {
		const forged = { ...decayed, decay: { ...(decayed.decay as Fields), base: 1000 } };
		expect(decay(monthly, forged, '2026-03-31').decay).toMatchObject({ before: 40, after: 30, base: 40 });
	});
});

describe('where things are read and written', () => {
	const monthly = { method: 'subtract', amount: 10, unit: 'month' };

	it('keeps the input as it was and everything else in the lead', () => {
		const lead = {
			email: 'ana@acme.example',
			leadScore: { fit: 27, engagement: 50, total: 77, lastActivityAt: '2026-01-01' },
		};
		const copy = structuredClone(lead);
		const result = decay(monthly, lead, '2026-02-01').lead;
		expect(lead).toEqual(copy);
		expect(result).toMatchObject({
			email: 'ana@acme.example',
			leadScore: { fit: 27, engagement: 40, total: 67 },
		});
	});

	it('keeps the reasons adding up to the total, with one line for all decay', () => {
		const reasons = [
			{
				rule: 'Pricing page',
				dimension: 'engagement',
				points: 50,
				count: 2,
				lastAt: '2026-01-01',
				text: 'Pricing page ×2 +50',
			},
			{ rule: 'Director', dimension: 'fit', points: 12.5, count: 1, lastAt: null, text: 'Director +12.5' },
		];
		const lead = { leadScore: { engagement: 50, total: 62.5, reasons, lastActivityAt: '2026-01-01' } };
		const twice = decay(monthly, decay(monthly, lead, '2026-02-01').lead, '2026-03-01').lead;
		expect(twice).toMatchObject({
			leadScore: {
				total: 42.5,
				reasons: [
					...reasons,
					{
						rule: 'Decay',
						dimension: 'engagement',
						points: -20,
						count: 1,
						lastAt: iso('2026-03-01'),
						text: 'Decay −20',
					},
				],
			},
		});
	});

	it('leaves a lead without a total without one', () => {
		const lead = { leadScore: { engagement: 50, lastActivityAt: '2026-01-01' } };
		expect(decay(monthly, lead, '2026-02-01').lead.leadScore).toEqual({
			engagement: 40,
			lastActivityAt: '2026-01-01',
		});
	});

	it('writes flattened columns where it read them', () => {
		const lead = {
			'leadScore.engagement': '50',
			'leadScore.total': 70,
			'leadScore.lastActivityAt': '2026-01-01',
		};
		const result = decay(monthly, lead, '2026-02-01').lead;
		expect(result).toMatchObject({ 'leadScore.engagement': 40, 'leadScore.total': 60 });
		expect(result).not.toHaveProperty('leadScore');
	});

	it('writes the applied-at to a field of its own', () => {
		const settings = {
			...monthly,
			scoreField: 'score',
			totalField: '',
			lastActivityField: 'seen',
			appliedAtField: 'decayedAt',
		};
		const result = decay(settings, { score: 50, seen: '2026-01-31' }, '2026-03-10').lead;
		expect(result).toMatchObject({ score: 40, decayedAt: iso('2026-02-28') });
		expect(
			decay(settings, { score: 40, seen: '2026-01-31', decayedAt: result.decayedAt }, '2026-03-31').decay.after,
		).toBe(30);
	});

	it('reads a report that a table keeps as JSON text', () => {
		const lead = { leadScore: { engagement: 33.33, lastActivityAt: '2026-01-31' } };
		const percent = { method: 'percent', amount: 12.5, unit: 'month' };
		const { lead: once, decay: report } = decay(percent, lead, '2026-03-10');
		const stored = { ...once, decay: JSON.stringify(report) };
		expect(decay(percent, stored, '2026-06-10').decay).toEqual(decay(percent, once, '2026-06-10').decay);
	});

	it('has nothing to ask of a lead that has nothing to lose and was never active', () => {
		const {
			lead,
			decay: report,
			changed,
		} = decay(monthly, { leadScore: { engagement: 0, total: 12, lastActivityAt: null } }, '2026-06-10');
		expect(report).toEqual({
			before: 0,
			after: 0,
			lost: 0,
			periods: 0,
			appliedAt: null,
			nextAt: null,
			base: 0,
			baseAt: null,
		});
		expect(changed).toBe(false);
		expect(lead.leadScore).toEqual({ engagement: 0, total: 12, lastActivityAt: null });
	});
});

describe('faults', () => {
	it.each(cases.faults)('$name', ({ lead, message }) => {
		expect(decayerOf({})(lead, at('2026-06-15'))).toMatchObject({ ok: false, message });
	});

	it.each(cases.settings)('settings: $name', ({ settings, messages }) => {
		const plan = planStoredDecay({ ...SETTINGS, ...settings });
		expect(plan.ok ? [] : plan.faults.map(({ message }) => message)).toEqual(messages);
	});
});

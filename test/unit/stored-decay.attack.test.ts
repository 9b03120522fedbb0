import { DateTime } from 'luxon';
import { leadDecayer } from '../../lifecycle/decay/stored-lead';
import { planStoredDecay, type StoredDecaySettings } from '../../lifecycle/decay/stored-plan';
import type { Fields } from '../../lifecycle/path';

const SETTINGS: StoredDecaySettings = {
	scoreField: 'score.engagement',
	totalField: 'score.total',
	lastActivityField: 'score.lastActivityAt',
	appliedAtField: 'decay.appliedAt',
	outputField: 'decay',
	method: 'percent',
	amount: 10,
	every: 1,
	unit: 'month',
	tiers: [],
	graceDays: 0,
	graceMonths: 0,
	floor: 0,
};

const AS_OF = DateTime.fromISO('2026-06-15T00:00:00Z');

function decay(lead: unknown, settings: Partial<StoredDecaySettings> = {}, asOf = AS_OF) {
	const plan = planStoredDecay({ ...SETTINGS, ...settings });
	if (!plan.ok) throw new Error(plan.faults[0].message);
	return leadDecayer(plan.value)(lead as Fields, asOf);
}

const lead = (more: Fields = {}, decayed: unknown = undefined) => ({
	score: { engagement: 50, total: 80, lastActivityAt: '2026-01-01T00:00:00Z', ...more },
	...(decayed === undefined ? {} : { decay: decayed }),
});

describe('a hostile lead', () => {
	it('neither reads nor writes prototypes', () => {
		const hostile = JSON.parse('{"__proto__":{"score":{"engagement":9}},"constructor":{"name":"x"}}') as Fields;
		expect(decay(hostile)).toMatchObject({ ok: false, message: '“Score Field”: “score.engagement” is empty' });
		expect(decay(lead(), { scoreField: 'toString.length' })).toMatchObject({ ok: false });
		expect(({} as Fields).engagement).toBeUndefined();
	});

	it.each([
		['__proto__', '__proto__.score'],
		['constructor', 'constructor.prototype.score'],
		['prototype', 'a["prototype"].b'],
	])('cannot be written through %s', (_name, scoreField) => {
		expect(planStoredDecay({ ...SETTINGS, scoreField })).toMatchObject({
			ok: false,
			faults: [{ message: `“Score Field” holds “${scoreField}”` }],
		});
	});

	it('keeps keys that look like prototypes as data', () => {
		const hostile = JSON.parse(
			'{"score":{"engagement":50,"lastActivityAt":"2026-01-01","__proto__":{"evil":1}}}',
		) as Fields;
		const result = decay(hostile);
		expect(result.ok && Object.getPrototypeOf(result.value.lead.score)).toBe(Object.prototype);
	});

	it('may be frozen', () => {
		const frozen = Object.freeze({ score: Object.freeze({ ...lead().score, reasons: Object.freeze([]) }) });
		expect(decay(frozen)).toMatchObject({ ok: true, value: { lead: { score: { engagement: 29.52 } } } });
	});

	it.each<[string, unknown]>([
		['NaN', NaN],
		['Infinity', Infinity],
		['a big integer', 10n],
		['an object', { valueOf: () => 50 }],
		['a date', new Date(0)],
		['true', true],
		['hexadecimal', '0x32'],
		['two numbers', '50 60'],
		['a very long number', '9'.repeat(5000)],
	])('a score that is %s is a fault, on one short line', (_name, engagement) => {
		const result = decay(lead({ engagement }));
		expect(result.ok ? '' : result.message).toMatch(
			/^“Score Field”: “score\.engagement” holds .{1,80}, which is not a score$/,
		);
	});

	it.each<[string, unknown]>([
		['a number that is no time', -1],
		['an invalid date', new Date(NaN)],
		['an object', { toString: () => '2026-01-01' }],
		['a day that is not', '2026-02-30'],
		['an hour that is not', '2026-01-01T25:00:00Z'],
		['beyond dates', '+999999-01-01T00:00:00Z'],
		['a very long text', '2026-01-01'.repeat(10_000)],
	])('a last activity that is %s is a fault', (_name, lastActivityAt) => {
		const result = decay(lead({ lastActivityAt }));
		expect(result.ok ? '' : result.message).toMatch(
			/^“Last Activity Field”: “score\.lastActivityAt” holds .{1,80}, which is not a date$/,
		);
	});

	it('takes no harm at the ends of time', () => {
		const last = '+275760-09-13T00:00:00.000Z';
		const first = '-271821-04-20T00:00:00.000Z';
		for (const method of ['percent', 'halfLife', 'subtract']) {
			for (const unit of ['day', 'month']) {
				const ages = decay(lead({ lastActivityAt: first }), { method, unit }, DateTime.fromISO(last, { zone: 'utc' }));
				expect(ages).toMatchObject({ ok: true, value: { decay: { after: 0, nextAt: null } } });
				const never = decay(
					lead({ lastActivityAt: last }),
					{ method, unit, graceMonths: 1200, graceDays: 36_500 },
					DateTime.fromISO(last, { zone: 'utc' }),
				);
				expect(never).toMatchObject({ ok: true, value: { decay: { after: 50, periods: 0, nextAt: null } } });
			}
		}
	});

	it('of hundreds of thousands of periods are counted', () => {
		const tiers = [
			{ from: 0, amount: 0.01 },
			{ from: 500_000_000, amount: 0.01 },
		];
		const result = decay(lead({ engagement: 999_999_999, lastActivityAt: '0001-01-01' }), {
			method: 'tiers',
			tiers,
			unit: 'day',
		});
		expect(result).toMatchObject({ ok: true, value: { decay: { periods: 739_781 } } });
	});
});

describe('a forged report', () => {
	it.each<[string, unknown]>([
		['a base out of nowhere', { appliedAt: '2026-03-01T00:00:00Z', base: 1e308, baseAt: '2026-01-01T00:00:00Z' }],
		['a base that is no number', { appliedAt: '2026-03-01T00:00:00Z', base: 'NaN', baseAt: '2026-01-01T00:00:00Z' }],
		['a base after it was applied', { appliedAt: '2026-03-01T00:00:00Z', base: 50, baseAt: '2027-01-01T00:00:00Z' }],
		['a base at no time', { appliedAt: '2026-03-01T00:00:00Z', base: 50, baseAt: {} }],
		[
			'a base in its prototype',
			JSON.parse('{"appliedAt":"2026-03-01T00:00:00Z","__proto__":{"base":9999,"baseAt":"2026-01-01"}}'),
		],
		['a base in JSON text', '{"appliedAt":"2026-03-01T00:00:00Z","base":9999,"baseAt":"2026-01-01T00:00:00Z"}'],
	])('with %s is not believed: decay goes on from the stored score', (_name, report) => {
		const honest = decay(lead({}, { appliedAt: '2026-03-01T00:00:00Z' }));
		const forged = decay(lead({}, report));
		expect(honest).toMatchObject({ ok: true, value: { decay: { before: 50, after: 36.45, periods: 3 } } });
		expect(forged).toEqual(honest);
	});

	it('can never raise a score', () => {
		const result = decay(lead({}, { appliedAt: '2026-03-01', base: 61.73, baseAt: '2026-01-01' }));
		expect(result.ok && result.value.decay.after).toBeLessThan(50);
	});

	it('that is a list, a number or a deep text is no report', () => {
		const depth = 50_000;
		expect(decay(lead({}, [1, 2]))).toMatchObject({ ok: true });
		expect(decay(lead({}, 7))).toMatchObject({ ok: true });
		expect(decay(lead({}, '['.repeat(depth) + ']'.repeat(depth)))).toMatchObject({ ok: false });
		expect(decay(lead({}, '{"a":'.repeat(1500)))).toMatchObject({ ok: false });
	});
});

describe('reasons that are not what they seem', () => {
	it.each<[string, unknown]>([
		['not a list', { length: 3 }],
		['text', 'Pricing page'],
	])('%s: left alone', (_name, reasons) => {
		const result = decay(lead({ reasons }));
		expect(result.ok && (result.value.lead.score as Fields).reasons).toEqual(reasons);
	});

	it('lines that are no reasons stay beside the new one', () => {
		const reasons = [
			null,
			5,
			['Decay'],
			{ rule: 'Decay', dimension: 'fit', points: 3 },
			{ rule: 'Decay', dimension: 'engagement', points: 'x' },
		];
		const result = decay(lead({ reasons }));
		const line = {
			rule: 'Decay',
			dimension: 'engagement',
			points: -20.48,
			count: 1,
			lastAt: '2026-06-01T00:00:00.000Z',
			text: 'Decay −20.48',
		};
		expect(result.ok && (result.value.lead.score as Fields).reasons).toEqual([...reasons.slice(0, 4), line]);
	});
});

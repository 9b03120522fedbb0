import { DateTime } from 'luxon';
import { planRecycling } from '../../lifecycle/recycle/recycle-plan';
import { DEFAULT_REASONS, readReasons } from '../../lifecycle/recycle/reason';
import { reasonRecogniser } from '../../lifecycle/recycle/recognise';
import { leadRecycler } from '../../lifecycle/recycle/recycle';
import type { Fields } from '../../lifecycle/path';

const AS_OF = DateTime.fromISO('2026-03-01T09:30:00Z');

function recycle(lead: unknown, reason: unknown = 'no_need', by: unknown = undefined) {
	const plan = planRecycling({
		scoreField: 'leadScore.engagement',
		totalField: 'leadScore.total',
		outputField: 'recycle',
		reasons: DEFAULT_REASONS,
		maxRecycles: 3,
	});
	if (!plan.ok) throw new Error(plan.faults[0].message);
	return leadRecycler(plan.value)(lead as Fields, { reason, by }, AS_OF);
}

function recogniserOf(rows: readonly unknown[]) {
	const reasons = readReasons(rows);
	if (!reasons.ok) throw new Error(reasons.faults[0].message);
	return reasonRecogniser(reasons.value);
}

describe('hostile words', () => {
	const recognise = recogniserOf(DEFAULT_REASONS);

	it.each([
		['a very long text', 'no '.repeat(200_000)],
		['words that almost match', 'not not not pas pas '.repeat(10_000)],
		['one endless word', 'budget'.repeat(100_000)],
		['marks upon marks', `no${'\u0301'.repeat(50_000)} budget`],
		['dots', '.'.repeat(500_000)],
	])('%s is answered', (_name, text) => {
		expect(typeof recognise(text).ok).toBe('boolean');
	});

	it('of a refusal stand in one short line', () => {
		const result = recognise(`what\n\r\t${'ever '.repeat(1000)}`);
		expect(result.ok ? '' : result.message).toMatch(/^The reason “what ever .{1,60}” is not a known one$/);
	});

	it.each(['__proto__', 'constructor', 'toString', 'hasOwnProperty', '$&', '\\', '(((', '[a-z]*', 'undefined', 'null'])(
		'%s is no reason',
		(text) => {
			expect(recognise(text).ok).toBe(false);
		},
	);

	it.each<[string, unknown]>([
		['an object that speaks', { toString: () => 'no_need' }],
		['a list', ['no_need']],
		['a function', () => 'no_need'],
		['a symbol', Symbol('no_need')],
	])('%s is no reason', (_name, reason) => {
		expect(recycle({}, reason)).toMatchObject({ ok: false, message: 'The reason is empty' });
	});
});

describe('a hostile table', () => {
	it('may hold words that are patterns elsewhere', () => {
		const recognise = recogniserOf([{ reason: 'odd', also: '(.*)+$, [, a|b, \\d{9}, …, ""' }]);
		expect(recognise('anything at all')).toMatchObject({ ok: false });
		expect(recognise('it is a|b')).toMatchObject({ ok: true });
	});

	it('may name reasons like prototypes', () => {
		const recognise = recogniserOf([{ reason: 'constructor' }, { reason: '__proto__' }, { reason: 'toString' }]);
		expect(recognise('__proto__')).toMatchObject({
			ok: true,
			value: { reason: '__proto__', outcome: 'nurture', keep: 0 },
		});
		expect(recognise('no budget')).toMatchObject({ ok: false });
	});

	it('of rows that are no rows names each', () => {
		const read = readReasons([null, 'no_budget', ['x'], JSON.parse('{"__proto__":{"reason":"inherited"}}')]);
		expect(read.ok ? [] : read.faults.map(({ message }) => message)).toEqual(
			[1, 2, 3, 4].map((row) => `“Your Reasons” row ${row}: “Reason” is empty`),
		);
	});

	it.each([NaN, Infinity, -0.01, 100.01, '50 %', 'half', {}, [50]])('a share of %p is refused', (keep) => {
		expect(readReasons([{ reason: 'x', keep }])).toMatchObject({ ok: false });
	});
});

describe('a hostile lead', () => {
	it('may be frozen', () => {
		const lead = Object.freeze({ leadScore: Object.freeze({ engagement: 10, total: 10, reasons: Object.freeze([]) }) });
		expect(recycle(lead)).toMatchObject({ ok: true, value: { lead: { leadScore: { engagement: 0, total: 0 } } } });
	});

	it('is not read through its prototype, and none is changed', () => {
		const inherited = Object.create({ recycles: 99, leadScore: { engagement: 1000 } }) as Fields;
		expect(recycle(inherited)).toMatchObject({ ok: true, value: { recycle: { count: 1, previous: 0 } } });
		recycle(JSON.parse('{"__proto__":{"stage":"x"},"leadScore":{"__proto__":{"engagement":5}}}'));
		expect(({} as Fields).stage).toBeUndefined();
	});

	it.each([NaN, Infinity, 1e300, '1e400', '0x10', {}, [], true])('a score of %p is a fault', (engagement) => {
		expect(recycle({ leadScore: { engagement } })).toMatchObject({ ok: false });
	});

	it.each([1.5, -1, '1e30', Infinity, {}, true])('a count of %p is a fault', (recycles) => {
		expect(recycle({ recycles })).toMatchObject({ ok: false });
	});

	it('who sent it back is text or nobody', () => {
		for (const by of [{}, [], null, '   ', Symbol('x'), () => 'x']) {
			expect(recycle({}, 'no_need', by)).toMatchObject({ ok: true, value: { recycle: { by: null } } });
		}
	});
});

import { compileModel } from '../../lifecycle/model/compile';
import { parseModel } from '../../lifecycle/model/parse';
import type { ScoreOptions } from '../../lifecycle/model/rule';
import { scoreDifference } from '../../lifecycle/review/history/difference';
import { scoreHistory } from '../../lifecycle/review/history/history';
import { topMovers } from '../../lifecycle/review/history/movers';
import { openLead, type LeadOverTime } from '../../lifecycle/score/over-time';
import { sharesOf } from '../../lifecycle/score/shares';
import { DAY } from '../../lifecycle/time';
import cases from '../cases/score-history.json';

const NOW = Date.parse('2026-11-01T12:00:00Z');
/** Times in the cases are days from now. */
const instant = (day: number): number => NOW + day * DAY;
const timeOf = (day: number): string => new Date(instant(day)).toISOString();

interface Read {
	readonly rules: Array<Record<string, unknown>>;
	readonly options?: ScoreOptions;
	readonly lead?: Record<string, unknown>;
	readonly activities: Array<[type: string, day: number, attributes?: Record<string, unknown>]>;
}

function opened({ rules, options, lead = {}, activities }: Read, name = 'ann@example.com'): LeadOverTime {
	const parsed = parseModel(rules);
	const model = parsed.ok ? compileModel(parsed.value, options) : parsed;
	if (!model.ok) throw new Error(JSON.stringify(model.faults));
	const { recycledAt, ...fields } = lead;
	const read = openLead(
		{
			lead: name,
			fields: typeof recycledAt === 'number' ? { ...fields, recycledAt: timeOf(recycledAt) } : fields,
			activities: activities.map(([type, day, attributes], index) => ({
				...{ activity: `${type} ${day} ${index}`, type, at: timeOf(day), attributes },
			})),
		},
		model.value,
	);
	if (!read.ok) throw new Error(read.message);
	return read.value;
}

type DifferenceCase = Read & {
	why: string;
	former?: Partial<Read>;
	from: number;
	to: number;
	changes: Array<[kind: string, rule: string, points: number, count: number]>;
};

describe('the difference between two scores', () => {
	const rows = cases.differences as unknown as DifferenceCase[];

	it.each(rows.map((row) => [row.why, row] as const))('%s', (_why, { from, to, changes, former, ...read }) => {
		const after = opened(read);
		const before = former ? opened({ ...read, options: former.rules ? {} : read.options, ...former }) : after;
		const difference = scoreDifference({ lead: before, at: instant(from) }, { lead: after, at: instant(to) });
		if (!difference.ok) throw new Error(difference.message);
		const told = difference.value.changes.map(({ kind, rule, points, count }) => [kind, rule, points, count]);
		expect(told.sort()).toEqual([...changes].sort());
		expect(difference.value.points).toBeCloseTo(difference.value.to.total - difference.value.from.total, 9);
	});

	it('has the earlier instant first, whatever the order given', () => {
		const lead = opened({
			rules: [{ rule: 'Demo', dimension: 'engagement', event: 'demo', points: 10 }],
			activities: [['demo', -2]],
		});
		const ends = [-7, 0].map((day) => ({ lead, at: instant(day) }));
		expect(scoreDifference(ends[1], ends[0])).toEqual(scoreDifference(ends[0], ends[1]));
	});

	it('a lead that cannot be read by the other model is a fault', () => {
		const rules = [{ rule: 'Demo', dimension: 'engagement', event: 'demo', points: 1 }];
		const [lead, other] = [opened({ rules, activities: [] }), opened({ rules, activities: [] })];
		const broken = { ...lead, raw: { ...lead.raw, fields: { scoreAdjustment: 'much' } } };
		expect(scoreDifference({ lead: broken, at: NOW }, { lead: other, at: NOW })).toMatchObject({
			ok: false,
			message: expect.stringContaining('scoreAdjustment'),
		});
	});
});

describe('what each activity gives', () => {
	const rows = cases.shares as unknown as Array<
		Read & { why: string; shares: Array<[today: number, then: number]>; others: Array<[rule: string, points: number]> }
	>;

	it.each(rows.map((row) => [row.why, row] as const))('%s', (_why, { shares, others, ...read }) => {
		const shared = sharesOf(opened(read), NOW);
		expect(shared.activities.map(({ points, then }) => [points, then])).toEqual(shares);
		expect(shared.others.map(({ rule, points }) => [rule, points])).toEqual(others);
	});
});

describe('the history of a score', () => {
	const lead = opened({
		rules: [
			{ rule: 'Demo', dimension: 'engagement', event: 'demo', points: 10, decay: 'linear 10% per 1d' },
			{ rule: 'Title', dimension: 'fit', field: 'title', operator: 'is_not_empty', points: 5 },
		],
		activities: [
			['form', -4, { title: 'Director' }],
			['demo', -2],
		],
	});

	it('knows at each instant only what had happened', () => {
		const days = [-5, -4, -2, 0];
		expect(scoreHistory(lead, days.map(instant)).map(({ total, fit, engagement }) => [total, fit, engagement])).toEqual(
			[
				[0, 0, 0],
				[5, 5, 0],
				[15, 5, 10],
				[13, 5, 8],
			],
		);
	});

	it('is made of an order of instants of any kind', () => {
		const [late, early] = scoreHistory(lead, [instant(0), instant(-5)]);
		expect([late.total, early.total]).toEqual([13, 0]);
	});
});

describe('the movers of a week', () => {
	const rules = [
		{ rule: 'Demo', dimension: 'engagement', event: 'demo', points: 10 },
		{ rule: 'Exit', dimension: 'engagement', event: 'exit', points: -4 },
	];
	const moved = (name: string, ...types: string[]) =>
		opened({ rules, activities: types.map((type) => [type, -2]) }, name);
	const leads = [moved('still'), moved('one', 'demo'), moved('gone', 'exit'), moved('two', 'demo', 'demo')];

	it('are the largest moves each way, with their rows; who did not move is not among them', () => {
		const { up, down } = topMovers(leads, instant(-7), NOW);
		expect(up.map(({ lead, difference }) => [lead, difference.points])).toEqual([
			['two', 20],
			['one', 10],
		]);
		expect(down.map(({ lead, difference }) => [lead, difference.changes])).toEqual([
			['gone', [{ kind: 'earned', rule: 'Exit', dimension: 'engagement', points: -4, count: 1 }]],
		]);
	});

	it('are at most as many as asked for', () => {
		expect(topMovers(leads, instant(-7), NOW, 1).up.map(({ lead }) => lead)).toEqual(['two']);
	});
});

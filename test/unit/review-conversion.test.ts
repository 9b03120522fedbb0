import golden from '../cases/review-golden.json';
import { conversionOf, conversionTable, LEAST_TOUCHED, USUAL_SCALE } from '../../lifecycle/review/conversion';
import { cohortOf, partOf } from '../../lifecycle/review/cohort';
import { draftRules } from '../../lifecycle/review/draft-rules';
import { scoreCases } from '../../lifecycle/review/scored-case';
import { suggestPoints } from '../../lifecycle/review/suggestion';
import { touchesOf, type Touch } from '../../lifecycle/review/touches';
import { daysAgo, GRID, line, modelOf, OWN, pastLead, TERMS, visit } from '../support/review';

const touch = (touched: number, converted: number, more: Partial<Touch> = {}): Touch => ({
	...{ kind: 'type', name: 'x', of: 'x', touched, converted, points: null },
	...more,
});

describe('the conversion table', () => {
	const all = golden.conversion.rows.map(([touched, converted]) => touch(touched, converted));
	const base = { leads: 30_000, converted: 4000 };

	it.each(golden.conversion.rows)('%i leads touched, %i converted: %f %% as published', (touched, converted, ratio) => {
		expect(conversionOf(touch(touched, converted), base, USUAL_SCALE).ratio).toBe(ratio);
	});

	it('is in the order in which the guide prints it', () => {
		const ratios = conversionTable(all, base).map(({ ratio }) => ratio);
		expect(ratios).toEqual(golden.conversion.rows.map(([, , ratio]) => ratio));
	});

	it('says what is better than usual, worse, the same, or too few', () => {
		const verdicts = [touch(128, 45), touch(10_435, 1193), touch(446, 59), touch(LEAST_TOUCHED - 1, 20)].map(
			(each) => conversionOf(each, base, USUAL_SCALE).verdict,
		);
		expect(verdicts).toEqual(['better', 'worse', 'no difference', 'too few']);
	});

	it.each([
		['all leads converted', { leads: 60, converted: 60 }, touch(30, 30)],
		['no lead converted', { leads: 60, converted: 0 }, touch(30, 0)],
	])('says nothing of what tells leads apart where %s', (_why, everybody, each) => {
		const row = conversionOf(each, everybody, USUAL_SCALE);
		expect([row.verdict, row.suggested]).toEqual(['no difference', 0]);
		expect(draftRules([row], 'draft')).toEqual([]);
	});

	it.each([
		{ why: 'the same odds as the others', of: [100, 20], base: { leads: 1000, converted: 200 }, points: 0 },
		{ why: 'within chance', of: [30, 8], base: { leads: 1000, converted: 200 }, points: 0 },
		// ln(100.5 × 700.5 ÷ 100.5²) = 1.942, shrunken to 1.926, × 14.43; then ln(5.5 × 605.5 ÷ 195.5²) = −2.440, to −2.361.
		{ why: 'far better', of: [200, 100], base: { leads: 1000, converted: 200 }, points: 28 },
		{ why: 'far worse', of: [200, 5], base: { leads: 1000, converted: 200 }, points: -34 },
		{
			why: 'all leads, so there is nobody to compare with',
			of: [1000, 200],
			base: { leads: 1000, converted: 200 },
			points: 0,
		},
	])('suggests points: $why', ({ of: [touched, converted], base: all, points }) => {
		expect(suggestPoints({ touched, converted }, all, USUAL_SCALE)).toBe(points);
	});

	it('puts suggestions on the scale of the model’s own points', () => {
		const rules = [
			touch(200, 100, { kind: 'rule', name: 'strong', of: '', points: 40 }),
			touch(200, 5, { kind: 'rule', name: 'against', of: '', points: -40 }),
		];
		const suggested = conversionTable(rules, { leads: 1000, converted: 200 }).map((row) => row.suggested ?? 0);
		expect(suggested[0] - suggested[1]).toBe(80);
	});
});

describe('what leads have in common', () => {
	const model = modelOf([{ rule: 'Pricing', dimension: 'engagement', event: 'page_view', points: 12 }]);
	const leads = [
		pastLead('a@x.example', {
			fields: { industry: 'Health', createdAt: daysAgo(60), source: 'fair' },
			activities: [visit('a', 40), visit('a', 41), visit('a', 1, '/later')],
		}),
		pastLead('b@x.example', {
			fields: { createdAt: daysAgo(60) },
			activities: [{ ...visit('b', 50), source: 'segment' }],
		}),
		pastLead('c@x.example', { fields: { createdAt: daysAgo(60), industry: 'Health' } }),
	];
	const lines = [
		...['a@x.example', 'b@x.example', 'c@x.example'].map((lead) => line(lead, 'nurture', 'mql', 35)),
		line('a@x.example', 'opportunity', 'won', 20),
	];
	const { cases } = cohortOf(leads, lines, TERMS);
	const { scored } = scoreCases(cases, model, GRID);

	it('counts each lead once, and nothing that came later', () => {
		const touches = touchesOf(scored, model, { fields: ['industry'], sourceField: 'source' });
		expect(
			touches.map(({ kind, name, touched, converted, points }) => [kind, name, touched, converted, points]),
		).toEqual([
			['rule', 'Pricing', 2, 1, 12],
			['type', 'page_view', 2, 1, null],
			['asset', '/pricing', 2, 1, null],
			['source', 'fair', 1, 1, null],
			['field', 'Health', 2, 1, null],
			['source', 'segment', 1, 0, null],
		]);
	});
});

describe('rules of a conversion table', () => {
	const base = { leads: 1000, converted: 200 };

	it('score with what made the difference, once for things that touch the same leads', () => {
		const table = conversionTable(
			[
				touch(200, 100, { name: 'demo_request', of: 'demo_request' }),
				touch(200, 100, { kind: 'asset', name: '/demo', of: 'demo_request' }),
				touch(150, 70, { kind: 'asset', name: '/pricing, "new"', of: 'page_view' }),
				touch(300, 20, { kind: 'field', name: 'Services', of: 'industry' }),
				touch(300, 60, { kind: 'field', name: 'Health', of: 'industry' }),
				touch(300, 120, { kind: 'rule', name: 'Known', of: '', points: 5 }),
			],
			base,
		);
		const rules = draftRules(table, 'draft');
		expect(rules.map(({ rule, model }) => [rule, model])).toEqual([
			['demo_request', 'draft'],
			['page_view: /pricing, "new"', 'draft'],
			['industry: Services', 'draft'],
		]);
		const model = modelOf(rules.map(({ model: _, ...rule }) => rule));
		const activity = { type: 'page_view', at: daysAgo(10), properties: { page: '/pricing, "new"' } };
		const lead = pastLead('a', {
			fields: { createdAt: daysAgo(20), industry: 'services', outcome: 'lost' },
			activities: [activity],
		});
		const [scored] = scoreCases(
			cohortOf([lead], [], { ...OWN, look: { kind: 'age', days: 15 } }).cases,
			model,
			GRID,
		).scored;
		const points = (name: string): number => Number(rules.find(({ rule }) => rule === name)?.points);
		expect(scored.total).toBe(points('page_view: /pricing, "new"') + points('industry: Services'));
	});
});

describe('the leads that a review learns from', () => {
	const lead = (name: string, fields: object) => pastLead(name, { fields: { createdAt: daysAgo(100), ...fields } });

	it.each([
		{
			why: 'won after it was looked at',
			fields: { outcome: 'won', outcomeAt: daysAgo(50) },
			cases: 1,
			converted: true,
		},
		{ why: 'lost, no date', fields: { outcome: 'lost' }, cases: 1, converted: false },
		{ why: 'won before it was looked at', fields: { outcome: 'won', outcomeAt: daysAgo(95) }, left: 'early' },
		{ why: 'lost before it was looked at', fields: { outcome: 'lost', outcomeAt: daysAgo(95) }, left: 'early' },
		{ why: 'still open', fields: { outcome: '' }, left: 'open' },
		{ why: 'no date at all', fields: { outcome: 'lost', createdAt: '' }, left: 'undated' },
	])('$why', ({ fields, cases, converted, left }) => {
		const cohort = cohortOf([lead('a', fields)], [], OWN);
		expect(cohort.cases.map((each) => each.converted)).toEqual(cases === undefined ? [] : [converted]);
		if (left) expect(cohort.left).toMatchObject({ [left]: 1 });
		expect(cohort.faults).toEqual([]);
	});

	it('says of a conversion without a date what to do', () => {
		const { cases, faults } = cohortOf([lead('a', { outcome: 'won', outcomeAt: 'soon' })], [], OWN);
		expect(cases).toEqual([]);
		expect(faults).toEqual([
			{
				message: 'Lead “a” converted, but its “outcomeAt” is “soon”, which is not a date',
				hint: expect.stringContaining('ISO 8601'),
			},
		]);
	});

	it('takes a lead once', () => {
		const { cases, left } = cohortOf(
			[lead('ana@x.example', { outcome: 'lost' }), lead(' Ana@X.example', { outcome: 'lost' })],
			[],
			OWN,
		);
		expect([cases.length, left.twice]).toEqual([1, 1]);
	});

	it.each([
		{
			why: 'won within the window',
			lines: [line('a', 'new', 'mql', 60), line('a', 'opportunity', 'won', 40)],
			converted: true,
		},
		{
			why: 'won after the window',
			lines: [line('a', 'new', 'mql', 60), line('a', 'opportunity', 'won', 20)],
			converted: false,
		},
		{ why: 'sent back', lines: [line('a', 'new', 'mql', 10), line('a', 'mql', 'recycled', 5)], converted: false },
		{ why: 'the window is not over', lines: [line('a', 'new', 'mql', 10)], left: 'open' },
		{ why: 'never handed over', lines: [], left: 'undated' },
		{ why: 'a new owner is no hand-off', lines: [line('a', 'mql', 'mql', 60)], left: 'undated' },
	])('by the stage log: $why', ({ lines, converted, left }) => {
		const cohort = cohortOf([lead('a', {})], lines, TERMS);
		expect(cohort.cases.map((each) => each.converted)).toEqual(converted === undefined ? [] : [converted]);
		if (left) expect(cohort.left).toMatchObject({ [left]: 1 });
	});

	it('parts them by the date they came in', () => {
		const leads = [30, 90, 60, 50].map((days) =>
			pastLead(`lead ${days}`, { fields: { createdAt: daysAgo(days), outcome: 'lost' } }),
		);
		const { cases } = cohortOf(leads, [], OWN);
		expect(partOf(cases, 'first', 75).map((each) => each.lead)).toEqual(['lead 90', 'lead 60', 'lead 50']);
		expect(partOf(cases, 'last', 75).map((each) => each.lead)).toEqual(['lead 30']);
		expect(partOf(cases, 'all', 75)).toHaveLength(4);
	});
});

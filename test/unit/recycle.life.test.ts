import fc from 'fast-check';
import { DateTime } from 'luxon';
import {
	classify,
	DEFAULT_BANDS,
	DEFAULT_SALES_CELLS,
	DEFAULT_UNQUALIFIED_CELLS,
	readRoutes,
	type Cell,
} from '../../lifecycle/grid/grid';
import { compileModel } from '../../lifecycle/model/compile';
import { parseModel } from '../../lifecycle/model/parse';
import type { Fields } from '../../lifecycle/path';
import { planRecycling } from '../../lifecycle/recycle/recycle-plan';
import { DEFAULT_REASONS } from '../../lifecycle/recycle/reason';
import { leadRecycler } from '../../lifecycle/recycle/recycle';
import { scoreLead, type LeadScore } from '../../lifecycle/score/score';

type Value<T> = T extends { ok: true; value: infer V } ? V : never;

function valueOf<R extends { ok: boolean }>(result: R): Value<R> {
	if (!result.ok) throw new Error(JSON.stringify(result));
	return (result as unknown as { value: Value<R> }).value;
}

const RULES = [
	{ rule: 'Director', dimension: 'fit', field: 'title', operator: 'contains', value: 'director', points: 55 },
	{ rule: 'Demo request', dimension: 'engagement', event: 'demo_request', points: 40.15 },
	{ rule: 'Pricing page', dimension: 'engagement', event: 'page_view', points: 12.33 },
	{ rule: 'Unsubscribe', dimension: 'engagement', event: 'email_unsubscribe', points: -30 },
];
const modelWith = (decay?: string) => valueOf(compileModel(valueOf(parseModel(RULES)), { decay }));
const recycler = leadRecycler(
	valueOf(
		planRecycling({
			scoreField: 'leadScore.engagement',
			totalField: 'leadScore.total',
			outputField: 'recycle',
			reasons: DEFAULT_REASONS,
			maxRecycles: 3,
		}),
	),
);
const at = (text: string) => DateTime.fromISO(text, { zone: 'utc' });

function scored(lead: Fields, log: readonly unknown[], asOf: DateTime, model = modelWith()): Fields {
	return { ...lead, leadScore: valueOf(scoreLead({ lead: 'ana', fields: lead, activities: log }, model, asOf)) };
}

const recycled = (lead: Fields, reason: string, asOf: DateTime): Fields =>
	valueOf(recycler(lead, { reason, by: 'ben' }, asOf)).lead;

function classified(lead: Fields, previous: Cell | undefined) {
	const { fit, engagement, total } = lead.leadScore as LeadScore;
	const routes = valueOf(readRoutes(DEFAULT_SALES_CELLS, DEFAULT_UNQUALIFIED_CELLS));
	const rules = { fit: DEFAULT_BANDS, engagement: DEFAULT_BANDS, routes, minimumTotal: 0, hysteresis: 0 };
	return classify({ fit, engagement, total, excluded: false, previous, previousSince: undefined }, rules, '');
}

it('a lead is handed over, sent back, and handed over again once it has earned it', () => {
	const demo = { type: 'demo_request', at: '2026-01-10T10:00:00Z' };
	const log: unknown[] = [demo, { type: 'page_view', at: '2026-01-11T10:00:00Z' }];
	let lead = scored({ email: 'ana', title: 'Director' }, log, at('2026-01-12'));
	const first = classified(lead, undefined);
	expect([first.cell, first.transition]).toEqual(['A1', 'entered']);

	lead = recycled({ ...lead, handedOffAt: '2026-01-12T00:00:00Z', stage: 'mql' }, 'no need', at('2026-01-15'));
	expect(lead).toMatchObject({
		stage: 'recycled',
		handedOffAt: null,
		recycles: 1,
		leadScore: { engagement: 0, total: 55 },
	});

	lead = scored(lead, log, at('2026-02-01'));
	expect(lead.leadScore).toMatchObject({ engagement: 0, total: 55 });
	const second = classified(lead, first.cell);
	expect([second.cell, second.transition]).toEqual(['A4', 'left']);

	log.push({ ...demo, at: '2026-03-01T10:00:00Z' });
	lead = scored(lead, log, at('2026-03-02'));
	const third = classified(lead, second.cell);
	expect([third.cell, third.transition, lead.handedOffAt]).toEqual(['A2', 'entered', null]);
});

it('Score Lead finds the same scores in the log as Recycle Lead left, and its reasons sum to them', () => {
	const activity = fc.record({
		type: fc.constantFrom('demo_request', 'page_view', 'email_unsubscribe'),
		at: fc.integer({ min: 0, max: 90 }).map((day) => at('2026-01-01').plus({ days: day }).toISO()),
	});
	const reason = fc.constantFrom(...DEFAULT_REASONS.map((each) => each.reason));
	const decay = fc.constantFrom(undefined, 'half-life 30d', 'linear 50% per 30d');
	fc.assert(
		fc.property(fc.array(activity, { maxLength: 12 }), reason, decay, (log, why, curve) => {
			const model = modelWith(curve);
			const asOf = at('2026-03-15');
			const sentBack = recycled(scored({ title: 'Director' }, log, asOf, model), why, asOf);
			const again = scored(sentBack, log, asOf, model);
			const [left, found] = [sentBack.leadScore, again.leadScore] as LeadScore[];
			expect([found.fit, found.engagement, found.total]).toEqual([left.fit, left.engagement, left.total]);
			for (const { reasons, total } of [left, found]) {
				expect(reasons.reduce((sum, { points }) => sum + Math.round(points * 100), 0)).toBe(Math.round(total * 100));
			}
		}),
		{ numRuns: 300 },
	);
});

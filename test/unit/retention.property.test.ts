/** What retention lets go changes no score: not now, not later, and not on the curve of the last 90 days. */
import fc from 'fast-check';
import type { Fields } from '../../lifecycle/path';
import { prunedOf, type LeadToPrune } from '../../lifecycle/retention/prune';
import type { CompiledModel } from '../../lifecycle/model/compiled';
import { scoreLead } from '../../lifecycle/score/score';
import { DAY } from '../../lifecycle/time';
import { activities, asOf, facts, lead, model, options, rules, silence } from '../support/generated-leads';

const LEAD = 'ann@acme.example';
const DAYS = [-80, -30, 0, 1, 31, 200, 500];

const rowsOf = (log: readonly object[]): Fields[] =>
	log.map((activity, index) => ({ id: index + 1, lead: LEAD, quarantine: '', attributes: '', ...activity }));

const toPrune = (log: readonly Fields[], fields: Fields = {}): LeadToPrune => ({
	raw: { ...fields, lead: LEAD, logged: log.length },
	lead: LEAD,
	keys: [],
	logOf: (key) => (key === LEAD ? log : []),
});

const prune = (log: readonly Fields[], using: CompiledModel, fields: Fields = {}, keepDays = 90) => {
	const before = asOf.toMillis() - keepDays * DAY;
	return prunedOf(toPrune(log, fields), using, { before, followed: log.length, asOf });
};

function scores(log: readonly Fields[], fields: Fields, using: CompiledModel): string[] {
	return DAYS.map((days) => {
		const result = scoreLead({ lead: LEAD, fields, activities: log }, using, asOf.plus({ days }));
		return JSON.stringify(result.ok ? { ...result.value, activities: 0 } : result, null, 1);
	});
}

it('changes no score at any time, whatever the rules and the log', () => {
	let gone = 0;
	fc.assert(
		fc.property(rules(-20), activities(), lead, options, (rows, given, fields, opts) => {
			const using = model([...facts, silence, ...rows.map((row) => ({ ...row, days: row.days || 120 }))], opts);
			const log = rowsOf(given);
			const { ids } = prune(log, using, fields);
			gone += ids.length;
			const left = log.filter(({ id }) => !ids.includes(Number(id)));
			expect(scores(left, fields, using)).toEqual(scores(log, fields, using));
		}),
		{ numRuns: 120 },
	);
	expect(gone).toBeGreaterThan(50);
});

it('changes none either where rules read for ever', () => {
	fc.assert(
		fc.property(rules(-20), activities(), lead, (rows, given, fields) => {
			const using = model([...facts, silence, ...rows]);
			const log = rowsOf(given);
			const { ids } = prune(log, using, fields);
			const left = log.filter(({ id }) => !ids.includes(Number(id)));
			expect(scores(left, fields, using)).toEqual(scores(log, fields, using));
		}),
		{ numRuns: 100 },
	);
});

const daysAgo = (days: number): string => asOf.minus({ days }).toISO() ?? '';
const visit = (days: number, more: object = {}) => ({
	type: 'page_view',
	at: daysAgo(days),
	properties: '{}',
	...more,
});

const limits = fc.constantFrom<object>(
	{ days: 60 },
	{ days: 60, count: 3 },
	{ decay: 'expire 60d' },
	{ decay: 'linear 50% per 30d' },
	{ days: 45, per: 'once' },
);
const dense = fc.array(
	fc.record({ days: fc.integer({ min: 0, max: 260 }), type: fc.constantFrom('page_view', 'page_view', 'form_submit') }),
	{ minLength: 20, maxLength: 50 },
);

it('changes none on the curve of 90 days where one rule, alone or with a second condition, reads a dense log', () => {
	let gone = 0;
	fc.assert(
		fc.property(limits, fc.boolean(), dense, (limit, asksForMore, days) => {
			const rule = { rule: 'Visit', dimension: 'engagement', event: 'page_view', points: 5, ...limit };
			const condition = { rule: 'Visit', event: 'form_submit', days: 75, count: 2 };
			const using = model(asksForMore ? [rule, condition] : [rule]);
			const log = rowsOf(days.map((each) => visit(each.days, { type: each.type })));
			const { ids } = prune(log, using, {}, 0);
			gone += ids.length;
			const left = log.filter(({ id }) => !ids.includes(Number(id)));
			for (let day = 0; day > -90; day -= 9) {
				const totals = [left, log].map((activities) => {
					const result = scoreLead({ lead: LEAD, fields: {}, activities }, using, asOf.plus({ days: day }));
					return result.ok && result.value.total;
				});
				expect([day, totals[0]]).toEqual([day, totals[1]]);
			}
		}),
		{ numRuns: 150 },
	);
	expect(gone).toBeGreaterThan(50);
});

describe.each([
	['a window', { days: 60 }, 150],
	['an end of the decay', { decay: 'expire 60d' }, 150],
	['a decay that comes to nothing', { decay: 'linear 50% per 30d' }, 150],
])('a rule with %s', (_, limit, reach) => {
	const using = model([{ rule: 'Visit', dimension: 'engagement', event: 'page_view', points: 5, ...limit }]);
	it('lets activities go that were out of its reach for 90 days', () => {
		// The newest before the 90 days is kept in any case.
		const log = rowsOf([visit(1), visit(91), visit(reach - 1), visit(reach + 1)]);
		expect(prune(log, using)).toEqual({ ids: [4], isCounted: true });
	});
});

describe.each([
	['that fades for ever', { decay: 'half-life 30d' }],
	['without days and decay', { decay: 'none' }],
	['that counts several, also those without points', { decay: 'expire 60d', count: 2 }],
])('a rule %s', (_, limit) => {
	it('keeps all that it counts, and nothing else', () => {
		const using = model([{ rule: 'Visit', dimension: 'engagement', event: 'page_view', points: 5, ...limit }]);
		const attend = { type: 'webinar_attend' };
		const log = rowsOf([visit(800), visit(900), visit(800, attend), visit(900, attend)]);
		expect(prune(log, using).ids).toEqual([4]);
	});
});

const using = model([{ rule: 'Visit', dimension: 'engagement', event: 'page_view', points: 5, days: 30 }]);

it.each([
	['the newest of its type', [visit(1), visit(900)]],
	['what taught something', [visit(800), visit(900, { attributes: '{"title":"Director"}' })]],
	['who is who', [visit(800), visit(900, { properties: '{"alsoKnownAs":["v1"]}' })]],
	['consent', [visit(800, { type: 'email_unsubscribe' }), visit(900, { type: 'email_unsubscribe' })]],
	['a decision of sales', [visit(800), visit(900, { type: 'sales_decision', quarantine: 'decision' })]],
	['what the settings keep', [visit(800), visit(900)], 1000],
])('keeps %s', (_, log, keepDays = 90) => {
	expect(prune(rowsOf(log), using, {}, keepDays).ids).toEqual([]);
});

it('keeps what was not scored yet, and what several people share', () => {
	const log = rowsOf([visit(800), visit(900), visit(901)]);
	const before = asOf.minus({ days: 90 }).toMillis();
	expect(prunedOf(toPrune(log), using, { before, followed: 2, asOf }).ids).toEqual([2]);
	const shared = log.map((row) => ({ ...row, lead: 'tablet' }));
	const keys = [{ key: 'tablet', after: null, until: daysAgo(0) }];
	const ofTablet = { raw: { lead: LEAD }, lead: LEAD, keys, logOf: (key: string) => (key === 'tablet' ? shared : []) };
	expect(prunedOf(ofTablet, using, { before, followed: 9, asOf }).ids).toEqual([]);
});

it('takes old activities of machines along', () => {
	const log = rowsOf([visit(800), visit(900, { quarantine: 'bot:agent' })]);
	expect(prune(log, using).ids).toEqual([2]);
});

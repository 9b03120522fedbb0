import { backtest, LEAST_OF_EACH, type SignalVerdict } from '../../lifecycle/review/backtest';
import { reviewBands } from '../../lifecycle/review/bands';
import { cohortOf, type PastLead } from '../../lifecycle/review/cohort';
import { compareModels } from '../../lifecycle/review/compare';
import { checkModel } from '../../lifecycle/review/model-check';
import { scoreCases } from '../../lifecycle/review/scored-case';
import { seededRandom } from '../../lifecycle/review/statistics/random';
import { DAY, toIso } from '../../lifecycle/time';
import { AS_OF, daysAgo, GRID, modelOf, OWN, pastLead, visit } from '../support/review';

const RULES = [
	{
		rule: 'Pricing page',
		dimension: 'engagement',
		event: 'page_view',
		field: '$activity.page',
		operator: 'contains',
		value: 'pricing',
		points: 12,
	},
	{ rule: 'Director', dimension: 'fit', field: 'title', operator: 'contains', value: 'director', points: 30 },
	{ rule: 'Silence', dimension: 'engagement', event: 'inactivity', days: 30, every: 30, points: -5 },
	{ rule: 'Fax', dimension: 'engagement', event: 'fax', points: 3 },
];
const TERMS = { threshold: 30, capacity: undefined };
const MODEL = modelOf(RULES);

/** Leads of which those who visit the pricing page convert more often. */
function leadsOf(count: number, lift = 0.5): PastLead[] {
	const random = seededRandom(count);
	return Array.from({ length: count }, (_, index) => {
		const came = 200 - (index * 100) / count;
		const visits = Math.floor(random() * 4);
		const isDirector = random() < 0.4;
		const converted = random() < 0.1 + (visits / 3) * lift;
		const lead = `lead-${index}@x.example`;
		return pastLead(lead, {
			fields: {
				createdAt: daysAgo(came),
				title: isDirector ? 'Director' : 'Clerk',
				outcome: converted ? 'won' : 'lost',
				outcomeAt: converted ? daysAgo(came - 40) : '',
			},
			activities: Array.from({ length: visits }, (_, visited) => visit(lead, came - 1 - visited)),
		});
	});
}

const scoredOf = (leads: readonly PastLead[], model = MODEL) => scoreCases(cohortOf(leads, [], OWN).cases, model, GRID);
const test = (leads: readonly PastLead[]) =>
	backtest(
		scoredOf(leads).scored.map(({ total, of }) => ({ score: total, converted: of.converted })),
		TERMS,
	);

describe('the backtest', () => {
	const leads = leadsOf(400);

	it('looks at no activity that came later, however it is planted', () => {
		const planted = leads.map((lead) => {
			const looked = Date.parse(String(lead.fields.createdAt)) + 7 * DAY;
			const later = [1, DAY, 60 * DAY].map((after) => ({
				...{ type: 'page_view', at: toIso(looked + after), properties: { page: '/pricing' } },
				attributes: { title: 'Director' },
			}));
			return { ...lead, activities: [...later, ...lead.activities] };
		});
		const totals = (all: readonly PastLead[]) => scoredOf(all).scored.map(({ total, cell }) => [total, cell]);
		expect(totals(planted)).toEqual(totals(leads));
		expect(test(planted)).toEqual(test(leads));
		// A visit on the very moment counts, so that the comparison above can fail.
		const intime = leads.map((lead) => ({
			...lead,
			activities: [...lead.activities, visit(lead.lead, (AS_OF - Date.parse(String(lead.fields.createdAt))) / DAY - 7)],
		}));
		expect(totals(intime)).not.toEqual(totals(leads));
	});

	it('leaves points by hand out, for nobody knows when they were given', () => {
		const adjusted = leads.map((lead) => ({ ...lead, fields: { ...lead.fields, scoreAdjustment: 50 } }));
		expect(test(adjusted)).toEqual(test(leads));
	});

	it('finds the signal, and says where both kinds part', () => {
		const { auc, verdict, recommended, deciles, thresholds } = test(leads);
		const { forecast } = test(leadsOf(3000));
		expect(verdict).toBe('signal');
		expect(auc).toBeGreaterThan(0.6);
		expect(recommended).toMatchObject({ threshold: expect.any(Number), interval: { low: expect.any(Number) } });
		expect(deciles).toHaveLength(10);
		expect(deciles.reduce((sum, { leads: count }) => sum + count, 0)).toBeCloseTo(400, 6);
		expect(thresholds.at(-1)).toMatchObject({ leads: 400, recall: 1 });
		expect(forecast?.brier).toBeLessThan(forecast?.brierOfBaseRate ?? 0);
	});

	it('gives precision for the leads that the team has time for', () => {
		const scored = [3, 2, 2, 1].map((score, index) => ({ score, converted: index === 0 || index === 2 }));
		// The first, and half of the two that share the second place.
		expect(backtest(scored, { ...TERMS, capacity: 2 }).atCapacity).toEqual({ leads: 2, precision: 0.75, threshold: 2 });
		expect(backtest(scored, { ...TERMS, capacity: 100 }).atCapacity).toEqual({
			leads: 4,
			precision: 0.5,
			threshold: 1,
		});
	});

	it.each<{
		why: string;
		scores: (index: number) => number;
		converted: (index: number) => boolean;
		verdict: SignalVerdict;
	}>([
		{ why: 'no positives', scores: (index) => index, converted: () => false, verdict: 'too few' },
		{ why: 'one class only', scores: (index) => index, converted: () => true, verdict: 'too few' },
		{
			why: 'one positive below the minimum',
			scores: (index) => index,
			converted: (index) => index < LEAST_OF_EACH - 1,
			verdict: 'too few',
		},
		{ why: 'one score for all', scores: () => 5, converted: (index) => index % 3 === 0, verdict: 'no usable signal' },
		{
			why: 'the order of chance',
			scores: (index) => (index * 7919) % 101,
			converted: (index) => index % 3 === 0,
			verdict: 'no usable signal',
		},
		{ why: 'upside down', scores: (index) => -index, converted: (index) => index > 200, verdict: 'against' },
	])('is honest: $why', ({ scores, converted, verdict }) => {
		const scored = Array.from({ length: 300 }, (_, index) => ({ score: scores(index), converted: converted(index) }));
		const result = backtest(scored, TERMS);
		expect(result.verdict).toBe(verdict);
		expect(result.recommended).toBeNull();
		if (verdict === 'too few') expect(result.auc).toBeNull();
	});

	it('of no lead at all is too few', () => {
		expect(backtest([], { threshold: 65, capacity: 10 })).toMatchObject({
			leads: 0,
			verdict: 'too few',
			deciles: [],
			atCapacity: null,
		});
	});
});

describe('bands and cells', () => {
	const { scored } = scoredOf(leadsOf(400));

	it('put leads of one total into one band, and rise', () => {
		const result = reviewBands(scored, 4);
		if (!result.ok) throw new Error(result.message);
		const { bands, rising, cells, fitShare, breaks } = result.value;
		expect(bands.reduce((sum, { leads }) => sum + leads, 0)).toBe(400);
		expect(bands.every(({ from }, index) => index === 0 || from < bands[index - 1].from)).toBe(true);
		expect(cells).toHaveLength(16);
		expect(rising).not.toBe('no');
		expect(breaks).toEqual([]);
		expect(fitShare === null || (fitShare >= 0 && fitShare <= 100)).toBe(true);
	});

	it('say so where a higher band converts less often, beyond chance', () => {
		const upsideDown = scored.map((each) => ({ ...each, total: -each.total }));
		const result = reviewBands(upsideDown, 4);
		expect(result.ok && result.value.rising).toBe('no');
		expect(result.ok && result.value.breaks.length).toBeGreaterThan(0);
		expect(result.ok && result.value.negative).toBeGreaterThan(0);
	});

	it('name what to do where there are fewer leads than bands', () => {
		expect(reviewBands(scored.slice(0, 3), 10)).toEqual({
			ok: false,
			message: '3 leads cannot be put into 10 bands',
			hint: 'Choose at most 3 in “Bands”, or review more leads.',
		});
	});
});

describe('the check of a model on its leads', () => {
	const checked = (leads: readonly PastLead[], rules: readonly object[] = RULES, more = {}) => {
		const model = modelOf(rules);
		const { scored } = scoredOf(leads, model);
		const ranked = scored.map(({ total, of }) => ({ score: total, converted: of.converted }));
		return checkModel({
			model,
			scored,
			backtest: backtest(ranked, { ...TERMS, threshold: model.options.threshold }),
			before: [],
			now: [],
			...more,
		});
	};
	const names = (...args: Parameters<typeof checked>) => checked(...args).map(({ check }) => check);

	it('finds rules that never fire, and says of what to do', () => {
		const found = checked(leadsOf(400)).filter(({ check }) => check === 'never fires');
		expect(found.map(({ message }) => message)).toEqual([
			'Row 3 (“Silence”) never applied',
			'Row 4 (“Fax”) never applied',
		]);
		expect(found[0]).toMatchObject({ severity: 'broken', evidence: '0 of 400 leads.', hint: expect.any(String) });
	});

	it.each([
		{
			why: 'a field that nobody fills',
			rules: [...RULES, { rule: 'Rich', dimension: 'fit', field: 'revenue', operator: 'gt', value: 5, points: 5 }],
			check: 'empty field',
		},
		{
			why: 'two rules for one thing',
			rules: [
				...RULES,
				{ rule: 'Boss', dimension: 'fit', field: 'title', operator: 'is', value: 'Director', points: 3 },
			],
			check: 'always together',
		},
		{
			why: 'nothing that takes points away',
			rules: RULES.filter(({ points }) => points > 0),
			check: 'no negative rule',
		},
		{ why: 'a threshold that nobody reaches', rules: RULES, check: 'threshold' },
	])('finds $why', ({ rules, check }) => {
		expect(names(leadsOf(400), rules)).toContain(check);
	});

	it('finds scores changed by hand, and none where few are', () => {
		const withShare = (share: number) =>
			leadsOf(400).map((lead, index) => ({
				...lead,
				fields: { ...lead.fields, scoreAdjustment: index < 400 * share ? 5 : 0 },
			}));
		expect(names(withShare(0.2))).toContain('changed by hand');
		expect(names(withShare(0.05))).not.toContain('changed by hand');
	});

	it('finds a shifted distribution, and none in the same one', () => {
		const totals = Array.from({ length: 500 }, (_, index) => index % 100);
		expect(names(leadsOf(400), RULES, { before: totals, now: totals.map((total) => total + 40) })).toContain('drift');
		expect(names(leadsOf(400), RULES, { before: totals, now: totals })).not.toContain('drift');
	});

	it('finds scores that rise from month to month while conversions do not', () => {
		const rising = Array.from({ length: 300 }, (_, index) => {
			const came = 190 - (index * 120) / 300;
			const lead = `l${index}`;
			return pastLead(lead, {
				fields: { createdAt: daysAgo(came), outcome: index % 4 === 0 ? 'won' : 'lost', outcomeAt: daysAgo(came - 30) },
				activities: Array.from({ length: 1 + Math.floor(index / 60) }, (_, visited) => visit(lead, came - visited)),
			});
		});
		expect(names(rising)).toContain('inflation');
		expect(
			names([...rising].reverse().map((lead, index) => ({ ...lead, fields: rising[index].fields }))),
		).not.toContain('inflation');
	});

	it('does not judge a model by a few leads', () => {
		expect(names(leadsOf(50))).toEqual(['too few leads']);
	});
});

describe('two models over the same leads', () => {
	const leads = leadsOf(400);
	const better = modelOf([{ ...RULES[0], points: 30 }, ...RULES.slice(1).map((rule) => ({ ...rule, points: 1 }))]);
	const [before, after] = [scoredOf(leads).scored, scoredOf(leads, better).scored];
	const models = { before: MODEL, after: better };

	it('say who changes cell and why, and what it brings', () => {
		const { leads: count, changed, changes, handOffs, auc } = compareModels(before, after, models);
		expect(count).toBe(400);
		expect(changed).toBeGreaterThan(0);
		expect(handOffs.after - handOffs.before).toBe(handOffs.gained - handOffs.lost);
		expect(handOffs.conversionsGained).toBeLessThanOrEqual(handOffs.gained);
		expect(changes[0]).toMatchObject({
			from: expect.any(String),
			why: expect.stringMatching(/Pricing page \+|Director −/),
		});
		expect(auc).toMatchObject({ verdict: 'better' });
	});

	it('differ in nothing from themselves', () => {
		expect(compareModels(before, before, { before: MODEL, after: MODEL })).toMatchObject({
			changed: 0,
			changes: [],
			handOffs: { gained: 0, lost: 0 },
			auc: { interval: { low: 0, high: 0 }, verdict: 'no difference' },
		});
	});

	it('are not compared by area where one class is missing', () => {
		const all = before.map((each) => ({ ...each, of: { ...each.of, converted: false } }));
		expect(compareModels(all, all, { before: MODEL, after: MODEL }).auc).toBeNull();
	});
});

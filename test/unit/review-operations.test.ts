import golden from '../cases/review-golden.json';
import { armOf, judgeTest, type Look } from '../../lifecycle/review/ab-test';
import { bantTruth } from '../../lifecycle/review/bant';
import { cohortOf } from '../../lifecycle/review/cohort';
import { scoreCases } from '../../lifecycle/review/scored-case';
import { returnOnInvestment } from '../../lifecycle/review/roi';
import { speedToLead } from '../../lifecycle/review/speed-to-lead';
import { reviewStages } from '../../lifecycle/review/stages';
import { seededRandom } from '../../lifecycle/review/statistics/random';
import { emptyRow } from '../../lifecycle/lead/row';
import { readSettings } from '../../lifecycle/settings/read-settings';
import { policyOf } from '../../lifecycle/stage/policy';
import { DateTime } from 'luxon';
import { AS_OF, daysAgo, GRID, line, modelOf, OWN, pastLead } from '../support/review';

describe('what a change was worth', () => {
	const { before, after, deals, revenue } = golden.roi;

	it('follows from the inputs of the guide', () => {
		const roi = returnOnInvestment(before, after);
		expect([roi.before.deals, roi.after.deals]).toEqual(deals);
		expect([roi.before.revenue, roi.after.revenue]).toEqual(revenue);
		expect(roi).toMatchObject({
			moreDeals: 33.5,
			moreRevenue: 2_827_000,
			revenueGrowth: 90.5,
			// 3,125,000 in 80 days against 5,952,000 in 60.
			before: { velocity: 39_062.5, leadsPerDeal: 16 },
			after: { velocity: 99_200, leadsPerDeal: 6.3 },
			velocityGrowth: 154,
		});
	});

	it('of nothing before is no percentage', () => {
		const nothing = { ...before, leads: 0 };
		expect(returnOnInvestment(nothing, after)).toMatchObject({ revenueGrowth: null, before: { leadsPerDeal: null } });
		expect(returnOnInvestment({ ...before, days: 0 }, after).before.velocity).toBe(0);
	});
});

describe('an A/B test', () => {
	const plan = { usual: 0.2, worthwhile: 1.3 };
	const look = (a: readonly [number, number], b: readonly [number, number]): Look => ({
		A: { leads: a[0], converted: a[1] },
		B: { leads: b[0], converted: b[1] },
	});

	it('keeps a lead in its arm, whatever the spelling, and deals another test anew', () => {
		const leads = Array.from({ length: 4000 }, (_, index) => `lead-${index}@x.example`);
		const arms = leads.map((lead) => armOf('pricing', lead, 0.5));
		expect(leads.map((lead) => armOf('pricing', ` ${lead.toUpperCase()}`, 0.5))).toEqual(arms);
		const inB = arms.filter((arm) => arm === 'B').length;
		expect(inB / leads.length).toBeCloseTo(0.5, 1);
		const agree = leads.filter((lead, index) => armOf('another', lead, 0.5) === arms[index]).length;
		expect(agree / leads.length).toBeCloseTo(0.5, 1);
		expect(leads.filter((lead) => armOf('pricing', lead, 0.1) === 'B').length / leads.length).toBeCloseTo(0.1, 1);
		// More leads for B move nobody from B to A.
		expect(leads.every((lead, index) => arms[index] === 'A' || armOf('pricing', lead, 0.6) === 'B')).toBe(true);
	});

	it.each([
		{ why: 'nothing yet', looks: [], verdict: 'go on' },
		{ why: 'too few to say', looks: [look([20, 4], [20, 15])], verdict: 'go on' },
		{ why: 'a difference that chance explains', looks: [look([500, 100], [500, 115])], verdict: 'go on' },
		{ why: 'far better', looks: [look([800, 160], [800, 260])], verdict: 'B is better' },
		{ why: 'far worse', looks: [look([800, 260], [800, 160])], verdict: 'A is better' },
		{
			why: 'the planned leads are there and nothing was found',
			looks: [look([1500, 300], [1500, 305])],
			verdict: 'no difference found',
		},
		{
			why: 'what was found at an earlier look stays found',
			looks: [look([800, 160], [800, 260]), look([900, 200], [900, 262])],
			verdict: 'B is better',
		},
	])('says: $why', ({ looks, verdict }) => {
		expect(judgeTest(looks, plan).verdict).toBe(verdict);
	});

	it('plans with the usual formula for two shares', () => {
		// 20 % against 26 %, 5 % two-sided, 80 % power: (1.96 + 0.8416)² × (0.16 + 0.1924) ÷ 0.06² = 768.4.
		expect(judgeTest([], plan).needed).toBe(769);
	});

	it('finds no difference where there is none in 95 of 100 tests, though it looks after every 25 leads', () => {
		const random = seededRandom(11);
		const tests = Array.from({ length: 400 }, () => looksWithoutDifference(random));
		const wrong = tests.filter((looks) => judgeTest(looks, plan).pValue < 0.05).length;
		const wrongByPeeking = tests.filter((looks) => looks.some(isSignificantAtOnce)).length;
		expect(wrong / tests.length).toBeLessThan(0.05);
		// A common test that is looked at as often is wrong several times as often: what the rule is for.
		expect(wrongByPeeking / tests.length).toBeGreaterThan(0.15);
	});
});

/** A test of two arms that both convert one in five, looked at after every 25 leads of each arm. */
function looksWithoutDifference(random: () => number): Look[] {
	const looks: Look[] = [];
	const convert = (leads: number): number => Array.from({ length: leads }, random).filter((each) => each < 0.2).length;
	let [a, b] = [0, 0];
	for (let leads = 25; leads <= 2000; leads += 25) {
		a += convert(25);
		b += convert(25);
		looks.push({ A: { leads, converted: a }, B: { leads, converted: b } });
	}
	return looks;
}

function isSignificantAtOnce({ A, B }: Look): boolean {
	const rate = (A.converted + B.converted) / (A.leads + B.leads);
	const deviation = Math.sqrt(rate * (1 - rate) * (1 / A.leads + 1 / B.leads));
	return Math.abs(A.converted / A.leads - B.converted / B.leads) > 1.96 * deviation;
}

describe('speed to lead', () => {
	const leads = [
		pastLead('ana', { fields: { owner: 'ben', source: 'fair' } }),
		pastLead('bo', {
			fields: { owner: 'ben' },
			activities: [
				{ activity: 'x', type: 'call_answered', at: daysAgo(9.75) },
				{ activity: 'y', type: 'page_view', at: daysAgo(9.99) },
			],
		}),
		pastLead('cy', { fields: {} }),
	];
	const lines = [
		line('ana', 'nurture', 'mql', 20),
		line('ana', 'mql', 'accepted', 19.5, 'ben'),
		line('ana', 'accepted', 'recycled', 15, 'ben'),
		line('ana', 'recycled', 'mql', 10),
		line('bo', 'nurture', 'mql', 10),
		line('cy', 'nurture', 'mql', 10),
		// A template took it back: nobody answered.
		line('cy', 'mql', 'nurture', 5),
	];

	it('counts from each hand-off to the first answer of a person', () => {
		const rows = speedToLead(leads, lines, 'source');
		expect(rows[0]).toEqual({
			by: 'all',
			name: 'all',
			handOffs: 4,
			answered: 2,
			answeredPercent: 50,
			median: 540,
			p90: 684,
		});
		expect(
			rows.filter(({ by }) => by === 'owner').map(({ name, handOffs, median }) => [name, handOffs, median]),
		).toEqual([
			['ben', 3, 540],
			['nobody', 1, null],
		]);
		expect(rows.filter(({ by }) => by === 'source').map(({ name }) => name)).toEqual(['fair', 'unknown']);
	});

	it('of nothing is nothing', () => {
		expect(speedToLead([], [], 'source')).toEqual([]);
	});
});

describe('stages', () => {
	const row = (lead: string, stage: 'mql' | 'won' | 'accepted' | 'recycled', more = {}) => ({
		...emptyRow(lead),
		id: 1,
		stage,
		cell: 'A1',
		...more,
	});
	const settings = readSettings([{ name: 'sla_first', value: 'mql in A1: 4 hours from handedOffAt' }]).settings;
	const { slaOf } = policyOf(settings, {
		asOf: DateTime.fromMillis(AS_OF, { zone: 'utc' }),
		by: '',
		batch: '',
		zone: 'utc',
	});
	const passing = Array.from({ length: 12 }, (_, index) => [
		line(`p${index}`, 'nurture', 'mql', 40),
		line(`p${index}`, 'mql', 'accepted', index === 0 ? 39.9 : 38),
	]).flat();
	const lines = [
		...passing,
		line('ana', 'nurture', 'mql', 30),
		line('ana', 'mql', 'recycled', 28),
		line('ana', 'recycled', 'mql', 20),
		line('ana', 'mql', 'won', 10),
		line('ana', 'mql', 'won', 10),
		line('stuck', 'nurture', 'mql', 30),
	];
	const rows = [
		...Array.from({ length: 12 }, (_, index) => row(`p${index}`, 'accepted')),
		row('ana', 'won'),
		row('stuck', 'mql'),
		row('gone', 'mql', { mergedInto: 'ana' }),
	];
	const review = reviewStages(rows, lines, AS_OF, slaOf);

	it('say where leads are, how long they stay, and who is stuck', () => {
		expect(review.stages.find(({ stage }) => stage === 'mql')).toEqual({
			stage: 'mql',
			now: 1,
			entered: 15,
			medianDays: 2,
			p90Days: 2,
			wentOn: 92.9,
			stuck: [{ lead: 'stuck', days: 30 }],
		});
	});

	it('count hand-offs that were answered in time', () => {
		expect(review.sla).toEqual({ handOffs: 15, inTime: 1, percent: 6.7 });
	});

	it('count leads that came back and were won, and the pace of deals', () => {
		expect(review.recycled).toEqual({ leads: 1, handedOverAgain: 1, won: 1 });
		expect(review.velocity).toEqual({ wonPerDay: 0.025, daysToWin: 20 });
	});

	it('of an empty book say so', () => {
		expect(reviewStages([], [], AS_OF, slaOf).velocity).toEqual({ wonPerDay: 0, daysToWin: null });
	});
});

const starter = () => modelOf([{ rule: 'Any', dimension: 'engagement', event: '*', points: 1 }]);

describe('BANT', () => {
	const lead = (name: string, fields: object) => pastLead(name, { fields: { createdAt: daysAgo(300), ...fields } });
	const leads = [
		lead('a', { budget: 'Yes', timeline: '3 months', outcome: 'won', outcomeAt: daysAgo(250), dealValue: '1000' }),
		lead('b', { budget: 'yes', timeline: '3 months', outcome: 'won', outcomeAt: daysAgo(150), dealValue: 3000 }),
		lead('c', { budget: 'no', timeline: '', outcome: 'lost' }),
		lead('d', { outcome: 'won', outcomeAt: daysAgo(200) }),
	];
	const fields = { budget: 'budget', authority: 'authority', need: 'need', timeline: 'timeline' };

	it('sets what leads declared against what deals showed', () => {
		const rows = bantTruth(scoreCases(cohortOf(leads, [], OWN).cases, starter(), GRID).scored, fields, 'dealValue');
		expect(rows.map(({ element, declared, leads: count, converted }) => [element, declared, count, converted])).toEqual(
			[
				['budget', 'yes', 2, 2],
				['budget', 'no', 1, 0],
				['budget', 'not said', 1, 1],
				['timeline', '3 months', 2, 2],
				['timeline', 'not said', 2, 1],
			],
		);
		expect(rows[0]).toMatchObject({ ratio: 100, daysToConvert: 100, dealValue: 2000, onTime: null });
		expect(rows[3]).toMatchObject({ onTime: 50 });
		expect(rows[1]).toMatchObject({ daysToConvert: null, dealValue: null });
	});
});

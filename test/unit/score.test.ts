import { DateTime } from 'luxon';
import { compileModel } from '../../lifecycle/model/compile';
import type { CompiledModel } from '../../lifecycle/model/compiled';
import { parseModel } from '../../lifecycle/model/parse';
import type { ScoreOptions } from '../../lifecycle/model/rule';
import { compileStarter } from '../../lifecycle/model/starter';
import { scoreLead, type LeadScore } from '../../lifecycle/score/score';
import { DAY } from '../../lifecycle/time';
import buyers from '../cases/buyers.json';
import starterCases from '../cases/starter.json';

const asOf = DateTime.fromISO('2026-11-01T12:00:00Z');
type Row = Record<string, unknown>;

const daysAgo = (days: number): string => new Date(asOf.toMillis() - days * DAY).toISOString();

function model(rows: Row[], options: ScoreOptions = {}): CompiledModel {
	const parsed = parseModel(rows);
	const compiled = parsed.ok ? compileModel(parsed.value, options) : parsed;
	if (!compiled.ok) throw new Error(compiled.faults.map((fault) => `${fault.message}. ${fault.hint}`).join('\n'));
	return compiled.value;
}

function starter(options: ScoreOptions = {}): CompiledModel {
	const compiled = compileStarter(options);
	if (!compiled.ok) throw new Error(compiled.faults[0].message);
	return compiled.value;
}

function score(fields: Row, activities: unknown[], using: CompiledModel, at = asOf): LeadScore {
	const result = scoreLead({ lead: 'ann@example.com', fields, activities }, using, at);
	if (!result.ok) throw new Error(result.message);
	return result.value;
}

const pointsByRule = (result: LeadScore) =>
	Object.fromEntries(result.reasons.map(({ rule, points }) => [rule, points]));
const sumOfReasons = (result: LeadScore) =>
	Math.round(result.reasons.reduce((sum, { points }) => sum + points * 100, 0)) / 100;
const engagement = (rule: string, points: number, more: Row = {}): Row => ({
	rule,
	dimension: 'engagement',
	event: 'page_view',
	points,
	...more,
});

describe('the starter model', () => {
	it.each(starterCases.fit.map((each) => [JSON.stringify(each.lead), each] as const))(
		'%s',
		(_lead, { lead, expect: expected }) => {
			const result = score(lead, [], starter());
			expect(pointsByRule(result)).toEqual(expected);
			expect(result.total).toBe(Object.values(expected).reduce((sum: number, points) => sum + (points as number), 0));
		},
	);

	it.each(starterCases.engagement.map((each) => [JSON.stringify(each.activities), each] as const))(
		'%s',
		(_name, { activities, expect: expected }) => {
			const log = activities.map(([type, properties, days]) => ({ type, properties, at: daysAgo(days as number) }));
			const result = score({}, log, starter());
			expect(pointsByRule(result)).toEqual(expected);
			expect(sumOfReasons(result)).toBe(result.total);
			expect(result.engagement).toBe(result.total);
		},
	);

	it('a demo request is a key moment', () => {
		const result = score({}, [{ activity: 'd1', type: 'demo_request', at: daysAgo(1) }], starter());
		expect(result.moments).toEqual([{ rule: 'Demo request', activity: 'd1', at: daysAgo(1) }]);
		expect(result).toMatchObject({ signal: 'active', model: 'starter@1', lastActivityAt: daysAgo(1), activities: 1 });
	});

	it('a month without a visit again and again: it tells when the lead falls below the threshold, and is right', () => {
		const fields = {
			title: 'Director',
			industry: 'Finance',
			authority: 'decision maker',
			revenue: '600M',
			country: 'USA',
		};
		const log = [
			{ type: 'page_view', properties: { path: '/pricing' }, at: daysAgo(3) },
			{ type: 'demo_request', at: daysAgo(2) },
		];
		const result = score(fields, log, starter());
		expect(result.total).toBe(77);
		expect(result.dropsBelow).toEqual({ at: daysAgo(2 - 90), threshold: 65 });
		const at = DateTime.fromISO(result.dropsBelow?.at ?? '');
		expect(score(fields, log, starter(), at).total).toBe(62);
		expect(score(fields, log, starter(), at.minus(1)).total).toBe(67);
	});
});

describe('an asOf between two milliseconds', () => {
	it('comes to an end and forecasts as the whole millisecond does', () => {
		const rules = model([engagement('Visit', 100, { decay: 'half-life 30d' })]);
		const log = [{ type: 'page_view', at: daysAgo(1) }];
		for (let tenth = 1; tenth < 10; tenth++)
			expect(score({}, log, rules, asOf.plus(tenth / 10))).toEqual(score({}, log, rules));
	});
});

describe('active and passive buyer', () => {
	const names = ['Crissy', 'Jen'] as const;
	const values = [
		...new Set(Object.values(buyers.buyers).flatMap((lines) => lines.map(([what, , points]) => `${what}|${points}`))),
	];
	const rows = values.map((value): Row => {
		const [event, points] = value.split('|');
		return {
			rule: `${event} ${points}`,
			dimension: 'engagement',
			event,
			field: 'worth',
			operator: 'is',
			value: points,
			points,
			importance: buyers.critical.includes(event) ? 'critical' : 'influential',
		};
	});
	const logOf = (name: (typeof names)[number]) =>
		buyers.buyers[name].map(([type, days, worth], index) => ({
			activity: `${name}${index}`,
			type,
			properties: { worth },
			at: daysAgo(days as number),
		}));

	it.each(names)('%s: total and signal', (name) => {
		expect(score({}, logOf(name), model(rows))).toMatchObject({
			total: buyers.totals[name],
			signal: buyers.signal[name],
		});
	});

	it.each(buyers.recent.flatMap(({ days, ...expected }) => names.map((name) => [days, name, expected[name]] as const)))(
		'the last %d days of %s: %d',
		(recentDays, name, expected) => {
			expect(score({}, logOf(name), model(rows, { recentDays })).recent).toBe(expected);
		},
	);

	// The published sums are taken before rounding; ours rounds once a reason, so it may differ by half a hundredth a reason.
	it.each(
		buyers.decay.flatMap(({ decay, ...expected }) => names.map((name) => [decay, name, expected[name]] as const)),
	)('%s for %s: %d', (decay, name, expected) => {
		const result = score({}, logOf(name), model(rows, { decay }));
		expect(Math.abs(result.engagement - expected)).toBeLessThanOrEqual(0.005 * rows.length);
		expect(sumOfReasons(result)).toBe(result.total);
		const exact = buyers.buyers[name].length > 0 && decay.startsWith('linear');
		if (exact) expect(result.engagement).toBe(expected);
	});
});

describe('limits', () => {
	const visits = [0, 1, 2, 40].map((days) => ({
		activity: `v${days}`,
		type: 'page_view',
		properties: { seconds: days + 1 },
		at: daysAgo(days),
	}));
	it.each([
		['each', {}, 40, 4],
		['once', { per: 'once' }, 10, 1],
		['unit', { per: 'unit', field: 'seconds' }, 470, 4],
		['unit with a condition', { per: 'unit', field: 'seconds', operator: 'gt', value: 1 }, 460, 3],
		['max', { max: 25 }, 25, 4],
		['days', { days: 30 }, 30, 3],
		['count reached', { count: 4 }, 40, 4],
		['count within days not reached', { count: 4, days: 30 }, 0, 0],
		['count, once', { count: 4, per: 'once' }, 10, 1],
		['expire', { decay: 'expire 30d' }, 30, 3],
	])('%s', (_name, more, points, count) => {
		const result = score({}, visits, model([engagement('Visit', 10, more)]));
		expect(result.total).toBe(points);
		expect(result.reasons[0]?.count ?? 0).toBe(count);
	});

	it('negative points respect max too', () => {
		expect(score({}, visits, model([engagement('Visit', -10, { max: 15 })])).total).toBe(-15);
	});

	it('a fact multiplied by a number of the lead', () => {
		const rules = model([{ rule: 'Licences', dimension: 'fit', field: 'licences', per: 'unit', points: 0.5, max: 20 }]);
		expect(score({ licences: 12 }, [], rules).fit).toBe(6);
		expect(score({ licences: '1000' }, [], rules).fit).toBe(20);
		expect(score({ licences: '12abc' }, [], rules).fit).toBe(0);
	});

	it('rows that share a name must all hold: on one activity, on the lead, and for other activities', () => {
		const rules = model([
			engagement('Serious', 10, { field: 'path', operator: 'contains', value: 'pricing' }),
			{ rule: 'Serious', event: 'page_view', field: 'seconds', operator: 'gte', value: 30 },
			{ rule: 'Serious', field: 'country', operator: 'is', value: 'FR' },
			{ rule: 'Serious', event: 'webinar_attend', days: 60 },
		]);
		const visit = { type: 'page_view', at: daysAgo(1), properties: { path: '/pricing', seconds: 40 } };
		const webinar = { type: 'webinar_attend', at: daysAgo(50) };
		expect(score({ country: 'fr' }, [visit, webinar], rules).total).toBe(10);
		expect(score({ country: 'de' }, [visit, webinar], rules).total).toBe(0);
		expect(score({ country: 'fr' }, [visit], rules).total).toBe(0);
		expect(score({ country: 'fr' }, [visit, { ...webinar, at: daysAgo(61) }], rules).total).toBe(0);
		const apart = [{ ...visit, properties: { path: '/pricing' } }, { ...visit, properties: { seconds: 40 } }, webinar];
		expect(score({ country: 'fr' }, apart, rules).total).toBe(0);
	});

	it('an activity after silence: pricing after 30 quiet days is a key moment, an ordinary visit is none', () => {
		const rules = model([
			engagement('Back to pricing', 5, {
				field: '$activity.page',
				operator: 'contains',
				value: 'pricing',
				moment: true,
			}),
			{ rule: 'Back to pricing', event: 'inactivity', days: 30 },
		]);
		const pricing = (days: number) => ({
			activity: `p${days}`,
			type: 'page_view',
			at: daysAgo(days),
			properties: { path: '/pricing' },
		});
		expect(score({}, [pricing(50), pricing(10), pricing(5)], rules).moments).toEqual([
			{ rule: 'Back to pricing', activity: 'p10', at: daysAgo(10) },
		]);
		expect(score({}, [pricing(5)], rules).moments).toEqual([]);
	});
});

describe('caps, floor, weights, adjustment', () => {
	const rows = [
		{ rule: 'Fit', dimension: 'fit', field: 'title', operator: 'is_not_empty', points: 60 },
		engagement('Visit', 50),
		{ rule: 'Bad', dimension: 'quality', field: 'bad', operator: 'is_true', points: -300 },
	];
	const visit = { type: 'page_view', at: daysAgo(1) };
	const dimensionSum = (result: LeadScore, dimension: string) =>
		result.reasons.filter((reason) => reason.dimension === dimension).reduce((sum, { points }) => sum + points, 0);

	it.each([
		['no cap', {}, 110, 0],
		['fit cap', { fitCap: 40 }, 90, -20],
		['engagement cap', { engagementCap: 20 }, 80, -30],
		['both and a total cap', { fitCap: 40, engagementCap: 20, totalCap: 50 }, 50, -60],
		['total cap lifted by a rule that applies', { totalCap: 50, totalCapUnless: ['visit'] }, 110, 0],
		['total cap not lifted by a rule that does not', { totalCap: 50, totalCapUnless: ['Bad'] }, 50, -60],
		['weights', { fitWeight: 50, engagementWeight: 200 }, 130, 0],
	])('%s', (_name, options, total, limits) => {
		const result = score({ title: 'x' }, [visit], model(rows, options));
		expect(result.total).toBe(total);
		expect(dimensionSum(result, 'limit')).toBe(limits);
		expect(sumOfReasons(result)).toBe(total);
		expect(result.fit + result.engagement + result.quality + limits).toBe(total);
	});

	it('no floor by default, and a floor that gives back what is missing', () => {
		expect(score({ bad: true }, [], model(rows)).total).toBe(-300);
		const result = score({ bad: true }, [], model(rows, { floor: 0 }));
		expect(result.total).toBe(0);
		expect(dimensionSum(result, 'limit')).toBe(300);
	});

	it('a manual adjustment is a reason of its own, with its note', () => {
		const result = score(
			{ title: 'x', scoreAdjustment: '-7.5', scoreAdjustmentNote: 'spoke to them' },
			[],
			model(rows),
		);
		expect(result.total).toBe(52.5);
		expect(result.reasons).toContainEqual(
			expect.objectContaining({
				dimension: 'adjustment',
				points: -7.5,
				text: 'Manual adjustment (spoke to them) −7.5',
			}),
		);
	});

	it('a product is a score beside the total', () => {
		const result = score(
			{},
			[visit],
			model([...rows, engagement('Analytics', 12, { dimension: 'product: Analytics' })]),
		);
		expect(result).toMatchObject({ total: 50, products: { Analytics: 12 } });
	});

	it('an exclusion names its rule and leaves the points alone', () => {
		const rules = model([
			...rows,
			{
				rule: 'Competitor',
				dimension: 'exclude',
				field: '$lead.emailDomain',
				operator: 'in',
				value: 'rival.example',
				points: '',
			},
		]);
		expect(score({ email: 'x@rival.example', title: 'x' }, [], rules)).toMatchObject({
			excluded: 'Competitor',
			total: 60,
		});
		expect(score({ email: 'x@other.example', title: 'x' }, [], rules).excluded).toBeNull();
	});

	it('the reasons beyond the limit stand as one line, and the sum holds', () => {
		const many = model(Array.from({ length: 9 }, (_, index) => engagement(`Rule ${index}`, index + 1)));
		const all = score({}, [visit], many);
		const few = score(
			{},
			[visit],
			model(
				Array.from({ length: 9 }, (_, index) => engagement(`Rule ${index}`, index + 1)),
				{ maxReasons: 3 },
			),
		);
		expect(all.reasons).toHaveLength(9);
		expect(few.reasons.map(({ text }) => text)).toEqual(['Rule 8 +9', 'Rule 7 +8', '7 more reasons +28']);
		expect(sumOfReasons(few)).toBe(all.total);
	});
});

describe('decay is a line of its own', () => {
	it('reasons show the points of the rule, the line Decay what time took', () => {
		const result = score(
			{},
			[{ type: 'page_view', at: daysAgo(30) }],
			model([engagement('Visit', 12, { decay: 'half-life 30d' })]),
		);
		expect(result.reasons.map(({ rule, points, faded }) => [rule, points, faded])).toEqual([
			['Visit', 12, -6],
			['Decay', -6, undefined],
		]);
		expect(result).toMatchObject({ total: 6, engagement: 6, channels: { web: 6 } });
	});

	it('channels split engagement to the hundredth', () => {
		const log = [0, 3, 7, 11].flatMap((days) => [
			{ type: 'page_view', at: daysAgo(days) },
			{ type: 'email_click', at: daysAgo(days + 0.3) },
		]);
		const result = score({}, log, model([engagement('Any', 3.33, { event: '*', decay: 'half-life 9d' })]));
		const sum = Object.values(result.channels).reduce((total, points) => total + Math.round(points * 100), 0);
		expect(sum).toBe(Math.round(result.engagement * 100));
		expect(Object.keys(result.channels).sort()).toEqual(['email', 'web']);
	});
});

describe('recycling', () => {
	const rows = [
		engagement('Visit', 10),
		{ rule: 'Fit', dimension: 'fit', field: 'title', operator: 'is', value: 'x', points: 20 },
	];
	const log = [60, 40, 5].map((days) => ({ activity: `v${days}`, type: 'page_view', at: daysAgo(days) }));

	it('engagement before it is replaced by what was kept, fit stays', () => {
		const result = score({ title: 'x', recycledAt: daysAgo(30), retained: 8 }, log, model(rows));
		expect(pointsByRule(result)).toEqual({ Fit: 20, Visit: 10, 'Kept when recycled': 8 });
		expect(result).toMatchObject({ total: 38, engagement: 18, activities: 3, channels: { web: 10, other: 8 } });
	});

	it('nothing kept is said too, and a recycling yet to come changes nothing', () => {
		expect(score({ recycledAt: daysAgo(30) }, log, model(rows)).reasons).toContainEqual(
			expect.objectContaining({ rule: 'Kept when recycled', points: 0 }),
		);
		expect(score({ recycledAt: daysAgo(-1), retained: 8 }, log, model(rows)).engagement).toBe(30);
	});

	it('silence is counted from the recycling on', () => {
		const silence = { rule: 'Silence', dimension: 'engagement', event: 'inactivity', points: -5, days: 30, every: 30 };
		expect(score({}, log.slice(0, 1), model([silence])).total).toBe(-10);
		expect(score({ recycledAt: daysAgo(29) }, log.slice(0, 1), model([silence])).total).toBe(0);
	});
});

describe('signal and completeness', () => {
	const rules = model([
		engagement('Pricing', 10, { field: 'path', operator: 'is', value: '/pricing', importance: 'critical' }),
		engagement('Visit', 1),
		engagement('Careers', -50, { field: 'path', operator: 'is', value: '/careers', importance: 'negative' }),
	]);
	const visit = (path: string, days: number) => ({ type: 'page_view', at: daysAgo(days), properties: { path } });
	it.each([
		['active', [visit('/pricing', 30)]],
		['latent', [visit('/pricing', 30.1)]],
		['none', [visit('/pricing', 40), visit('/careers', 1)]],
		['passive', [visit('/', 1)]],
		['none', []],
	])('%s', (signal, log) => {
		expect(score({}, log, rules).signal).toBe(signal);
	});

	it('completeness is the share of the key fields that are filled in', () => {
		expect(score({ email: 'a@b.example', name: 'Ann', title: ' ', company: '' }, [], rules).completeness).toBe(18);
		expect(
			score(
				{ a: 1, b: null, c: [], d: 0 },
				[],
				model([engagement('x', 1)], { completenessFields: ['a', 'b', 'c', 'd'] }),
			).completeness,
		).toBe(50);
	});

	it('completeness is a field of the lead that rules read, by the fields the user named, with what activities taught', () => {
		const half = {
			rule: 'Half',
			dimension: 'quality',
			field: '$lead.completeness',
			operator: 'gte',
			value: 50,
			points: 7,
		};
		const each = { rule: 'Each', dimension: 'quality', field: '$lead.completeness', points: 0.1, per: 'unit' };
		const byTwo = model([half, each], { completenessFields: ['email', 'company', '$lead.completeness'] });
		const taught = [{ type: 'form_submit', at: daysAgo(1), attributes: { company: 'Acme' } }];
		expect(pointsByRule(score({ email: 'a@b.example' }, [], byTwo))).toEqual({ Half: 7, Each: 5 });
		expect(pointsByRule(score({ email: 'a@b.example' }, taught, byTwo))).toEqual({ Half: 7, Each: 10 });
		expect(pointsByRule(score({ email: 'a@b.example' }, taught, model([half, each])))).toEqual({ Each: 1.8 });
	});

	it('what activities taught counts where the lead says nothing, the newest first', () => {
		const log = [
			{ type: 'form_submit', at: daysAgo(3), attributes: { title: 'Analyst', company: 'Acme' } },
			{ type: 'form_submit', at: daysAgo(1), attributes: '{"title":"Director"}' },
		];
		const taught = score({}, log, starter());
		expect(pointsByRule(taught)).toEqual({ Director: 12 });
		expect(taught.attributes).toEqual({ title: 'Director', company: 'Acme' });
		expect(pointsByRule(score({ title: 'Manager' }, log, starter()))).toEqual({ Manager: 7 });
	});
});

describe('faults of a lead', () => {
	it.each([
		[{ scoreAdjustment: 'lots' }, [], '“scoreAdjustment” is “lots”'],
		[{ retained: {}, recycledAt: daysAgo(1) }, [], undefined],
		[{ retained: 'x' }, [], '“retained” is “x”'],
		[{ recycledAt: 'yesterday' }, [], '“recycledAt” is “yesterday”'],
		[
			{},
			[
				{ type: 'page_view', at: daysAgo(1) },
				{ type: 'page_view', at: 'soon' },
			],
			'Activity 2 of “…@example.com”: “at” is “soon”, which is not a date',
		],
		[{}, [{ type: 'page_view' }], '“at” is missing'],
		[{}, [{ at: daysAgo(1) }], '“type” is empty'],
		[{}, ['page_view'], 'Activity 1 of “…@example.com” is “page_view”, not an activity'],
		[{}, [{ type: 'page_view', at: '2026-02-30T10:00:00Z' }], 'not a date'],
	])('%j %j', (fields, activities, message) => {
		const result = scoreLead({ lead: 'ann@example.com', fields, activities }, starter(), asOf);
		expect(result.ok ? undefined : result.message).toEqual(
			message === undefined ? undefined : expect.stringContaining(message),
		);
	});
});

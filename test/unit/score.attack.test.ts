import { DateTime } from 'luxon';
import { compileModel } from '../../lifecycle/model/compile';
import { parseModelJson } from '../../lifecycle/model/json';
import { parseModel } from '../../lifecycle/model/parse';
import { LeadDraft, placeOf } from '../../lifecycle/draft';
import { isWritablePath, pathReader } from '../../lifecycle/path';
import { compileStarter } from '../../lifecycle/model/starter';
import { scoreLead } from '../../lifecycle/score/score';

const asOf = DateTime.fromISO('2026-11-01T12:00:00Z');
const at = '2026-10-31T12:00:00Z';

function starter() {
	const compiled = compileStarter();
	if (!compiled.ok) throw new Error(compiled.faults[0].message);
	return compiled.value;
}

function score(fields: Record<string, unknown>, activities: unknown[]) {
	const result = scoreLead({ lead: 'x', fields, activities }, starter(), asOf);
	if (!result.ok) throw new Error(result.message);
	return result.value;
}

const isClean = () => ({}) as Record<string, unknown>;

afterEach(() => {
	expect(isClean().polluted).toBeUndefined();
	expect(isClean().title).toBeUndefined();
	expect(Object.keys(Object.prototype)).toEqual([]);
});

describe('hostile leads and activities', () => {
	it('keys that reach a prototype are only keys', () => {
		const fields = JSON.parse(
			'{"__proto__":{"title":"Director","polluted":true},"constructor":{"prototype":{"polluted":true}},"title":"Manager"}',
		) as Record<string, unknown>;
		const activity = JSON.parse(
			'{"type":"page_view","at":"2026-10-31T12:00:00Z","properties":{"__proto__":{"path":"/pricing"},"constructor":"x"},"attributes":{"__proto__":{"polluted":true},"constructor":"y"}}',
		) as unknown;
		const result = score(fields, [activity]);
		expect(result.reasons.map(({ rule }) => rule)).toEqual(['Manager', 'Any other page']);
		expect(score(JSON.parse('{"__proto__":{"title":"Director"}}') as Record<string, unknown>, []).total).toBe(0);
		expect(pathReader('constructor.name')({})).toBeUndefined();
		expect(pathReader('__proto__.x')({})).toBeUndefined();
	});

	it.each(['__proto__', 'a.__proto__.b', 'constructor.prototype.polluted', 'a["prototype"]', '', ' ', '..'])(
		'nothing is written to %j',
		(path) => {
			expect(isWritablePath(path)).toBe(false);
		},
	);

	it('writing to a path shares the rest and leaves the source as it was', () => {
		const source = Object.freeze({
			a: Object.freeze({ b: 1 }),
			c: Object.freeze({}),
			d: Object.freeze([1, 2]),
			'x.y': 1,
		});
		const draft = new LeadDraft(source);
		draft.set(placeOf('a.d.e'), 2);
		draft.set(placeOf('d[1]'), 3);
		draft.set(placeOf('x.y'), 4);
		expect(draft.lead).toEqual({ a: { b: 1, d: { e: 2 } }, c: {}, d: [1, 3], 'x.y': 4 });
		expect(draft.lead.c).toBe(source.c);
		expect(source).toEqual({ a: { b: 1 }, c: {}, d: [1, 2], 'x.y': 1 });
	});

	it('strings of a megabyte', () => {
		const long = 'É'.repeat(1_000_000);
		const result = score(
			{
				title: long,
				email: `${long}@${long}`,
				name: long,
				country: long,
				revenue: long,
				timeline: long,
				industry: long,
			},
			[
				{ type: 'page_view', at, properties: { path: long, url: long } },
				{ type: long, at },
				{ activity: long, type: 'page_view', at },
			],
		);
		expect(result.activities).toBe(3);
	});

	it.each([Number.NaN, Infinity, -Infinity, 1e308, '1e999', 'NaN'])(
		'the number %p in a field that is counted',
		(value) => {
			const parsed = parseModel([
				{ rule: 'A', dimension: 'fit', field: 'n', per: 'unit', points: 1e6 },
				{ rule: 'B', dimension: 'engagement', event: '*', field: 'n', per: 'unit', points: -1e6 },
			]);
			const compiled = parsed.ok ? compileModel(parsed.value) : parsed;
			if (!compiled.ok) throw new Error();
			const result = scoreLead(
				{ lead: 'x', fields: { n: value }, activities: [{ type: 'a', at, properties: { n: value } }] },
				compiled.value,
				asOf,
			);
			expect(result.ok && Number.isFinite(result.value.total)).toBe(true);
			expect(result.ok && result.value.reasons.reduce((sum, { points }) => sum + points, 0)).toBe(
				result.ok && result.value.total,
			);
		},
	);

	it('dates of the future do not count, dates out of range are refused', () => {
		expect(score({}, [{ type: 'demo_request', at: '2999-01-01T00:00:00Z' }])).toMatchObject({
			total: 0,
			activities: 0,
			lastActivityAt: null,
			moments: [],
		});
		expect(
			scoreLead({ lead: 'x', fields: {}, activities: [{ type: 'a', at: 8.64e21 + 1e6 }] }, starter(), asOf).ok,
		).toBe(false);
	});

	it('properties that contain themselves, or nest a hundred thousand deep', () => {
		const cyclic: Record<string, unknown> = { path: '/pricing' };
		cyclic.self = cyclic;
		let deep: Record<string, unknown> = {};
		for (let level = 0; level < 100_000; level++) deep = { deep };
		const log = [cyclic, cyclic, deep, deep].map((properties) => ({ type: 'page_view', at, properties }));
		expect(score({}, log).reasons.map(({ text }) => text)).toEqual(['Pricing page +12', 'Any other page +1']);
		expect(score({ a: cyclic, title: deep }, [])).toMatchObject({ total: 0 });
	});

	it('a hundred thousand activities on one lead', () => {
		const log = Array.from({ length: 100_000 }, (_, index) => ({
			activity: `a${index % 90_000}`,
			type: index % 7 === 0 ? 'demo_request' : 'page_view',
			at: new Date(Date.parse(at) - (index % 90_000) * 60_000).toISOString(),
			properties: { path: '/blog' },
		}));
		const result = score({}, log);
		expect(result.activities).toBe(90_000);
		expect(result.moments).toHaveLength(100);
		expect(result.reasons.find(({ rule }) => rule === 'Any other page')?.count).toBeGreaterThan(70_000);
	});

	it('a hundred thousand activities at one instant, without ids', () => {
		const log = Array.from({ length: 20_000 }, (_, index) => ({
			type: 'page_view',
			at,
			properties: { path: `/${index % 5_000}` },
		}));
		expect(score({}, log).activities).toBe(5_000);
	});

	it('properties and attributes that are no objects hold nothing', () => {
		for (const odd of [null, 5, 'text', '{broken', '[1]', [1], true, '"x"', '{"a":1']) {
			expect(score({}, [{ type: 'page_view', at, properties: odd, attributes: odd }]).total).toBe(1);
		}
	});
});

describe('hostile models', () => {
	it('ten thousand rules', () => {
		const rows = Array.from({ length: 10_000 }, (_, index) => ({
			rule: `R${index}`,
			dimension: 'engagement',
			event: `type_${index}`,
			points: 1,
		}));
		const parsed = parseModel(rows);
		const compiled = parsed.ok ? compileModel(parsed.value) : parsed;
		if (!compiled.ok) throw new Error();
		const result = scoreLead({ lead: 'x', fields: {}, activities: [{ type: 'type_9999', at }] }, compiled.value, asOf);
		expect(result.ok && result.value.total).toBe(1);
	});

	it.each([
		'[',
		'{"rules":',
		'null',
		'{}',
		'5',
		'[[]]',
		'[{"__proto__":{"rule":"A"}}]',
		'{"rules":[{"rule":{"a":1},"points":[]}]}',
	])('%s is refused, not crashed on', (text) => {
		expect(parseModelJson(text).ok).toBe(false);
	});

	it('a rule that is silent ever again within a minute does not loop', () => {
		const parsed = parseModel([
			{ rule: 'A', dimension: 'engagement', event: 'inactivity', points: 1, days: 0.01, every: 0.01 },
			{ rule: 'B', dimension: 'engagement', event: '*', points: 1000, decay: 'compound 1% per 1h' },
		]);
		const compiled = parsed.ok ? compileModel(parsed.value) : parsed;
		if (!compiled.ok) throw new Error(compiled.faults[0].message);
		const log = Array.from({ length: 2000 }, (_, index) => ({ activity: `${index}`, type: 'a', at }));
		expect(scoreLead({ lead: 'x', fields: {}, activities: log }, compiled.value, asOf).ok).toBe(true);
	});
});

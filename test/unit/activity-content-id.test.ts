import { createHash } from 'node:crypto';
import fc from 'fast-check';
import { contentId, idInLog, isContentId, type Activity } from '../../lifecycle/activity/activity';
import { markDuplicates } from '../../lifecycle/activity/duplicates';
import { readActivities } from '../../lifecycle/activity/read-activities';
import { canonicalJson } from '../../lifecycle/activity/canonical-json';

const PARTS = {
	lead: 'ada@example.com',
	type: 'page_view',
	at: '2026-03-01T10:00:00Z',
	properties: { url: '/pricing', page: 'pricing' },
};

describe('contentId', () => {
	it('is the SHA-256 of lead, type, instant and properties in canonical JSON', () => {
		const text = `["ada@example.com","page_view",${Date.UTC(2026, 2, 1, 10)}]{"page":"pricing","url":"/pricing"}`;
		expect(contentId(PARTS)).toBe(createHash('sha256').update(text).digest('hex'));
	});

	it.each([
		['the order of keys', { properties: { page: 'pricing', url: '/pricing' } }],
		['case and spaces of the lead', { lead: ' Ada@Example.com ' }],
		['how the time is written', { at: '2026-03-01T11:00:00+01:00' }],
		['the time as epoch seconds', { at: Date.UTC(2026, 2, 1, 10) / 1000 }],
		['a property without a value', { properties: { ...PARTS.properties, title: undefined } }],
	])('does not depend on %s', (_what, change) => {
		expect(contentId({ ...PARTS, ...change })).toBe(contentId(PARTS));
	});

	it.each([
		['lead', { lead: 'bob@example.com' }],
		['type', { type: 'page_share' }],
		['time', { at: '2026-03-01T10:00:01Z' }],
		['unreadable time', { at: 'soon' }],
		['a value', { properties: { ...PARTS.properties, page: 'careers' } }],
		['null instead of nothing', { properties: { ...PARTS.properties, title: null } }],
		['text instead of a number', { properties: { n: '1' } }],
		['a number instead of text', { properties: { n: 1 } }],
	])('tells apart: %s', (_what, change) => {
		expect(contentId({ ...PARTS, ...change })).not.toBe(contentId(PARTS));
	});

	it('is the same for any two equal JSON values, and differs for others', () => {
		fc.assert(
			fc.property(fc.dictionary(fc.string(), fc.jsonValue()), fc.dictionary(fc.string(), fc.jsonValue()), (a, b) => {
				const shuffled = Object.fromEntries(Object.entries(a).reverse());
				expect(contentId({ ...PARTS, properties: shuffled })).toBe(contentId({ ...PARTS, properties: a }));
				const same = JSON.stringify(sorted(a)) === JSON.stringify(sorted(b));
				expect(contentId({ ...PARTS, properties: a }) === contentId({ ...PARTS, properties: b })).toBe(same);
			}),
		);
	});
});

describe('idInLog', () => {
	const id = contentId(PARTS);

	it('keeps the first 72 bits of a hash in 13 characters, and any other id as it is', () => {
		expect(idInLog(id)).toBe(`~${Buffer.from(id, 'hex').subarray(0, 9).toString('base64url')}`);
		expect(idInLog(id)).toHaveLength(13);
		expect(idInLog(idInLog(id))).toBe(idInLog(id));
		for (const other of ['', 'a-1', 'sendgrid:14c5d75ce93', '65f0c0ffee65f0c0ffee65f0', id.toUpperCase()]) {
			expect(idInLog(other)).toBe(other);
		}
	});

	it('is known for an id of the content in either form; those of others are not', () => {
		expect([id, idInLog(id)].map(isContentId)).toEqual([true, true]);
		expect(['', 'a-1', '65f0c0ffee65f0c0ffee65f0', '~short'].map(isContentId)).toEqual([false, false, false, false]);
	});

	it('counts once what the log holds in both forms', () => {
		const one: Activity = {
			...PARTS,
			activity: id,
			channel: 'web',
			source: 'canonical',
			attributes: {},
			quarantine: '',
		};
		const both = [one, { ...one, activity: idInLog(id) }];
		expect(markDuplicates(both).map(({ quarantine }) => quarantine)).toEqual(['', 'duplicate']);
		expect(readActivities(both, PARTS.lead)).toMatchObject({ ok: true, value: { length: 1 } });
	});
});

/** JSON's own idea of equality, with keys in order. */
const sorted = (value: unknown): unknown => {
	if (Array.isArray(value)) return value.map(sorted);
	if (typeof value !== 'object' || value === null) return value;
	return Object.keys(value)
		.sort()
		.map((key) => [key, sorted((value as Record<string, unknown>)[key])]);
};

describe('canonicalJson of hostile values', () => {
	it('marks circles, and goes on beside them', () => {
		const circle: Record<string, unknown> = { name: 'a' };
		circle.self = circle;
		expect(canonicalJson(circle)).toBe('{"name":"a","self":"[circular]"}');
		const shared = { x: 1 };
		expect(canonicalJson([shared, shared])).toBe('[{"x":1},{"x":1}]');
	});

	it('stops at a depth of 50', () => {
		let deep: unknown = 'bottom';
		for (let level = 0; level < 100_000; level += 1) deep = [deep];
		expect(canonicalJson(deep)).toBe(`${'['.repeat(50)}"[deep]"${']'.repeat(50)}`);
	});

	it('stays short for objects that refer to each other a billion times', () => {
		let bomb: unknown = 'x';
		for (let level = 0; level < 40; level += 1) bomb = { left: bomb, right: bomb };
		const text = canonicalJson(bomb);
		expect(text).toContain('"[more]"');
		expect(canonicalJson(bomb)).toBe(text);
	});

	it('hashes huge text, so that it still tells contents apart', () => {
		const long = 'x'.repeat(50_000_000);
		expect(canonicalJson(long)).toMatch(/^"\[sha256 [0-9a-f]{64}\]"$/);
		expect(canonicalJson(`${long}y`)).not.toBe(canonicalJson(`${long}z`));
	});

	it('takes what JSON does not know', () => {
		expect(
			canonicalJson({ a: 1n, b: NaN, c: undefined, d: () => 1, e: new Date(0), f: new Date(NaN), g: Symbol('s') }),
		).toBe('{"a":"1n","b":null,"e":"1970-01-01T00:00:00.000Z","f":null,"g":null}');
	});

	it('keeps a key named __proto__ as data', () => {
		const value: unknown = JSON.parse('{"__proto__":{"polluted":true}}');
		expect(canonicalJson(value)).toBe('{"__proto__":{"polluted":true}}');
		expect(canonicalJson(value)).not.toBe(canonicalJson({}));
	});
});

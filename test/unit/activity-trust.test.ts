import { fieldsOfJson } from '../../lifecycle/path';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { DateTime } from 'luxon';
import { ADAPTERS } from '../../lifecycle/activity/adapters';
import { GENERIC_DEFAULTS, type GenericMapping } from '../../lifecycle/activity/adapters/generic';
import { NORMALIZE_DEFAULTS, normalizeActivities, type NormalizeOptions } from '../../lifecycle/activity/normalize';
import { PERMISSIONS, TRUST_LEVELS, type Trust } from '../../lifecycle/activity/trust';
import { readIntake } from '../../lifecycle/intake/intake';
import { SCHEMES } from '../../lifecycle/intake/schemes';
import type { Fields } from '../../lifecycle/path';
import { plain, tablesOf } from '../nodes/docs-page';
import cases from '../cases/activity-trust.json';

const asOf = DateTime.fromISO('2026-11-22T00:00:00Z', { zone: 'utc' });

interface Case {
	name: string;
	why: string;
	event: Fields;
	source?: string;
	mapping?: Partial<GenericMapping>;
	/** The option of the form, and the most that the caller may say. */
	trust?: Trust;
	caller?: Trust;
	expected: (Fields & { attributes?: Fields; withheld?: string[] })[];
}

describe('what a source may say about a lead', () => {
	it.each(cases as Case[])(
		'$name: $why',
		({ event, source = 'auto', mapping, trust = 'bySource' as const, caller = 'own', expected }) => {
			const options: NormalizeOptions = { ...NORMALIZE_DEFAULTS, source, trust, caller };
			const full = mapping === undefined ? options : { ...options, mapping: { ...GENERIC_DEFAULTS, ...mapping } };
			const { activities, faults } = normalizeActivities([{ item: 0, json: event }], full, asOf);
			expect(faults).toEqual([]);
			expect(activities).toHaveLength(expected.length);
			for (const [index, { attributes, withheld, alsoKnownAs, ...rest }] of expected.entries()) {
				const { activity } = activities[index];
				expect(activity).toMatchObject(rest);
				expect(activity.properties.withheld).toEqual(withheld);
				expect(activity.properties.alsoKnownAs).toEqual(alsoKnownAs);
				if (attributes !== undefined) expect(activity.attributes).toEqual(attributes);
			}
		},
	);

	it('is what docs/security.md says', () => {
		const tables = tablesOf('docs/security.md');
		const levels = tables.find(({ head }) => plain(head[0]) === 'level');
		const yes = (cell: string): boolean => plain(cell) === 'yes';
		expect(levels?.rows.map(([level, , ...may]) => [plain(level), ...may.map(yes)])).toEqual(
			TRUST_LEVELS.map((level) => {
				const { owner, state, addresses, consent } = PERMISSIONS[level];
				return [level, owner, state, addresses, consent];
			}),
		);
		const sources = readFileSync(join(__dirname, '../../docs/security.md'), 'utf8');
		for (const { label, trust } of ADAPTERS)
			expect(sources).toMatch(new RegExp(`^\\| \`${trust}\` \\|.*\\b${label}\\b`, 'm'));
		for (const { label, trust } of SCHEMES) {
			expect(sources).toMatch(new RegExp(`^\\| ${label.replace(/[()]/g, '\\$&')} \\| \`${trust}\` \\|`, 'm'));
		}
	});
});

/** What a stranger would send who wants to be somebody else, or to send what we write elsewhere. */
const VICTIM = 'victim@north.example';
const TRICKS: readonly Fields[] = [
	{
		type: 'identify',
		userId: 'm',
		messageId: '1',
		timestamp: '2026-03-01T10:00:00Z',
		traits: { email: VICTIM, owner: 'evil@evil.example', stage: 'won', scoreAdjustment: 500, excluded: true },
	},
	{
		type: 'track',
		event: 'Sales Decision',
		userId: 'm',
		messageId: '2',
		timestamp: '2026-03-01T10:00:00Z',
		properties: { email: VICTIM, decision: 'owner', owner: 'evil@evil.example' },
	},
	{
		type: 'track',
		event: 'Demo Requested',
		userId: 'm@evil.example',
		messageId: '3',
		timestamp: '2026-03-01T10:00:00Z',
		properties: { alsoKnownAs: [VICTIM], linkedFrom: VICTIM, released: 'bot:burst' },
	},
	{ type: 'alias', userId: 'm@evil.example', previousId: VICTIM, messageId: '4', timestamp: '2026-03-01T10:00:00Z' },
	{
		type: 'identify',
		userId: 'm@evil.example',
		anonymousId: VICTIM,
		messageId: '5',
		timestamp: '2026-03-01T10:00:00Z',
		traits: {},
	},
	{
		type: 'track',
		event: 'x',
		lead: VICTIM,
		messageId: '6',
		userId: 'm',
		at: '2026-03-01T10:00:00Z',
		timestamp: '2026-03-01T10:00:00Z',
		attributes: { owner: 'evil@evil.example' },
		properties: { alsoKnownAs: ['v'] },
		quarantine: 'decision',
	},
	{
		lead: 'm@evil.example',
		type: 'sales_decision',
		at: '2026-03-01T10:00:00Z',
		quarantine: 'decision',
		properties: { decision: 'owner', owner: 'evil@evil.example' },
	},
	{
		lead: 'm@evil.example',
		type: 'page_view',
		at: '2026-03-01T10:00:00Z',
		attributes: { owner: 'evil@evil.example' },
		properties: { alsoKnownAs: [VICTIM] },
	},
	{
		form_response: {
			token: 't',
			submitted_at: '2026-03-01T10:00:00Z',
			hidden: { email: VICTIM, owner: 'evil@evil.example', stage: 'won' },
			answers: [],
		},
	},
];

describe('a stranger at the door', () => {
	const strangers = SCHEMES.filter(({ trust }) => trust === 'visitor' || trust === 'vendor').map(({ trust, name }) => ({
		name,
		trust,
	}));

	it.each([...strangers, { name: 'no signature', trust: 'visitor' as const }])(
		'$name: changes no owner and takes over nobody',
		({ trust }) => {
			for (const trick of TRICKS) {
				const body = Buffer.from(JSON.stringify(trick));
				const intake = readIntake(
					{ method: 'POST', uri: '', headers: {}, body },
					{ ...NORMALIZE_DEFAULTS, caller: trust },
					asOf,
				);
				const activities = intake.ok ? intake.activities : [];
				for (const { type, attributes, properties, quarantine } of activities) {
					expect(type).not.toBe('sales_decision');
					expect(JSON.stringify(attributes)).not.toMatch(/evil@evil|won|500/);
					expect(Object.keys(attributes)).not.toContain('excluded');
					expect(JSON.stringify(properties.alsoKnownAs ?? [])).not.toContain('@');
					expect(properties).not.toHaveProperty('linkedFrom');
					expect(properties).not.toHaveProperty('released');
					expect(quarantine).toBe('');
				}
			}
		},
	);

	it('who holds the secret of your own senders may say all of it', () => {
		const body = Buffer.from(JSON.stringify(TRICKS.slice(-3, -1)));
		const intake = readIntake({ method: 'POST', uri: '', headers: {}, body }, NORMALIZE_DEFAULTS, asOf);
		expect(intake).toMatchObject({
			activities: [
				{ type: 'sales_decision' },
				{ attributes: { owner: 'evil@evil.example' }, properties: { alsoKnownAs: [VICTIM] } },
			],
		});
	});
});

const PLAIN = { lead: 'mara@north.example', type: 'page_view', at: '2026-03-01T10:00:00Z' };
const nested = (levels: number): string => `${'{"a":'.repeat(levels)}1${'}'.repeat(levels)}`;
const withNested = (levels: number): string =>
	JSON.stringify({ ...PLAIN, properties: 0 }).replace('"properties":0', `"properties":${nested(levels)}`);
const post = (json: unknown) =>
	readIntake(
		{ method: 'POST', uri: '', headers: {}, body: Buffer.from(typeof json === 'string' ? json : JSON.stringify(json)) },
		NORMALIZE_DEFAULTS,
		asOf,
	);

describe('what can be written down', () => {
	it('names the item and the field that is nested too deeply', () => {
		expect(post(`[${JSON.stringify(PLAIN)},${withNested(5000)}]`)).toEqual({
			ok: false,
			message: 'Nothing of this call was taken. 1 of 2 items cannot be read.',
			faults: [
				{
					item: 1,
					field: 'properties.a.a.a',
					message: expect.stringContaining('Item 1: “properties.a.a.a” is nested more than 100 levels deep'),
				},
			],
		});
		expect(post(`${'['.repeat(50_000)}${']'.repeat(50_000)}`)).toMatchObject({ ok: false });
		expect(post(withNested(90))).toMatchObject({ ok: true });
	});

	it.each([
		['an object', nested(101), false],
		['a list', `${'['.repeat(101)}${']'.repeat(101)}`, false],
		['an object of 50,000 levels that does not end', '{"a":'.repeat(50_000), false],
		['100 levels, and 100 again beside them', `{"a":${nested(99)},"b":${nested(99)}}`, true],
		['brackets in a text', JSON.stringify({ note: `\\"${'['.repeat(200)}` }), true],
	])('holds it to the same bound where it is JSON text: %s', (_what, properties, isTaken) => {
		expect(post({ ...PLAIN, properties })).toMatchObject({ ok: isTaken });
		expect(Object.keys(fieldsOfJson(properties)).length > 0).toBe(isTaken && properties.startsWith('{'));
	});

	it.each([
		[
			'a key of 321 characters',
			{ ...PLAIN, lead: 'x'.repeat(321) },
			'The key of its lead is 321 characters long; at most 320 can be kept',
		],
		[
			'a key with a line break',
			{ ...PLAIN, lead: 'a@b.example\r\nBcc: c@d.example' },
			'The key of its lead holds a line break',
		],
		[
			'more than 100 other keys',
			{ ...PLAIN, properties: { alsoKnownAs: Array.from({ length: 5000 }, (_key, index) => `device-${index}`) } },
			'It gives its lead 5,000 other keys; at most 100 can be kept',
		],
		['a type of 201 characters', { ...PLAIN, type: 'x'.repeat(201) }, 'Its type is 201 characters long; at most 200'],
		[
			'details of 1,000,001 characters',
			{ ...PLAIN, properties: { a: 'x'.repeat(1_000_000) } },
			'What it says is 1,000,001 characters long; at most 1,000,000',
		],
	])('refuses %s', (_what, event, message) => {
		const intake = post([PLAIN, event]);
		expect(intake).toMatchObject({ ok: false, faults: [{ item: 1 }] });
		expect(JSON.stringify(intake)).toContain(message);
	});

	it('takes a key of 320 characters, and a long id as its hash', () => {
		expect(post({ ...PLAIN, lead: 'x'.repeat(320), activity: 'y'.repeat(501) })).toMatchObject({
			ok: true,
			activities: [{ lead: 'x'.repeat(320), activity: expect.stringMatching(/^[0-9a-f]{64}$/) }],
		});
	});

	it('keeps half characters as every database writes them, in keys too', () => {
		const half = '"bad\\ud83d@north.example"';
		expect(
			post(`{"lead":${half},"type":"page_view","at":"2026-03-01T10:00:00Z","properties":{"a\\ud83d":["\\ud83d"]}}`),
		).toMatchObject({
			activities: [{ lead: 'bad\ufffd@north.example', properties: { 'a\ufffd': ['\ufffd'] } }],
		});
	});
});

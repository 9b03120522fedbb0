import { DateTime } from 'luxon';
import { digestsOf, type DigestSources, type DigestTerms } from '../../lifecycle/digest/digest';
import type { CrossedAccount } from '../../lifecycle/digest/counts';
import { readRow, type LeadRow } from '../../lifecycle/lead/row';
import type { Digest } from '../../lifecycle/message/message';
import type { Language } from '../../lifecycle/settings/settings';
import type { Sla } from '../../lifecycle/sla';
import type { StageLine } from '../../lifecycle/stage/news';

const TUESDAY = '2026-03-03T08:00:00.000Z';
const MONDAY = '2026-03-02T08:00:00.000Z';

const NOTHING: DigestSources = { leads: [], stages: [], accounts: [], stuck: [], faults: [] };

/** Which leads are past their deadline, and since when. */
type Overdue = Readonly<Record<string, string>>;

const terms = (asOf: string, overdue: Overdue, language: Language): DigestTerms => ({
	asOf: DateTime.fromISO(asOf, { zone: 'UTC' }),
	weeklyOn: 1,
	languageOf: () => language,
	slaOf: ({ lead }) => ({ state: overdue[lead] ? 'breached' : 'on_track', dueAt: overdue[lead] ?? null }) as Sla,
});

const digests = (
	asOf: string,
	found: Partial<DigestSources> = {},
	overdue: Overdue = {},
	language: Language = 'en',
): Digest[] => digestsOf({ ...NOTHING, ...found }, terms(asOf, overdue, language));

const lead = (columns: Record<string, unknown>): LeadRow => readRow(columns).row;
const line = (of: string, from: string, to: string, at: string, why = ''): StageLine => ({
	lead: of,
	from,
	to,
	at,
	by: 'test',
	why,
});
const account = (name: string, qualifiedAt: string): CrossedAccount => ({ name, qualified: true, qualifiedAt });

const ana = lead({
	id: 1,
	lead: 'ana@acme.example',
	name: 'Ana Ruiz',
	owner: 'ben@sales.example',
	stage: 'mql',
	handedOffAt: '2026-03-02T09:00:00.000Z',
});

describe('a quiet time', () => {
	it('brings no message on a day', () => expect(digests(TUESDAY)).toEqual([]));

	it('is said once a week, to the manager and to marketing, by e-mail', () => {
		const told = digests(MONDAY);
		expect(told.map(({ key, audience, channels }) => [key, audience, channels])).toEqual([
			['digest:weekly:2026-W10:manager', 'manager', ['email']],
			['digest:weekly:2026-W10:marketing', 'marketing', ['email']],
		]);
		expect(told[0]).toMatchObject({
			title: 'The week in leads, to Mon 2 Mar: nothing new',
			lines: [],
			next: 'nothing.',
		});
	});
});

describe('the daily digest', () => {
	const found: Partial<DigestSources> = {
		stages: [
			line('ana@acme.example', 'nurture', 'mql', '2026-03-02T09:00:00.000Z'),
			line('eve@beta.example', 'nurture', 'mql', '2026-03-01T09:00:00.000Z'),
			line(
				'eve@beta.example',
				'mql',
				'recycled',
				'2026-03-02T10:00:00.000Z',
				'Sent back by ben@sales.example: bad timing, in the words of sales “after summer”. Keeps 10 of 20 points.',
			),
			line('joe@gone.example', 'mql', 'nurture', '2026-03-03T03:00:00.000Z'),
			line('zoe@new.example', 'new', 'nurture', '2026-03-03T03:00:00.000Z'),
			line('out@spam.example', 'nurture', 'disqualified', '2026-03-03T03:00:00.000Z'),
			line('ana@acme.example', 'mql', 'mql', '2026-03-03T04:00:00.000Z', 'Owner: ben@sales.example.'),
		],
		accounts: [account('Acme', '2026-03-03T06:00:00.000Z'), account('Old', '2026-03-01T06:00:00.000Z')],
		stuck: [{ error: 'E-mail: connect ECONNREFUSED.' }],
		faults: [{ message: 'll_settings, row “sales_cells”: “A9” is not a cell', hint: 'Write cells such as A1, B2.' }],
		leads: [
			ana,
			lead({ id: 2, lead: 'eve@beta.example', name: 'Eve Li', stage: 'recycled' }),
			lead({ id: 3, lead: 'bo@late.example', name: 'Bo', stage: 'accepted' }),
		],
		storage: { used: 150, limit: 200 },
	};
	const overdue = { 'bo@late.example': '2026-02-27T13:00:00.000Z' };

	it('counts what the last day brought and what is so now, with names', () =>
		expect(digests(TUESDAY, found, overdue)).toEqual([
			{
				kind: 'digest',
				key: 'digest:daily:2026-03-03:sales',
				audience: 'sales',
				at: TUESDAY,
				channels: ['slack', 'teams'],
				title: 'Leads, Tue 3 Mar: 1 handed over, 1 waiting, 1 overdue, 1 back',
				lines: [
					'Handed over: 1 (Ana Ruiz)',
					'Waiting for an answer: 1 (Ana Ruiz since Mon 2 Mar, ben@sales.example)',
					'Overdue: 1 (Bo since Fri 27 Feb, nobody)',
					'Came back from sales: 1 (Eve Li, bad timing, in the words of sales “after summer”)',
					'Cooled off: 1 (joe@gone.example)',
					'Companies that crossed: 1 (Acme)',
					'Not delivered yet: 1, see ll_outbox. E-mail: connect ECONNREFUSED.',
					'To correct: ll_settings, row “sales_cells”: “A9” is not a cell. Write cells such as A1, B2.',
					'The Data Tables of this n8n are 75 % full. When they are full, nothing is stored: delete old rows or raise the limit.',
				],
				next: 'start with the overdue lead; it is going cold.',
			},
		]));

	it('speaks French where its readers do', () => {
		const [{ title, lines, next }] = digests(TUESDAY, found, overdue, 'fr');
		expect(title).toBe('Leads, mar. 3 mars : 1 transmis, 1 en attente, 1 en retard, 1 renvoyé');
		expect(lines[1]).toBe('En attente de réponse : 1 (Ana Ruiz depuis lun. 2 mars, ben@sales.example)');
		expect(next).toBe('commencez par le lead en retard, il refroidit.');
	});

	it('names eight, and counts the others', () => {
		const stages = Array.from({ length: 11 }, (_, index) => line(`lead-${index}`, 'nurture', 'mql', TUESDAY));
		const [first] = digests(TUESDAY, { stages })[0].lines;
		expect(first).toMatch(/^Handed over: 11 \(lead-0, .*, lead-7 and 3 more\)$/);
	});

	it('says five faults, and counts the others', () => {
		const faults = Array.from({ length: 7 }, (_, index) => ({ message: `Fault ${index}`, hint: 'Mend it.' }));
		const [{ lines, next }] = digests(TUESDAY, { faults });
		expect([lines.length, lines[5], next]).toEqual([6, 'To correct: 2 more.', 'correct what is named above.']);
	});

	it.each([
		['below 70 %', { used: 139, limit: 200 }, 0],
		['from 70 % on', { used: 140, limit: 200 }, 1],
	])('warns of tables that fill up: %s', (_case, storage, messages) =>
		expect(digests(TUESDAY, { storage })).toHaveLength(messages),
	);

	it.each([
		['nothing waits', undefined, undefined],
		['for ten minutes, as on a busy day', '2026-03-03T07:50:00.000Z', undefined],
		['a millisecond longer', '2026-03-03T07:49:59.999Z', '10 minutes'],
		['for 119 minutes', '2026-03-03T06:01:00.000Z', '119 minutes'],
		['for three hours', '2026-03-03T05:00:00.000Z', '3 hours'],
		['for two days', '2026-03-01T08:00:00.000Z', '2 days'],
		['since a time that cannot be read', 'soon', undefined],
	])('says how long activities wait to be scored: %s', (_case, createdAt, age) => {
		const [told] = digests(TUESDAY, { oldestUnscored: { at: '2020-01-01T00:00:00.000Z', createdAt } });
		if (age === undefined) return expect(told).toBeUndefined();
		expect(told.lines).toEqual([
			expect.stringContaining(`not scored yet came ${age} ago: see whether 02 Score is published`),
		]);
		expect(told.next).toContain('02 Score');
		return undefined;
	});

	it.each([
		['a day before to the millisecond', '2026-03-02T08:00:00.000Z', 0],
		['just after', '2026-03-02T08:00:00.001Z', 1],
		['the moment itself', TUESDAY, 1],
		['what came while it ran', '2026-03-03T08:00:00.001Z', 0],
	])('%s: counted once, by one digest', (_case, at, messages) =>
		expect(digests(TUESDAY, { stages: [line('x', 'nurture', 'mql', at)] })).toHaveLength(messages),
	);

	it('counts a line that a crash wrote twice once', () => {
		const twice = line('x', 'nurture', 'mql', TUESDAY);
		expect(digests(TUESDAY, { stages: [twice, { ...twice, why: 'again' }] })[0].lines).toEqual(['Handed over: 1 (x)']);
	});

	it('says what to do about tasks that no CRM was given', () => {
		const [{ lines, next }] = digests(TUESDAY, { tasksWaiting: 3 });
		expect(lines).toEqual([
			'3 tasks wait for a CRM, and none is connected: activate the nodes of 16 CRM sync, or write none into channels_crm in ll_settings.',
		]);
		expect(next).toBe('correct what is named above.');
		expect(digests(TUESDAY, { tasksWaiting: 1 }, {}, 'fr')[0].lines[0]).toMatch(/^1 tâche attend un CRM/);
	});

	it('leaves out a lead that turned out to be another', () => {
		const merged = lead({ id: 4, lead: 'anon-1', stage: 'mql', mergedInto: 'ana@acme.example' });
		expect(digests(TUESDAY, { leads: [merged] })).toEqual([]);
	});
});

describe('the weekly digest', () => {
	it('counts seven days, beside the daily one of that morning', () => {
		const told = digests(MONDAY, {
			stages: [
				line('a', 'nurture', 'mql', '2026-02-24T09:00:00.000Z'),
				line('b', 'nurture', 'mql', '2026-03-02T07:00:00.000Z'),
				line('a', 'mql', 'accepted', '2026-02-25T09:00:00.000Z'),
				line('a', 'accepted', 'opportunity', '2026-02-26T09:00:00.000Z'),
				line('a', 'opportunity', 'won', '2026-02-27T09:00:00.000Z'),
			],
		});
		expect(told.map(({ audience, channels }) => [audience, channels])).toEqual([
			['sales', ['slack', 'teams']],
			['manager', ['email']],
			['marketing', ['email']],
		]);
		expect(told[0].lines).toEqual(['Handed over: 1 (b)']);
		expect(told[1].lines).toEqual(['Handed over: 2 (a, b)', 'Accepted: 1 (a)', 'Opportunities: 1 (a)', 'Won: 1 (a)']);
	});
});

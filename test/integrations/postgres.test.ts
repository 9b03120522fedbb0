/** The templates for PostgreSQL in a real n8n, on a real PostgreSQL. */
import type { Client } from 'pg';
import { DIRECTOR } from '../../scripts/welcome.mjs';
import { FormPage } from '../e2e/support/form';
import { openIntegrationHost, type IntegrationHost } from '../services/harness.mjs';
import { isPostgresThere, Postgres } from '../../scripts/host/postgres.mjs';
import type { Json } from '../../scripts/host/client.mjs';

jest.setTimeout(600_000);

const SET_UP = 'postgres/00-set-up';
const SCORE = 'postgres/02-score';
const DELIVER = 'postgres/10-deliver';
const OTHERS = [
	...[
		'03-account-rollup',
		'04-sla-watch',
		'06-no-lead-left-behind',
		'08-watch-tables',
		'11-digest',
		'23-one-person',
		'28-backlog',
	],
].map((name) => `postgres/${name}`);

const STARTED = Date.now();
const itWithPostgres = isPostgresThere() ? it : it.skip;

let server: Postgres;
let database: Client;
let host: IntegrationHost;

beforeAll(async () => {
	if (!isPostgresThere()) return;
	server = await Postgres.open();
	database = await server.connect();
	host = await openIntegrationHost({
		services: ['slack'],
		templates: [SET_UP, 'postgres/01-capture', SCORE, DELIVER, ...OTHERS],
		credentials: { postgres: server.credential },
		setUp: false,
	});
	await host.run(SET_UP);
	for (const file of [SCORE, DELIVER]) await run(file, 'Every 5 minutes');
});

afterAll(async () => {
	await host?.stop();
	await database?.end();
	await server?.stop();
});

async function run(file: string, trigger: string): Promise<void> {
	await host.run(file, trigger);
	await host.idle();
}

async function rows(query: string, values: unknown[] = []): Promise<Json[]> {
	return (await database.query<Json>(query, values)).rows;
}

const visit = (lead: string, index: number, more: object = {}): object => ({
	activity: `${lead}-${index}`,
	lead,
	type: 'page_view',
	at: new Date(STARTED - 60_000 * (index + 1)).toISOString(),
	properties: { path: '/pricing' },
	...more,
});

const hot = (lead: string): object[] => [
	visit(lead, 0),
	visit(lead, 1, { type: 'form_submit', properties: { form: 'contact' }, attributes: DIRECTOR }),
	visit(lead, 2, { type: 'demo_request', properties: {} }),
];

/** Until what the calls started is done. */
async function scored(): Promise<void> {
	await host.idle();
	await run(SCORE, 'Every 5 minutes');
}

describe('00', () => {
	itWithPostgres('may run again: what is there stays', async () => {
		await database.query(`update ll_rules set points = 77 where rule = (select min(rule) from ll_rules)`);
		const before = await rows('select * from ll_rules order by id');
		await host.run(SET_UP);
		expect(await rows('select * from ll_rules order by id')).toEqual(before);
		await database.query(`update ll_rules set points = $1 where id = $2`, [before[0].points, before[0].id]);
	});
});

describe('a lead that crosses', () => {
	itWithPostgres('is scored, explained, handed over and told once', async () => {
		const lead = 'dana.reyes@postgres.example';
		expect((await host.post(hot(lead))).status).toBe(202);
		await scored();
		const [row] = await rows('select * from ll_lead_book where lead = $1', [lead]);
		expect(row).toMatchObject({ stage: 'mql', name: 'Dana Reyes', activities: 3, news: null });
		expect(await rows(`select status from ll_outbox where lead = $1 and kind = 'hand_off'`, [lead])).toEqual([
			{ status: 'sent' },
		]);
		expect(await rows('select "to" from ll_stage_log where lead = $1 order by id', [lead])).toContainEqual({
			to: 'mql',
		});
		const told = (await host.services.slack.messages('#sales-leads')).filter(({ text }) =>
			text.startsWith('Ready for sales: Dana Reyes'),
		);
		expect(told).toHaveLength(1);
		expect(await host.failures()).toEqual([]);
	});

	itWithPostgres('is the same when its activities come once more', async () => {
		const lead = 'dana.reyes@postgres.example';
		const before = await rows('select total, version, activities from ll_lead_book where lead = $1', [lead]);
		expect((await host.post(hot(lead))).status).toBe(202);
		await scored();
		expect(await rows('select total, version, activities from ll_lead_book where lead = $1', [lead])).toEqual(before);
		expect(await rows('select count(*)::int as n from ll_activity_log where lead = $1', [lead])).toEqual([{ n: 3 }]);
	});
});

describe('200 calls, 25 at once', () => {
	itWithPostgres('of one lead: every point counts, one hand-off, one line each', async () => {
		const lead = 'many@postgres.example';
		const calls = [...hot(lead), ...Array.from({ length: 197 }, (_, index) => visit(lead, index + 3))];
		const answers = await inTurns(calls, 25, (body) => host.callOnly('/webhook/lead-activity', body));
		expect(answers.filter(({ status }) => status !== 202)).toEqual([]);
		await scored();
		expect(await rows('select count(*)::int as n from ll_activity_log where lead = $1', [lead])).toEqual([{ n: 200 }]);
		const book = await rows('select stage, logged from ll_lead_book where lead = $1', [lead]);
		expect(book).toEqual([{ stage: 'mql', logged: 200 }]);
		expect(await rows(`select status from ll_outbox where lead = $1 and kind = 'hand_off'`, [lead])).toHaveLength(1);
		expect(await rows(`select "to" from ll_stage_log where lead = $1 and "to" = 'mql'`, [lead])).toHaveLength(1);
		expect(await host.failures()).toEqual([]);
	});
});

describe('a monitor', () => {
	const ask = async (password: string) => {
		const authorization = `Basic ${Buffer.from(`${host.sales.user}:${password}`).toString('base64')}`;
		const answer = await fetch(`${host.url}/webhook/backlog`, { headers: { authorization } });
		return { status: answer.status, body: await answer.text() };
	};

	itWithPostgres('is told how long the oldest activity waits, if it knows the password', async () => {
		expect(await ask(host.sales.password)).toEqual({ status: 200, body: '{"oldestUnscoredSeconds":0}' });
		await database.query(`insert into ll_activity_log (activity, lead) values ('waits', 'waits@postgres.example')`);
		await database.query(`update ll_activity_log set "createdAt" = now() - interval '1 hour' where activity = 'waits'`);
		const { oldestUnscoredSeconds } = JSON.parse((await ask(host.sales.password)).body) as Json;
		expect(oldestUnscoredSeconds).toBeGreaterThanOrEqual(3600);
		expect((await ask('guess')).status).toBe(401);
		await database.query(`delete from ll_activity_log where activity = 'waits'; delete from ll_due`);
	});
});

describe('the other templates', () => {
	itWithPostgres.each([
		['postgres/04-sla-watch', 'Every 5 minutes'],
		['postgres/06-no-lead-left-behind', 'Every Monday'],
		['postgres/08-watch-tables', 'Every hour'],
		['postgres/11-digest', 'Every morning'],
	])('%s runs', async (file, trigger) => {
		await run(file, trigger);
		expect(await host.failures()).toEqual([]);
	});
});

describe('one person', () => {
	const KEYS = ['ana.marker@acme.example', 'visitor-marker', 'user-marker'];
	const WORDS = [...KEYS, 'Ana Marker'];
	const BEN = 'ben@acme.example';

	async function tablesHolding(): Promise<string[]> {
		const tables = await rows(`select relname as name from pg_stat_user_tables order by relname`);
		const holding: string[] = [];
		for (const { name } of tables) {
			const text = JSON.stringify(await rows(`select * from "${String(name)}"`));
			if (WORDS.some((word) => text.includes(word))) holding.push(String(name));
		}
		return holding;
	}

	itWithPostgres('is erased under all keys, from every table; the scores of others stay', async () => {
		const [ana, ...others] = KEYS;
		const who = (name: string) => ({ type: 'form_submit', attributes: { ...DIRECTOR, name } });
		await host.post([
			visit(others[0], 3),
			visit(ana, 2, { ...who('Ana Marker'), properties: { form: 'contact', alsoKnownAs: others } }),
			visit(others[1], 1, { type: 'demo_request' }),
			...[visit(BEN, 2, who('Ben Okafor')), visit(BEN, 1), visit(BEN, 0, { properties: { note: `with ${ana}` } })],
		]);
		await scored();
		await run('postgres/03-account-rollup', 'Every morning');
		const ben = await rows('select total, fit, engagement, activities from ll_lead_book where lead = $1', [BEN]);
		expect(await tablesHolding()).toEqual([
			...['ll_account_book', 'll_activity_log', 'll_alias_book', 'll_lead_book'],
			...['ll_outbox', 'll_score_log', 'll_stage_log'],
		]);
		const form = await FormPage.open(`${host.url}/form/one-person`, host.sales);
		const list = await form.next({ 'E-mail address or key': 'visitor-marker', 'What do you need?': 'Erase' });
		expect(await list.send({ 'Erase for good?': 'Yes, erase this person' })).toMatchObject({ title: 'Erased' });
		await host.idle();
		expect(await tablesHolding()).toEqual([]);
		await scored();
		expect(await rows('select total, fit, engagement, activities from ll_lead_book where lead = $1', [BEN])).toEqual(
			ben,
		);
		expect(await rows(`select members from ll_account_book where account = 'acme.example'`)).toEqual([{ members: 1 }]);
		expect(await host.failures()).toEqual([]);
	});
});

/** So many at a time, in order. */
async function inTurns<In, Out>(items: readonly In[], most: number, work: (item: In) => Promise<Out>): Promise<Out[]> {
	const results: Out[] = [];
	for (let start = 0; start < items.length; start += most) {
		results.push(...(await Promise.all(items.slice(start, start + most).map(work))));
	}
	return results;
}

/**
 * Which leads are due, on a real PostgreSQL and without n8n: what several runs take, what comes meanwhile, what a run leaves that is
 * killed. Each guard is taken out once, to see that its test fails then.
 */
import type { Client } from 'pg';
import {
	EVERY_LEAD_IS_DUE,
	LET_LEADS_GO,
	LINKS_OF_RUN,
	MORE_LEADS,
	NEW_ENTRIES,
	NEWS_IS_COPIED,
	takeLeads,
	takeScoring,
	WAITING_ROWS,
} from '../../workflows/src/store/due';
import { MIGRATIONS } from '../../workflows/src/store/migrations';
import { writeIfUnchanged, type Query } from '../../workflows/src/store/sql';
import { TABLES } from '../../workflows/src/tables';
import { isPostgresThere, Postgres } from '../../scripts/host/postgres.mjs';

jest.setTimeout(300_000);

type Row = Record<string, unknown>;

const itWithPostgres = isPostgresThere() ? it : it.skip;
const ANA = 'ana@acme.example';
const BO = 'bo@beta.example';
const CY = 'cy@gamma.example';
const SAVED = { sweep: '', tries: 0 };

let server: Postgres;
let client: Client;
const others: Client[] = [];

/** A schema of the name with all tables, in whose scripts each text is replaced by another one. */
async function migrate(
	schema: string,
	replaced: ReadonlyArray<readonly [was: string, is: string]> = [],
): Promise<void> {
	await client.query(`create schema ${schema}; set search_path = ${schema}`);
	for (const text of Object.values(MIGRATIONS)) {
		await client.query(replaced.reduce((script, [was, is]) => script.replaceAll(was, is), text));
	}
	for (const [was] of replaced) expect(Object.values(MIGRATIONS).join('')).toContain(was);
}

async function another(schema = 'whole'): Promise<Client> {
	const other = await server.connect();
	await other.query(`set search_path = ${schema}`);
	others.push(other);
	return other;
}

beforeAll(async () => {
	if (!isPostgresThere()) return;
	server = await Postgres.open();
	client = await server.connect();
	await migrate('whole');
});
afterAll(async () => {
	await client?.end();
	await server?.stop();
});
beforeEach(async () => {
	if (!isPostgresThere()) return;
	await client.query('set search_path = whole');
	await client.query('truncate ll_activity_log, ll_lead_book, ll_alias_book, ll_state, ll_due restart identity');
	await client.query(`insert into ll_state (name, workflow) values ('scoring', 'w2')`);
});
afterEach(async () => {
	for (const other of others.splice(0)) await other.end();
});

const SCHEDULE = 'Every 5 minutes';
const IS_SCHEDULED = `$('${SCHEDULE}').isExecuted`;
const SCHEDULED = {};

/** What a step of 02 gets, in the execution of that number. */
async function step(query: Query, run: string, item: object = {}, by = client): Promise<Row[]> {
	const given: Readonly<Record<string, unknown>> = { '$execution.id': run, [IS_SCHEDULED]: item === SCHEDULED };
	const values = query.parameters.map((parameter) => given[parameter] ?? JSON.stringify(item));
	return (await by.query<Row>(query.query, values)).rows;
}

const entryOf = (lead: string, index: number, more: object = {}) => ({
	...{ activity: `${lead}-${index}`, lead, type: 'page_view', at: '2026-03-01T12:00:00.000Z', properties: '{}' },
	...more,
});
const append = async (entries: unknown, by = client) =>
	(await by.query<Row>('select * from ll_insert_activity_log($1)', [JSON.stringify(entries)])).rows;
const take = async (run: string, by = client, started: object = { byCall: true }): Promise<number | undefined> =>
	(await step(takeLeads(SCHEDULE), run, started, by))[0]?.taken as number | undefined;
const letGo = (run: string, saved: object = SAVED, by = client) => step(LET_LEADS_GO, run, saved, by);
const entries = async (run: string): Promise<unknown[]> =>
	(await step(NEW_ENTRIES, run)).map(({ activity }) => activity);
const due = async (columns = 'lead'): Promise<Row[]> =>
	(await client.query<Row>(`select ${columns} from ll_due order by lead`)).rows;
const held = async (run: string): Promise<unknown[]> =>
	(await client.query<Row>('select lead from ll_due where holder = $1 order by lead', [run])).rows.map(
		({ lead }) => lead,
	);
const book = (...leads: string[]) =>
	client.query('select * from ll_insert_lead_book($1)', [JSON.stringify(leads.map((lead) => ({ lead, version: 0 })))]);

describe('what is added to the log', () => {
	itWithPostgres('makes its lead due in the same transaction, once', async () => {
		await append([entryOf(BO, 1), entryOf(ANA, 1), entryOf(ANA, 2)]);
		await append([entryOf(ANA, 2), entryOf(ANA, 3)]);
		expect(await due('lead, first::int, fresh, touched::int')).toEqual([
			{ lead: ANA, first: 1, fresh: 3, touched: 2 },
			{ lead: BO, first: 3, fresh: 1, touched: 1 },
		]);
	});

	itWithPostgres('does so too where a person adds it', async () => {
		await client.query(`insert into ll_activity_log (activity, lead) values ('x', '${ANA}'), ('y', ''), ('z', null)`);
		expect(await due()).toEqual([{ lead: ANA }]);
	});

	itWithPostgres('counts for its lead, however a person typed the key', async () => {
		await client.query(`insert into ll_activity_log (activity, lead) values ('x', ' Ana@Acme.Example ')`);
		await book(ANA);
		expect(await due()).toEqual([{ lead: ANA }]);
		await client.query(`update ll_lead_book set lead = 'ANA@acme.example'`);
		expect(
			(await client.query('select lead from ll_activity_log union all select lead from ll_lead_book')).rows,
		).toEqual([{ lead: ANA }, { lead: ANA }]);
	});

	itWithPostgres('is not due for what was there already', async () => {
		await append(entryOf(ANA, 1));
		await take('1');
		await letGo('1');
		await append(entryOf(ANA, 1));
		expect(await due()).toEqual([]);
	});

	itWithPostgres('is found though its transaction ended after those of higher numbers', async () => {
		const slow = await another();
		await slow.query('begin');
		await append(entryOf(ANA, 1), slow);
		await append(entryOf(BO, 1));
		expect(await take('1')).toBe(1);
		expect(await entries('1')).toEqual([`${BO}-1`]);
		await letGo('1');
		await slow.query('commit');
		expect(await take('2')).toBe(1);
		expect(await entries('2')).toEqual([`${ANA}-1`]);
	});
});

describe('runs at the same time', () => {
	const leads = Array.from({ length: 1500 }, (_, index) => `lead-${String(index).padStart(4, '0')}`);

	itWithPostgres('have each their own leads, and all of them together', async () => {
		await append(leads.map((lead) => entryOf(lead, 1)));
		const [left, right] = [await another(), await another()];
		const taken = await Promise.all([take('1', left), take('2', right)]);
		// How many each gets is a matter of who locks which row first.
		expect(Number(taken[0]) + Number(taken[1])).toBe(1500);
		expect([...(await held('1')), ...(await held('2'))].sort()).toEqual(leads);
	});

	itWithPostgres('take those first that wait longest', async () => {
		await append(leads.slice(1000).map((lead) => entryOf(lead, 1)));
		await client.query(`update ll_due set since = now() - interval '1 hour'`);
		await append(leads.slice(0, 1000).map((lead) => entryOf(lead, 1)));
		await take('1');
		expect(await held('1')).toEqual([...leads.slice(0, 500), ...leads.slice(1000)]);
	});

	itWithPostgres('do not wait for one that is being written', async () => {
		await append([entryOf(ANA, 1), entryOf(BO, 1)]);
		const writer = await another();
		await writer.query('begin');
		await append(entryOf(ANA, 2), writer);
		expect(await take('1')).toBe(1);
		expect(await held('1')).toEqual([BO]);
		await writer.query('commit');
		expect(await take('2')).toBe(1);
		expect(await entries('2')).toEqual([`${ANA}-1`, `${ANA}-2`]);
	});

	itWithPostgres('are four at most', async () => {
		for (const run of ['1', '2', '3', '4']) {
			await append(entryOf(`lead-${run}`, 1));
			expect(await take(run)).toBe(1);
		}
		await append(entryOf('lead-5', 1));
		expect(await take('5')).toBeUndefined();
		await letGo('3');
		expect(await take('5')).toBe(1);
	});

	itWithPostgres('share leads by how long their logs are', async () => {
		await book('a', 'b', 'c');
		await client.query(`update ll_lead_book set logged = case lead when 'a' then 60000 else 20000 end`);
		await append(['a', 'b', 'c'].map((lead) => entryOf(lead, 1)));
		expect([await take('1'), await take('2')]).toEqual([1, 2]);
	});

	itWithPostgres(
		'end where nothing is left; one of the schedule goes on, to see whether a night has begun',
		async () => {
			expect([await take('1'), await take('2', client, SCHEDULED)]).toEqual([undefined, 0]);
		},
	);

	itWithPostgres('are started once for calls that come at once', async () => {
		const callers = await Promise.all(Array.from({ length: 10 }, () => another()));
		const ask = (by = client) => by.query('select workflow from ll_start_scoring()').then(({ rows }) => rows.length);
		await append(entryOf(ANA, 1));
		const answers = await Promise.all(callers.map((caller) => ask(caller)));
		expect(answers.reduce((sum, rows) => sum + rows, 0)).toBe(1);
		await append(entryOf(BO, 1));
		expect(await ask()).toBe(1);
		await take('1');
		await append(entryOf(ANA, 2));
		expect(await ask()).toBe(0);
		await letGo('1');
		expect(await ask()).toBe(1);
		await client.query(`update ll_due set asked = now() - interval '16 seconds'`);
		expect(await ask()).toBe(1);
	});
});

describe('a run that has scoring for itself', () => {
	const keep = async (run: string, by = client) =>
		(await step(takeScoring(120), run, {}, by)).map(({ holder }) => holder);
	const end = () => client.query(`update ll_state set "until" = ''`);

	itWithPostgres('gets it where nobody scores; until it lets go nobody takes leads', async () => {
		await append(entryOf(ANA, 1));
		expect(await keep('9')).toEqual(['9']);
		expect(await take('1')).toBeUndefined();
		expect(await take('2', client, SCHEDULED)).toBeUndefined();
		expect(await keep('8')).toEqual([]);
		await end();
		expect(await take('1')).toBe(1);
	});

	itWithPostgres('waits for those that have leads, while no other one takes some', async () => {
		await append(entryOf(ANA, 1));
		await take('1');
		expect(await keep('9')).toEqual([]);
		await append(entryOf(BO, 1));
		expect(await take('2')).toBeUndefined();
		await letGo('1');
		expect(await keep('9')).toEqual(['9']);
	});

	/** One takes leads and its transaction is not over yet: does a run get scoring for itself meanwhile? */
	async function getsItMeanwhile(schema: string): Promise<boolean> {
		await client.query(`insert into ll_state (name, workflow) values ('scoring', 'w2') on conflict do nothing`);
		const [taker, keeper] = [await another(schema), await another(schema)];
		await append(entryOf(ANA, 1));
		await taker.query('begin');
		expect(await take('1', taker)).toBe(1);
		const keeping = keep('9', keeper);
		const isWaiting = `select from pg_stat_activity where wait_event_type = 'Lock' and query like '%ll_take_scoring($1%'`;
		const waits = async () => (await client.query(isWaiting)).rowCount !== 0;
		const isDone = await Promise.race([keeping.then(() => true), until(waits)]);
		await taker.query('commit');
		expect(isDone).toBe(schema !== 'whole');
		return (await keeping).length > 0;
	}

	itWithPostgres('sees leads that are being taken at that moment', async () => {
		expect(await getsItMeanwhile('whole')).toBe(false);
	});

	itWithPostgres('would not see them without the lock', async () => {
		await migrate('unlocked', [[' for share;', ';']]);
		expect(await getsItMeanwhile('unlocked')).toBe(true);
	});

	async function until(isSo: () => Promise<boolean>): Promise<false> {
		while (!(await isSo()));
		return false;
	}
});

describe('letting go', () => {
	/** A run reads, an activity comes, the run lets go: is the lead still due? */
	async function staysDueForWhatCame(): Promise<boolean> {
		await client.query(`insert into ll_state (name) values ('scoring') on conflict do nothing`);
		await append(entryOf(ANA, 1));
		await take('1');
		await entries('1');
		await append(entryOf(ANA, 2));
		await letGo('1');
		return (await due()).length === 1;
	}

	itWithPostgres('keeps due what came while a slow run was at work', async () => {
		expect(await staysDueForWhatCame()).toBe(true);
		expect(await step(MORE_LEADS, '1')).toEqual([{ activity: ANA }]);
		expect(await take('2')).toBe(1);
		expect(await entries('2')).toEqual([`${ANA}-1`, `${ANA}-2`]);
		await letGo('2');
		expect(await due()).toEqual([]);
		expect(await step(MORE_LEADS, '2')).toEqual([]);
	});

	itWithPostgres('would lose it without the comparison', async () => {
		await migrate('forgetful', [['holder = run and touched = taken and', 'holder = run and']]);
		expect(await staysDueForWhatCame()).toBe(false);
	});

	itWithPostgres('keeps due what somebody else wrote first, five times more', async () => {
		await append(entryOf(ANA, 1));
		for (let run = 1; run <= 6; run++) {
			expect([run, await take(String(run))]).toEqual([run, 1]);
			await letGo(String(run), { ...SAVED, tries: 1 });
		}
		expect(await due()).toEqual([]);
	});

	itWithPostgres('of a run that was killed is done by time: another one takes its leads, and keeps them', async () => {
		await append(entryOf(ANA, 1));
		await take('1');
		expect(await take('2')).toBeUndefined();
		await client.query(`update ll_due set until = now() - interval '1 second'`);
		expect(await take('3')).toBe(1);
		await letGo('1');
		expect(await held('3')).toEqual([ANA]);
	});

	itWithPostgres(
		'of runs that die of one lead: it ends up alone, the others get through, and it is given up for the day',
		async () => {
			const leads = Array.from({ length: 300 }, (_, index) => `lead-${String(index).padStart(3, '0')}`);
			await append(leads.map((lead) => entryOf(lead, 1)));
			const scored: unknown[] = [];
			for (let run = 1; run <= 100; run++) {
				if (!(await take(String(run)))) break;
				const taken = await held(String(run));
				if (taken.includes('lead-150'))
					await client.query(`update ll_due set until = now() - interval '1 second' where holder <> ''`);
				else {
					scored.push(...taken);
					await letGo(String(run));
				}
			}
			expect(scored.sort()).toEqual(leads.filter((lead) => lead !== 'lead-150'));
			expect(await due()).toEqual([]);
			await append([entryOf('lead-150', 2), entryOf('lead-new', 1)]);
			expect(await take('last')).toBe(2);
		},
	);

	itWithPostgres('of such a run does not hold up what comes meanwhile', async () => {
		await append(entryOf(ANA, 1));
		await take('1');
		await client.query(`update ll_due set until = now() - interval '1 second', since = now() - interval '1 hour'`);
		await append(entryOf(BO, 1));
		await take('2');
		expect(await held('2')).toEqual([BO]);
		await take('3');
		expect(await held('3')).toEqual([ANA]);
	});

	itWithPostgres('notes what the rules held, where the run says it', async () => {
		await letGo('1', { ...SAVED, rules: '{"a":1}' });
		await letGo('2');
		expect((await client.query('select rules from ll_state')).rows).toEqual([{ rules: '{"a":1}' }]);
	});
});

describe('every lead once more', () => {
	itWithPostgres('when a night has begun, by the first run that says so', async () => {
		await book(ANA, BO);
		await letGo('1', { ...SAVED, sweep: '2026-03-01 done' });
		expect(await due('lead, later, first')).toEqual([
			{ lead: ANA, later: true, first: null },
			{ lead: BO, later: true, first: null },
		]);
		await take('2');
		await letGo('2', { ...SAVED, sweep: '2026-03-01 done' });
		await letGo('3', { ...SAVED, sweep: '2026-02-28 done' });
		expect(await due()).toEqual([]);
	});

	itWithPostgres('when rules changed, also those that a run has just taken', async () => {
		await book(ANA, BO);
		await append(entryOf(ANA, 1));
		await take('1');
		expect(await step(EVERY_LEAD_IS_DUE, '9')).toMatchObject([{ name: 'scoring', workflow: 'w2' }]);
		await letGo('1');
		expect(await due()).toEqual([{ lead: ANA }, { lead: BO }]);
	});

	itWithPostgres('comes after those with new activities', async () => {
		await book(...Array.from({ length: 1000 }, (_, index) => `lead-${index}`));
		await step(EVERY_LEAD_IS_DUE, '9');
		await client.query(`update ll_due set since = now() - interval '1 hour'`);
		await append([entryOf('lead-7', 1), entryOf('new', 1)]);
		await take('1');
		expect(await held('1')).toEqual(expect.arrayContaining(['lead-7', 'new']));
		expect((await due('lead, holder')).filter(({ holder }) => holder === null)).toHaveLength(1);
	});
});

describe('rows that wait', () => {
	itWithPostgres('are those of the leads of the run, and news that a killed run left', async () => {
		await book(ANA, BO, CY);
		await append(entryOf(ANA, 1));
		await client.query(
			`update ll_lead_book set news = '{}', "updatedAt" = now() - interval '6 minutes' where lead = $1`,
			[BO],
		);
		await client.query(`update ll_lead_book set news = '{}' where lead = $1`, [CY]);
		await take('1');
		expect((await step(WAITING_ROWS, '1')).map(({ lead }) => lead)).toEqual([ANA, BO]);
	});

	itWithPostgres('are due when somebody else than 02 writes news', async () => {
		await book(ANA, BO);
		const rows = (await client.query<Row>('select id, lead from ll_lead_book order by lead')).rows;
		const items = rows.map((row, index) => ({ ...row, version: 1, news: index === 0 ? '{"a":1}' : null }));
		const [ofOthers, own] = [false, true].map((copiesNews) => writeIfUnchanged(TABLES.leadBook, { copiesNews }));
		expect(await client.query(ofOthers.query, [JSON.stringify(items)])).toMatchObject({ rowCount: 2 });
		expect(await due()).toEqual([{ lead: ANA }]);
		await client.query('truncate ll_due');
		const later = items.map((item) => ({ ...item, version: 2, news: '{"b":1}' }));
		expect(await client.query(own.query, [JSON.stringify(later)])).toMatchObject({ rowCount: 2 });
		expect(await due()).toEqual([]);
	});

	itWithPostgres('lose the news that the run copied, and no other', async () => {
		await book(ANA, BO);
		await client.query(`update ll_lead_book set news = '{}', batch = case lead when '${ANA}' then '1' else '2' end`);
		expect(await step(NEWS_IS_COPIED, '1')).toEqual([{ cleared: 1 }]);
		const { rows } = await client.query('select lead, news, batch from ll_lead_book order by lead');
		expect(rows).toEqual([
			{ lead: ANA, news: null, batch: null },
			{ lead: BO, news: '{}', batch: '2' },
		]);
	});
});

describe('who is who', () => {
	const link = (alias: string, lead: string) =>
		client.query('insert into ll_alias_book (alias, lead) values ($1, $2)', [alias, lead]);
	const links = async (run: string) =>
		(await step(LINKS_OF_RUN, run)).map(({ alias, lead }) => `${String(alias)} > ${String(lead)}`);

	itWithPostgres(
		'comes of the leads of the run and of all that hang together with them, and of nobody else',
		async () => {
			await link('visitor-1', 'user-1');
			await link('user-1', ANA);
			await link('user-2', ANA);
			await link('visitor-9', BO);
			await append(entryOf('visitor-1', 1));
			await take('1');
			expect(await links('1')).toEqual(['visitor-1 > user-1', `user-1 > ${ANA}`, `user-2 > ${ANA}`]);
		},
	);

	itWithPostgres('comes of the keys that new entries name, however they name them', async () => {
		await link('visitor-1', ANA);
		await link('77', BO);
		await link('visitor-3', CY);
		await append([
			entryOf('x', 1, { properties: '{"alsoKnownAs":[" Visitor-1 ",77,{"id":"visitor-3"}]}' }),
			entryOf('x', 2, { properties: '{"alsoKnownAs": broken' }),
		]);
		await take('1');
		expect(await links('1')).toEqual([`visitor-1 > ${ANA}`, `77 > ${BO}`, `visitor-3 > ${CY}`]);
	});

	itWithPostgres('comes of the lead into which a row was merged; a circle comes to its end', async () => {
		await link('old', 'older');
		await link('older', 'old');
		await link('visitor-1', ANA);
		await book('old');
		await client.query(`update ll_lead_book set "mergedInto" = $1`, [ANA.toUpperCase()]);
		await append(entryOf('old', 1));
		await take('1');
		expect(await links('1')).toEqual(['old > older', 'older > old', `visitor-1 > ${ANA}`]);
	});
});

describe('writing many rows', () => {
	itWithPostgres('writes each whose version is still what was read, a row without one too', async () => {
		await book('a', 'b');
		await client.query(`insert into ll_lead_book (lead, version) values ('c', null), ('d', 7), ('e', -3)`);
		const { rows } = await client.query<Row>('select id, lead from ll_lead_book order by lead');
		const versions = [1, 2, 0, 8, -4];
		const items = rows.map((row, index) => ({ ...row, version: versions[index], total: 9 }));
		const { query } = writeIfUnchanged(TABLES.leadBook, { copiesNews: true });
		const written = await client.query<Row>(query, [JSON.stringify(items)]);
		expect(written.rows.map(({ lead }) => lead).sort()).toEqual(['a', 'c', 'd', 'e']);
	});

	/** While the first row is held, a write of both waits for it: can somebody else have the second one? */
	async function leavesTheSecondRowFree(schema: string): Promise<boolean> {
		const [holder, writer, third] = [await another(schema), await another(schema), await another(schema)];
		await book('a', 'b');
		const { rows } = await client.query<Row>('select id, lead from ll_lead_book order by lead');
		await holder.query(`begin; select from ll_lead_book where lead = 'a' for update`);
		const { query } = writeIfUnchanged(TABLES.leadBook, { copiesNews: true });
		const items = [rows[1], rows[0]].map((row) => ({ ...row, version: 1 }));
		const writing = writer.query(query, [JSON.stringify(items)]);
		const isWaiting = `select from pg_stat_activity where wait_event_type = 'Lock' and query = $1`;
		while ((await client.query(isWaiting, [query])).rowCount === 0);
		const isFree = await third.query(`select from ll_lead_book where lead = 'b' for update nowait`).then(
			() => true,
			() => false,
		);
		await holder.query('commit');
		expect((await writing).rowCount).toBe(2);
		return isFree;
	}

	itWithPostgres('locks them in one order, so that no two runs wait for each other in a circle', async () => {
		expect(await leavesTheSecondRowFree('whole')).toBe(true);
	});

	itWithPostgres('would lock them in any other without it', async () => {
		await migrate('unordered', [['order by t."lead" for update', 'order by t."lead" desc for update']]);
		expect(await leavesTheSecondRowFree('unordered')).toBe(false);
	});
});

describe('three that append and two that take and write', () => {
	itWithPostgres('never wait in a circle, and in the end every activity counts', async () => {
		const leads = Array.from({ length: 200 }, (_, index) => `lead-${index}`);
		const rounds = 30;
		const appenders = await Promise.all([0, 1, 2].map(() => another()));
		const takers = await Promise.all([0, 1].map(() => another()));
		let isAppending = true;
		const appending = Promise.all(
			appenders.map(async (by, at) => {
				for (let round = 0; round < rounds; round++) {
					const rows = leads.map((lead) => entryOf(lead, round * 3 + at));
					await append(at === 1 ? rows.reverse() : rows, by);
				}
			}),
		).finally(() => (isAppending = false));
		await Promise.all([appending, ...takers.map((by, at) => score(by, `${at}-`, () => isAppending))]);
		await score(takers[0], 'last', () => false);
		const { rows } = await client.query('select logged, count(*)::int as n from ll_lead_book group by logged');
		expect(rows).toEqual([{ logged: rounds * 3, n: leads.length }]);
		expect(await due()).toEqual([]);
	});

	/** Counts the log of each lead that it takes; what 02 does, but for the score. */
	async function score(by: Client, name: string, goOn: () => boolean): Promise<void> {
		const { query } = writeIfUnchanged(TABLES.leadBook, { copiesNews: true });
		for (let round = 0; round < 10_000; round++) {
			const run = `${name}${round}`;
			const taken = await take(run, by);
			if (!taken && !goOn()) return;
			const counted = `select d.lead, b.id, b.version, (select count(*)::int from ll_activity_log a where a.lead = d.lead) as logged from ll_due d left join ll_lead_book b on b.lead = d.lead where d.holder = $1`;
			const read = (await by.query<Row>(counted, [run])).rows.reverse();
			const isNew = ({ id }: Row): boolean => id === null;
			const added = read.filter(isNew).map(({ lead, logged }) => ({ lead, logged, version: 0 }));
			const changed = read.filter((row) => !isNew(row)).map((row) => ({ ...row, version: Number(row.version) + 1 }));
			const inserted = await by.query('select * from ll_insert_lead_book($1)', [JSON.stringify(added)]);
			const written = await by.query(query, [JSON.stringify(changed)]);
			const isLost = Number(inserted.rowCount) + Number(written.rowCount) < read.length;
			await letGo(run, { ...SAVED, tries: isLost ? 1 : 0 }, by);
		}
	}
});

describe('an installation from before', () => {
	itWithPostgres('goes on where it was: what was not scored yet is due', async () => {
		await append([entryOf(ANA, 1), entryOf(BO, 1), entryOf(BO, 2)]);
		await client.query(`drop table ll_due cascade; update ll_state set position = 1`);
		for (const text of Object.values(MIGRATIONS)) await client.query(text);
		expect(await due('lead, first::int, fresh')).toEqual([{ lead: BO, first: 2, fresh: 2 }]);
		await append(entryOf(ANA, 2));
		expect(await due()).toEqual([{ lead: ANA }, { lead: BO }]);
	});
});

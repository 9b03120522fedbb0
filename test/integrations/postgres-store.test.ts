/** The tables, functions and queries of the PostgreSQL store, on a real PostgreSQL and without n8n. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Client } from 'pg';
import { MIGRATIONS } from '../../workflows/src/store/migrations';
import type { Json } from '../../scripts/host/client.mjs';
import { isPostgresThere, Postgres } from '../../scripts/host/postgres.mjs';
import { onPostgres, parsed } from '../support/templates';

jest.setTimeout(300_000);

const itWithPostgres = isPostgresThere() ? it : it.skip;
const migrate = async (client: Client): Promise<void> => {
	for (const text of Object.values(MIGRATIONS)) await client.query(text);
};

let server: Postgres;
let client: Client;

beforeAll(async () => {
	if (!isPostgresThere()) return;
	server = await Postgres.open();
	client = await server.connect();
	await migrate(client);
});
afterAll(async () => {
	await client?.end();
	await server?.stop();
});
beforeEach(async () => {
	if (isPostgresThere())
		await client.query('truncate ll_activity_log, ll_lead_book, ll_outbox, ll_state restart identity');
});

const insert = async (table: string, items: unknown, by = client) =>
	(await by.query<Json>(`select * from ll_insert_${table}($1)`, [JSON.stringify(items)])).rows;
const change = async (table: string, item: object, was: object) =>
	(await client.query<Json>(`select * from ll_change_${table}($1, $2)`, [JSON.stringify(item), JSON.stringify(was)]))
		.rows;
const all = async (query: string) => (await client.query(query)).rows as unknown[];
const entry = (index: number, lead = 'ana@acme.example') => ({
	activity: `a${index}`,
	lead,
	type: 'page_view',
	at: '2026-03-01',
});

describe('the scripts', () => {
	itWithPostgres('may run again, and add what a later version has', async () => {
		await insert('lead_book', { lead: 'ana@acme.example', total: 3 });
		await client.query('alter table ll_lead_book drop column "signal"');
		await migrate(client);
		expect(await all('select lead, total, signal from ll_lead_book')).toEqual([
			{ lead: 'ana@acme.example', total: 3, signal: null },
		]);
	});

	itWithPostgres('may run twice at once', async () => {
		const other = await server.connect();
		for (let time = 0; time < 5; time++) await Promise.all([migrate(client), migrate(other)]);
		await other.end();
	});
});

describe('every query of the templates', () => {
	itWithPostgres.each(onPostgres)('%s: is one that PostgreSQL takes', async (file) => {
		const nodes = parsed(file).nodes.filter(({ type }) => type === 'n8n-nodes-base.postgres');
		for (const { name, parameters } of nodes.filter((node) => !node.name?.startsWith('Run 00'))) {
			const query = withNames(parameters?.query as string);
			const refusal = await client.query(`prepare checked as ${query}`).then(
				() => '',
				(error: Error) => error.message,
			);
			expect([name, refusal]).toEqual([name, '']);
			await client.query('deallocate checked');
		}
	});
});

/** n8n writes the values into the text. The names of a table and a column are among them; the rest stay parameters. */
function withNames(query: string): string {
	const named = query.replace('$1:name', 'll_stage_log').replaceAll('$2:name', '"lead"');
	const rest = [...new Set(named.match(/\$\d/g))].sort();
	return named.replace(/\$\d/g, (each) => `$${rest.indexOf(each) + 1}`);
}

describe('adding rows', () => {
	itWithPostgres('adds each once, and gives back what is new', async () => {
		expect(await insert('activity_log', [entry(1), entry(2), entry(1)])).toHaveLength(2);
		expect(await insert('activity_log', [entry(2), entry(3)])).toMatchObject([{ activity: 'a3' }]);
		expect(await all('select activity from ll_activity_log order by id')).toHaveLength(3);
	});

	itWithPostgres('takes the same id for two leads as two activities', async () => {
		expect(await insert('activity_log', [entry(1), entry(1, 'bo@beta.example')])).toHaveLength(2);
	});

	itWithPostgres('leaves no hole in the numbers where a vendor sends everything again', async () => {
		await insert('activity_log', [entry(1), entry(2)]);
		for (let time = 0; time < 5; time++) await insert('activity_log', [entry(1), entry(2)]);
		await insert('activity_log', entry(3));
		expect(await all('select id from ll_activity_log order by id')).toEqual([{ id: '1' }, { id: '2' }, { id: '3' }]);
	});

	itWithPostgres('takes rows without a key, as people add them by hand, for different ones', async () => {
		expect(await insert('outbox', [{ title: 'a' }, { title: 'b' }, { title: 'c', key: '' }])).toHaveLength(3);
	});

	itWithPostgres(
		'keeps lists and objects as the text they are, and leaves out fields that are no columns',
		async () => {
			await insert('activity_log', { ...entry(1), id: 77, properties: '{"a": ["x", 1]}', more: 'than there is' });
			expect(await all('select id, properties from ll_activity_log')).toEqual([
				{ id: '1', properties: '{"a": ["x", 1]}' },
			]);
		},
	);

	itWithPostgres('waits for nobody in a circle: the same rows in other orders, from several at once', async () => {
		const others = await Promise.all([1, 2, 3].map(() => server.connect()));
		const rows = Array.from({ length: 200 }, (_, index) => entry(index));
		const rounds = Array.from({ length: 10 }, (_, round) =>
			rows.map((row) => ({ ...row, activity: `${round}-${row.activity}` })),
		);
		await Promise.all(
			others.map(async (other, at) => {
				for (const round of rounds) await insert('activity_log', at === 1 ? [...round].reverse() : round, other);
			}),
		);
		expect(await all('select count(*)::int as n from ll_activity_log')).toEqual([{ n: 2000 }]);
		await Promise.all(others.map((other) => other.end()));
	});
});

describe('the query for a monitor, in docs/postgresql.md', () => {
	const page = readFileSync(join(__dirname, '../../docs/postgresql.md'), 'utf8');
	const [, query = ''] = /```sql\n(.*?)```/s.exec(page) ?? [];

	itWithPostgres('says how many activities wait, and how long', async () => {
		await client.query('truncate ll_due');
		expect(await all(query)).toEqual([{ unscored: 0, oldestUnscoredSeconds: 0 }]);
		await insert('activity_log', [entry(1), entry(2), entry(3, 'bo@beta.example')]);
		await client.query(`update ll_due set since = now() - interval '2 hours' where lead = 'bo@beta.example'`);
		expect(await all(query)).toEqual([{ unscored: 3, oldestUnscoredSeconds: 7200 }]);
		await client.query('truncate ll_due');
	});
});

describe('moving rows', () => {
	const move = async (table: string, items: object[]) =>
		(await client.query<Json>('select ll_move_rows($1, $2) as added', [table, JSON.stringify(items)])).rows[0]
			.added as number;

	itWithPostgres(
		'keeps their numbers and times, leaves out whose key is there, and counts on behind them',
		async () => {
			const createdAt = '2026-01-02T03:04:05.678Z';
			const rows = [7, 9, 12].map((id) => ({ id, createdAt, ...entry(id === 9 ? 7 : id) }));
			expect(await move('ll_activity_log', rows)).toBe(2);
			expect(await move('ll_activity_log', rows)).toBe(0);
			await insert('activity_log', entry(13));
			expect(await all('select id, activity from ll_activity_log order by id')).toEqual([
				{ id: '7', activity: 'a7' },
				{ id: '12', activity: 'a12' },
				{ id: '13', activity: 'a13' },
			]);
			expect(await all('select distinct "createdAt" from ll_activity_log where id < 13')).toEqual([
				{ createdAt: new Date(createdAt) },
			]);
		},
	);

	itWithPostgres('makes no lead due for activities that are scored', async () => {
		await client.query('truncate ll_due');
		await move('ll_activity_log', [{ id: 1, ...entry(1) }]);
		expect(await all('select ll_is_unscored()')).toEqual([{ ll_is_unscored: false }]);
		await insert('activity_log', entry(2));
		expect(await all('select ll_is_unscored()')).toEqual([{ ll_is_unscored: true }]);
		await client.query('truncate ll_due');
	});

	itWithPostgres('gives rows without numbers numbers of their own', async () => {
		await insert('state', { name: 'delivery', workflow: 'w1' });
		expect(await move('ll_state', [{ name: 'scoring' }, { name: 'delivery' }])).toBe(1);
		expect(await all('select id, name, workflow from ll_state order by id')).toMatchObject([
			{ id: '1', name: 'delivery', workflow: 'w1' },
			{ name: 'scoring', workflow: null },
		]);
	});
});

describe('changing a row', () => {
	const lead = { lead: 'ana@acme.example', total: 1, owner: 'rita@sales.example', version: 4, news: 'news' };

	itWithPostgres('writes what the item has where the row is what was read, and leaves the rest', async () => {
		const [{ id }] = await insert('lead_book', lead);
		expect(await change('lead_book', { id, total: 2, version: 5, news: null }, { version: 4 })).toMatchObject([
			{ total: 2, owner: 'rita@sales.example', version: 5, news: null },
		]);
		expect(await change('lead_book', { id, total: 3, version: 5 }, { version: 4 })).toEqual([]);
	});

	itWithPostgres('finds a row that a person added, which has no version', async () => {
		const [{ id }] = await insert('lead_book', { lead: 'bo@beta.example' });
		expect(await change('lead_book', { id, total: 2, version: 0 }, { version: null })).toMatchObject([{ version: 0 }]);
	});

	itWithPostgres('writes no row but that of the item', async () => {
		await insert('lead_book', [lead, { ...lead, lead: 'bo@beta.example' }]);
		expect(await change('lead_book', { total: 9 }, { version: 4 })).toEqual([]);
		expect(await all('select total from ll_lead_book')).toEqual([{ total: 1 }, { total: 1 }]);
	});

	itWithPostgres('of runs that compete one gets it', async () => {
		const [{ id }] = await insert('lead_book', lead);
		const others = await Promise.all([1, 2, 3, 4].map(() => server.connect()));
		const won = await Promise.all(
			others.map(async (other, at) => {
				const values = [JSON.stringify({ id, version: 5, total: at }), JSON.stringify({ version: 4 })];
				return (await other.query('select * from ll_change_lead_book($1, $2)', values)).rows.length;
			}),
		);
		expect(won.sort()).toEqual([0, 0, 0, 1]);
		await Promise.all(others.map((other) => other.end()));
	});
});

describe('putting a row', () => {
	itWithPostgres('adds it, and writes its cells to the one that is there', async () => {
		const put = async (item: object) =>
			(await client.query<Json>('select * from ll_put_outbox($1)', [JSON.stringify(item)])).rows;
		expect(await put({ key: 'k', status: 'new', title: 'Title' })).toMatchObject([{ status: 'new' }]);
		expect(await put({ key: 'k', status: 'sent' })).toMatchObject([{ id: '1', status: 'sent', title: 'Title' }]);
		expect(await all('select count(*)::int as n from ll_outbox')).toEqual([{ n: 1 }]);
	});
});

describe('text', () => {
	itWithPostgres('is in the order of its bytes, as n8n’s own tables compare it', async () => {
		await insert(
			'activity_log',
			['b', 'A', 'a', 'ä', 'Z', '~1', '1'].map((activity) => ({ ...entry(1), activity })),
		);
		const found = (await all('select activity from ll_activity_log order by activity')) as Array<{ activity: string }>;
		expect(found.map(({ activity }) => activity)).toEqual(['1', 'A', 'Z', 'a', 'b', '~1', 'ä']);
	});
});

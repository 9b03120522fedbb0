/**
 * How PostgreSQL works out each query of the templates, in tables as large as an installation's after a year: with an index, and without
 * reading rows that it throws away again. Whatever a query asks for is taken from the table's own newest row, so that a new query is
 * looked at as soon as a template has it.
 */
import type { Client } from 'pg';
import * as due from '../../workflows/src/store/due';
import { MIGRATIONS } from '../../workflows/src/store/migrations';
import { TABLES } from '../../workflows/src/tables';
import type { Json } from '../../scripts/host/client.mjs';
import { isPostgresThere, Postgres } from '../../scripts/host/postgres.mjs';
import cases from '../cases/postgres-plans.json';
import { onPostgres, parsed } from '../support/templates';

jest.setTimeout(300_000);

const itWithPostgres = isPostgresThere() ? it : it.skip;

const ROWS: Readonly<Record<string, number>> = {
	[TABLES.activityLog.name]: 200_000,
	[TABLES.scoreLog.name]: 40_000,
	[TABLES.leadBook.name]: 20_000,
	[TABLES.aliasBook.name]: 20_000,
	[TABLES.outbox.name]: 20_000,
	[TABLES.stageLog.name]: 20_000,
};
const LARGE = Object.keys(ROWS);
/** Rows that a query may read and throw away. */
const FEW = 600;

/** The rows of each table, by the number `i` from 1 on; the newest comes last. */
const FILL = `
	create function lead(i int) returns text language sql immutable as $$ select 'lead' || i % 20000 || '@company' || i % 5000 || '.example' $$;
	create function moment(i int, every interval) returns text language sql immutable as $$ select to_char(timestamp '2026-01-01' + i * every, 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"') $$;
	insert into ll_activity_log ("activity", "lead", "type", "at", "channel", "source", "properties")
		select 'a' || i, lead(i), case when i % 400 = 0 then 'email_unsubscribe' else 'page_view' end, moment(i, '2 minutes'), 'web', 'site', '{"page":"/pricing"}'
		from generate_series(1, ${ROWS.ll_activity_log}) as i;
	insert into ll_score_log ("lead", "at", "cell", "total")
		select lead(i), moment(i, '10 minutes'), 'B2', i % 100 from generate_series(1, ${ROWS.ll_score_log}) as i;
	insert into ll_lead_book ("lead", "email", "name", "account", "stage", "total", "version", "crm", "news", "batch", "updatedAt")
		select lead(i), lead(i), 'Lead ' || i, 'company' || i % 5000 || '.example', case when i % 100 = 0 then 'mql' else 'nurture' end, i % 100, 1,
			case when i % 500 = 0 then 'due ' || i else 'done' end, case when i % 5000 = 0 then '[]' end, case when i % 5000 = 0 then 'batch' end, moment(i, '20 minutes')::timestamptz
		from generate_series(1, ${ROWS.ll_lead_book}) as i;
	insert into ll_alias_book ("alias", "lead", "at")
		select 'visitor' || i, lead(i), moment(i, '20 minutes') from generate_series(1, ${ROWS.ll_alias_book}) as i;
	insert into ll_outbox ("key", "lead", "status", "kind", "audience", "channel", "attempts", "at")
		select 'message' || i, lead(i), case when i % 500 = 0 then 'new' else 'sent' end, 'handed_off', 'sales', case when i % 5 = 0 then 'crm' else 'slack' end, 1, moment(i, '20 minutes')
		from generate_series(1, ${ROWS.ll_outbox}) as i;
	insert into ll_stage_log ("lead", "from", "to", "at", "by")
		select lead(i), 'new', case when i % 100 = 0 then 'mql' else 'nurture' end, moment(i, '20 minutes'), '02' from generate_series(1, ${ROWS.ll_stage_log}) as i;
	analyze`;

/** Plans come as notices, those of the statements in functions too. */
const TELL_PLANS = `
	load 'auto_explain';
	set auto_explain.log_min_duration = 0;
	set auto_explain.log_nested_statements = on;
	set auto_explain.log_analyze = on;
	set auto_explain.log_timing = off;
	set auto_explain.log_format = json;
	set client_min_messages = log`;

interface PlanNode {
	readonly 'Node Type': string;
	readonly 'Relation Name'?: string;
	readonly 'Actual Loops': number;
	readonly 'Rows Removed by Filter'?: number;
	readonly 'Rows Removed by Join Filter'?: number;
	readonly Plans?: readonly PlanNode[];
}

let server: Postgres;
let client: Client;
let plans: PlanNode[] = [];
const newest = new Map<string, Json>();

beforeAll(async () => {
	if (!isPostgresThere()) return;
	server = await Postgres.open();
	client = await server.connect();
	for (const text of [...Object.values(MIGRATIONS), FILL]) await client.query(text);
	for (const table of LARGE) newest.set(table, await newestOf(table));
	await client.query(TELL_PLANS);
	client.on('notice', ({ message = '' }) => plans.push(...plansIn(message)));
});
afterAll(async () => {
	await client?.end();
	await server?.stop();
});

const newestOf = async (table: string): Promise<Json> =>
	(await client.query<{ row: Json }>(`select to_jsonb(t) as row from ${table} as t order by id desc limit 1`)).rows[0]
		.row;

function plansIn(message: string): PlanNode[] {
	const start = message.indexOf('{');
	return start < 0 ? [] : [(JSON.parse(message.slice(start)) as { Plan: PlanNode }).Plan];
}

const different = (texts: readonly string[]): string[] => [...new Set(texts)];

/** Every query of the templates that asks for some rows of a large table, or of a table that the item names. */
const asked = (): string[] =>
	different(onPostgres.flatMap(queriesOf)).filter(
		(query) => !isOfWholeTable(query) && (query.includes('$1:name') || tableOf(query) !== undefined),
	);

const queriesOf = (file: string): string[] =>
	parsed(file)
		.nodes.filter(({ type, name }) => type === 'n8n-nodes-base.postgres' && !name?.startsWith('Run 00'))
		.map(({ parameters }) => parameters?.query as string);

/** The query, and where the item names the table, one for each that it is about. */
function withTable(query: string): string[] {
	if (!query.includes('$1:name')) return [query];
	const known = cases.tables.find((each) => each.query === query)?.are ?? LARGE;
	return known.map((table) => query.replace('$1:name', table).replaceAll('$2:name', '"lead"'));
}

const tableOf = (query: string): string | undefined =>
	LARGE.find((table) => new RegExp(`\\bll_((insert|change|put|write)_)?${table.slice('ll_'.length)}\\b`).test(query));
const isOfWholeTable = (query: string): boolean => /^select \* from ll_\w+ order by "id"$/.test(query);
const rowOf = (table: string): Json => newest.get(table) ?? {};

/** The query with values in it, as n8n writes them; more than once where the values decide how it is worked out. */
function filled(query: string): string[] {
	const row = rowOf(tableOf(query) ?? '');
	const [pattern] = /"crm" like \$\d/.exec(query) ?? [];
	const texts =
		pattern === undefined ? [query] : ['due%', '-'].map((crm) => query.replace(pattern, `"crm" like '${crm}'`));
	return texts.map((text) =>
		text.replace(/\$(\d)::/g, (_, number: string) => `${literal(valueOf(text, number, row))}::`),
	);
}

/** What an item says about how to compare; anything would do for other texts. */
const COMPARISON = 'eq';

/** Of the column that it is compared with or written to, or the row as the item. */
function valueOf(query: string, number: string, row: Json): unknown {
	const [, column] = new RegExp(`"(\\w+)" (?:=|[<>]=?|like|is not distinct from) \\$${number}::`).exec(query) ?? [];
	if (column !== undefined) return row[column];
	if (!query.includes(`$${number}::jsonb`)) return COMPARISON;
	const isWas = number === '2' && query.includes('ll_change_');
	if (query.includes('ll_write_')) return [row];
	return isWas ? {} : { ...row, k0: query.includes('value::bigint') ? row.id : (row.lead ?? row.alias) };
}

function literal(value: unknown): string {
	if (value === null || value === undefined) return 'null';
	const text = typeof value === 'string' ? value : JSON.stringify(value);
	return `'${text.replaceAll("'", "''")}'`;
}

/** What of its plans reads a large table without an index, or far more rows than it needs. */
async function complaints(query: string): Promise<string[]> {
	const found = [];
	for (const text of withTable(query).flatMap(filled)) {
		plans = [];
		await client.query(`begin; ${text}; rollback`);
		found.push(...plans.flatMap(nodesOf).flatMap(complaint));
	}
	return different(found);
}

const nodesOf = (node: PlanNode): PlanNode[] => [node, ...(node.Plans ?? []).flatMap(nodesOf)];

function complaint(node: PlanNode): string[] {
	const table = node['Relation Name'] ?? '';
	if (node['Node Type'] === 'Seq Scan' && LARGE.includes(table)) return [`reads ${table} without an index`];
	const removed = removedBy(node);
	return removed > FEW ? [`throws rows of ${table} away: ${removed}`] : [];
}

const removedBy = (node: PlanNode): number =>
	((node['Rows Removed by Filter'] ?? 0) + (node['Rows Removed by Join Filter'] ?? 0)) * node['Actual Loops'];

/** What is wrong with each query that has something wrong. */
async function wrongQueries(): Promise<Array<{ query: string; wrong: string[] }>> {
	const wrong = [];
	for (const query of asked()) wrong.push({ query, wrong: await complaints(query) });
	return wrong.filter((each) => each.wrong.length > 0);
}

itWithPostgres('a query finds its rows by an index, or says why it reads the whole table', async () => {
	const wholeTables = cases.wholeTables.map(({ query }) => query);
	const wrong = await wrongQueries();
	expect(wrong.filter(({ query }) => !wholeTables.includes(query))).toEqual([]);
	expect(wholeTables.filter((known) => !wrong.some(({ query }) => query === known))).toEqual([]);
});

itWithPostgres('taking leads looks at those that it takes, however many are due', async () => {
	await client.query(`insert into ll_state (name, workflow) values ('scoring', 'w2'); analyze ll_due`);
	expect((await client.query('select from ll_due')).rowCount).toBe(ROWS.ll_lead_book);
	plans = [];
	for (const query of [
		'select * from ll_start_scoring()',
		`select * from ll_take('a', false)`,
		`select * from ll_take('b', false)`,
		due.MORE_LEADS.query,
		`select * from ll_take_scoring('c', 0)`,
	])
		await client.query(query);
	const nodes = plans.flatMap(nodesOf);
	expect(nodes.filter(isOfDue).length).toBeGreaterThan(5);
	expect(nodes.filter((node) => isOfDue(node) && node['Node Type'] === 'Seq Scan')).toEqual([]);
	expect(nodes.filter((node) => isOfDue(node) && removedBy(node) > 2 * 1000)).toEqual([]);
	await client.query(
		`delete from ll_state; update ll_due set holder = null, until = null, taken = null`,
	);
});

const isOfDue = (node: PlanNode): boolean => node['Relation Name'] === 'll_due';

itWithPostgres('what is read and written about a few leads that are due is found by an index too', async () => {
	const leads = ['1', '7777', '19999'].map((number) => `lead(${number})`);
	await client.query(`delete from ll_due where lead not in (${leads.join(', ')})`);
	await client.query(`insert into ll_state (name, workflow) values ('scoring', 'w2')`);
	const { NEW_ENTRIES, WAITING_ROWS, LINKS_OF_RUN, NEWS_IS_COPIED, LET_LEADS_GO } = due;
	const steps = [
		{ query: 'select * from ll_start_scoring()' },
		{ query: `select * from ll_take($1, true)` },
		NEW_ENTRIES,
		WAITING_ROWS,
		LINKS_OF_RUN,
		NEWS_IS_COPIED,
		LET_LEADS_GO,
	];
	const texts = steps.map(({ query }) => query.replaceAll('$1', `'run'`).replace('$2', `'{"tries":0}'`));
	plans = [];
	for (const text of texts) expect([text, (await client.query(text)).rowCount]).not.toEqual([text, 0]);
	expect(different(plans.flatMap(nodesOf).flatMap(complaint))).toEqual([]);
	expect(plans.length).toBeGreaterThan(texts.length);
	expect((await client.query('select from ll_due')).rowCount).toBe(0);
});

/** The tables of a working installation moved to a real PostgreSQL and back, in a real n8n, and scored on both sides. */
import { setTimeout as sleep } from 'node:timers/promises';
import type { Client } from 'pg';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { canonicalRow } from '../../lifecycle/move/checksum';
import { MOVED } from '../../lifecycle/move/move-state';
import { movedCells, staysBehind } from '../../lifecycle/move/moved-row';
import { TABLES, type Table } from '../../lifecycle/tables';
import type { Json, Template } from '../../scripts/host/client.mjs';
import { DIRECTOR } from '../../scripts/welcome.mjs';
import { openIntegrationHost, type IntegrationHost } from '../services/harness.mjs';
import { isPostgresThere, Postgres } from '../../scripts/host/postgres.mjs';

jest.setTimeout(600_000);

const TO_POSTGRES = '26-move-to-postgresql';
const BACK = '27-move-back';
const ON_DATA_TABLES = ['01-capture', '02-score', '10-deliver'];
const ON_POSTGRES = ['postgres/02-score', 'postgres/10-deliver'];
const EVERY_FIVE_MINUTES = 'Every 5 minutes';

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
		templates: [...ON_DATA_TABLES, ...ON_POSTGRES, 'postgres/00-set-up', TO_POSTGRES, BACK],
		credentials: { postgres: server.credential },
	});
	await unpublish(ON_POSTGRES);
	await host.run('postgres/00-set-up');
});

afterAll(async () => {
	await host?.stop();
	await database?.end();
	await server?.stop();
});

async function unpublish(files: readonly string[]): Promise<void> {
	for (const file of files) await host.client.api('POST', `/workflows/${host.workflowId(file)}/unpublish`, {});
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
const LEADS = Array.from({ length: 12 }, (_, index) => `lead${index}@moved.example`);
/** More than one page of the log. */
const VISITS_EACH = 90;

const inPostgres = async ({ name }: Table): Promise<Json[]> =>
	(await database.query<Json>(`select * from ${name} order by id`)).rows;
const inDataTables = async ({ name }: Table): Promise<Json[]> =>
	(await host.rows(name)).sort((left, right) => Number(left.id) - Number(right.id));

/** All rows that move, in their order, as both sides are to have them. */
async function contents(read: (table: Table) => Promise<Json[]>): Promise<Record<string, string[]>> {
	const found: Record<string, string[]> = {};
	for (const table of MOVED.filter((each) => each !== TABLES.state)) {
		const kept = (await read(table)).filter((row) => !staysBehind(table, row));
		found[table.name] = kept.map((row) => canonicalRow(table, movedCells(table, row, 0)));
	}
	return found;
}

/** What scoring could change. */
const scores = async (read: (table: Table) => Promise<Json[]>): Promise<Json[]> =>
	(await read(TABLES.leadBook)).map(({ lead, total, fit, engagement, cell, stage, version, handedOffAt }) => ({
		...{ lead, total, fit, engagement, cell, stage, version, handedOffAt },
	}));
const logged = async (read: (table: Table) => Promise<Json[]>): Promise<number[]> => [
	(await read(TABLES.outbox)).length,
	(await read(TABLES.stageLog)).length,
	(await read(TABLES.scoreLog)).length,
];

interface Ran {
	readonly resultData: {
		readonly runData: { readonly Result: ReadonlyArray<{ data: { main: Array<Array<{ json: Json }>> } }> };
	};
}
const resultOf = (execution: Json): Json => (execution.data as Ran).resultData.runData.Result[0].data.main[0][0].json;

/** Starts the move, and stops it as a person does when so many rows have moved. */
async function moveUntil(file: string, rows: number): Promise<void> {
	const id = host.workflowId(file);
	const { executionId } = await host.client.editor('POST', `/workflows/${id}/run`, {
		triggerToStartFrom: { name: 'Move' },
	});
	for (;;) {
		const [progress] = await host.rows('ll_import_progress', { source: 'move_to_postgresql' });
		if (Number(progress?.done ?? 0) >= rows) break;
		await sleep(100);
	}
	await host.client.editor('POST', `/executions/${executionId}/stop`, {});
	await host.idle();
}

/** Runs 02 of a set until nothing is due: the first run finds that a night has begun, the next ones score its leads. */
async function scoreAll(file: string): Promise<void> {
	for (let time = 0; time < 3; time++) {
		await host.run(file, EVERY_FIVE_MINUTES);
		await host.idle();
	}
}

describe('a working installation', () => {
	itWithPostgres('moves to PostgreSQL, stopped in between, and both sides are equal', async () => {
		const visits = LEADS.flatMap((lead) => Array.from({ length: VISITS_EACH }, (_, index) => visit(lead, index + 3)));
		await host.post([...LEADS.slice(0, 3).flatMap(hot), ...visits]);
		for (const file of ['02-score', '10-deliver']) await host.run(file, EVERY_FIVE_MINUTES);
		await host.idle();
		await unpublish(ON_DATA_TABLES);
		expect((await inDataTables(TABLES.activityLog)).length).toBeGreaterThan(1000);

		await moveUntil(TO_POSTGRES, 1000);
		expect(await inPostgres(TABLES.state)).toEqual([]);
		const { text, isEqual, tables } = resultOf(await host.run(TO_POSTGRES));
		expect([isEqual, text]).toEqual([true, expect.stringContaining('both sides are equal')]);
		expect(tables).toHaveLength(MOVED.length);
		expect(await contents(inPostgres)).toEqual(await contents(inDataTables));
		const numbered = ({ id, createdAt }: Json) => [Number(id), new Date(createdAt as string).toISOString()];
		expect((await inPostgres(TABLES.leadBook)).map(numbered)).toEqual(
			(await inDataTables(TABLES.leadBook)).map(numbered),
		);
	});

	itWithPostgres('is scored there to what it was, and goes on', async () => {
		const before = [await scores(inPostgres), await logged(inPostgres)];
		expect(before[0]).toHaveLength(LEADS.length);
		await scoreAll('postgres/02-score');
		expect([await scores(inPostgres), await logged(inPostgres)]).toEqual(before);
		expect((await inPostgres(TABLES.state))[0].sweep).toMatch(/ done$/);
		const told = await host.services.slack.messages('#sales-leads');
		await host.run('postgres/10-deliver', EVERY_FIVE_MINUTES);
		expect(told.length).toBeGreaterThan(0);
		expect(await host.services.slack.messages('#sales-leads')).toEqual(told);

		const [, , , quiet] = LEADS;
		const demo = { ...visit(quiet, -1, { type: 'demo_request', properties: '{}' }), attributes: '{}', quarantine: '' };
		await database.query('select * from ll_insert_activity_log($1)', [JSON.stringify([demo])]);
		await scoreAll('postgres/02-score');
		const total = (rows: Json[]) => Number(rows.find(({ lead }) => lead === quiet)?.total);
		expect(total(await scores(inPostgres))).toBeGreaterThan(total(before[0] as Json[]));
		expect(await host.failures()).toEqual([]);
	});

	itWithPostgres('is not moved back over rows that are there, until a person says so', async () => {
		// A minute after 02 found nothing more to do.
		await database.query(`update ll_state set until = ''`);
		const before = await contents(inDataTables);
		await expect(host.run(BACK)).rejects.toThrow('Data Tables already have rows in ll_activity_log');
		expect(await contents(inDataTables)).toEqual(before);

		const id = await host.add(replacing(template(BACK)));
		const { text, isEqual } = resultOf(await host.client.runWorkflow(id, 'Move'));
		expect([isEqual, text]).toEqual([true, expect.stringContaining('from PostgreSQL to n8n’s Data Tables')]);
		expect(await contents(inDataTables)).toEqual(await contents(inPostgres));
		const scored = [await scores(inDataTables), await logged(inDataTables)];
		await scoreAll('02-score');
		expect([await scores(inDataTables), await logged(inDataTables)]).toEqual(scored);
	});
});

const template = (file: string): Template =>
	JSON.parse(readFileSync(join(__dirname, '../../workflows', `${file}.json`), 'utf8')) as Template;

const replacing = ({ nodes, ...rest }: Template): Template => ({
	...rest,
	nodes: nodes.map((node) =>
		node.name === 'Plan the next page'
			? { ...node, parameters: { ...(node.parameters as object), existingRows: 'replace' } }
			: node,
	),
});

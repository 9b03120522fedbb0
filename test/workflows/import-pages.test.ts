import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { ClassifyGrid } from '../../nodes/ClassifyGrid/ClassifyGrid.node';
import { NormalizeActivity } from '../../nodes/NormalizeActivity/NormalizeActivity.node';
import { ScoreLead } from '../../nodes/ScoreLead/ScoreLead.node';
import { STARTER_ROWS } from '../../lifecycle/model/starter';
import { DataTables, type Row } from '../support/data-tables';
import { itemsOf, jsonOf, runWorkflow } from '../support/engine';
import type { WorkflowFile } from '../support/execution';
import { TABLES } from '../../workflows/src/tables';

/** Pages that are imported; a run of the whole base: `IMPORT_PAGES=500 npx jest test/workflows/import-pages`. */
const PAGES = Number(process.env.IMPORT_PAGES ?? 3);
const PAGE = 100;
const CONTACTS = PAGES * PAGE;

jest.setTimeout(60_000 + PAGES * 5_000);

const file = readFileSync(join(__dirname, '..', '..', 'workflows', '13-import-from-hubspot.json'), 'utf8');
const template = (): WorkflowFile => JSON.parse(file) as WorkflowFile;

const contact = (index: number) => ({
	id: String(1001 + index),
	properties: {
		hs_object_id: String(1001 + index),
		createdate: '2025-03-01T08:00:00Z',
		lastmodifieddate: '2026-02-01T08:00:00Z',
		email: `person${index}@company${index % 50}.example`,
		jobtitle: index % 2 === 0 ? 'Director of Marketing' : 'Analyst',
		lifecyclestage: index === 0 ? 'customer' : 'lead',
		hubspot_owner_id: index === 1 ? '701' : '',
		...(index % 2 === 0 ? { hs_email_open: '7', hs_email_last_open_date: '2026-01-20T08:00:00Z' } : {}),
	},
});

/** What HubSpot answers to the page after a cursor. */
function answerAfter(cursor: string) {
	const start = cursor === '' ? 0 : Number(cursor) - 1001;
	const next = start + PAGE;
	const results = Array.from({ length: Math.min(PAGE, CONTACTS - start) }, (_none, index) => contact(start + index));
	return { results, ...(next < CONTACTS ? { paging: { next: { after: String(1001 + next) } } } : {}) };
}

interface Answer {
	more?: boolean;
	cursor: string;
}

/** Runs one page in n8n's engine; `without` are steps that a kill kept from running. */
async function runPage(tables: DataTables, without: readonly string[] = []): Promise<Answer | undefined> {
	const [row] = tables.all(TABLES.importProgress);
	const workflow = template();
	const connections = Object.fromEntries(
		Object.entries(workflow.connections).map(([name, { main = [] }]) => [
			name,
			{ main: main.map((targets) => (targets ?? []).filter(({ node }) => !without.includes(node))) },
		]),
	);
	const page = { cursor: row.cursor, done: row.done, activities: row.activities, leads: row.leads, total: CONTACTS };
	const result = await runWorkflow(
		{ ...workflow, nodes: workflow.nodes.map(({ disabled: _, ...node }) => node), connections },
		{
			nodeTypes: [NormalizeActivity, ScoreLead, ClassifyGrid],
			startNode: 'A page',
			tables,
			pinData: {
				'A page': itemsOf([{ ...page, known: { owners: { 701: 'rep@sales.example' } } }]),
				'Contacts from HubSpot': itemsOf([answerAfter(String(row.cursor))]),
			},
		},
	);
	expect(result.error).toBeUndefined();
	return jsonOf(result.output('Answer'))[0] as unknown as Answer | undefined;
}

function opened(): DataTables {
	const tables = new DataTables();
	for (const rule of STARTER_ROWS) {
		tables.insert(TABLES.rules, { ...(rule as unknown as Row), active: rule.active !== false, model: 'starter' });
	}
	const progress = { source: 'hubspot', status: 'running', cursor: '', total: CONTACTS };
	tables.insert(TABLES.importProgress, { ...progress, done: 0, activities: 0, leads: 0 });
	return tables;
}

function expectAllOnce(tables: DataTables): void {
	const book = tables.all(TABLES.leadBook);
	const log = tables.all(TABLES.activityLog);
	expect(book).toHaveLength(CONTACTS);
	expect(new Set(book.map(({ lead }) => lead)).size).toBe(CONTACTS);
	expect(log).toHaveLength(CONTACTS * 2.5);
	expect(new Set(log.map(({ activity }) => activity)).size).toBe(log.length);
	expect(tables.all(TABLES.importProgress)[0]).toMatchObject({ status: 'done', cursor: '', done: CONTACTS });
}

describe('pages in n8n’s engine', () => {
	it('come in one after the other, every contact once', async () => {
		const tables = opened();
		const startedAt = performance.now();
		let answer: Answer | undefined;
		do answer = await runPage(tables);
		while (answer?.more === true);
		expectAllOnce(tables);
		const seconds = (performance.now() - startedAt) / 1000;
		if (PAGES > 3)
			console.log(`${CONTACTS} contacts in ${seconds.toFixed(0)} s, heap ${heap()} MB with all rows in it`);
		const [customer, withOwner] = tables.all(TABLES.leadBook);
		expect(customer).toMatchObject({
			stage: 'won',
			title: 'Director of Marketing',
			lastActivityAt: '2026-01-20T08:00:00.000Z',
		});
		expect(withOwner).toMatchObject({ stage: 'nurture', track: 'welcome', owner: 'rep@sales.example' });
		expect(Number(customer.total)).toBeGreaterThan(Number(withOwner.total));
		expect(tables.all(TABLES.scoreLog)).toHaveLength(CONTACTS);
		expect(tables.all(TABLES.stageLog)).toHaveLength(CONTACTS);
	});

	it.each([
		['when only the log was written', ['If there are new leads', 'If there are none']],
		['when all but the cursor was written', ['How far it is']],
	])('count once where a page was cut off and is read again: %s', async (_case, without) => {
		const tables = opened();
		await runPage(tables);
		expect(await runPage(tables, without)).toBeUndefined();
		expect(tables.all(TABLES.importProgress)[0].cursor).toBe(String(1001 + PAGE));
		while ((await runPage(tables))?.more === true);
		expectAllOnce(tables);
	});

	it('stop where another run of the import is ahead', async () => {
		const tables = opened();
		const [first, second] = await Promise.all([runPage(tables), runPage(tables)]);
		expect([first?.more, second?.more].sort()).toEqual([true, undefined]);
		const book = tables.all(TABLES.leadBook);
		expect(new Set(book.map(({ lead }) => lead)).size).toBe(book.length);
	});
});

const heap = (): number => Math.round(process.memoryUsage().heapUsed / 1024 / 1024);

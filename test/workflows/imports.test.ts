/** 13 and 14 in n8n's engine, with tables in memory: page after page, killed anywhere, and twice. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { INodeExecutionData } from 'n8n-workflow';
import { readRow } from '../../lifecycle/lead/row';
import { CrmSync } from '../../nodes/CrmSync/CrmSync.node';
import { TABLES } from '../../workflows/src/tables';
import { DataTables, type Row } from '../support/data-tables';
import { itemsOf, jsonOf, runWorkflow, type EngineError, type WorkflowFile } from '../support/engine';

/** Pages that are imported; a run of a whole base: `IMPORT_PAGES=500 npx jest test/workflows/imports`. */
const PAGES = Number(process.env.IMPORT_PAGES ?? 3);
const PAGE = 100;
const RECORDS = PAGES * PAGE - 1;

jest.setTimeout(120_000 + PAGES * 10_000);

type Items = object[];
type Name = 'hubspot' | 'odoo';

const FILES: Record<Name, string> = { hubspot: '13-import-from-hubspot', odoo: '14-import-from-odoo' };

/** The template with its nodes activated. */
function template(name: Name): WorkflowFile {
	const file = readFileSync(join(__dirname, '..', '..', 'workflows', `${FILES[name]}.json`), 'utf8');
	const workflow = JSON.parse(file) as WorkflowFile;
	return { ...workflow, id: FILES[name], nodes: workflow.nodes.map(({ disabled: _, ...node }) => node) };
}

const addressOf = (index: number): string => `person${index}@company${index % 50}.example`;

const contact = (index: number) => ({
	id: String(1001 + index),
	properties: {
		hs_object_id: String(1001 + index),
		createdate: '2025-03-01T08:00:00Z',
		lastmodifieddate: '2026-02-01T08:00:00Z',
		email: addressOf(index),
		jobtitle: index % 2 === 0 ? 'Director of Marketing' : 'Analyst',
		lifecyclestage: index === 0 ? 'customer' : 'lead',
		hubspot_owner_id: index === 1 ? '701' : '',
		...(index % 2 === 0 ? { hs_email_open: '7', hs_email_last_open_date: '2026-01-20T08:00:00Z' } : {}),
	},
});

/** What HubSpot answers to the page after a cursor. */
function contactsAfter(cursor: string): Items {
	const start = cursor === '' ? 0 : Number(cursor) - 1001;
	const next = start + PAGE;
	const results = Array.from({ length: Math.min(PAGE, RECORDS - start) }, (_none, index) => contact(start + index));
	return [{ results, ...(next < RECORDS ? { paging: { next: { after: String(1001 + next) } } } : {}) }];
}

const lead = (index: number) => ({
	id: index + 1,
	stage_id: index === 0 ? [4, 'Won'] : [1, 'New'],
	email_from: addressOf(index),
	contact_name: `Person ${index}`,
	function: index % 2 === 0 ? 'Director of Marketing' : 'Analyst',
	user_id: index === 1 ? [7, 'Kim Ito'] : false,
	create_date: '2025-03-01 08:00:00',
	write_date: '2026-02-01 08:00:00',
});

/** One lead of two wrote a letter, and one was deleted. */
const letter = (index: number) => ({
	id: 9000 + index,
	model: 'crm.lead',
	res_id: index + 1,
	message_type: 'email',
	email_from: addressOf(index),
	subject: 'Hello',
	date: '2026-01-20 08:00:00',
});

const idsAfter = (cursor: string): number[] =>
	Array.from({ length: PAGE }, (_none, index) => parseInt(cursor) + index).filter((index) => index < RECORDS);

const CRMS: Record<Name, { count: Items; answers: (cursor: string) => Record<string, Items>; activities: number }> = {
	hubspot: {
		count: [{ total: RECORDS, results: [{}] }],
		answers: (cursor) => ({
			'Get contacts': contactsAfter(cursor),
			'Get owners': [{ results: [{ id: '701', email: 'rep@sales.example' }] }],
		}),
		// Created, and as it is; every other one opened letters.
		activities: RECORDS * 2 + Math.ceil(RECORDS / 2),
	},
	odoo: {
		count: Array.from({ length: RECORDS }, (_none, index) => ({ id: index + 1 })),
		answers: (cursor) => ({
			'Get leads': idsAfter(cursor).map(lead),
			'Get messages': idsAfter(cursor)
				.filter((index) => index % 2 === 0)
				.map(letter),
			'Get salespeople': [{ id: 7, name: 'Kim Ito', login: 'kim', email: 'rep@sales.example' }],
		}),
		activities: RECORDS * 2 + Math.ceil(RECORDS / 2),
	},
};
const COUNT: Record<Name, string> = { hubspot: 'Count contacts', odoo: 'Get the ids of all leads' };

interface Run {
	error?: EngineError;
	/** Workflows that were started at the end. */
	started: string[];
	pages: number;
}

interface RunOptions {
	trigger?: string;
	/** The node of the CRM with this name gives this. */
	instead?: Record<string, Items>;
	/** Called before each page. */
	beforePage?: (page: number) => void | Promise<void>;
}

async function runImport(name: Name, tables: DataTables, options: RunOptions = {}): Promise<Run> {
	const { trigger = 'Import', instead = {}, beforePage } = options;
	const workflow = template(name);
	const run: Run = { started: [], pages: 0 };
	const pinned = (answers: Record<string, Items>) =>
		Object.fromEntries(Object.entries(answers).map(([node, json]) => [node, itemsOf(json)]));
	const onePage = async (_id: string, items: INodeExecutionData[]): Promise<INodeExecutionData[]> => {
		run.pages++;
		await beforePage?.(run.pages);
		const [row] = jsonOf(items);
		const result = await runWorkflow(workflow, {
			nodeTypes: [CrmSync],
			startNode: 'A page',
			tables,
			pinData: { 'A page': items, ...pinned({ ...CRMS[name].answers(row.cursor as string), ...instead }) },
		});
		if (result.error) throw new Error(result.error.message);
		return result.output('Note progress');
	};
	const { error } = await runWorkflow(workflow, {
		nodeTypes: [CrmSync],
		startNode: trigger,
		tables,
		onStart: (id) => void run.started.push(id),
		onCall: onePage,
		pinData: { [trigger]: itemsOf([{}]), ...pinned({ [COUNT[name]]: CRMS[name].count, ...instead }) },
	});
	return { ...run, error };
}

const progressIn = (tables: DataTables): Row => tables.all(TABLES.importProgress)[0];

/** Tables of an installation in which 02 ran once. */
function opened(): DataTables {
	const tables = new DataTables();
	tables.insert(TABLES.state, { name: 'scoring', workflow: 'the id of 02', until: '' });
	return tables;
}

function expectAllOnce(name: Name, tables: DataTables): void {
	const book = tables.all(TABLES.leadBook);
	const log = tables.all(TABLES.activityLog);
	expect(new Set(book.map(({ lead: key }) => key)).size).toBe(book.length);
	expect(book).toHaveLength(RECORDS);
	expect(new Set(log.map(({ activity }) => activity)).size).toBe(log.length);
	expect(log).toHaveLength(CRMS[name].activities);
	expect(progressIn(tables)).toMatchObject({ source: name, status: 'done', cursor: '', done: RECORDS, total: RECORDS });
}

describe.each(Object.keys(CRMS) as Name[])('the import of %s', (name) => {
	it('reads page after page, every record once, and starts 02 at its end', async () => {
		const tables = opened();
		const startedAt = performance.now();
		const seen: unknown[] = [];
		const run = await runImport(name, tables, { beforePage: () => void seen.push(progressIn(tables).done) });
		expect(run).toEqual({ error: undefined, started: ['the id of 02'], pages: PAGES });
		expect(seen.slice(0, 3)).toEqual([0, PAGE, 2 * PAGE].slice(0, PAGES));
		expectAllOnce(name, tables);
		expect(progressIn(tables)).toMatchObject({ leads: RECORDS, activities: CRMS[name].activities });
		const [customer, withOwner] = tables.all(TABLES.leadBook).map((raw) => readRow(raw).row);
		expect(customer).toMatchObject({ stage: 'won', title: 'Director of Marketing', owner: null });
		expect(withOwner).toMatchObject({ stage: 'nurture', track: 'welcome', owner: 'rep@sales.example' });
		expect(customer.news.stages).toMatchObject([{ from: 'new', to: 'won' }]);
		if (PAGES > 3) console.log(`${RECORDS} records in ${((performance.now() - startedAt) / 1000).toFixed(0)} s`);
	});

	it('adds nothing when it runs again', async () => {
		const tables = opened();
		await runImport(name, tables);
		await runImport(name, tables);
		expectAllOnce(name, tables);
		expect(progressIn(tables)).toMatchObject({ leads: 0, activities: 0 });
	});

	// A page writes four times: it is reserved, then come the rows, the log, and how far the import is.
	it.each([0, 1, 2, 3])('is killed after %i writes of the second page, and goes on from there', async (writes) => {
		const tables = opened();
		const kill = (page: number): void => {
			if (page === 2) tables.dieAfter(writes);
		};
		const { error, started } = await runImport(name, tables, { beforePage: kill });
		expect(error?.message).toContain('killed');
		expect(started).toEqual([]);
		tables.dieAfter();
		expect(progressIn(tables)).toMatchObject({ status: 'running', done: PAGE });
		const { pages } = await runImport(name, tables);
		expect(pages).toBe(PAGES - 1);
		expectAllOnce(name, tables);
	});

	it('inserts the rows before the log, by which 02 would hand over a customer', async () => {
		const tables = opened();
		const without = (page: number): void => {
			if (page === 1) tables.dieAfter(2);
		};
		await runImport(name, tables, { beforePage: without });
		expect(tables.all(TABLES.leadBook)).toHaveLength(PAGE);
		expect(tables.all(TABLES.activityLog)).toEqual([]);
	});

	it('goes on by the clock when it was cut off, and does nothing beside one that runs', async () => {
		const tables = opened();
		const hourly = { trigger: 'Every hour' };
		expect(await runImport(name, tables, hourly)).toEqual({ error: undefined, started: [], pages: 0 });
		await runImport(name, tables, { beforePage: (page) => void (page === 2 && tables.dieAfter(0)) });
		tables.dieAfter();
		expect((await runImport(name, tables, hourly)).pages).toBe(0);
		tables.change(TABLES.importProgress, {}, { lastPageAt: '2026-01-01T00:00:00.000Z' });
		expect((await runImport(name, tables, hourly)).pages).toBe(PAGES - 1);
		expectAllOnce(name, tables);
	});

	it('leaves the rest to another run that took it up', async () => {
		const tables = opened();
		const other = async (page: number): Promise<void> => {
			if (page === 2) await runImport(name, tables);
		};
		const run = await runImport(name, tables, { beforePage: other });
		expect(run).toEqual({ error: undefined, started: [], pages: 2 });
		expectAllOnce(name, tables);
	});

	it('leaves stage and owner to a lead that the book knows', async () => {
		const tables = opened();
		tables.insert(TABLES.leadBook, { lead: addressOf(0), stage: 'mql', owner: 'eve@sales.example', version: 3 });
		await runImport(name, tables);
		const [known] = tables.all(TABLES.leadBook);
		expect(known).toMatchObject({ stage: 'mql', owner: 'eve@sales.example', version: 3 });
		expect(progressIn(tables)).toMatchObject({ leads: RECORDS - 1 });
		expectAllOnce(name, tables);
	});

	it.each(['the run', 'a page'])('says what to activate where %s gets no answer, and keeps its place', async (what) => {
		const tables = opened();
		const row = { id: 1, source: name, lastPageAt: '2026-03-04T12:00:00.000Z' };
		const [records] = Object.keys(CRMS[name].answers('0'));
		const { error } = await runImport(name, tables, {
			instead: { [what === 'the run' ? COUNT[name] : records]: [row] },
		});
		expect(error?.message).toContain(`Nothing came from ${name === 'odoo' ? 'Odoo' : 'HubSpot'}`);
		expect(progressIn(tables).done ?? 0).toBe(0);
		expect(tables.all(TABLES.activityLog)).toEqual([]);
	});
});

import type { IDataObject } from 'n8n-workflow';
import { LeadPage } from '../../nodes/LeadPage/LeadPage.node';
import page from '../../workflows/18-lead-page.json';
import { TABLES } from '../../workflows/src/tables';
import { DataTables, type Row } from '../support/data-tables';
import { itemsOf, jsonOf, runWorkflow, type WorkflowFile } from '../support/engine';
import * as team from '../support/page-tables';
import { RITA } from '../support/page-tables';

const CALL = 'A page is opened';
const PAGES = ['Make the page of all leads', 'Make the page of one lead', 'Make the page of one company'] as const;
const file = page as unknown as WorkflowFile;

const withoutIds = (rows: readonly IDataObject[]): Row[] => rows.map(({ id: _id, ...row }) => row as Row);

function tablesOfTeam(rules = team.rules): DataTables {
	const tables = new DataTables();
	tables.insert(TABLES.leadBook, ...withoutIds(team.leadBook));
	tables.insert(TABLES.activityLog, ...withoutIds(team.activityLog));
	tables.insert(TABLES.aliasBook, ...withoutIds(team.links));
	tables.insert(TABLES.rules, ...withoutIds(rules));
	tables.insert(TABLES.stageLog, ...withoutIds(team.stageLog));
	tables.insert(TABLES.scoreLog, ...withoutIds(team.scoreLog));
	tables.insert(TABLES.settings, ...withoutIds(team.settings));
	tables.insert(TABLES.accountBook, ...withoutIds(team.accountBook));
	return tables;
}

/** Opens a page; gives which one it was and what came out. */
async function open(query: IDataObject, tables = tablesOfTeam()) {
	const result = await runWorkflow(file, {
		tables,
		nodeTypes: [LeadPage],
		startNode: CALL,
		pinData: { [CALL]: itemsOf([{ query, headers: {} }]), 'Show the page': itemsOf([{}]) },
	});
	expect(result.error).toBeUndefined();
	const made = PAGES.filter((name) => result.runData[name] !== undefined);
	const items = made.flatMap((name) => jsonOf(result.output(name)));
	expect(made).toHaveLength(1);
	expect(items).toHaveLength(1);
	return { made: made[0], ...items[0] } as {
		made: string;
		title: string;
		html: string;
		found: boolean;
		error?: string;
	};
}

describe('the pages', () => {
	it.each<[string, IDataObject, (typeof PAGES)[number], string[]]>([
		['nothing', {}, PAGES[0], ['Rita Okoye', 'Grace Adeyemi']],
		['a view', { view: 'all', q: 'quayside' }, PAGES[0], ['Rita Okoye', 'Lena Brook']],
		['an empty key', { lead: '' }, PAGES[0], ['Rita Okoye']],
		// What the visitor did before it was known is Rita's.
		['a lead', { lead: RITA }, PAGES[1], ['Rita Okoye', 'Decision maker', 'Pricing page', 'nurture', '/pricing']],
		['a lead by its address in capitals', { lead: ` ${RITA.toUpperCase()} ` }, PAGES[1], ['Rita Okoye']],
		['a lead with a NUL in its address', { lead: `${RITA}\0` }, PAGES[1], ['Rita Okoye']],
		['a company', { account: 'quayside-health.example' }, PAGES[2], ['Quayside Health', 'Rita Okoye', 'Lena Brook']],
	])('asked for %s', async (_case, query, made, texts) => {
		const opened = await open(query);
		expect(opened).toMatchObject({ made, found: true });
		for (const text of texts) expect(opened.html).toContain(text);
	});

	it('counts what a lead did under its other keys', async () => {
		const { html } = await open({ lead: RITA });
		expect(html).toContain(`${team.activityLog.length} activities`);
	});

	it('links the buttons to the form of 05', async () => {
		const { html } = await open({ lead: RITA });
		expect(html).toContain(`/form/lead-feedback?lead=${encodeURIComponent(RITA)}&amp;decision=Accept`);
	});
});

describe('what cannot be shown', () => {
	it.each<[string, IDataObject, string]>([
		['an unknown lead', { lead: 'nobody@nowhere.example' }, 'Lead not found'],
		['markup', { lead: '"><script>alert(1)</script>' }, 'Lead not found'],
		['two leads', { lead: [RITA, 'tom@harbor.example'] }, 'Lead not found'],
		['an object', { lead: { toString: 'x', trim: 'x' } }, 'Lead not found'],
		['a very long key', { lead: 'x'.repeat(100_000) }, 'Lead not found'],
		['half a character', { lead: '\ud800' }, 'Lead not found'],
		['a name of Object', { lead: '__proto__' }, 'Lead not found'],
		['an unknown company', { account: "x' OR 1=1 --" }, 'Company not found'],
		['a list of companies', { account: ['a', 'b'] }, 'Company not found'],
	])('%s is a page that says so', async (_case, query, title) => {
		const { html, found } = await open(query);
		expect(found).toBe(false);
		expect(html).toContain(`<h1>${title}</h1>`);
		expect(html).not.toContain('<script');
	});

	it.each<[string, IDataObject]>([
		['a page that is none', { page: 'abc', view: 'nonsense', sort: '../etc', cell: ['A1'] }],
		['a page far behind', { page: '1e9' }],
		['names of Object', { __proto__: 'x', constructor: 'y' }],
	])('%s is left out', async (_case, query) => {
		expect(await open(query)).toMatchObject({ made: PAGES[0], found: true });
	});

	it('a model without rules is an error without a page', async () => {
		const { html, error } = await open({ lead: RITA }, tablesOfTeam([]));
		expect(html).toBeUndefined();
		expect(error).toMatch(/rule/i);
	});

	it('is no error before anything was scored', async () => {
		expect(await open({}, new DataTables())).toMatchObject({ found: true });
		expect(await open({ lead: RITA }, new DataTables())).toMatchObject({ found: false });
	});
});

describe('the canvas', () => {
	it('lets nobody in without a password, and has n8n keep no page', () => {
		const call = file.nodes.find(({ name }) => name === CALL);
		// n8n opens a Webhook node to everybody whose kind of sign-in it does not know.
		expect(call?.parameters).toMatchObject({ authentication: 'basicAuth', httpMethod: 'GET', path: 'lead-page' });
		expect(page.settings).toMatchObject({ saveDataSuccessExecution: 'none', saveDataErrorExecution: 'none' });
	});

	it('writes to no table', () => {
		const operations = file.nodes.flatMap(({ type, parameters }) =>
			type === 'n8n-nodes-base.dataTable' ? [parameters?.operation] : [],
		);
		expect(new Set(operations)).toEqual(new Set(['get']));
	});
});

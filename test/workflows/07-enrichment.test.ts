import type { IDataObject, IExecuteFunctions, INodeExecutionData, INodeType, INodeTypeDescription } from 'n8n-workflow';
import { EnrichLeads } from '../../nodes/EnrichLeads/EnrichLeads.node';
import { NormalizeActivity } from '../../nodes/NormalizeActivity/NormalizeActivity.node';
import enrichment from '../../workflows/07-enrichment.json';
import { TABLES } from '../../workflows/src/tables';
import { DataTables, type Row } from '../support/data-tables';
import { runWorkflow, type WorkflowFile } from '../support/engine';
import { FakeService, withServices, type Service } from '../support/fake-services';
import { PACKAGE } from '../support/node-types';

const PERSON = 'Get person from Clearbit';
const COMPANY = 'Get company from Clearbit';
const HUNTER = 'Search domain in Hunter';
const DROPCONTACT = 'Get contact from Dropcontact';
const ALL = [PERSON, COMPANY, HUNTER, DROPCONTACT];
const START = 'Start 02 Score';

const file = enrichment as unknown as WorkflowFile;
const nodeTypes = () => [FakeService, RawService, EnrichLeads, NormalizeActivity];
const hoursAgo = (hours: number): string => new Date(Date.now() - hours * 3_600_000).toISOString();

const lead = (name: string, more: Row = {}): Row => ({
	...{ lead: `${name}@acme.example`, email: `${name}@acme.example`, stage: 'nurture', total: 1 },
	...{ lastActivityAt: hoursAgo(1), version: 4, ...more },
});
function tablesWith(...rows: Row[]): DataTables {
	const tables = new DataTables();
	tables.insert(TABLES.leadBook, ...rows);
	tables.insert(TABLES.state, { name: 'scoring', workflow: '02', until: '' });
	return tables;
}
const bookOf = (tables: DataTables): Row[] => tables.all(TABLES.leadBook);
const logOf = (tables: DataTables): Row[] => tables.all(TABLES.activityLog);
const knows: Service = () => ({ organization: 'Acme', headcount: '51-200', emails: [] });

type Items = (calls: number) => INodeExecutionData[];
let given: Items = () => [];

/** Stands for a service of which the items it gives matter, not only their data. */
class RawService implements INodeType {
	description: INodeTypeDescription = { ...new FakeService().description, name: 'rawService', properties: [] };

	async execute(this: IExecuteFunctions): Promise<INodeExecutionData[][]> {
		return [given(this.getInputData().length)];
	}
}

/** The template with a service that gives these items. */
function giving(name: string, items: Items): WorkflowFile {
	given = items;
	const raw = { type: `${PACKAGE}.rawService`, typeVersion: 1, parameters: {}, disabled: false };
	return { ...file, nodes: file.nodes.map((each) => (each.name === name ? { ...each, ...raw } : each)) };
}

async function run(tables: DataTables, answers: Readonly<Record<string, Service>> = {}, workflow = file) {
	const asked: Array<{ name: string; item: IDataObject; parameters: IDataObject }> = [];
	const services = Object.fromEntries(
		Object.entries(answers).map(([name, answer]): [string, Service] => [
			name,
			(item, parameters) => {
				asked.push({ name, item, parameters });
				return answer(item, parameters);
			},
		]),
	);
	const result = await runWorkflow(withServices(workflow, services), {
		tables,
		nodeTypes: nodeTypes(),
		startNode: 'Every 5 minutes',
		pinData: { 'Every 5 minutes': [{ json: {} }], [START]: [{ json: {} }] },
	});
	expect(result.error?.message).toBeUndefined();
	return { ...result, asked, started: (result.runData[START] ?? []).length };
}

describe('07', () => {
	it('looks every five minutes, so that a new lead is not handed over long before it is known', () => {
		const schedule = file.nodes.find(({ type }) => type === 'n8n-nodes-base.scheduleTrigger');
		expect(schedule?.parameters.rule).toEqual({ interval: [{ field: 'minutes', minutesInterval: 5 }] });
	});

	it('has its services deactivated', () => {
		expect(file.nodes.filter(({ name }) => ALL.includes(name)).map(({ disabled }) => disabled)).toEqual(
			ALL.map(() => true),
		);
	});

	it('appends what a service knows, notes that it was asked, and starts 02', async () => {
		const tables = tablesWith(lead('ana'));
		const { asked, started } = await run(tables, { [HUNTER]: knows });
		expect(asked).toMatchObject([{ item: { domain: 'acme.example' }, parameters: { domain: 'acme.example' } }]);
		expect(logOf(tables)).toMatchObject([
			{ lead: 'ana@acme.example', type: 'enriched', source: 'hunter', channel: 'crm', quarantine: '' },
		]);
		expect(JSON.parse(logOf(tables)[0].attributes as string)).toMatchObject({ company: 'Acme', employees: '51-200' });
		expect(bookOf(tables)[0].enrichment).toContain('"result":"answered"');
		expect(started).toBe(1);
	});

	it('leaves the version of a row, and all its other columns, as they were', async () => {
		const tables = tablesWith(lead('ana', { title: 'CEO', owner: 'ben@sales.example' }));
		const [{ enrichment: _none, updatedAt: _then, ...before }] = bookOf(tables);
		await run(tables, { [HUNTER]: knows });
		expect(bookOf(tables)[0]).toMatchObject(before);
	});

	it('asks each service about a lead once', async () => {
		const tables = tablesWith(lead('ana'));
		await run(tables, { [HUNTER]: knows });
		const { asked, started } = await run(tables, { [HUNTER]: knows, [DROPCONTACT]: () => ({ job: 'CFO' }) });
		expect(asked.map(({ name }) => name)).toEqual([DROPCONTACT]);
		expect(started).toBe(1);
		expect((await run(tables, { [HUNTER]: knows, [DROPCONTACT]: knows })).asked).toEqual([]);
	});

	it('asks nobody, notes nothing and starts nothing while all services are deactivated', async () => {
		const tables = tablesWith(lead('ana'));
		const { started } = await run(tables);
		expect([logOf(tables), bookOf(tables)[0].enrichment ?? null, started]).toEqual([[], null, 0]);
	});

	it.each([
		['with nobody to ask about', () => tablesWith()],
		['with leads and no service', () => tablesWith(lead('ana'))],
	])('is free for the next run %s', async (_case, made) => {
		const tables = made();
		await run(tables);
		expect(tables.all(TABLES.state).find(({ name }) => name === 'enrichment')).toMatchObject({ until: '' });
	});

	it('does nothing while another run is at work', async () => {
		const tables = tablesWith(lead('ana'));
		tables.insert(TABLES.state, { name: 'enrichment', holder: 'other', until: hoursAgo(-1) });
		expect((await run(tables, { [HUNTER]: knows })).asked).toEqual([]);
	});

	it('looks at leads that did something lately, and at those whose next try has come', async () => {
		const broken = (next: number) =>
			`${hoursAgo(next)} {"hunter":{"at":"${hoursAgo(20)}","result":"broken","tries":1}}`;
		const tables = tablesWith(
			lead('old', { lastActivityAt: hoursAgo(24 * 8) }),
			lead('again', { lastActivityAt: hoursAgo(24 * 8), enrichment: broken(19), email: 'again@beta.example' }),
			lead('later', { lastActivityAt: hoursAgo(24 * 8), enrichment: broken(-1), email: 'later@gamma.example' }),
			lead('new'),
		);
		const { asked } = await run(tables, { [HUNTER]: knows });
		expect(asked.map(({ item }) => item.domain).sort()).toEqual(['acme.example', 'beta.example']);
		expect(logOf(tables).map((row) => row.lead)).toEqual(['new@acme.example', 'again@acme.example']);
	});

	it('does not pass on who unsubscribed', async () => {
		const tables = tablesWith(lead('ana'));
		tables.insert(TABLES.activityLog, {
			activity: 'u1',
			lead: 'ana@acme.example',
			type: 'email_unsubscribe',
			at: hoursAgo(2),
		});
		expect((await run(tables, { [HUNTER]: knows })).asked).toEqual([]);
	});

	it('nor one who did so under another key', async () => {
		const tables = tablesWith(lead('ana'));
		tables.insert(TABLES.aliasBook, { alias: 'visitor-1', lead: 'ana@acme.example', at: hoursAgo(3) });
		tables.insert(TABLES.activityLog, {
			activity: 'u1',
			lead: 'visitor-1',
			type: 'email_unsubscribe',
			at: hoursAgo(2),
		});
		expect((await run(tables, { [HUNTER]: knows })).asked).toEqual([]);
	});

	it('takes each answer for its lead, though one before it failed', async () => {
		const tables = tablesWith(lead('ana'), lead('bob', { email: 'bob@beta.example' }));
		await run(tables, {
			[HUNTER]: ({ domain }) => {
				if (domain === 'acme.example') throw new Error('The service was not able to process your request');
				return { organization: 'Beta' };
			},
		});
		expect(logOf(tables).map((row) => row.lead)).toEqual(['bob@acme.example']);
		expect(resultsIn(tables)).toEqual(['broken', 'answered']);
	});

	const resultsIn = (tables: DataTables): unknown[] =>
		bookOf(tables).map((row) => /"result":"(\w+)"/.exec(row.enrichment as string)?.[1]);

	it('takes one answer about all calls, as Dropcontact’s node gives while it is not ready', async () => {
		const tables = tablesWith(lead('ana'), lead('bob'));
		const notReady: Items = (calls) => [
			{
				json: { error: 'Request not ready yet, try again in 30 seconds' },
				pairedItem: Array.from({ length: calls }, (_, item) => ({ item })),
			},
		];
		await run(tables, {}, giving(DROPCONTACT, notReady));
		expect(resultsIn(tables)).toEqual(['pending', 'pending']);
	});

	it('reads an error beside the data, as Clearbit’s node gives it', async () => {
		const tables = tablesWith(lead('ana'));
		const empty: Items = () => [{ json: {}, error: 'Payment required - perhaps check your payment details?' as never }];
		await run(tables, {}, giving(PERSON, empty));
		expect(resultsIn(tables)).toEqual(['credits']);
	});

	it('gives no lead what is known of another, where an answer is missing', async () => {
		const tables = tablesWith(lead('ana'), lead('bob', { email: 'bob@beta.example' }));
		await run(
			tables,
			{},
			giving(HUNTER, () => [{ json: { organization: 'Beta' } }]),
		);
		expect([logOf(tables), resultsIn(tables)]).toEqual([[], ['broken', 'broken']]);
	});

	it('asks a service without credits about nobody for a day', async () => {
		const tables = tablesWith(lead('ana'));
		const empty: Service = () => ({ error: 'Payment required - perhaps check your payment details?' });
		await run(tables, { [HUNTER]: empty });
		tables.insert(TABLES.leadBook, lead('bob', { email: 'bob@beta.example' }));
		const { asked } = await run(tables, { [HUNTER]: knows, [DROPCONTACT]: () => ({ job: 'CFO' }) });
		expect(new Set(asked.map(({ name }) => name))).toEqual(new Set([DROPCONTACT]));
	});

	it('takes a service that failed as a whole for broken, not for deactivated', async () => {
		const tables = tablesWith(lead('ana'));
		const active = (each: WorkflowFile['nodes'][number]) =>
			each.name === DROPCONTACT ? { ...each, disabled: false } : each;
		// Without a credential the node throws before its first call, and n8n hands on what came in.
		await run(tables, {}, { ...file, nodes: file.nodes.map(active) });
		expect(bookOf(tables)[0].enrichment).toContain('"dropcontact":{');
		expect(bookOf(tables)[0].enrichment).toContain('"result":"broken"');
		expect(logOf(tables)).toEqual([]);
	});

	it('asks again what a run was killed over, and what it appended counts once', async () => {
		const tables = tablesWith(lead('ana'));
		// The row of the state, its lease, the log; then n8n is gone.
		tables.dieAfter(3);
		await runWorkflow(withServices(file, { [HUNTER]: knows }), {
			tables,
			nodeTypes: nodeTypes(),
			startNode: 'Every 5 minutes',
			pinData: { 'Every 5 minutes': [{ json: {} }], [START]: [{ json: {} }] },
		});
		tables.dieAfter();
		expect([logOf(tables).length, bookOf(tables)[0].enrichment ?? null]).toEqual([1, null]);
		tables.change(TABLES.state, { name: 'enrichment' }, { until: '' });
		await run(tables, { [HUNTER]: knows });
		expect(new Set(logOf(tables).map(({ activity }) => activity)).size).toBe(1);
		expect(bookOf(tables)[0].enrichment).toContain('"result":"answered"');
	});
});

import type { IDataObject } from 'n8n-workflow';
import { messageIn } from '../../lifecycle/message/stored';
import { ComposeMessage } from '../../nodes/ComposeMessage/ComposeMessage.node';
import { ReviewScoring } from '../../nodes/ReviewScoring/ReviewScoring.node';
import review from '../../workflows/19-scoring-review.json';
import { TABLES } from '../../workflows/src/tables';
import { DataTables, type Row } from '../support/data-tables';
import { itemsOf, jsonOf, runNode, runWorkflow, type WorkflowFile } from '../support/engine';
import * as team from '../support/page-tables';

const MONDAY = 'Every Monday';
const CALL = 'The report is opened';
const file = review as unknown as WorkflowFile;
const withoutIds = (rows: readonly IDataObject[]): Row[] => rows.map(({ id: _id, ...row }) => row as Row);

function tablesOfTeam(leadBook = team.leadBook): DataTables {
	const tables = new DataTables();
	tables.insert(TABLES.leadBook, ...withoutIds(leadBook));
	tables.insert(TABLES.activityLog, ...withoutIds(team.activityLog));
	tables.insert(TABLES.aliasBook, ...withoutIds(team.links));
	tables.insert(TABLES.rules, ...withoutIds(team.rules));
	tables.insert(TABLES.stageLog, ...withoutIds(team.stageLog));
	tables.insert(TABLES.settings, ...withoutIds(team.settings));
	tables.insert(TABLES.state, { name: 'delivery', workflow: 'id of 10', until: '' });
	return tables;
}

/** Runs the template from one of its triggers; what it starts is noted. */
async function run(trigger: string, tables: DataTables) {
	const started: string[] = [];
	const result = await runWorkflow(file, {
		tables,
		nodeTypes: [ReviewScoring],
		startNode: trigger,
		pinData: { [trigger]: itemsOf([{ query: {}, headers: {} }]), 'Show the page': itemsOf([{}]) },
		onStart: (id) => void started.push(id),
	});
	const isShown = result.runData['Show the page'] !== undefined;
	return { started, isShown, error: result.error?.message, report: jsonOf(result.output('Make the report'))[0] };
}

describe('the weekly run', () => {
	it('puts one mail for the manager into the outbox, with the report as a file, and starts 10', async () => {
		const tables = tablesOfTeam();
		const { started, isShown, error } = await run(MONDAY, tables);
		expect(error).toBeUndefined();
		expect(isShown).toBe(false);
		expect(started).toEqual(['id of 10']);
		const [row, ...more] = tables.all(TABLES.outbox);
		expect(more).toEqual([]);
		expect(row).toMatchObject({ audience: 'manager', channel: 'email', kind: 'digest', status: 'new' });
		expect(row.key).toMatch(/^review:\d{4}-W\d\d:manager$/);
		expect(row.title).toMatch(/^Scoring review, /);
		const message = messageIn(row.details);
		expect(message).toMatchObject({ kind: 'digest', file: { name: expect.stringMatching(/\.html$/) as string } });
	});

	it('does so once a week', async () => {
		const tables = tablesOfTeam();
		await run(MONDAY, tables);
		await run(MONDAY, tables);
		expect(tables.all(TABLES.outbox)).toHaveLength(1);
	});

	it('fails where there is nothing to review, so that somebody is notified', async () => {
		const tables = tablesOfTeam([]);
		const { error } = await run(MONDAY, tables);
		expect(error).toContain('brought no lead');
		expect(tables.all(TABLES.outbox)).toEqual([]);
	});
});

describe('the page', () => {
	it('is the report; opening it sends nothing', async () => {
		const tables = tablesOfTeam();
		const { isShown, started, report } = await run(CALL, tables);
		expect(isShown).toBe(true);
		expect(report.html).toMatch(/^<!doctype html>.*Scoring review/s);
		expect([started, tables.all(TABLES.outbox)]).toEqual([[], []]);
	});

	it('says why there is none, and is no failed run', async () => {
		const { isShown, error, report } = await run(CALL, tablesOfTeam([]));
		expect([isShown, error, report.html]).toEqual([true, undefined, undefined]);
		expect(report.error).toContain('brought no lead');
	});

	it('lets nobody in without a password, and n8n keeps none', () => {
		const call = file.nodes.find(({ name }) => name === CALL);
		expect(call?.parameters).toMatchObject({ authentication: 'basicAuth', path: 'scoring-review' });
		expect(review.settings).toMatchObject({ saveDataSuccessExecution: 'none', saveDataErrorExecution: 'none' });
	});
});

describe('the mail', () => {
	const composed = async (change: (details: IDataObject) => IDataObject = (details) => details) => {
		const tables = tablesOfTeam();
		await run(MONDAY, tables);
		const [row] = tables.all(TABLES.outbox);
		const details = change(JSON.parse(String(row.details)) as IDataObject);
		const settings = [{ name: 'audience_manager', value: 'boss@sales.example' }];
		const { outputs } = await runNode(ComposeMessage, {
			parameters: { operation: 'message' },
			inputs: [[{ json: { ...row, details: JSON.stringify(details) } }], itemsOf([]), itemsOf(settings)],
		});
		return outputs[2][0];
	};

	it('says the five sentences and has the report as a file', async () => {
		const { json, binary } = await composed();
		expect(json.to).toBe('boss@sales.example');
		expect(json.text).toContain('Whether the score works cannot be told yet');
		expect(binary?.file).toMatchObject({ mimeType: 'text/html', fileName: expect.stringMatching(/^scoring-review-/) });
		expect(Buffer.from(String(binary?.file.data), 'base64').toString('utf8')).toMatch(/^<!doctype html>/);
	});

	it.each([[null], ['text'], [{ name: 'x' }], [{ html: 1, name: 2 }]])(
		'goes without a file that somebody broke: %j',
		async (broken) => {
			const { json, binary } = await composed((details) => ({ ...details, file: broken }));
			expect([json.to, binary]).toEqual(['boss@sales.example', undefined]);
		},
	);
});

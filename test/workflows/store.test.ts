import type { IDataObject } from 'n8n-workflow';
import { finished, startsWith, template, type Step } from '../../workflows/src/parts/canvas';
import {
	clearNews,
	insertLeads,
	LEASE,
	letGo,
	rememberWorkflow,
	saveProgress,
	startWorkflow,
	takeLease,
	updateIfUnchanged,
} from '../../workflows/src/parts/store';
import { TABLES } from '../../workflows/src/tables';
import { DataTables } from '../support/data-tables';
import { itemsOf, jsonOf, runWorkflow, type WorkflowFile } from '../support/engine';

const START = 'Start';
const SOON = new Date(Date.now() + 30_000).toISOString();
const PAST = '2026-01-01T00:00:00.000Z';

/** Runs steps in a row on items, as one execution. */
async function run(tables: DataTables, executionId: string, steps: readonly Step[], given: readonly object[] = [{}]) {
	const flow = template('store', 'Store');
	const chain = steps.reduce((before, next) => before.to(next) as never, startsWith('manualTrigger', START, [0, 0]));
	const file = finished(flow.add(chain as never)) as unknown as WorkflowFile;
	const result = await runWorkflow(
		{ ...file, id: 'workflow 1' },
		{ executionId, tables, pinData: { [START]: itemsOf(given) } },
	);
	expect(result.error).toBeUndefined();
	return (step: { name: string }): IDataObject[] => jsonOf(result.output(step.name));
}

describe('the lease', () => {
	const take = [rememberWorkflow('scoring', [1, 0]), takeLease('scoring', [2, 0])];

	it('is taken where there is no row yet, and notes the workflow', async () => {
		const tables = new DataTables();
		const output = await run(tables, '41', take);
		expect(output(LEASE)).toMatchObject([{ name: 'scoring', holder: '41', workflow: 'workflow 1' }]);
		expect(tables.all(TABLES.state)).toHaveLength(1);
	});

	it('is held for a minute', async () => {
		const tables = new DataTables();
		const before = Date.now();
		await run(tables, '41', take);
		const until = Date.parse(String(tables.all(TABLES.state)[0].until));
		expect(until - before).toBeGreaterThan(59_000);
		expect(until - before).toBeLessThan(70_000);
	});

	it.each([
		['was let go', '', true],
		['was held by a run that was killed', PAST, true],
		['is held', SOON, false],
	])('that %s: taken again or not', async (_why, until, isTaken) => {
		const tables = new DataTables();
		tables.insert(TABLES.state, { name: 'scoring', holder: '40', until, position: 7 });
		const output = await run(tables, '41', take);
		expect(output(LEASE).map(({ holder, position }) => [holder, position])).toEqual(isTaken ? [['41', 7]] : []);
		expect(tables.all(TABLES.state)[0].holder).toBe(isTaken ? '41' : '40');
	});

	it('goes to one of runs that come at once', async () => {
		const tables = new DataTables();
		tables.insert(TABLES.state, { name: 'scoring', until: '' });
		const outputs = await Promise.all(['41', '42', '43'].map(async (id) => (await run(tables, id, take))(LEASE)));
		expect(outputs.flat()).toHaveLength(1);
	});

	it('is another one for each workflow', async () => {
		const tables = new DataTables();
		tables.insert(TABLES.state, { name: 'delivery', holder: '40', until: SOON });
		expect((await run(tables, '41', take))(LEASE)).toHaveLength(1);
	});

	it.each([
		['held by this run', '41', 1],
		['taken by another one meanwhile', '42', 0],
	])('%s: progress is saved or not, and the lease given back or not', async (_why, holder, count) => {
		const tables = new DataTables();
		tables.insert(TABLES.state, { name: 'scoring', holder, until: SOON, position: 7, gaps: '[3]' });
		const save = saveProgress('scoring', [1, 0], ['position', 'seen']);
		const saved = (await run(tables, '41', [save], [{ position: 9, seen: 9, more: true }]))({ name: 'Save progress' });
		expect(saved).toHaveLength(count);
		expect(tables.all(TABLES.state)[0]).toMatchObject(count ? { position: 9, seen: 9, gaps: '[3]' } : { position: 7 });
		expect((await run(tables, '41', [letGo('scoring', [1, 0])]))({ name: 'Let go' })).toHaveLength(count);
		expect(tables.all(TABLES.state)[0].until).toBe(count ? '' : SOON);
	});
});

describe('a row of the lead book', () => {
	const update = updateIfUnchanged([1, 0]);

	it.each([
		['as it was read', 4, 5, true],
		['written by somebody else', 6, 5, false],
		['without a version, as people add it', null, 0, true],
		['without a version, and written since', 0, 0, false],
		['with version 0', 0, 1, true],
		['with a version below 0, as somebody wrote it by hand', -1, -2, true],
		['with half a version', 0.5, 1.5, true],
	])('%s', async (_why, stored, version, isWritten) => {
		const tables = new DataTables();
		tables.insert(TABLES.leadBook, { lead: 'ann@acme.com', total: 3, version: stored, owner: 'max@us.com' });
		const [{ id }] = tables.all(TABLES.leadBook);
		const output = await run(tables, '41', [update], [{ id, total: 9, version }]);
		expect(output({ name: 'Update if unchanged' })).toHaveLength(isWritten ? 1 : 0);
		expect(tables.all(TABLES.leadBook)[0]).toMatchObject(
			isWritten ? { total: 9, version, owner: 'max@us.com' } : { total: 3, version: stored },
		);
	});

	it('has its news cleared by the run that wrote it alone', async () => {
		const tables = new DataTables();
		await run(
			tables,
			'41',
			[insertLeads([1, 0])],
			[
				{ lead: 'ann@acme.com', batch: '41', news: '{"messages":[1]}', version: 0 },
				{ lead: 'bob@acme.com', batch: '42', news: '{"messages":[2]}', version: 0 },
				{ lead: 'eve@acme.com', batch: null, news: null, version: 0 },
			],
		);
		await run(tables, '41', [clearNews([1, 0])]);
		expect(tables.all(TABLES.leadBook).map(({ batch, news }) => [batch, news])).toEqual([
			[null, null],
			['42', '{"messages":[2]}'],
			[null, null],
		]);
	});
});

describe('another workflow', () => {
	async function start(row: Record<string, string> | undefined, unlessBusy: boolean): Promise<string[]> {
		const tables = new DataTables();
		if (row) tables.insert(TABLES.state, row);
		const flow = template('store', 'Store');
		const { first } = startWorkflow(flow, [1, 0], { workflow: 'scoring', what: '02 Score', unlessBusy });
		flow.add(startsWith('manualTrigger', START, [0, 0]).to(first));
		const startedIds: string[] = [];
		const result = await runWorkflow(finished(flow) as unknown as WorkflowFile, {
			tables,
			onStart: (id) => void startedIds.push(id),
			pinData: { [START]: itemsOf([{}, {}]) },
		});
		expect(result.error).toBeUndefined();
		return startedIds;
	}

	it.each([
		['is started once, by the id in its row', { name: 'scoring', workflow: 'w2', until: '' }, false, ['w2']],
		['that never ran is not started', undefined, false, []],
		['whose id is not noted yet is not started', { name: 'scoring', until: '' }, false, []],
		['of another name is not started', { name: 'delivery', workflow: 'w3', until: '' }, false, []],
		['that is at work is started all the same', { name: 'scoring', workflow: 'w2', until: SOON }, false, ['w2']],
		[
			'that is at work is left alone where it looks again itself',
			{ name: 'scoring', workflow: 'w2', until: SOON },
			true,
			[],
		],
		['whose run was killed is started', { name: 'scoring', workflow: 'w2', until: PAST }, true, ['w2']],
	])('%s', async (_why, row, unlessBusy, expected) => {
		expect(await start(row as Record<string, string> | undefined, unlessBusy)).toEqual(expected);
	});
});

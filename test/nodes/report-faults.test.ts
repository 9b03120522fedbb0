import type { IDataObject, INodeParameters } from 'n8n-workflow';
import { TABLES } from '../../lifecycle/tables';
import { ReportFaults } from '../../nodes/ReportFaults/ReportFaults.node';
import { itemsOf, jsonOf, runNode } from '../support/engine';
import { textOf } from './docs-page';

const PAGE = 'docs/report-faults.md';
const INPUTS: Readonly<Record<string, readonly string[]>> = {
	tables: ['Tables'],
	rows: ['Rules', 'Settings', 'Tables'],
	run: ['Failed Runs', 'Settings', 'Earlier Reports'],
};
const OUTPUTS: Readonly<Record<string, readonly string[]>> = {
	tables: ['Messages', 'All Well', 'Rows to Check'],
	rows: ['Messages'],
	run: ['Messages'],
};

type Named = Readonly<Record<string, IDataObject[]>>;

const report = async (operation: string, inputs: Named, parameters: INodeParameters = {}, more: object = {}) =>
	await runNode(ReportFaults, {
		parameters: { operation, options: { asOf: '2026-03-04T12:00:00Z' }, ...parameters },
		inputs: INPUTS[operation].map((name) => itemsOf(inputs[name] ?? [])),
		...more,
	});

describe(PAGE, () => {
	const blocks = [...textOf(PAGE).matchAll(/^```json (parameters|input|output)\n(.*?)^```$/gms)];
	const examples = blocks.flatMap((_, index) => (index % 3 === 0 ? [blocks.slice(index, index + 3)] : []));

	it('has an example for each operation', () => expect(examples).toHaveLength(3));

	it.each(examples.map((each, index) => [index, each] as const))('example %i', async (_index, each) => {
		const [parameters, input, output] = each.map(([, , json]) => JSON.parse(json) as unknown) as [
			INodeParameters & { operation: string },
			Named,
			Named,
		];
		const { operation } = parameters;
		const { outputs, error } = await report(String(parameters.operation), input, parameters);
		expect(error).toBeUndefined();
		const asInTheDocs = (items: unknown) =>
			JSON.parse(JSON.stringify(items).replaceAll('http://127.0.0.1:9/', 'https://n8n.example.com/')) as IDataObject[];
		const given = OUTPUTS[operation].map((name, index) => [name, asInTheDocs(jsonOf(outputs[index]))] as const);
		for (const [name, items] of given) {
			const expected = output[name];
			expect(items).toHaveLength(expected.length);
			expect(items).toMatchObject(expected);
		}
	});
});

describe('rules and settings', () => {
	const typo = { rule: 'Typo', dimension: 'engagment', event: 'page_view', points: 5 };
	const tables = [{ name: 'll_rules', id: 't1', projectId: 'p1' }];

	it('links to the table', async () => {
		const { outputs } = await report('rows', { Rules: [typo], Tables: tables });
		expect(jsonOf(outputs[0])[0].text).toContain('/projects/p1/datatables/t1');
	});

	it('gives whole rows of the outbox', async () => {
		const { outputs } = await report('rows', { Rules: [typo] });
		expect(Object.keys(jsonOf(outputs[0])[0]).sort()).toEqual(TABLES.outbox.columns.map(({ name }) => name).sort());
	});

	it('says nothing where such messages are switched off, or all is well', async () => {
		const off = { name: 'channels_fault', value: 'none' };
		expect((await report('rows', { Rules: [typo], Settings: [off] })).outputs[0]).toEqual([]);
		expect((await report('rows', { Rules: [{ ...typo, dimension: 'engagement' }] })).outputs[0]).toEqual([]);
	});

	it.each([-1, 'soon'])('refuses %s as minutes of editing', async (editedMinutes) => {
		const { error } = await report('rows', { Rules: [typo] }, { options: { editedMinutes } });
		expect(error?.message).toContain('“Minutes of Editing”');
	});

	it('refuses an empty audience', async () => {
		const { error } = await report('rows', { Rules: [typo] }, { audience: ' ' });
		expect(error?.message).toBe('“Audience” is empty');
	});
});

describe('failed runs', () => {
	const failed = (id: string) => ({ workflow: { id, name: `Workflow ${id}` }, execution: { error: { message: 'x' } } });

	it('are told once per workflow, also where several come at once', async () => {
		const { outputs, links } = await report('run', { 'Failed Runs': ['1', '2', '1'].map(failed) }, {}, { links: true });
		expect(jsonOf(outputs[0]).map(({ title }) => title)).toEqual(['Workflow 1 fails', 'Workflow 2 fails']);
		expect(links[0]).toEqual([
			{ input: 0, item: 0 },
			{ input: 0, item: 1 },
		]);
	});

	it.each([
		['without a name', { workflow: { id: '7', name: ' ' }, execution: {} }, 'A workflow without a name fails'],
		['without a workflow', { execution: { error: { message: 'x' } } }, 'A workflow without a name fails'],
		['of a trigger', { trigger: { error: { message: 'x' } } }, 'A workflow without a name fails'],
		['of an address', { workflow: { id: '7', name: 'Mail to ana@acme.example (+49 30 1234567)' } }, 'Mail to … (…) fails'],
	])('%s are reported beside the others', async (_what, item, title) => {
		const { outputs, error } = await report('run', { 'Failed Runs': [item, failed('1')] });
		expect(error).toBeUndefined();
		expect(jsonOf(outputs[0]).map((row) => row.title)).toEqual([title, 'Workflow 1 fails']);
	});

	it('name no person in the step', async () => {
		const items = [{ ...failed('1'), execution: { lastNodeExecuted: 'Ask bo@x.example', error: { message: 'x' } } }];
		const { outputs } = await report('run', { 'Failed Runs': items });
		expect(jsonOf(outputs[0])[0].text).toContain('It stopped at the step “Ask …”');
		expect(JSON.stringify(outputs[0])).not.toContain('bo@x.example');
	});

	it('that tell of no run are the fault of their item', async () => {
		const items = { 'Failed Runs': [{ error: 'x' }, failed('1')] };
		expect((await report('run', items)).error?.message).toBe('Item 0 tells of no failed run');
		const { outputs } = await report('run', items, {}, { onError: 'continueRegularOutput' });
		expect(jsonOf(outputs[0])).toMatchObject([
			{ error: expect.stringContaining('Error Trigger') },
			{ title: 'Workflow 1 fails' },
		]);
	});

	it('are of the day in the time zone of the settings', async () => {
		const settings = [{ name: 'time_zone', value: 'Pacific/Auckland' }];
		const { outputs } = await report('run', { 'Failed Runs': [failed('1')], Settings: settings });
		expect(jsonOf(outputs[0])).toMatchObject([{ key: 'failed_run:1:2026-03-05' }]);
	});
});

import type { IDataObject } from 'n8n-workflow';
import { parseModel } from '../../lifecycle/model/parse';
import { readSettings } from '../../lifecycle/settings/read-settings';
import { ReportFaults } from '../../nodes/ReportFaults/ReportFaults.node';
import { TABLES, type Table } from '../../workflows/src/tables';
import { DataTables } from '../support/data-tables';
import { jsonOf, runWorkflow, type WorkflowFile } from '../support/engine';
import { parsed } from '../support/templates';

const SET_UP = parsed('00-set-up') as unknown as WorkflowFile;
const OURS: readonly Table[] = Object.values(TABLES);
const named = (name: string): Pick<Table, 'name' | 'columns'> => ({
	name,
	columns: [{ name: 'lead', type: 'string' }],
});

async function setUp(tables: DataTables): Promise<{ error?: string; result?: IDataObject }> {
	const { error, output } = await runWorkflow(SET_UP, { tables, nodeTypes: [ReportFaults], startNode: 'Set up' });
	const [result] = jsonOf(output('What was loaded'));
	return { error: error?.message, result };
}

describe('00 Set up', () => {
	it('makes all tables and loads the rules and settings to start with', async () => {
		const tables = new DataTables([]);
		const { error, result } = await setUp(tables);
		expect(error).toBeUndefined();
		expect(tables.names().sort()).toEqual(OURS.map(({ name }) => name).sort());
		const [rules, settings] = [tables.all(TABLES.rules), tables.all(TABLES.settings)];
		expect(result).toMatchObject({ 'rows loaded': rules.length + settings.length });
		expect(readSettings(settings)).toEqual(readSettings([]));
		expect(settings.length).toBeGreaterThan(40);
		expect(parseModel(rules)).toMatchObject({ ok: true });
	});

	it('changes nothing the second time', async () => {
		const tables = new DataTables([]);
		await setUp(tables);
		const before = OURS.map((table) => tables.all(table));
		const { error, result } = await setUp(tables);
		expect(error).toBeUndefined();
		expect(result).toMatchObject({ 'rows loaded': 0 });
		expect(OURS.map((table) => tables.all(table))).toEqual(before);
	});

	it('makes the one that is missing', async () => {
		const tables = new DataTables(OURS.filter(({ name }) => name !== 'll_outbox'));
		await setUp(tables);
		expect(tables.names()).toContain('ll_outbox');
		expect(tables.names()).toHaveLength(OURS.length);
	});

	it.each([
		['a rule of your own, switched on', TABLES.rules, { rule: 'Mine', active: true }],
		['a rule of your own, switched off', TABLES.rules, { rule: 'Mine', active: false }],
		['a row that was just added', TABLES.rules, { rule: null }],
		['one setting', TABLES.settings, { name: 'sales_cells', value: 'A1' }],
		['one setting, emptied', TABLES.settings, { name: 'language', value: null }],
	])('loads nothing into a table that holds %s', async (_why, table, row) => {
		const tables = new DataTables();
		tables.insert(table, row);
		await setUp(tables);
		expect(tables.all(table)).toHaveLength(1);
		// The other one is empty.
		expect(tables.all(table === TABLES.rules ? TABLES.settings : TABLES.rules).length).toBeGreaterThan(40);
	});

	it.each(['ll_outbox_2', 'my ll_rules', 'LL_STATE (old)', 'll_lead_book.bak'])(
		'stops where a table is called “%s”, and makes nothing',
		async (name) => {
			const tables = new DataTables([named(name)]);
			expect((await setUp(tables)).error).toContain(`The data table ${name} is in the way: n8n takes it for ours.`);
			expect(tables.names()).toEqual([name]);
		},
	);

	it('lets tables be whose names only begin alike', async () => {
		const tables = new DataTables(['ll_rule', 'll_staged', 'all_leads', 'outbox'].map(named));
		expect((await setUp(tables)).error).toBeUndefined();
		expect(tables.names()).toHaveLength(OURS.length + 4);
	});

	it.each([
		[TABLES.leadBook, 'logged', 'Number'],
		[TABLES.leadBook, 'news', 'String'],
		[TABLES.outbox, 'details', 'String'],
		[TABLES.activityLog, 'quarantine', 'String'],
		[TABLES.rules, 'moment', 'Boolean'],
		[TABLES.state, 'tries', 'Number'],
	])('asks for a column that an older table lacks, and changes nothing', async (table: Table, lacking, type) => {
		const old = { ...table, columns: table.columns.filter(({ name }) => name !== lacking) };
		const tables = new DataTables([old]);
		tables.insert(table, {});
		expect((await setUp(tables)).error).toContain(
			`The data table ${table.name} lacks the column ${lacking} (${type}).`,
		);
		expect(tables.names()).toEqual([table.name]);
		expect(tables.all(table)).toHaveLength(1);
	});
});

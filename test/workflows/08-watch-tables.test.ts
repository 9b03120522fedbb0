import { ReportFaults } from '../../nodes/ReportFaults/ReportFaults.node';
import { STARTER_ROWS } from '../../lifecycle/model/starter';
import { TABLES, type Table } from '../../workflows/src/tables';
import { DataTables, type Row } from '../support/data-tables';
import { runWorkflow, type WorkflowFile } from '../support/engine';
import { parsed } from '../support/templates';

const OURS: ReadonlyArray<Pick<Table, 'name' | 'columns'>> = Object.values(TABLES);
const YESTERDAY = new Date(Date.now() - 86_400_000).toISOString();

/** The tables with the starter rules, left alone since yesterday. */
function tablesOf(tables = OURS): DataTables {
	const made = new DataTables(tables);
	made.insert(TABLES.rules, ...STARTER_ROWS.map((row) => ({ ...row })));
	made.insert(TABLES.state, { name: 'delivery', workflow: 'id of 10', until: '' });
	for (const row of made.all(TABLES.rules)) made.written(TABLES.rules, { id: row.id }, YESTERDAY);
	return made;
}

async function look(tables: DataTables) {
	const started: string[] = [];
	const { error } = await runWorkflow(parsed('08-watch-tables') as unknown as WorkflowFile, {
		tables,
		nodeTypes: [ReportFaults],
		onStart: (id: string) => void started.push(id),
	});
	return { error: error?.message, started };
}

const messages = (tables: DataTables): Row[] => tables.all(TABLES.outbox);

describe('08', () => {
	it('says nothing while all is well', async () => {
		const tables = tablesOf([...OURS, { name: 'll_rule', columns: [] }]);
		expect(await look(tables)).toEqual({ error: undefined, started: [] });
		expect(messages(tables)).toEqual([]);
	});

	it.each([
		['ll_outbox_old', 'The data table ll_outbox_old is in the way: n8n takes it for ours.'],
		['Copy of ll_lead_book', 'The data table Copy of ll_lead_book is in the way: n8n takes it for ours.'],
		['LL_STATE 2', 'The data table LL_STATE 2 is in the way: n8n takes it for ours.'],
	])('tells marketing of “%s”', async (name, text) => {
		const tables = tablesOf([{ name, columns: [] }, ...OURS]);
		expect((await look(tables)).started).toEqual(['id of 10']);
		expect(messages(tables)).toMatchObject([
			{ title: 'To fix in the data tables', audience: 'marketing', kind: 'fault' },
		]);
		expect(messages(tables)[0].text).toContain(text);
	});

	it('names a column that a table lacks', async () => {
		const tables = tablesOf(
			OURS.map((table) =>
				table.name === 'll_activity_log'
					? { ...table, columns: table.columns.filter(({ name }) => name !== 'quarantine') }
					: table,
			),
		);
		await look(tables);
		expect(messages(tables)[0].text).toContain('The data table ll_activity_log lacks the column quarantine (String).');
	});

	it('says once a day what is wrong in rules and settings, with the way to the table', async () => {
		const tables = tablesOf();
		tables.insert(TABLES.rules, { rule: 'Typo', dimension: 'engagment', event: 'page_view', points: 5 });
		tables.insert(TABLES.settings, { name: 'language', value: 'klingon' });
		for (const table of [TABLES.rules, TABLES.settings])
			for (const { id } of tables.all(table)) tables.written(table, { id }, YESTERDAY);
		await look(tables);
		await look(tables);
		const rows = messages(tables);
		expect(rows.map(({ title, audience }) => [title, audience])).toEqual([
			['To fix in ll_rules', 'marketing'],
			['To fix in ll_settings', 'marketing'],
		]);
		expect(rows[0].text).toContain('column “dimension”');
		expect(rows[0].text).toMatch(/Open the table: https?:\/\/\S+datatables/);
		expect(rows[1].text).toContain('klingon');
	});

	it('looks at the rows although another table lacks a column or is in the way, but not at those of a wrong table', async () => {
		const without = (table: Pick<Table, 'name' | 'columns'>) => ({
			...table,
			columns: table.columns.filter(({ name }) => name !== 'quarantine'),
		});
		const titles = async (tables: DataTables) => {
			tables.insert(TABLES.settings, { name: 'language', value: 'klingon' });
			for (const { id } of tables.all(TABLES.settings)) tables.written(TABLES.settings, { id }, YESTERDAY);
			await look(tables);
			return messages(tables).map(({ title }) => title);
		};
		const both = ['To fix in the data tables', 'To fix in ll_settings'];
		expect(await titles(tablesOf(OURS.map(without)))).toEqual(both);
		expect(await titles(tablesOf([{ name: 'll_outbox_old', columns: [] }, ...OURS]))).toEqual(both);
		const inTheWay = tablesOf([{ name: 'll_settings_old', columns: [] }, ...OURS]);
		expect(await titles(inTheWay)).toEqual(['To fix in the data tables']);
	});

	it('says that the former version of a rule applies, where there is one', async () => {
		const tables = tablesOf();
		const [row] = tables.all(TABLES.rules);
		const remembered = { [String(row.id)]: { ...STARTER_ROWS[0] } };
		tables.insert(TABLES.state, { name: 'scoring', rules: JSON.stringify(remembered) });
		tables.change(TABLES.rules, { id: row.id }, { dimension: 'engagment' });
		tables.insert(TABLES.rules, { rule: 'Typo', dimension: 'engagment', event: 'page_view', points: 5 });
		for (const { id } of tables.all(TABLES.rules)) tables.written(TABLES.rules, { id }, YESTERDAY);
		await look(tables);
		const lines = String(messages(tables)[0].text).split('\n');
		const first = lines.find((line) => line.includes(String(row.rule))) ?? '';
		expect(first).toContain('Until then the former version of the rule applies.');
		expect(lines.find((line) => line.includes('Typo'))).not.toContain('former');
	});

	it('waits while somebody writes in the table, and takes a row with only a name for a draft', async () => {
		const tables = tablesOf();
		tables.insert(TABLES.rules, { rule: 'Typo', dimension: 'engagment', event: 'page_view', points: 5 });
		const [typo] = tables.all(TABLES.rules).slice(-1);
		tables.written(TABLES.rules, { id: typo.id }, new Date(Date.now() - 60_000).toISOString());
		await look(tables);
		expect(messages(tables)).toEqual([]);
		tables.change(TABLES.rules, { id: typo.id }, { dimension: null, event: null, points: null });
		tables.written(TABLES.rules, { id: typo.id }, YESTERDAY);
		await look(tables);
		expect(messages(tables)).toEqual([]);
	});
});

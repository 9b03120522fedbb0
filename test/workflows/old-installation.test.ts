/** What an installation of the first version holds, recorded from its templates, is taken over as it is. */
import { LEAD_COLUMNS, printRow, readRow } from '../../lifecycle/lead/row';
import { TABLES, type Table } from '../../workflows/src/tables';
import { DataTables, type Row } from '../support/data-tables';
import { runWorkflow, type WorkflowFile } from '../support/engine';
import { parsed } from '../support/templates';
import recorded from '../cases/old-installation.json';

const OLD_ROWS: Readonly<Record<string, Row[]>> = recorded as unknown as Record<string, Row[]>;
/** Came with `ll_settings` and `ll_state`. */
const NEW_COLUMNS = new Set(['news', 'batch', 'crm', 'mergedInto']);
const OLD_TABLES: readonly Table[] = Object.values(TABLES)
	.filter(({ name }) => !['ll_settings', 'll_state'].includes(name))
	.map((table) => ({ ...table, columns: table.columns.filter(({ name }) => !NEW_COLUMNS.has(name)) }));

function installation(tables: readonly Table[]): DataTables {
	const made = new DataTables(tables);
	for (const [name, rows] of Object.entries(OLD_ROWS)) made.insert({ name }, ...rows);
	made.insert(TABLES.rules, { rule: 'Mine', dimension: 'engagement', event: 'demo_request', points: 90, active: true });
	return made;
}

const setUp = (tables: DataTables) =>
	runWorkflow(parsed('00-set-up') as unknown as WorkflowFile, { tables, startNode: 'Set up' });

describe('an installation of the first version', () => {
	it('is asked for the columns it lacks, before anything is changed', async () => {
		const tables = installation(OLD_TABLES);
		const { error } = await setUp(tables);
		expect(error?.message).toContain([...NEW_COLUMNS].sort().join(', '));
		expect(tables.names()).toHaveLength(OLD_TABLES.length);
	});

	it('gets the new tables and the settings, and keeps its rules and rows', async () => {
		const withColumns = OLD_TABLES.map((table) => (table.name === 'll_lead_book' ? TABLES.leadBook : table));
		const tables = installation(withColumns);
		const before = Object.keys(OLD_ROWS).map((name) => tables.all({ name }));
		expect((await setUp(tables)).error).toBeUndefined();
		expect(tables.all(TABLES.rules)).toHaveLength(1);
		expect(tables.all(TABLES.settings).length).toBeGreaterThan(40);
		expect(Object.keys(OLD_ROWS).map((name) => tables.all({ name }))).toEqual(before);
	});

	it.each(OLD_ROWS.ll_lead_book)('has a row of $lead that is read without a fault, and printed as it was', (old) => {
		const { row, faults } = readRow(old);
		expect(faults).toEqual([]);
		const printed: Row = printRow(row);
		const same = LEAD_COLUMNS.map(([name]) => name).filter((name) => !['leadScore', 'attributes'].includes(name));
		for (const name of same) expect([name, printed[name]]).toEqual([name, old[name] ?? null]);
		// Of the whole score only what can not be worked out again from the log.
		const { reasons } = JSON.parse(String(old.leadScore)) as { reasons: unknown[] };
		expect(row.leadScore.reasons).toEqual(reasons.slice(0, 6));
	});
});

import { TABLES, type Table } from '../../workflows/src/tables';
import { DataTables } from '../support/data-tables';
import { runWorkflow, type WorkflowFile } from '../support/engine';
import { parsed } from '../support/templates';

const OURS: ReadonlyArray<Pick<Table, 'name' | 'columns'>> = Object.values(TABLES);

async function look(tables: DataTables): Promise<string | undefined> {
	const { error } = await runWorkflow(parsed('08-watch-tables') as unknown as WorkflowFile, { tables });
	return error?.message;
}

describe('08', () => {
	it('says nothing while each of our names is in one table alone', async () => {
		expect(await look(new DataTables())).toBeUndefined();
		expect(await look(new DataTables([...OURS, { name: 'll_rule', columns: [] }]))).toBeUndefined();
		expect(await look(new DataTables([]))).toBeUndefined();
	});

	it.each(['ll_outbox_old', 'Copy of ll_lead_book', 'LL_STATE 2'])('fails where there is “%s”', async (name) => {
		expect(await look(new DataTables([...OURS, { name, columns: [] }]))).toBe(
			`Rename the data table ${name}: n8n takes it for ours.`,
		);
	});
});

import { AdvanceLead } from '../../nodes/AdvanceLead/AdvanceLead.node';
import { TABLES } from '../../workflows/src/tables';
import { DataTables, type Row } from '../support/data-tables';
import { itemsOf, runWorkflow, type WorkflowFile } from '../support/engine';
import { parsed } from '../support/templates';

const file = parsed('06-no-lead-left-behind') as unknown as WorkflowFile;
const daysAgo = (days: number) => new Date(Date.now() - days * 86_400_000).toISOString();
const lead = (more: Row): Row => ({
	...{ lead: 'ana@acme.example', name: 'Ana', owner: 'ben@sales.example', activities: 3, version: 5, track: 'welcome' },
	...{ lastActivityAt: daysAgo(2), cell: 'B2', label: 'Hot', total: 70, fit: 30, engagement: 40, ...more },
});

async function review(rows: Row[], lines: Row[] = []) {
	const tables = new DataTables();
	for (const row of rows) tables.insert(TABLES.leadBook, row);
	for (const line of lines) tables.insert(TABLES.stageLog, line);
	for (const name of ['scoring', 'delivery']) tables.insert(TABLES.state, { name, workflow: `workflow of ${name}` });
	return { tables, ...(await again(tables, '41')) };
}

async function again(tables: DataTables, executionId: string) {
	const started: string[] = [];
	const result = await runWorkflow(file, {
		...{ tables, executionId, nodeTypes: [AdvanceLead], onStart: (id) => started.push(id) },
		pinData: { 'Every Monday': itemsOf([{}]) },
	});
	expect(result.error).toBeUndefined();
	return { started };
}

describe('06 No lead left behind', () => {
	it('puts leads back on a path, and sends the digest', async () => {
		const { tables, started } = await review([
			lead({ lead: 'a', stage: 'mql', handedOffAt: daysAgo(20) }),
			lead({ lead: 'b', stage: 'accepted', acceptedAt: daysAgo(1), owner: null }),
			lead({ lead: 'c', stage: 'nurture' }),
		]);
		expect(tables.all(TABLES.leadBook)).toMatchObject([
			{ stage: 'recycled', retained: 40, handedOffAt: null, version: 6, batch: '41' },
			{ stage: 'accepted', owner: 'sales', version: 6 },
			{ stage: 'nurture', version: 5, news: null },
		]);
		expect(tables.all(TABLES.outbox)).toMatchObject([
			{ kind: 'digest', audience: 'manager', status: 'new', title: 'No lead left behind: 2 leads fixed' },
		]);
		expect(started.sort()).toEqual(['workflow of delivery', 'workflow of scoring']);
	});

	it('finds nothing more to do the second time, and sends no second digest in one week', async () => {
		const { tables } = await review([lead({ stage: 'accepted', acceptedAt: daysAgo(40), lastActivityAt: null })]);
		const once = tables.all(TABLES.leadBook);
		const { started } = await again(tables, '42');
		expect(tables.all(TABLES.leadBook)).toEqual(once);
		expect(tables.all(TABLES.outbox)).toHaveLength(1);
		expect(started).toEqual([]);
		const key = String(tables.all(TABLES.outbox)[0].key);
		tables.change(TABLES.outbox, { key }, { key: `${key} of another week` });
		const next = await again(tables, '43');
		expect(tables.all(TABLES.outbox)[1].title).toBe('Every lead is on a path');
		expect(next.started).toEqual(['workflow of delivery']);
	});

	it('reads from the stage log when a deal became an opportunity', async () => {
		const deal = lead({ stage: 'opportunity', acceptedAt: daysAgo(100), lastActivityAt: null });
		const line = { lead: 'ana@acme.example', from: 'accepted', to: 'opportunity', at: daysAgo(10) };
		expect((await review([deal], [line])).tables.all(TABLES.leadBook)[0].version).toBe(5);
		expect((await review([deal])).tables.all(TABLES.leadBook)[0].version).toBe(6);
	});

	it('sends the digest where there is no lead at all', async () => {
		expect((await review([])).tables.all(TABLES.outbox)).toMatchObject([{ kind: 'digest' }]);
	});

	it('takes the row with the lowest id for the lead', async () => {
		const { tables } = await review([lead({ stage: 'nurture' }), lead({ stage: 'nurture', track: null })]);
		expect(tables.all(TABLES.leadBook).map(({ version }) => version)).toEqual([5, 5]);
	});
});

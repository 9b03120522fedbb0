import { ReportFaults } from '../../nodes/ReportFaults/ReportFaults.node';
import { TABLES } from '../../workflows/src/tables';
import { DataTables } from '../support/data-tables';
import { itemsOf, runWorkflow, type WorkflowFile } from '../support/engine';
import { files, parsed, starters } from '../support/templates';

const FILE = '24-when-a-run-fails';
const TRIGGER = 'When a run fails';

const failure = (message: string, workflow = { id: 'w2', name: '02 Score' }) => ({
	execution: {
		id: '231',
		url: `https://n8n.example.com/workflow/${workflow.id}/executions/231`,
		error: { message, description: 'Ask bo@acme.example' },
		lastNodeExecuted: 'Score Lead',
		mode: 'trigger',
	},
	workflow,
});

async function tell(tables: DataTables, ...failed: object[]): Promise<string[]> {
	const started: string[] = [];
	for (const item of failed) {
		const { error } = await runWorkflow(parsed(FILE) as unknown as WorkflowFile, {
			tables,
			nodeTypes: [ReportFaults],
			startNode: TRIGGER,
			pinData: { [TRIGGER]: itemsOf([item]) },
			onStart: (id: string) => void started.push(id),
		});
		expect(error).toBeUndefined();
	}
	return started;
}

function tablesWithDelivery(): DataTables {
	const tables = new DataTables();
	tables.insert(TABLES.state, { name: 'delivery', workflow: 'id of 10', until: '' });
	return tables;
}

describe('24', () => {
	it('brings one message per day and workflow, and has it sent', async () => {
		const tables = tablesWithDelivery();
		const started = await tell(
			tables,
			failure('unknown column name'),
			failure('unknown column name'),
			failure('timeout', { id: 'w10', name: '10 Deliver' }),
			failure('something else'),
		);
		const rows = tables.all(TABLES.outbox);
		expect(rows.map(({ title, audience, kind, status }) => [title, audience, kind, status])).toEqual([
			['02 Score fails', 'marketing', 'fault', 'new'],
			['10 Deliver fails', 'marketing', 'fault', 'new'],
		]);
		expect(started).toEqual(['id of 10', 'id of 10']);
		expect(rows[0].text).toContain('Open the run: https://n8n.example.com/workflow/w2/executions/231');
	});

	it('says so again the next day, since when it was', async () => {
		const tables = tablesWithDelivery();
		await tell(tables, failure('x'));
		const [first] = tables.all(TABLES.outbox);
		const day = (ago: number) => new Date(Date.now() - ago * 86_400_000).toISOString();
		const since = day(2);
		const details = JSON.parse(String(first.details)) as { run: object };
		tables.change(
			TABLES.outbox,
			{ key: first.key },
			{
				key: `failed_run:w2:${day(1).slice(0, 10)}`,
				at: day(1),
				details: JSON.stringify({ ...details, run: { ...details.run, since } }),
			},
		);
		await tell(tables, failure('x'));
		const [, again] = tables.all(TABLES.outbox);
		expect(again.key).toBe(first.key);
		expect(JSON.parse(String(again.details))).toMatchObject({ run: { since } });
	});

	it('quotes no address and no secret', async () => {
		const tables = tablesWithDelivery();
		await tell(tables, failure('ana@acme.example has no row; token=abc123 https://joe:pw@db.example/x?key=1'));
		const written = JSON.stringify(tables.all(TABLES.outbox));
		expect(written).not.toMatch(/ana@|bo@|abc123|joe|pw@|key=1/);
		expect(written).toContain('has no row');
	});

	it('is named by every template but the starters and itself', () => {
		const named = files.filter((file) => parsed(file).settings?.errorWorkflow === FILE);
		expect(named).toEqual(files.filter((file) => !starters.includes(file) && file !== FILE));
	});
});

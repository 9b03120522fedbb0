import type { IDataObject } from 'n8n-workflow';
import { LeadActivityTrigger } from '../../nodes/LeadActivityTrigger/LeadActivityTrigger.node';
import { NormalizeActivity } from '../../nodes/NormalizeActivity/NormalizeActivity.node';
import capture from '../../workflows/01-capture.json';
import { TABLES } from '../../workflows/src/tables';
import { DataTables, type Row } from '../support/data-tables';
import { itemsOf, runWorkflow, type WorkflowFile } from '../support/engine';

const CALLED = 'When called by another workflow';
const START = 'Start 02 Score';

async function called(items: IDataObject[], state: Row = {}) {
	const tables = new DataTables();
	tables.insert(TABLES.state, { name: 'scoring', workflow: '02', until: '', ...state });
	const { error, runData } = await runWorkflow(capture as unknown as WorkflowFile, {
		tables,
		nodeTypes: [LeadActivityTrigger, NormalizeActivity],
		startNode: CALLED,
		pinData: { [CALLED]: itemsOf(items), [START]: [{ json: {} }] },
	});
	return {
		error,
		log: tables.all(TABLES.activityLog),
		isStarted: START in runData,
		isAnswered: 'Answer 202' in runData,
	};
}

describe('01, called by another workflow', () => {
	const visit = { lead: 'Ana@acme.example', type: 'page_view', at: '2026-03-01T10:00:00Z', properties: { path: '/a' } };

	it('appends one row an item, answers nobody, and starts 02', async () => {
		const { error, log, ...then } = await called([visit, { ...visit, type: 'demo_request' }]);
		expect(error).toBeUndefined();
		expect(log).toMatchObject([
			{ lead: 'ana@acme.example', type: 'page_view', properties: '{"path":"/a"}', quarantine: '' },
			{ type: 'demo_request' },
		]);
		expect(then).toEqual({ isStarted: true, isAnswered: false });
	});

	it('takes the body of a webhook as it came', async () => {
		const event = { event: 'click', email: 'ana@acme.example', timestamp: 1772359200, url: 'https://x.example/a' };
		const { log } = await called([{ ...event, sg_event_id: 'e1', sg_message_id: 'm1' }]);
		expect(log).toMatchObject([{ lead: 'ana@acme.example', type: 'email_click', source: 'sendgrid' }]);
	});

	it('saves nothing of a call with an item that cannot be read, and says which', async () => {
		const { error, log, isStarted } = await called([visit, { lead: 'bo@acme.example' }]);
		expect(error?.message).toBeDefined();
		expect([log, isStarted]).toEqual([[], false]);
	});

	it('does not start 02 while it is at work', async () => {
		const { log, isStarted } = await called([visit], { until: new Date(Date.now() + 60_000).toISOString() });
		expect([log.length, isStarted]).toEqual([1, false]);
	});
});

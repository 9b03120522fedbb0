/** What 05 leaves behind, 02 takes up: the news of a decision, and a decision that a crash left in the log alone. */
import { AdvanceLead } from '../../nodes/AdvanceLead/AdvanceLead.node';
import { LeadActivityTrigger } from '../../nodes/LeadActivityTrigger/LeadActivityTrigger.node';
import feedback from '../../workflows/05-feedback.json';
import { TABLES } from '../../workflows/src/tables';
import { itemsOf, runWorkflow, type WorkflowFile } from '../support/engine';
import { scoreAll, tablesAfterSetUp } from '../support/lifecycle';

jest.setTimeout(60_000);

const LEAD = 'ana@acme.example';

async function handedOver() {
	const tables = tablesAfterSetUp();
	const at = new Date(Date.now() - 3_600_000).toISOString();
	const attributes = JSON.stringify({
		title: 'Director of Marketing',
		employees: 250,
		country: 'US',
		industry: 'Software',
	});
	const deed = {
		lead: LEAD,
		at,
		channel: 'web',
		source: 'test',
		properties: '{"path":"/pricing"}',
		attributes,
		quarantine: '',
	};
	for (const [index, type] of ['form_submit', 'demo_request', 'webinar_attend', 'page_view'].entries())
		tables.insert(TABLES.activityLog, { ...deed, type, activity: `deed-${index}` });
	await scoreAll(tables, 100);
	expect(tables.all(TABLES.leadBook)).toMatchObject([{ lead: LEAD, stage: 'mql' }]);
	return tables;
}

const decide = async (tables: Awaited<ReturnType<typeof handedOver>>, reason = 'bad timing') =>
	await runWorkflow(feedback as unknown as WorkflowFile, {
		...{ tables, executionId: '200', startNode: 'Decisions', onStart: () => undefined },
		nodeTypes: [AdvanceLead, LeadActivityTrigger],
		pinData: { Decisions: itemsOf([{ lead: LEAD, decision: 'sent_back', reason, by: 'Ben' }]) },
	});

describe('05, then 02', () => {
	it('copies the news of the decision once, and scores the lead with what it keeps', async () => {
		const tables = await handedOver();
		await decide(tables);
		await scoreAll(tables, 300);
		const [row] = tables.all(TABLES.leadBook);
		expect(row).toMatchObject({ stage: 'recycled', recycles: 1, news: null });
		const returned = tables.all(TABLES.outbox).filter(({ kind }) => kind === 'recycled');
		expect(returned).toMatchObject([{ audience: 'marketing', status: 'new' }]);
		const lines = tables.all(TABLES.stageLog).map(({ from, to }) => `${from} > ${to}`);
		expect(lines).toEqual(['new > nurture', 'nurture > mql', 'mql > recycled']);
	});

	it('applies a decision that is in the log and that a crash kept from the lead', async () => {
		const tables = await handedOver();
		const before = tables.all(TABLES.leadBook);
		tables.dieAfter(1);
		const { error } = await decide(tables);
		expect(error).toBeDefined();
		expect(tables.all(TABLES.leadBook)).toEqual(before);
		tables.dieAfter();
		await scoreAll(tables, 300);
		await scoreAll(tables, 400);
		expect(tables.all(TABLES.leadBook)).toMatchObject([{ stage: 'recycled', recycles: 1, news: null }]);
		expect(tables.all(TABLES.outbox).filter(({ kind }) => kind === 'recycled')).toHaveLength(1);
	});
});

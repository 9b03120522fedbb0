import type { NodeJSON } from '@n8n/workflow-sdk';
import type { IDataObject } from 'n8n-workflow';
import { CHOICES } from '../../lifecycle/message/choices';
import { DEFAULT_REASONS } from '../../lifecycle/recycle/reason';
import { reasonRecogniser } from '../../lifecycle/recycle/recognise';
import { AdvanceLead } from '../../nodes/AdvanceLead/AdvanceLead.node';
import { LeadActivityTrigger } from '../../nodes/LeadActivityTrigger/LeadActivityTrigger.node';
import { TABLES } from '../../workflows/src/tables';
import { DataTables, type Row } from '../support/data-tables';
import { itemsOf, jsonOf, runWorkflow, type WorkflowFile } from '../support/engine';
import { parsed } from '../support/templates';
import { workedOut } from '../support/worked-out';

const workflow = parsed('05-feedback');
const file = workflow as unknown as WorkflowFile;

const node = (name: string): NodeJSON => {
	const found = workflow.nodes.find((each) => each.name === name);
	if (found === undefined) throw new Error(`There is no node “${name}”.`);
	return found;
};
const targets = (name: string): string[] =>
	(workflow.connections[name]?.main ?? []).flatMap((output) => (output ?? []).map((target) => target.node));
function reachedFrom(name: string, reached = new Set<string>()): Set<string> {
	for (const target of targets(name)) if (!reached.has(target)) reachedFrom(target, reached.add(target));
	return reached;
}

interface Field {
	fieldName: string;
	requiredField?: boolean;
	fieldOptions?: { values: Array<{ option: string }> };
}
const fields = (node('Lead feedback form').parameters?.formFields as { values: Field[] }).values;
const optionsOf = (name: string): string[] =>
	fields.find(({ fieldName }) => fieldName === name)?.fieldOptions?.values.map(({ option }) => option) ?? [];

describe('05 Feedback', () => {
	it('is closed to strangers', () => {
		expect(node('Lead feedback form').parameters).toMatchObject({
			authentication: 'basicAuth',
			options: { path: 'lead-feedback' },
		});
		// What is not set has the node's default, which is a credential that checks the sender.
		expect(node('Lead decision').parameters).toEqual({
			...{ path: 'lead-decision', take: 'decisions', respond: 'responseNode' },
		});
	});

	it('begins with no node that keeps the headers of a call', () => {
		expect(node('Lead decision').type).toBe('n8n-nodes-lead-lifecycle.leadActivityTrigger');
		expect(workflow.nodes.filter(({ type }) => type === 'n8n-nodes-base.webhook')).toEqual([]);
	});

	// From 1.1 on, the node answers n8n's own triggers alone.
	it('answers with the version that answers triggers of packages', () => {
		const answers = workflow.nodes.filter(({ type }) => type === 'n8n-nodes-base.respondToWebhook');
		expect(answers.map(({ typeVersion }) => typeVersion)).toEqual([1]);
	});

	// n8n refuses to show a form whose flow has a “Respond to Webhook” node anywhere after it.
	it('answers a call in a flow of its own', () => {
		const types = (name: string) => [...reachedFrom(name)].map((each) => node(each).type);
		expect(types('Lead feedback form')).not.toContain('n8n-nodes-base.respondToWebhook');
		expect(types('Lead decision')).not.toContain('n8n-nodes-base.form');
		expect(types('Decisions')).not.toContain('n8n-nodes-base.form');
	});

	it('changes a lead only where id and version are what was read', () => {
		const { conditions } = node('Update if unchanged').parameters?.filters as { conditions: IDataObject[] };
		expect(conditions.map(({ keyName, condition }) => [keyName, condition])).toEqual([
			['id', 'eq'],
			['version', 'eq'],
		]);
	});

	describe('the form', () => {
		it('has the field that the links of the hand-offs fill in', () => {
			expect(fields[0]).toMatchObject({ fieldName: 'lead', requiredField: true });
			expect(optionsOf('decision')).toEqual(Object.keys(CHOICES));
		});

		it('offers each reason that comes ready-made, in words that are understood', () => {
			const reasons = DEFAULT_REASONS.map((reason) => ({ ...reason, also: [] }));
			const recognise = reasonRecogniser(reasons);
			const meant = optionsOf('reason').map((option) => {
				const found = recognise(option);
				return found.ok ? found.value.reason : found.message;
			});
			expect(meant).toEqual(DEFAULT_REASONS.map(({ reason }) => reason));
		});

		it.each([
			[{ title: 'Accepted', message: '<b>Ana</b> & Co' }, ['Accepted', '&lt;b>Ana&lt;/b> &amp; Co']],
			[{ error: 'x' }, ['That did not work', expect.stringContaining('may not be saved')]],
		])('shows %j', (answer, expected) => {
			const { completionTitle, completionMessage } = node('Show the answer').parameters ?? {};
			const shown = [completionTitle, completionMessage].map((parameter) =>
				workedOut(
					{ ...node('Show the answer'), parameters: { jsonOutput: parameter } },
					{
						nodes: {},
						items: [answer],
					},
				),
			);
			expect(shown).toEqual(expected);
		});
	});

	it('answers a call with how many were done, and a result for each', () => {
		const items = ['done', 'refused', 'done'].map((outcome) => ({ outcome }));
		const { responseBody } = node('Answer 200').parameters ?? {};
		const answer = { ...node('Answer 200'), parameters: { jsonOutput: responseBody } } as NodeJSON;
		expect(workedOut(answer, { nodes: {}, items })).toEqual({ done: 2, already: 0, refused: 1, results: items });
	});
});

describe('a decision', () => {
	const LEAD = 'ana@acme.example';
	const mql: Row = {
		...{ lead: LEAD, email: LEAD, name: 'Ana', stage: 'mql', cell: 'B1', label: 'Hot', total: 79, fit: 27 },
		...{ engagement: 52, activities: 4, logged: 4, handedOffAt: '2026-03-04T08:00:00.000Z', version: 6 },
	};
	const decision = (more: IDataObject): IDataObject => ({ lead: LEAD, by: 'ben@sales.example', ...more });

	function tablesWith(...rows: Row[]): DataTables {
		const tables = new DataTables();
		for (const row of rows) tables.insert(TABLES.leadBook, row);
		tables.insert(TABLES.state, { name: 'scoring', workflow: 'workflow of 02' });
		return tables;
	}

	async function decide(tables: DataTables, decisions: IDataObject[], pinData = {}, executionId = '41') {
		const started: string[] = [];
		const result = await runWorkflow(file, {
			...{
				tables,
				executionId,
				nodeTypes: [AdvanceLead, LeadActivityTrigger],
				startNode: 'Decisions',
				onStart: (id) => started.push(id),
			},
			pinData: { Decisions: itemsOf(decisions), ...pinData },
		});
		return { result, started, answers: jsonOf(result.output('Answers')), last: lastNodeOf(result) };
	}
	const lastNodeOf = ({ runData }: Awaited<ReturnType<typeof runWorkflow>>): string =>
		Object.entries(runData)
			.flatMap(([name, runs]) => runs.map(({ executionIndex }) => ({ name, executionIndex })))
			.sort((left, right) => right.executionIndex - left.executionIndex)[0].name;

	it('is written, noted in the log, scored, and answered', async () => {
		const tables = tablesWith(mql);
		const { result, answers, started, last } = await decide(tables, [decision({ decision: 'Accept' })]);
		expect(result.error).toBeUndefined();
		expect(answers).toMatchObject([{ item: 0, outcome: 'done', stage: 'accepted', title: 'Accepted' }]);
		expect(tables.all(TABLES.leadBook)).toMatchObject([{ stage: 'accepted', owner: 'ben@sales.example', version: 7 }]);
		expect(tables.all(TABLES.activityLog)).toMatchObject([
			{ lead: LEAD, type: 'sales_decision', quarantine: 'decision', activity: '41-0' },
		]);
		expect(started).toEqual(['workflow of 02']);
		// What the last step gives is what the form and the webhook answer.
		expect(last).toBe('Answers');
	});

	it('is answered where 02 never ran', async () => {
		const tables = new DataTables();
		tables.insert(TABLES.leadBook, mql);
		const { answers, started } = await decide(tables, [decision({ decision: 'accepted' })]);
		expect(answers).toMatchObject([{ outcome: 'done' }]);
		expect(started).toEqual(['none']);
	});

	it.each([
		['twice', { ...mql, stage: 'accepted', acceptedAt: '2026-03-04T09:00:00.000Z' }, 'already', 'Already answered'],
		['too late', { ...mql, stage: 'recycled', handedOffAt: null }, 'refused', 'Not possible'],
	])('that comes %s changes nothing, and says so', async (_when, row, outcome, title) => {
		const tables = tablesWith(row);
		const { answers, started } = await decide(tables, [decision({ decision: 'accepted' })]);
		expect(answers).toMatchObject([{ outcome, title, message: expect.stringContaining('No changes made.') as string }]);
		expect(tables.all(TABLES.leadBook)).toMatchObject([{ version: 6 }]);
		expect(tables.all(TABLES.activityLog)).toEqual([]);
		expect(started).toEqual([]);
	});

	it('about a lead that nobody knows is refused, and is in no log', async () => {
		const tables = tablesWith(mql);
		const { answers } = await decide(tables, [decision({ lead: 'nobody', decision: 'accepted' })]);
		expect(answers).toMatchObject([{ outcome: 'refused', title: 'Lead not found' }]);
		expect(tables.all(TABLES.activityLog)).toEqual([]);
	});

	it('with an unknown reason is answered with those that are known', async () => {
		const { answers } = await decide(tablesWith(mql), [decision({ decision: 'sent_back', reason: 'x' })]);
		expect(answers[0].message).toContain('Choose one of: no budget, no authority');
	});

	it('is taken for several leads, and twice for one, in one call', async () => {
		const tables = tablesWith(mql, { ...mql, lead: 'bob@acme.example', email: 'bob@acme.example' });
		const { answers, result } = await decide(tables, [
			decision({ decision: 'owner', owner: 'eve@sales.example', crm: 'HubSpot' }),
			decision({ lead: 'BOB@acme.example', decision: 'lost', reason: 'no need' }),
			decision({ decision: 'accepted' }),
		]);
		expect(result.error).toBeUndefined();
		expect(answers.map(({ item, outcome, stage }) => [item, outcome, stage])).toEqual([
			[0, 'done', 'accepted'],
			[1, 'done', 'recycled'],
			[2, 'done', 'accepted'],
		]);
		expect(tables.all(TABLES.leadBook)).toMatchObject([
			{ stage: 'accepted', owner: 'eve@sales.example', version: 7 },
			{ stage: 'recycled', version: 7 },
		]);
	});

	it('is decided again where another run wrote the lead meanwhile', async () => {
		const tables = tablesWith(mql);
		const [{ id }] = tables.all(TABLES.leadBook);
		let reads = 0;
		tables.beforeUpdate = (table) => {
			if (table === TABLES.leadBook.name && reads++ === 0)
				tables.change(TABLES.leadBook, { id }, { total: 81, version: 7 });
		};
		const { answers, result } = await decide(tables, [decision({ decision: 'accepted' })]);
		expect(result.error).toBeUndefined();
		expect(answers).toMatchObject([{ outcome: 'done', stage: 'accepted' }]);
		expect(tables.all(TABLES.leadBook)).toMatchObject([{ stage: 'accepted', total: 81, version: 8 }]);
	});

	it('loses against another answer that was faster, and says what is true now', async () => {
		const tables = tablesWith(mql);
		const [{ id }] = tables.all(TABLES.leadBook);
		let reads = 0;
		tables.beforeUpdate = (table) => {
			if (table === TABLES.leadBook.name && reads++ === 0)
				tables.change(
					TABLES.leadBook,
					{ id },
					{ stage: 'recycled', recycledAt: '2026-03-04T09:00:00.000Z', version: 7 },
				);
		};
		const { answers } = await decide(tables, [decision({ decision: 'accepted' })]);
		expect(answers).toMatchObject([{ outcome: 'refused', stage: 'recycled', title: 'Not possible' }]);
		expect(tables.all(TABLES.leadBook)).toMatchObject([{ stage: 'recycled', version: 7 }]);
	});

	it('gives up after ten laps, and does not claim that it was saved', async () => {
		const tables = tablesWith(mql);
		const [{ id }] = tables.all(TABLES.leadBook);
		let version = 6;
		tables.beforeUpdate = (table) => {
			if (table === TABLES.leadBook.name) tables.change(TABLES.leadBook, { id }, { version: ++version });
		};
		const { answers, result } = await decide(tables, [decision({ decision: 'accepted' })]);
		expect(result.error?.message).toContain('Send the answer again');
		expect(answers).toEqual([]);
	});
});

/** Templates with a slip in the form of one of our nodes, in n8n's engine; what the tables would give is pinned. */
import type { IDataObject, INodeExecutionData } from 'n8n-workflow';
import { AggregateAccount } from '../../nodes/AggregateAccount/AggregateAccount.node';
import accountRollUp from '../../workflows/03-account-rollup.json';
import { runWorkflow, type WorkflowFile } from '../support/engine';

const LEADS: IDataObject[] = ['ann', 'bob'].map((name, index) => ({
	id: index + 1,
	lead: `${name}@acme.example`,
	stage: 'mql',
	cell: 'A1',
	handedOffAt: '2026-03-02T09:00:00Z',
	total: 40,
	version: 1,
}));
const items = (rows: IDataObject[]): INodeExecutionData[] => rows.map((json) => ({ json }));

/** The template with other parameters in one of its nodes. */
function withForm(template: unknown, name: string, parameters: IDataObject): WorkflowFile {
	const file = structuredClone(template) as WorkflowFile;
	const node = file.nodes.find((each) => each.name === name);
	if (node === undefined) throw new Error(`There is no node “${name}”.`);
	Object.assign(node.parameters, parameters);
	return loadable(file);
}

const FORM = /\.form(Trigger)?$/;

/** Forms, and what is built on them, cannot be loaded here; the latter is switched off anyway. */
function loadable({ nodes, connections, ...file }: WorkflowFile): WorkflowFile {
	const off = new Set(nodes.filter(({ disabled, type }) => disabled || FORM.test(type)).map(({ name }) => name));
	const linked = Object.entries(connections).filter(([name]) => !off.has(name));
	const remaining = linked.map(([name, { main }]) => [
		name,
		{ main: main.map((targets) => targets?.filter(({ node }) => !off.has(node)) ?? []) },
	]);
	return {
		...file,
		nodes: nodes.filter(({ name }) => !off.has(name)),
		connections: Object.fromEntries(remaining) as WorkflowFile['connections'],
	};
}

describe('03-account-rollup with a threshold that is none', () => {
	it('writes no account, moves no lead, and ends with an error that says so once', async () => {
		const { error, output, runData } = await runWorkflow(
			withForm(accountRollUp, 'Aggregate Account', { threshold: '={{ "high" }}' }),
			{
				nodeTypes: [AggregateAccount],
				startNode: 'Every morning',
				pinData: {
					'Every morning': items([{}]),
					'Newest log entry': items([{ id: 0 }]),
					'Read ll_account_book': items([{ id: 1, account: 'acme.example', domain: 'acme.example', qualified: true }]),
					'Read ll_lead_book': items(LEADS),
					'Read the last weeks of the log': items([{}]),
				},
			},
		);
		expect(error?.message).toBe('“Threshold” is “high”, which is not a number. Give a number such as 65.');
		expect(runData).not.toHaveProperty('Rows of the account book');
		expect(output('Leads whose company changed')[0].json).toMatchObject({ moved: [] });
	});
});

import { basename } from 'node:path';
import type { NodeJSON, WorkflowJSON } from '@n8n/workflow-sdk';
import { BUDGET, overBudget, type EitherOrder } from '../support/budgets';
import { files, parsed } from '../support/templates';

/** Branches of one output that may run in either order. */
const EITHER_ORDER: readonly EitherOrder[] = [
	{
		template: '01-capture',
		after: 'Append to ll_activity_log',
		branches: ['Answer 202', 'Is it free: 02 Score'],
		why: 'the activities are stored; whether 02 starts before or after the answer makes no difference to either',
	},
	{
		template: '02-score',
		after: 'Take the lease',
		branches: ['Read new entries', 'Read links', 'Read rows that wait', 'Read settings', 'Read rules', 'Follow Log'],
		why: 'five reads that write nothing, and a node that waits for three of them and needs nothing of the others',
	},
	{
		template: '02-score',
		after: 'All written',
		branches: ['Clear copied news', 'Save and let go'],
		why: 'a run that begins before the news is cleared writes those rows under its own batch; equal messages have equal keys',
	},
	{
		template: '02-score',
		after: 'Append to ll_outbox',
		branches: ['All written', 'Start 10, or this again'],
		why: 'the messages are stored; 10 sends them whatever this run does next',
	},
	{
		template: '07-enrichment',
		after: 'Read active leads',
		branches: ['Read who opted out', 'Read links', 'Find leads to ask about'],
		why: 'two reads that write nothing, and a node that waits for both',
	},
	{
		template: '07-enrichment',
		after: 'Append to ll_activity_log',
		branches: ['After the log', 'Is it free: 02 Score'],
		why: 'what was asked is noted in a column that 02 does not write, and 02 is not waited for',
	},
	{
		template: '18-lead-page',
		after: 'Find its keys',
		branches: [
			'Read its activities',
			'Read its stages',
			'Read rules',
			'Read settings for a lead',
			'Read rules in force',
		],
		why: 'five reads that write nothing, and the page waits for all of them',
	},
	{
		template: '20-try-a-model',
		after: 'The page',
		branches: ['Read leads', 'Read rules', 'Read settings', 'Try a Model'],
		why: 'three reads that write nothing, and a node that waits for all of them',
	},
	{
		template: 'starter-google-sheet',
		after: 'Every hour',
		branches: ['Get leads', 'Get rules'],
		why: 'both only read, and Score Lead waits for both',
	},
	{
		template: '11-digest',
		after: 'Read settings',
		branches: [
			'Leads with sales or changed lately',
			'Stage changes of the week',
			'Companies of the week',
			'Undelivered messages',
			'Newest activities',
			'Oldest activity',
			'Read rules in force',
		],
		why: 'each only reads, and Lead Digest waits for all of them',
	},
	{
		template: '12-nurture-lists',
		after: 'Find changes',
		branches: ['Set the track in Brevo', 'Set the tag in Mautic'],
		why: 'two tools that know nothing of each other, and the next Nurture Lists waits for both',
	},
	{
		template: '00-set-up',
		after: 'Rules and settings to start with',
		branches: ['Is ll_rules empty?', 'Is ll_settings empty?'],
		why: 'each loads a table of its own',
	},
	{
		template: '10-deliver',
		after: 'One message after the other',
		branches: ['Reserve the message', 'Read settings again', 'Is there somebody to find?'],
		why: 'Compose Message waits for all three',
	},
	{
		template: '17-ask-in-slack',
		after: 'The question',
		branches: ['Read settings again', 'Is there somebody to find?'],
		why: 'Compose Message waits for both',
	},
	{
		template: '17-ask-in-slack',
		after: 'Ask in Slack and wait',
		branches: ['Not asked?', 'Answered?'],
		why: 'what Slack did not take has no answer, so one of them ends here',
	},
	{
		template: '13-import-from-hubspot',
		after: 'Reserve the page',
		branches: ['Read the page', 'Get contacts', 'Get owners'],
		why: 'both calls only read, and what needs their answers waits for them',
	},
	{
		template: '14-import-from-odoo',
		after: 'Reserve the page',
		branches: ['Read the page', 'Get leads', 'Get messages', 'Get salespeople'],
		why: 'all three only read, and what needs their answers waits for them',
	},
	{
		template: '15-crm-changes',
		after: 'Find changed records',
		branches: ['Get record', 'Get CRM users'],
		why: 'both only read, and the next CRM Sync waits for both',
	},
	{
		template: '16-crm-sync',
		after: 'Plan the records',
		branches: ['Set the owner if empty', 'Address new messages'],
		why: 'they write to two tables, and neither reads what the other writes',
	},
	{
		template: '16-crm-sync',
		after: 'Look up',
		branches: ['Find contacts', 'Find leads'],
		why: 'both are asked before anything is written, and a contact counts first wherever it stands',
	},
	{
		template: '22-ask-about-leads',
		after: 'Find its keys',
		branches: ['Read its activities', 'Read rules', 'Read rules in force'],
		why: 'three reads that write nothing, and the answer waits for all of them',
	},
	{
		template: '23-one-person',
		after: 'Which answer?',
		branches: ['Let go', 'Start 03', 'Show the result'],
		why: 'all is erased; the lease runs out by itself, and 03 writes companies alone',
	},
];

describe('the budget of a canvas', () => {
	const eitherOrderOf = (file: string) => EITHER_ORDER.filter(({ template }) => template === basename(file));

	it.each(files)('%s keeps to it', (file) => {
		expect(overBudget(parsed(file), eitherOrderOf(file))).toEqual([]);
	});

	it('names only branches that are there, and whose order nothing else settles', () => {
		const settled = EITHER_ORDER.filter((named) => {
			const others = EITHER_ORDER.filter((each) => each !== named && each.template === named.template);
			// A CRM's own template may be the only one in which both branches are there.
			return filesOf(named).every((file) => overBudget(parsed(file), others).length === 0);
		});
		expect(settled).toEqual([]);
		const gone = EITHER_ORDER.filter((named) => !filesOf(named).some((file) => parts(parsed(file), named)));
		expect(gone).toEqual([]);
	});
});

const filesOf = ({ template }: EitherOrder): string[] => files.filter((file) => basename(file) === template);
const parts = ({ connections }: WorkflowJSON, { after, branches }: EitherOrder): boolean =>
	(connections[after]?.main ?? [])
		.map((targets) => (targets ?? []).map(({ node }) => node))
		.some((targets) => branches.every((name) => targets.includes(name)));

// --- What goes beyond it -----------------------------------------------------------------------------------------------

const node = (name: string, type = 'n8n-nodes-base.noOp', more: Partial<NodeJSON> = {}): NodeJSON => ({
	id: name,
	name,
	type,
	typeVersion: 1,
	position: [0, 0],
	parameters: {},
	...more,
});
const start = node('Start', 'n8n-nodes-base.manualTrigger');
const change = node('Note', 'n8n-nodes-base.stickyNote', {
	parameters: { color: 4, content: '**Change first**: this' },
});
const to = (...targets: Array<string | number>) => {
	const names = targets.filter((target) => typeof target === 'string');
	const index = targets.find((target) => typeof target === 'number') ?? 0;
	return { main: [names.map((name) => ({ node: name, type: 'main', index }))] };
};
const steps = (count: number): NodeJSON[] => Array.from({ length: count }, (_, index) => node(`Step ${index + 1}`));

/** Start, then the nodes one after the other, unless they are connected otherwise. */
function canvas(nodes: NodeJSON[], more: Partial<WorkflowJSON> = {}): WorkflowJSON {
	const chain = [start, ...nodes];
	const connections = Object.fromEntries(
		chain.slice(0, -1).map((each, index) => [each.name, to(String(chain[index + 1].name))]),
	);
	return { id: 'id', name: 'Canvas', nodes: [...chain, change], connections, ...more };
}
const using = (expression: string): NodeJSON[] => [
	node('First'),
	node('Second'),
	node('Third', 'n8n-nodes-base.set', { typeVersion: 3.4, parameters: { deep: [{ value: expression }] } }),
];
const grouped = (nodeIds: string[], more: object = {}) => ({
	nodeGroups: [{ id: 'g', name: 'Group', description: 'What it does', nodeIds, ...more }],
});
const parted = { connections: { Start: to('A', 'B'), B: to('C') } };
const joined = { connections: { Start: to('A', 'B'), B: to('C'), A: to('C') } };
const apart = { template: 'Canvas', after: 'Start', branches: ['A', 'B'], why: 'neither writes' };
const table = (onError?: NodeJSON['onError']) => [
	node('Table', 'n8n-nodes-base.dataTable', { typeVersion: 1.1, onError }),
];

describe('what goes beyond the budget is named', () => {
	it.each<[string, WorkflowJSON, string[], EitherOrder[]?]>([
		['small', canvas(steps(9)), []],
		['many boxes', canvas(steps(10)), ['11 boxes when every group is folded; at most 7']],
		['boxes folded', canvas(steps(10), grouped(['Step 1', 'Step 2', 'Step 3', 'Step 4', 'Step 5', 'Step 6'])), []],
		[
			'many nodes',
			canvas(steps(25), grouped(steps(25).map(({ id }) => String(id)))),
			[`26 nodes; at most ${BUDGET.nodes}`],
		],
		['a trigger in a group', canvas(steps(1), grouped(['Start', 'Step 1'])), [expect.stringContaining('trigger')]],
		['an island in a group', canvas(steps(3), grouped(['Step 1', 'Step 3'])), [expect.stringContaining('Group')]],
		['a group of one', canvas(steps(2), grouped(['Step 1'])), ['The group “Group” has fewer than two nodes']],
		[
			'an unknown node in a group',
			canvas(steps(2), grouped(['Step 1', 'x'])),
			[expect.stringContaining('does not exist')],
		],
		[
			'a group without a line',
			canvas(steps(2), grouped(['Step 1', 'Step 2'], { description: '' })),
			['The group “Group” needs a description of 1 to 145 characters'],
		],
		['a short expression', canvas(using(`={{ ${'1'.repeat(193)} }}`)), []],
		[
			'a long expression',
			canvas(using(`={{ ${'1'.repeat(194)} }}`)),
			['“Third” has an expression of 201 characters; at most 200'],
		],
		['a long text', canvas(using('1'.repeat(5000))), []],
		[
			'many expressions',
			canvas(
				Array.from({ length: 8 }, (_, index) =>
					node(`Set ${index}`, 'n8n-nodes-base.set', {
						parameters: { values: [`={{ ${'1'.repeat(193)} }}`, `={{ ${'1'.repeat(193)} }}`] },
					}),
				),
			),
			['3200 characters of expressions; at most 3000'],
		],
		['a Code node', canvas([node('Script', 'n8n-nodes-base.code', { typeVersion: 2 })]), ['“Script” is a Code node']],
		['the trigger by name', canvas(using("={{ $('Start').item.json.a }}")), []],
		['the predecessor by name', canvas(using("={{ $('Second').item.json.a }}")), []],
		['the lease by name', canvas(using("={{ $('Take the lease').first().json.until }}")), []],
		[
			'an earlier node by name',
			canvas(using("={{ $('First').item.json.a }}")),
			['“Third” refers to “First”, which is neither its predecessor nor a trigger'],
		],
		[
			'an earlier node in the old way',
			canvas(using('={{ $node["First"].json.a }}')),
			['“Third” refers to “First”, which is neither its predecessor nor a trigger'],
		],
		[
			'two branches',
			canvas([node('A'), node('B'), node('C')], parted),
			['after “Start” the height decides which runs first: A | B'],
		],
		[
			'two branches that meet later',
			canvas([node('A'), node('B'), node('C')], joined),
			['after “Start” the height decides which runs first: A | B'],
		],
		['two branches in either order', canvas([node('A'), node('B'), node('C')], parted), [], [apart]],
		[
			'a branch that waits for the other',
			canvas([node('A'), node('B')], { connections: { Start: to('A', 'B'), A: to('B', 1) } }),
			[],
		],
		[
			'a branch that runs once for each',
			canvas([node('A'), node('B')], { connections: { Start: to('A', 'B'), A: to('B') } }),
			['after “Start” the height decides which runs first: A | B'],
		],
		['a table that stops', canvas(table()), []],
		[
			'a table that goes on',
			canvas(table('continueRegularOutput')),
			['“Table” is a Data Table node that goes on after an error'],
		],
		[
			'a table with an error output',
			canvas(table('continueErrorOutput')),
			['“Table” is a Data Table node that goes on after an error'],
		],
		['no note', { ...canvas([]), nodes: [start] }, ['no note in the colour of the start says “Change first”']],
		[
			'a note of another colour',
			{ ...canvas([]), nodes: [start, { ...change, parameters: { ...change.parameters, color: 5 } }] },
			['no note in the colour of the start says “Change first”'],
		],
	])('%s', (_name, workflow, faults, eitherOrder = []) => {
		expect(overBudget(workflow, eitherOrder)).toEqual(faults);
	});
});

import type { IDataObject } from 'n8n-workflow';
import { LeadPage } from '../../nodes/LeadPage/LeadPage.node';
import { TABLES } from '../../workflows/src/tables';
import { ASK, ASK_CASES, askTables, expectAnswer, inputsOf } from '../support/ask';
import { DataTables, type Row } from '../support/data-tables';
import { itemsOf, jsonOf, runWorkflow, type WorkflowFile } from '../support/engine';
import { isLangchain, parsed } from '../support/templates';

const template = parsed(ASK);
/** n8n's AI nodes need a server; what they call begins at the trigger. */
const file = {
	...template,
	nodes: template.nodes.filter((node) => !isLangchain(node)),
	connections: Object.fromEntries(
		Object.entries(template.connections).filter(
			([, { main }]) => main !== undefined && !/chat/i.test(JSON.stringify(main)),
		),
	),
} as unknown as WorkflowFile;
const ASKED = 'When a question is asked';
const given = askTables();

function filledTables(rows = given): DataTables {
	const tables = new DataTables();
	for (const table of Object.values(TABLES)) tables.insert(table, ...((rows[table.name] ?? []) as Row[]));
	return tables;
}

async function answerTo(asked: IDataObject, tables = filledTables()): Promise<IDataObject> {
	const result = await runWorkflow(file, {
		tables,
		nodeTypes: [LeadPage],
		startNode: ASKED,
		pinData: { [ASKED]: itemsOf([asked]) },
	});
	expect(result.error).toBeUndefined();
	const items = jsonOf(result.output('Answer the question'));
	expect(items).toHaveLength(1);
	return items[0];
}

describe('the questions', () => {
	it.each(ASK_CASES.map((each) => [each.ask, each] as const))('%s', async (_ask, each) => {
		await expectAnswer(each, await answerTo(inputsOf(each)), given);
	});

	it.each<[string, IDataObject, RegExp]>([
		['nothing', {}, /asks no question that is known/],
		['markup', { question: 'why', lead: '"><script>' }, /No lead has this key/],
		['a name of Object', { question: 'why', lead: '__proto__' }, /No lead has this key/],
		['a very long key', { question: 'why', lead: 'x'.repeat(100_000) }, /No lead has this key/],
		['days that are none', { question: 'handed_over', days: 'all' }, /“days” is not a whole number from 1 to 90/],
		[
			'far too many times',
			{ question: 'what_if', lead: 'Tom Novak', activity: 'x', times: '1e9' },
			/“times” is not a whole/,
		],
		[
			'a field that is none',
			{ question: 'what_if', lead: 'Tom Novak', field: '__proto__.x', value: '1' },
			/not the name of a field/,
		],
		[
			'a derived field',
			{ question: 'what_if', lead: 'Tom Novak', field: '$lead.seniority', value: '1' },
			/worked out from another/,
		],
		['an empty company', { question: 'company', company: '' }, /names no company/],
	])('%s is an answer that says what is wrong', async (_what, asked, message) => {
		const all = { lead: '', company: '', ...asked };
		expect(await answerTo(all)).toEqual({ error: expect.stringMatching(message), found: false });
	});

	it('are answered before anything was scored', async () => {
		expect(await answerTo({ question: 'find', lead: '' }, filledTables({}))).toMatchObject({ found: false, count: 0 });
		expect(await answerTo({ question: 'overdue', lead: '' }, filledTables({}))).toMatchObject({ count: 0 });
	});

	it('say so where the rules are gone', async () => {
		const { error } = await answerTo({ question: 'why', lead: 'Rita Okoye' }, filledTables({ ...given, ll_rules: [] }));
		expect(error).toMatch(/rule/i);
	});
});

describe('the canvas', () => {
	const parametersOf = (name: string) => template.nodes.find((node) => node.name === name)?.parameters;

	it('lets nobody in without a token, and opens no public chat', () => {
		expect(parametersOf('MCP server')).toMatchObject({ authentication: 'bearerAuth' });
		expect(parametersOf('Chat about leads')).toMatchObject({ public: false });
	});

	it('has n8n keep no question and no answer', () => {
		expect(template.settings).toMatchObject({
			...{ saveDataSuccessExecution: 'none', saveDataErrorExecution: 'none', saveManualExecutions: false },
		});
	});

	it('writes nothing', () => {
		const operations = template.nodes
			.filter(({ type }) => type === 'n8n-nodes-base.dataTable')
			.map(({ parameters }) => parameters?.operation);
		expect(new Set(operations)).toEqual(new Set(['get']));
	});

	it('leaves no table, column or question to the model', () => {
		const tools = template.nodes.filter(({ type }) => type.endsWith('.toolWorkflow'));
		expect(tools).toHaveLength(6);
		for (const { parameters } of tools) {
			const { value } = (parameters as { workflowInputs: { value: Record<string, string> } }).workflowInputs;
			expect(value.question).toMatch(/^\w+$/);
		}
		const filledIn = template.nodes.filter(({ parameters }) => JSON.stringify(parameters).includes('$fromAI'));
		expect(filledIn).toEqual(tools);
	});

	it('gives every tool to the chat and to the server', () => {
		for (const { name, type } of template.nodes) {
			if (!type.endsWith('.toolWorkflow')) continue;
			const targets = (template.connections[String(name)].ai_tool ?? []).flat().map((target) => target?.node);
			expect(targets.sort()).toEqual(['Answer in the chat', 'MCP server']);
		}
	});
});

import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import type { IDataObject, INodeParameters, INodeType, INodeTypeDescription } from 'n8n-workflow';
import { runAsTool, type NodeClass } from '../support/engine';

const NODES = join(__dirname, '../../nodes');
const classes: NodeClass[] = readdirSync(NODES)
	.filter((folder) => folder !== 'shared')
	.map((folder) => {
		// eslint-disable-next-line @typescript-eslint/no-require-imports
		const module = require(join(NODES, folder, `${folder}.node.ts`)) as Record<string, NodeClass>;
		return module[folder];
	});
const descriptionOf = (node: NodeClass): INodeTypeDescription => (new node() as INodeType).description;
const classOf = (wanted: string): NodeClass => classes.find((node) => descriptionOf(node).name === wanted) as NodeClass;
const isTrigger = (node: NodeClass): boolean => descriptionOf(node).group.includes('trigger');
const tools = classes.filter((node) => !isTrigger(node));

const LEAD = /^The call brought no lead\. Give what is known of one lead, such as email and title\./;
const EVENT = /^The call brought no event\. Give the fields of one event\./;
const TABLES = /works on the tables of its inputs, .* template 22 Ask about leads/;

/** What a node says to an agent that brings nothing, or one of its operations, where that is another thing than {@link TABLES}. */
const SAYS: Readonly<Record<string, RegExp | 'answers'>> = {
	scoreLead: LEAD,
	applyDecay: LEAD,
	checkSla: LEAD,
	classifyGrid: LEAD,
	recycleLead: LEAD,
	aggregateAccount: LEAD,
	normalizeActivity: EVENT,
	'reviewScoring roi': 'answers',
};

const operationsOf = (node: NodeClass): string[] => {
	const operation = descriptionOf(node).properties.find(({ name }) => name === 'operation' || name === 'because');
	return operation?.options?.flatMap((option) => ('value' in option ? [String(option.value)] : [])) ?? [''];
};
const rows = tools.flatMap((node) =>
	operationsOf(node).map((operation) => [descriptionOf(node).name, operation, node] as const),
);
const NO_FIELD = { toolCallId: 'call-1' };
const A_CHAT = { sessionId: 's', action: 'sendMessage', chatInput: 'Is she worth a call?', ...NO_FIELD };
const period = { leads: 100, acceptedPercent: 50, wonPercent: 50, days: 10, dealValue: 10 };
const parametersFor = (operation: string): INodeParameters => ({
	...(operation === '' ? {} : { operation }),
	...(operation === 'roi' ? { periods: { period: [period, period] } } : {}),
});

describe('every node as a tool', () => {
	it('is offered, but for the trigger', () => {
		expect(classes.filter((node) => descriptionOf(node).usableAsTool !== true)).toEqual(classes.filter(isTrigger));
	});

	it.each(rows)('%s %s: says in one message what a call without anything lacks', async (name, operation, node) => {
		const expected = SAYS[`${name} ${operation}`.trim()] ?? TABLES;
		const parameters = parametersFor(operation);
		for (const call of [
			{ via: 'call' },
			{ via: 'request', item: NO_FIELD },
			{ via: 'request', item: A_CHAT },
		] as const) {
			const { response, error } = await runAsTool(node, { parameters, ...call });
			const said = error ?? (response?.[0].error as string | undefined) ?? JSON.stringify(response);
			if (expected === 'answers') expect(said).toContain('25 deals');
			else expect([call, said]).toEqual([call, expect.stringMatching(expected)]);
		}
	});

	it('says the same as an item where On Error says to continue', async () => {
		const { response } = await runAsTool(classOf('leadDigest'), { onError: 'continueRegularOutput' });
		expect(response).toEqual([{ error: expect.stringMatching(TABLES) }]);
	});

	it.each([
		['scoreLead', { activitiesSource: 'input' }],
		['scoreLead', { modelSource: 'input' }],
		['checkSla', { holidaysSource: 'input' }],
		['classifyGrid', { gridSource: 'input' }],
		['aggregateAccount', { leadShape: 'leadBook' }],
	])('%s with %j: works on tables too', async (name, parameters) => {
		const { error } = await runAsTool(classOf(name), { parameters, arguments: { email: 'ana@acme.example' } });
		expect(error).toMatch(TABLES);
	});
});

describe('what a node answers an agent', () => {
	const asOf = '2026-11-01T12:00:00Z';
	const answerOf = async (name: string, parameters: INodeParameters, item: IDataObject) => {
		const { response, error } = await runAsTool(classOf(name), { parameters, item, via: 'request' });
		return error ?? response;
	};

	it('leaves out what the agent added to the call', async () => {
		const [scored] = (await answerOf(
			'scoreLead',
			{ options: { asOf } },
			{
				title: 'Director',
				...NO_FIELD,
			},
		)) as IDataObject[];
		expect(scored).toMatchObject({ title: 'Director', leadScore: { total: 12 } });
		expect(scored).not.toHaveProperty('toolCallId');
	});

	it('is no score of nobody, whatever the arguments are called', async () => {
		const said = await answerOf('scoreLead', { options: { asOf } }, { contact: 'Ana', ...A_CHAT });
		expect(said).toEqual([
			{ error: expect.stringMatching(/^The call brought nothing of a lead that the model reads\. Give .*email, name/) },
		]);
	});

	it('scores a lead by a field that a rule reads and no other does', async () => {
		const rule = { rule: 'Pro plan', dimension: 'fit', field: 'plan', operator: 'is', value: 'pro', points: 7 };
		const parameters = { modelSource: 'json', model: JSON.stringify([rule]), options: { asOf } };
		expect(await answerOf('scoreLead', parameters, { plan: 'pro' })).toMatchObject([{ leadScore: { total: 7 } }]);
	});

	it('says that a model filled in the name of a field, without the address', async () => {
		const parameters = { leadKeyField: 'ana@acme.example', options: { asOf } };
		const said = await answerOf('scoreLead', parameters, { email: 'ana@acme.example' });
		expect(said).toEqual([
			{ error: expect.stringMatching(/^“Lead Key Field” is an e-mail address, where the name of a field belongs/) },
		]);
		expect(JSON.stringify(said)).not.toContain('ana@');
	});

	it('has the message and what to do in one text, as an agent drops the rest', async () => {
		const said = await answerOf('scoreLead', { options: { asOf: 'soon' } }, { email: 'ana@acme.example' });
		expect(said).toEqual([
			{
				error:
					'“As Of” is “soon”, which is not a date. Give a time in ISO 8601, e.g. 2026-03-29T14:05:00Z, or leave it empty for now.',
			},
		]);
	});

	it('holds ten items, and says how many there are more', async () => {
		const events = Array.from({ length: 30 }, (_, index) => ({ lead: `l${index}`, type: 'page_view', at: asOf }));
		const said = (await answerOf('normalizeActivity', { options: { asOf } }, { events })) as IDataObject[];
		expect(said.length === 11 ? said[10] : said).toEqual({ more: '20 more are left out. Ask for less at a time.' });
	});
});

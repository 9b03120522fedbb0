import type { IDataObject, INodeParameters, INodeProperties } from 'n8n-workflow';
import { QUESTIONS } from '../../lifecycle/enrichment/services';
import { EnrichLeads } from '../../nodes/EnrichLeads/EnrichLeads.node';
import { itemsOf, jsonOf, runNode } from '../support/engine';
import { blocksOf, plain, tablesOf } from './docs-page';

const PAGE = 'docs/enrich-leads.md';
const NAMES = QUESTIONS.map(({ name }) => name);
const ENDS = {
	find: { inputs: ['Lead Book', 'Consent', 'Links'], outputs: [...NAMES, 'Asked'] },
	read: { inputs: ['Asked', ...NAMES], outputs: ['Answers', 'Rows', 'Done'] },
};
type Items = Readonly<Record<string, IDataObject[]>>;
const options = { asOf: '2026-03-04T12:00:00Z' };
const ROW = { id: 1, lead: 'ana@acme.example', email: 'ana@acme.example', lastActivityAt: '2026-03-04T09:00:00Z' };

const run = async (operation: keyof typeof ENDS, given: Items, more: object = {}, parameters: INodeParameters = {}) =>
	await runNode(EnrichLeads, {
		parameters: { operation, options, ...parameters },
		inputs: ENDS[operation].inputs.map((name) => itemsOf(given[name] ?? [])),
		...more,
	});

describe(PAGE, () => {
	const blocks = blocksOf(PAGE).flatMap((block) => (block.kind === 'fence' ? [block] : []));

	it('shows both operations', () => {
		expect(blocks.map(({ info }) => info)).toEqual(
			['parameters', 'input', 'output', 'parameters', 'input', 'output'].map((part) => `json ${part}`),
		);
	});

	it.each([0, 3])('the example at block %i', async (at) => {
		const [parameters, input, output] = blocks.slice(at, at + 3).map(({ text }) => JSON.parse(text) as unknown);
		const { operation } = parameters as { operation: keyof typeof ENDS };
		const { outputs, error } = await run(operation, input as Items, {}, parameters as INodeParameters);
		expect(error).toBeUndefined();
		const given = ENDS[operation].outputs.map((name, index) => [name, jsonOf(outputs[index])]);
		expect(Object.fromEntries(given)).toMatchObject(output as Items);
	});

	it('lists the options with their defaults', () => {
		const { options: shown = [] } =
			new EnrichLeads().description.properties.find(({ name }) => name === 'options') ?? {};
		const rows = tablesOf(PAGE).find(({ head }) => plain(head[0]) === 'option')?.rows ?? [];
		expect(rows.map(([name, key, left]) => [name, plain(key), left === 'now' ? '' : Number(left)])).toEqual(
			(shown as INodeProperties[]).map(({ displayName, name, default: value }) => [displayName, name, value]),
		);
	});
});

describe('finding leads', () => {
	it('gives what is asked as one item, also where nobody is asked about', async () => {
		const { outputs } = await run('find', { 'Lead Book': [{}] });
		expect(outputs.map(jsonOf)).toEqual([[], [], [], [], [{ leads: [] }]]);
	});

	it.each([
		['leads', 0, '“Leads per Run” is “0”, which is not a whole number above 0'],
		['daysFresh', 'soon', '“Ask Again After (Days)” is “soon”, which is not a whole number above 0'],
	])('refuses an option that makes no sense: %s', async (name, value, message) => {
		const { error } = await run('find', { 'Lead Book': [ROW] }, {}, { options: { [name]: value } });
		expect(error?.message).toBe(message);
	});

	it('says which service rests, and until when', async () => {
		const asked = { hunter: { at: '2026-03-04T08:00:00.000Z', result: 'credits', tries: 0 } };
		const { hints } = await run('find', { 'Lead Book': [{ ...ROW, enrichment: JSON.stringify(asked) }] });
		expect(hints.map(({ message }) => message)).toEqual([
			'Hunter has no credits left. It is asked again from 2026-03-05T08:00:00.000Z on.',
		]);
	});
});

describe('reading answers', () => {
	const asked = (...emails: string[]) => ({
		leads: emails.map((email, id) => ({
			...{ id, lead: email, email, domain: email.split('@')[1], isShared: false },
			...{ services: ['hunter'], asked: {} },
		})),
	});
	it('says what failed', async () => {
		const { outputs, hints } = await run('read', {
			Asked: [asked('ana@acme.example', 'bob@beta.example')],
			Hunter: [{ error: '503' }, { error: '503' }],
		});
		expect(jsonOf(outputs[1])).toHaveLength(2);
		expect(hints.map(({ message }) => message)).toEqual(['Hunter failed, or did not answer (2 leads).']);
	});

	it('ends with one item, also where nobody was asked about', async () => {
		const { outputs } = await run('read', { Asked: [asked()] });
		expect(outputs.map(jsonOf)).toEqual([[], [], [{ asked: 0, answered: 0 }]]);
	});

	it.each([
		['nothing', [{}]],
		['something else', [{ leads: [{ email: 'x' }] }]],
	])('refuses %s on the input “Asked”', async (_case, items) => {
		const { error } = await run('read', { Asked: items });
		expect(error?.message).toBe('The input “Asked” does not hold the leads that were asked about');
	});

	it('makes the fault the error of the item where On Error says to continue', async () => {
		const { outputs } = await run('read', { Asked: [{ leads: 1 }] }, { onError: 'continueRegularOutput' });
		expect(jsonOf(outputs[0])[0].error).toContain('The input “Asked”');
	});
});

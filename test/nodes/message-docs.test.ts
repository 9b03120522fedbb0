import type { IDataObject, INodeParameters } from 'n8n-workflow';
import { STATUSES } from '../../lifecycle/delivery/outbox';
import { SITUATIONS } from '../../lifecycle/message/situation';
import { placeholdersIn, placeholdersOf } from '../../lifecycle/message/wording';
import { ComposeMessage } from '../../nodes/ComposeMessage/ComposeMessage.node';
import { TrackDelivery } from '../../nodes/TrackDelivery/TrackDelivery.node';
import { itemsOf, jsonOf, runNode } from '../support/engine';
import { plain, tablesOf, textOf } from './docs-page';

const COMPOSE = 'docs/compose-message.md';
const TRACK = 'docs/track-delivery.md';

type Output = Readonly<Record<string, IDataObject[]>>;
interface Example {
	readonly parameters: INodeParameters;
	readonly input: unknown;
	readonly output: unknown;
}

function examplesOf(page: string): Example[] {
	const blocks = [...textOf(page).matchAll(/^```json (parameters|input|output)\n(.*?)^```$/gms)];
	expect(blocks.map(([, kind]) => kind)).toEqual(
		blocks.map((_, index) => ['parameters', 'input', 'output'][index % 3]),
	);
	return blocks.flatMap((_, index) => {
		if (index % 3 !== 0) return [];
		const [parameters, input, output] = blocks.slice(index, index + 3).map(([, , json]) => JSON.parse(json) as unknown);
		return [{ parameters: parameters as INodeParameters, input, output }];
	});
}

describe(COMPOSE, () => {
	const examples = examplesOf(COMPOSE);

	it.each(examples.map((each, index) => [index, each] as const))('example %i', async (_index, each) => {
		const { outputs, error } = await runNode(ComposeMessage, {
			parameters: each.parameters,
			inputs: [itemsOf(each.input as IDataObject[]), [], []],
		});
		expect(error).toBeUndefined();
		const rows = each.input as IDataObject[];
		const [, , email, messages] = outputs.map(jsonOf);
		expect(email.map(({ html: _html, outbox: _outbox, ...mail }) => mail)).toEqual(each.output);
		expect(email.map(({ outbox }) => outbox)).toEqual(rows.map(({ id }) => id));
		expect(messages).toEqual(rows);
	});

	it('names every message with its own placeholders', () => {
		const rows = tablesOf(COMPOSE).find(({ head }) => plain(head[1] ?? '') === 'situation')?.rows ?? [];
		const lead = placeholdersOf('no_owner').slice(2);
		expect(rows.map(([, situation, placeholders]) => [plain(situation), placeholdersIn(placeholders)])).toEqual(
			SITUATIONS.map((situation) => {
				const own = placeholdersOf(situation);
				return [situation, own.slice(0, own.length - (own.includes('person') ? lead.length : 0))];
			}),
		);
	});
});

describe(TRACK, () => {
	it.each(examplesOf(TRACK).map((each, index) => [index, each] as const))('example %i', async (_index, each) => {
		const isResult = each.parameters.operation === 'result';
		const names = isResult ? ['Messages', 'Slack', 'Teams', 'E-Mail'] : ['Outbox', 'Settings'];
		const given = isResult ? (each.input as Output) : { Outbox: each.input as IDataObject[] };
		const { outputs, error } = await runNode(TrackDelivery, {
			parameters: each.parameters,
			inputs: names.map((name) => itemsOf(given[name] ?? [])),
		});
		expect(error).toBeUndefined();
		const expected = Object.values(each.output as Output);
		expect(Object.keys(each.output as Output)[0]).toBe(isResult ? 'Rows' : 'Due');
		outputs.forEach((items, output) => {
			expect(items).toHaveLength(expected[output].length);
			expect(jsonOf(items)).toMatchObject(expected[output]);
		});
	});

	it('names every status', () => {
		const rows = tablesOf(TRACK).find(({ head }) => plain(head[0]) === 'status')?.rows ?? [];
		expect(rows.map(([status]) => plain(status))).toEqual([...STATUSES]);
	});
});

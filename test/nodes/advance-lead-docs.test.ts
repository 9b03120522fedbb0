import type { IDataObject, INodeParameters, INodeProperties } from 'n8n-workflow';
import { TRANSITIONS } from '../../lifecycle/stage/transitions';
import { AdvanceLead } from '../../nodes/AdvanceLead/AdvanceLead.node';
import { OPERATIONS, type OperationName } from '../../nodes/AdvanceLead/operations';
import { itemsOf, jsonOf, runNode } from '../support/engine';
import { blocksOf, codes, plain, tablesOf, textOf } from './docs-page';

const PAGE = 'docs/advance-lead.md';
const blocks = blocksOf(PAGE).flatMap((block) => (block.kind === 'fence' ? [block] : []));
type Items = Record<string, IDataObject[]>;

const table = (head: string) => tablesOf(PAGE).find((found) => found.head[0] === head)?.rows ?? [];

describe(PAGE, () => {
	it('has examples of three parts each, for all causes', () => {
		const parts = ['json parameters', 'json input', 'json output'];
		expect(blocks.map(({ info }) => info)).toEqual(Array.from(blocks, (_, index) => parts[index % 3]));
		const shown = blocks
			.filter(({ info }) => info === 'json parameters')
			.map(({ text }) => JSON.parse(text) as IDataObject);
		expect(shown.map(({ operation }) => operation)).toEqual(['score', 'decision', 'deadline', 'review']);
	});

	it.each(blocks.flatMap(({ info }, index) => (info === 'json parameters' ? [index] : [])))(
		'the example at block %i',
		async (at) => {
			const [parameters, input, output] = blocks.slice(at, at + 3).map(({ text }) => JSON.parse(text) as unknown);
			const { operation } = parameters as { operation: OperationName };
			const { inputs, outputs: names } = OPERATIONS[operation];
			const given = input as Items;
			expect(Object.keys(given).filter((name) => !inputs.includes(name))).toEqual([]);
			const { outputs, error } = await runNode(AdvanceLead, {
				parameters: parameters as INodeParameters,
				inputs: inputs.map((name) => itemsOf(given[name] ?? [])),
			});
			expect(error).toBeUndefined();
			const filled = names
				.map((name, index) => [name, jsonOf(outputs[index])] as const)
				.filter(([, { length }]) => length > 0);
			expect(Object.fromEntries(filled)).toMatchObject(output as Items);
			expect(filled.map(([name]) => name)).toEqual(Object.keys(output as Items));
		},
	);

	it('lists the inputs and outputs of each cause', () => {
		const { options } = new AdvanceLead().description.properties[0];
		expect(table('because of').map(([name, value, inputs, outputs]) => [name, plain(value), inputs, outputs])).toEqual(
			(options ?? []).map(({ name, ...option }) => {
				const { value } = option as { value: OperationName };
				return [name, value, OPERATIONS[value].inputs.join(', '), OPERATIONS[value].outputs.join(', ')];
			}),
		);
	});

	it('lists every transition', () => {
		expect(table('transition').map(([name, from, to]) => [plain(name), codes(from), plain(to)])).toEqual(
			Object.entries(TRANSITIONS).map(([name, { from, to }]) => [name, [...from], to]),
		);
	});

	it('names every parameter', () => {
		const { properties } = new AdvanceLead().description;
		const options = (properties.find(({ name }) => name === 'options')?.options ?? []) as INodeProperties[];
		const page = textOf(PAGE);
		for (const { name, displayName } of [...properties.filter((each) => each.name !== 'options'), ...options]) {
			expect(page).toContain(`\`${name}\``);
			expect(page).toContain(displayName);
		}
	});
});

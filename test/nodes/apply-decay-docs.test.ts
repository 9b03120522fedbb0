import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { IDataObject, INodeParameters } from 'n8n-workflow';
import { ApplyDecay } from '../../nodes/ApplyDecay/ApplyDecay.node';
import { itemsOf, jsonOf, runNode } from '../support/engine';

const page = readFileSync(join(__dirname, '../../docs/apply-decay.md'), 'utf8');
const blocks = [...page.matchAll(/^```json (parameters|input|output)\n(.*?)^```$/gms)].map(([, kind, json]) => ({
	kind,
	value: JSON.parse(json) as unknown,
}));

describe('docs/apply-decay.md', () => {
	it('has examples of three parts each, one for every method but percent', () => {
		const parts = ['parameters', 'input', 'output'];
		expect(blocks.map(({ kind }) => kind)).toEqual(Array.from(blocks, (_, index) => parts[index % 3]));
		const methods = blocks
			.filter(({ kind }) => kind === 'parameters')
			.map(({ value }) => (value as IDataObject).method);
		expect(new Set(methods)).toEqual(new Set(['subtract', 'tiers', 'halfLife']));
	});

	it.each(blocks.flatMap(({ kind }, index) => (kind === 'parameters' ? [index] : [])))(
		'the example at block %i',
		async (at) => {
			const [parameters, input, output] = blocks.slice(at, at + 3).map(({ value }) => value);
			const run = await runNode(ApplyDecay, {
				parameters: parameters as INodeParameters,
				inputs: itemsOf(input as IDataObject[]),
			});
			expect(run.error).toBeUndefined();
			expect(jsonOf(run.outputs[0])).toEqual(output);
		},
	);

	it('names every parameter and option', () => {
		const { properties } = new ApplyDecay().description;
		const options = properties.find(({ name }) => name === 'options')?.options ?? [];
		for (const { name, displayName } of [...properties, ...options] as Array<{ name: string; displayName: string }>) {
			if (name === 'options') continue;
			expect(page).toContain(`\`${name}`);
			expect(page).toContain(displayName);
		}
	});
});

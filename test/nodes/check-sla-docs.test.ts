import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { IDataObject, INodeParameters } from 'n8n-workflow';
import { CheckSla } from '../../nodes/CheckSla/CheckSla.node';
import { itemsOf, jsonOf, runNode } from '../support/engine';

interface Example {
	parameters: INodeParameters;
	input: IDataObject[];
	output: Record<string, IDataObject[]>;
}

const text = readFileSync(join(__dirname, '../../docs/check-sla.md'), 'utf8');
const blocks = [...text.matchAll(/^```json (parameters|input|output)\n(.*?)^```$/gms)].map(([, kind, json]) => ({
	kind,
	value: JSON.parse(json) as unknown,
}));

/** Parameters, input and output, in this order, make one example. */
const examples: Example[] = [];
for (let at = 0; at < blocks.length; at += 3) {
	const [parameters, input, output] = blocks.slice(at, at + 3);
	examples.push({ parameters: parameters.value, input: input.value, output: output.value } as Example);
}

describe('docs/check-sla.md', () => {
	it('has examples of three parts each', () => {
		expect(examples.length).toBeGreaterThanOrEqual(4);
		expect(blocks.map(({ kind }) => kind)).toEqual(examples.flatMap(() => ['parameters', 'input', 'output']));
	});

	it.each(examples.map((example, index) => [index + 1, example] as const))(
		'example %i',
		async (_, { parameters, input, output }) => {
			const { outputs, error } = await runNode(CheckSla, { parameters, inputs: itemsOf(input) });
			expect(error).toBeUndefined();
			const names = new CheckSla().description.outputNames ?? [];
			const filled = names
				.map((name, index) => [name, jsonOf(outputs[index])] as const)
				.filter(([, items]) => items.length > 0);
			expect(Object.keys(output).sort()).toEqual(filled.map(([name]) => name).sort());
			for (const [name, items] of filled) expect(items).toMatchObject(output[name]);
		},
	);
});

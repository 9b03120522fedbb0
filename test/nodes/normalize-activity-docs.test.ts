import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { IDataObject, INodeParameters } from 'n8n-workflow';
import { ADAPTERS } from '../../lifecycle/activity/adapters';
import { NormalizeActivity } from '../../nodes/NormalizeActivity/NormalizeActivity.node';
import { itemsOf, jsonOf, runNode } from '../support/engine';

const page = readFileSync(join(__dirname, '../../docs/normalize-activity.md'), 'utf8');
const blocks = [...page.matchAll(/^```json (parameters|input|output|quarantined)\n(.*?)^```$/gms)].map(
	([, kind, json]) => ({
		kind,
		value: JSON.parse(json) as unknown,
	}),
);
const examples = blocks.flatMap(({ kind }, index) => (kind === 'parameters' ? [index] : []));

describe('docs/normalize-activity.md', () => {
	it('has examples of three parts each', () => {
		expect(examples.length).toBeGreaterThanOrEqual(4);
		expect(blocks).toHaveLength(3 * examples.length);
	});

	it.each(examples)('the example at block %i', async (at) => {
		const [parameters, input, expected] = blocks.slice(at, at + 3);
		const { outputs, error } = await runNode(NormalizeActivity, {
			parameters: parameters.value as INodeParameters,
			inputs: itemsOf(input.value as IDataObject[]),
		});
		expect(error).toBeUndefined();
		const counted = expected.kind === 'output';
		expect(jsonOf(outputs[counted ? 0 : 1])).toEqual(expected.value);
		expect(outputs[counted ? 1 : 0]).toEqual([]);
	});

	it('names every source, parameter and option', () => {
		for (const { source, label } of ADAPTERS) expect(page).toContain(`| ${label} | \`${source}\` |`);
		const { properties } = new NormalizeActivity().description;
		const options = properties.find(({ name }) => name === 'options')?.options ?? [];
		for (const { name, displayName } of [...properties, ...options] as Array<{ name: string; displayName: string }>) {
			if (name === 'options') continue;
			expect(page).toContain(`\`${name}\``);
			expect(page.replace(/\s+/g, ' ')).toContain(displayName);
		}
	});
});

import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { IDataObject, INodeParameters } from 'n8n-workflow';
import { DEFAULT_REASONS } from '../../lifecycle/recycle/reason';
import { RecycleLead } from '../../nodes/RecycleLead/RecycleLead.node';
import { itemsOf, jsonOf, runNode } from '../support/engine';

const page = readFileSync(join(__dirname, '../../docs/recycle-lead.md'), 'utf8');
const blocks = [...page.matchAll(/^```json (parameters|input|output)\n(.*?)^```$/gms)].map(([, kind, json]) => ({
	kind,
	value: JSON.parse(json) as unknown,
}));

describe('docs/recycle-lead.md', () => {
	it('has examples of three parts each', () => {
		const parts = ['parameters', 'input', 'output'];
		expect(blocks.length).toBeGreaterThanOrEqual(6);
		expect(blocks.map(({ kind }) => kind)).toEqual(Array.from(blocks, (_, index) => parts[index % 3]));
	});

	it.each(blocks.flatMap(({ kind }, index) => (kind === 'parameters' ? [index] : [])))(
		'the example at block %i',
		async (at) => {
			const [parameters, input, output] = blocks.slice(at, at + 3).map(({ value }) => value);
			const { outputs, error } = await runNode(RecycleLead, {
				parameters: parameters as INodeParameters,
				inputs: itemsOf(input as IDataObject[]),
			});
			expect(error).toBeUndefined();
			const [nurture, disqualified] = outputs.map(jsonOf);
			expect({ Nurture: nurture, Disqualified: disqualified }).toEqual(output);
		},
	);

	it('lists the reasons to start with', () => {
		const rows = page.matchAll(/^\| `(\w+)` \| (nurture|disqualify) \| (\d+) \| (\d+) \| (?:`(\w+)`)? ?\|$/gm);
		expect(
			[...rows].map(([, reason, outcome, keep, coolOffDays, track = '']) => ({
				reason,
				outcome,
				keep: Number(keep),
				coolOffDays: Number(coolOffDays),
				track,
				also: '',
			})),
		).toEqual(DEFAULT_REASONS);
	});

	it('names every parameter', () => {
		for (const { name, displayName } of new RecycleLead().description.properties) {
			if (name === 'options') continue;
			expect(page).toContain(`\`${name}`);
			expect(page).toContain(displayName);
		}
	});
});

/** The docs page of a node with operations: its examples are run, and what it has to name is asked for. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { IDataObject, INodeParameters, INodeProperties } from 'n8n-workflow';
import { jsonOf, type NodeResult, type NodeRun } from './engine';

interface Ends {
	readonly inputs: readonly string[];
	readonly outputs: readonly string[];
}

interface Documented<Operation extends string> {
	/** File name in docs/, without its ending. */
	readonly page: string;
	readonly properties: readonly INodeProperties[];
	readonly ends: Readonly<Record<Operation, Ends>>;
	run(operation: Operation, tables: Record<string, IDataObject[]>, more: NodeRun): Promise<NodeResult>;
	/** So many examples the page has at least. */
	readonly examples: number;
}

/** Of each example three blocks follow each other: `json parameters`, `json input`, and `json output` or `text fault`. */
export function describeOperationDocs<Operation extends string>(documented: Documented<Operation>): void {
	const { page: name, properties, ends, run } = documented;
	const page = readFileSync(join(__dirname, '..', '..', 'docs', `${name}.md`), 'utf8');
	const blocks = [...page.matchAll(/^```(json|text) (\w+)\n(.*?)^```$/gms)].map(([, , kind, text]) => ({ kind, text }));
	const examples = blocks.flatMap(({ kind, text }, index) =>
		kind === 'parameters' ? [{ parameters: text, input: blocks[index + 1].text, outcome: blocks[index + 2] }] : [],
	);

	describe(`docs/${name}.md`, () => {
		it.each(examples)('has examples that come out as it says: %#', async ({ parameters, input, outcome }) => {
			const form = JSON.parse(parameters) as INodeParameters;
			const operation = form.operation as Operation;
			const tables = JSON.parse(input) as Record<string, IDataObject[]>;
			const { outputs, error } = await run(operation, tables, { parameters: form });
			if (outcome.kind === 'fault') return void expect(error?.message).toBe(outcome.text.trim());
			expect(error).toBeUndefined();
			const expected = JSON.parse(outcome.text) as Record<string, IDataObject[]>;
			const filled = ends[operation].outputs
				.map((output, index) => [output, jsonOf(outputs[index])] as const)
				.filter(([, rows]) => rows.length > 0);
			expect(Object.fromEntries(filled)).toMatchObject(expected);
			expect(filled.map(([output]) => output)).toEqual(Object.keys(expected));
		});

		it('runs every block', () => {
			expect(examples.length).toBeGreaterThanOrEqual(documented.examples);
			expect(blocks).toHaveLength(examples.length * 3);
		});

		it('names every parameter, option, operation, input and output', () => {
			const options = (properties.find((each) => each.name === 'options')?.options ?? []) as INodeProperties[];
			for (const each of [...properties, ...options]) {
				if (each.name === 'options' || each.type === 'notice') continue;
				expect(page.replace(/\s+/g, ' ')).toContain(each.displayName);
				expect(page).toContain(`\`${each.name}\``);
			}
			for (const [operation, { inputs, outputs }] of Object.entries<Ends>(ends)) {
				expect(page).toMatch(new RegExp(`\`${operation}\`.*${outputs.join(', ')} \\|`));
				for (const input of inputs) expect(page).toContain(`| ${input} |`);
			}
		});
	});
}

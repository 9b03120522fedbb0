import { readFileSync } from 'node:fs';
import { compileFunction } from 'node:vm';
import type { IExecuteFunctions, INodeExecutionData, INodeParameters, INodeType } from 'n8n-workflow';

/** A node without n8n around it: the items of the comparisons inside n8n, and as much of n8n's context as nodes use. */

export const AS_OF = '2026-09-16T12:30:00.000Z';
export const LEADS = 50_000;

const RUNS = 3;

export interface Timing {
	name: string;
	items: number;
	milliseconds: number;
}

/** One thing to time: a node with parameters (its defaults otherwise) over its inputs. */
export interface Trial {
	name: string;
	node: INodeType;
	parameters?: INodeParameters;
	inputs: INodeExecutionData[][];
	/** How many items to report; those of the first input where not given. */
	items?: number;
}

/** The best of three runs. */
export const timed = ({ name, node, parameters = {}, inputs, items = inputs[0].length }: Trial): Promise<Timing> =>
	best(name, items, () => execute(node, parameters, inputs));

/** The best of three runs of any work. */
export async function best(name: string, items: number, work: () => unknown): Promise<Timing> {
	let milliseconds = Infinity;
	for (let run = 0; run < RUNS; run++) {
		const started = performance.now();
		await work();
		milliseconds = Math.min(milliseconds, performance.now() - started);
	}
	return { name, items, milliseconds: Math.round(milliseconds) };
}

export function execute(
	node: INodeType,
	parameters: INodeParameters,
	inputs: INodeExecutionData[][],
): Promise<INodeExecutionData[][]> {
	if (!node.execute) throw new Error(`${node.description.displayName} has no execute`);
	return node.execute.call(contextOf(node, parameters, inputs)) as Promise<INodeExecutionData[][]>;
}

/** What the Code node “Items” of a comparison makes, by the file of its script. */
export function itemsOf(file: string, items: number): INodeExecutionData[] {
	const make = compileFunction(readFileSync(`bench/harness/${file}`, 'utf8'), ['$input']) as (
		input: unknown,
	) => INodeExecutionData[];
	return make({ first: () => ({ json: { items, asOf: AS_OF } }) });
}

/** A file stays in memory. */
const prepareBinaryData = (data: Buffer, fileName: string, mimeType: string) =>
	Promise.resolve({ data: data.toString('base64'), fileName, mimeType });

function contextOf(
	{ description }: INodeType,
	given: INodeParameters,
	inputs: INodeExecutionData[][],
): IExecuteFunctions {
	const { displayName, name } = description;
	const defaults = description.properties.map((property) => [property.name, property.default]);
	const options = { asOf: AS_OF, ...(given.options as INodeParameters | undefined) };
	const parameters = { ...Object.fromEntries(defaults), ...given, options } as INodeParameters;
	const context: Partial<IExecuteFunctions> = {
		getInputData: (index = 0) => inputs[index],
		getNodeParameter: ((parameter: string, _index: number, otherwise: unknown) =>
			parameters[parameter] ?? otherwise) as IExecuteFunctions['getNodeParameter'],
		getNode: () => ({ id: '', name: displayName, type: name, typeVersion: 1, position: [0, 0], parameters }),
		getTimezone: () => 'UTC',
		continueOnFail: () => false,
		isToolExecution: () => false,
		addExecutionHints: () => undefined,
		helpers: { prepareBinaryData } as unknown as IExecuteFunctions['helpers'],
	};
	return context as IExecuteFunctions;
}

import { readFileSync } from 'node:fs';
import { compileFunction } from 'node:vm';
import type { IExecuteFunctions, INodeExecutionData, INodeParameters } from 'n8n-workflow';
import { ScoreLead } from '../nodes/ScoreLead/ScoreLead.node';

const LEADS = 50_000;
const RUNS = 3;
const AS_OF = '2026-09-16T12:30:00.000Z';

/** The best of three runs each, over the leads of the comparison in n8n: ten activities each, the starter model. */
export async function bench(): Promise<Array<{ name: string; items: number; milliseconds: number }>> {
	const leads = makeLeads();
	const activities = leads.flatMap(({ json }) => json.activities as INodeExecutionData['json'][]);
	const bare = leads.map(({ json }) => ({ json: { ...json, activities: undefined } }));
	const cases: Array<[name: string, parameters: INodeParameters, inputs: INodeExecutionData[][]]> = [
		['Score Lead: 10 activities in a field of the lead', {}, [leads]],
		[
			'Score Lead: 10 activities from the second input',
			{ activitiesSource: 'input' },
			[bare, activities.map((json) => ({ json }))],
		],
		['Score Lead: no activities', {}, [bare]],
	];
	const results: Array<{ name: string; items: number; milliseconds: number }> = [];
	for (const [name, parameters, inputs] of cases) {
		let milliseconds = Infinity;
		for (let run = 0; run < RUNS; run++) {
			const started = performance.now();
			await new ScoreLead().execute.call(contextOf(parameters, inputs));
			milliseconds = Math.min(milliseconds, performance.now() - started);
		}
		results.push({ name, items: leads.length, milliseconds: Math.round(milliseconds) });
	}
	return results;
}

/** What the Code node “Leads” of the comparison makes. */
function makeLeads(): INodeExecutionData[] {
	const code = readFileSync('bench/harness/leads.code.js', 'utf8');
	const run = compileFunction(code, ['$input']) as (input: unknown) => INodeExecutionData[];
	return run({ first: () => ({ json: { leads: LEADS, asOf: AS_OF } }) });
}

/** As much of n8n's context as the node uses. */
function contextOf(given: INodeParameters, inputs: INodeExecutionData[][]): IExecuteFunctions {
	const defaults = new ScoreLead().description.properties.map(({ name, default: value }) => [name, value]);
	const parameters = { ...Object.fromEntries(defaults), options: { asOf: AS_OF }, ...given } as INodeParameters;
	const context: Partial<IExecuteFunctions> = {
		getInputData: (index = 0) => inputs[index],
		getNodeParameter: ((name: string, _index: number, otherwise: unknown) =>
			parameters[name] ?? otherwise) as IExecuteFunctions['getNodeParameter'],
		getNode: () => ({ id: '', name: 'Score Lead', type: 'scoreLead', typeVersion: 1, position: [0, 0], parameters }),
		getTimezone: () => 'UTC',
		continueOnFail: () => false,
		isToolExecution: () => false,
		addExecutionHints: () => undefined,
	};
	return context as IExecuteFunctions;
}

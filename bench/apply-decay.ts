import type { IExecuteFunctions, INodeExecutionData, INodeParameters } from 'n8n-workflow';
import { ApplyDecay } from '../nodes/ApplyDecay/ApplyDecay.node';

const ITEMS = 50_000;
const RUNS = 3;
const AS_OF = '2026-09-16T12:30:00Z';
const SILENT_OVER_MINUTES = 60 * 24 * 730;

const CASES: Array<[name: string, parameters: INodeParameters]> = [
	['Apply Decay: 10 a month after 3 months', { method: 'subtract', options: { graceMonths: 3 } }],
	['Apply Decay: 10 % a month', { method: 'percent' }],
	['Apply Decay: half-life of 30 days', { method: 'halfLife', every: 30, unit: 'day' }],
	['Apply Decay: tiers, a week', { method: 'tiers', unit: 'week' }],
];

/** The best of three runs each, over leads last active in the last two years, half of them decayed before. */
export async function bench(): Promise<Array<{ name: string; items: number; milliseconds: number }>> {
	const results: Array<{ name: string; items: number; milliseconds: number }> = [];
	for (const [name, parameters] of CASES) {
		const leads = await makeLeads(parameters);
		let milliseconds = Infinity;
		for (let run = 0; run < RUNS; run++) {
			const started = performance.now();
			await decay(parameters, leads, AS_OF);
			milliseconds = Math.min(milliseconds, performance.now() - started);
		}
		results.push({ name, items: leads.length, milliseconds: Math.round(milliseconds) });
	}
	return results;
}

async function makeLeads(parameters: INodeParameters): Promise<INodeExecutionData[]> {
	const last = Date.parse(AS_OF);
	const leads = Array.from({ length: ITEMS }, (_, index): INodeExecutionData => {
		const engagement = (index % 9000) / 100;
		const lastActivityAt = new Date(last - ((index * 7919) % SILENT_OVER_MINUTES) * 60_000).toISOString();
		return {
			json: {
				email: `lead${index}@example.com`,
				leadScore: { fit: 20, engagement, total: engagement + 20, lastActivityAt },
			},
		};
	});
	const [before] = await decay(parameters, leads, '2026-06-01T00:00:00Z');
	return leads.map((lead, index) => (index % 2 === 0 ? lead : before[index]));
}

function decay(
	parameters: INodeParameters,
	leads: INodeExecutionData[],
	asOf: string,
): Promise<INodeExecutionData[][]> {
	const options = { ...(parameters.options as INodeParameters), asOf };
	return new ApplyDecay().execute.call(contextOf({ ...parameters, options }, leads));
}

/** As much of n8n's context as the node uses. */
function contextOf(given: INodeParameters, items: INodeExecutionData[]): IExecuteFunctions {
	const defaults = new ApplyDecay().description.properties.map(({ name, default: value }) => [name, value]);
	const parameters = { ...Object.fromEntries(defaults), ...given } as INodeParameters;
	const context: Partial<IExecuteFunctions> = {
		getInputData: () => items,
		getNodeParameter: ((name: string, _index: number, otherwise: unknown) =>
			parameters[name] ?? otherwise) as IExecuteFunctions['getNodeParameter'],
		getNode: () => ({ id: '', name: 'Apply Decay', type: 'applyDecay', typeVersion: 1, position: [0, 0], parameters }),
		getTimezone: () => 'UTC',
		continueOnFail: () => false,
		isToolExecution: () => false,
	};
	return context as IExecuteFunctions;
}

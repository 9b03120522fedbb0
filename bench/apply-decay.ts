import type { INodeParameters } from 'n8n-workflow';
import { ApplyDecay } from '../nodes/ApplyDecay/ApplyDecay.node';
import { itemsOf, LEADS, timed, type Timing } from './harness/alone';

const CASES: Array<[name: string, parameters: INodeParameters]> = [
	['10 a month', {}],
	['10 a month after 3 months', { options: { graceMonths: 3 } }],
	['10 % a month', { method: 'percent' }],
	['half-life of 30 days', { method: 'halfLife', every: 30, unit: 'day' }],
	['tiers, a week', { method: 'tiers', unit: 'week' }],
];

/** Over leads last active in the last two years, half of them decayed before. */
export async function bench(): Promise<Timing[]> {
	const leads = itemsOf('stored-leads.code.js', LEADS);
	const timings: Timing[] = [];
	for (const [name, parameters] of CASES) {
		timings.push(await timed({ name: `Apply Decay: ${name}`, node: new ApplyDecay(), parameters, inputs: [leads] }));
	}
	return timings;
}

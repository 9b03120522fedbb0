import type { INodeExecutionData, INodeParameters } from 'n8n-workflow';
import { AggregateAccount } from '../nodes/AggregateAccount/AggregateAccount.node';
import { AS_OF, itemsOf, LEADS, timed, type Timing } from './harness/alone';

const ACTIVITIES_PER_LEAD = 4;
const MINUTE = 60_000;
const WEIGHTS = {
	weights: ['Decision Maker', 'Champion', 'User', 'Finance'].map((role, index) => ({
		role,
		weight: 100 - 20 * index,
	})),
};

const CASES: Array<[name: string, parameters: INodeParameters]> = [
	['sum by domain', {}],
	['sum by company name', { groupBy: 'company' }],
	[
		'weighted mean, required roles',
		{ method: 'weightedMean', roleWeights: WEIGHTS, options: { requiredRoles: 'Champion, User' } },
	],
];

/** Over leads of which ten share a company. */
export async function bench(): Promise<Timing[]> {
	const leads = itemsOf('colleagues.code.js', LEADS);
	const aggregate = (name: string, parameters: INodeParameters, items: INodeExecutionData[]): Promise<Timing> =>
		timed({ name: `Aggregate Account: ${name}`, node: new AggregateAccount(), parameters, inputs: [items] });
	const timings: Timing[] = [];
	for (const [name, parameters] of CASES) timings.push(await aggregate(name, parameters, leads));
	timings.push(await aggregate(`with ${ACTIVITIES_PER_LEAD} activities a lead`, {}, leads.map(withActivities)));
	return timings;
}

const withActivities = ({ json }: INodeExecutionData, index: number): INodeExecutionData => ({
	json: {
		...json,
		activities: Array.from({ length: ACTIVITIES_PER_LEAD }, (_each, number) => ({
			activity: `${index}-${number}`,
			type: number % 2 === 0 ? 'page_view' : 'email_click',
			at: new Date(Date.parse(AS_OF) - ((index * 31 + number * 977) % 50_000) * MINUTE).toISOString(),
		})),
	},
});

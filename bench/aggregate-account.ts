import type { IExecuteFunctions, INodeExecutionData, INodeParameters } from 'n8n-workflow';
import { AggregateAccount } from '../nodes/AggregateAccount/AggregateAccount.node';

const LEADS = 50_000;
const ACCOUNTS = 5_000;
const ACTIVITIES_PER_LEAD = 4;
const RUNS = 3;
const AS_OF = '2026-10-01T12:00:00Z';
const LAST = Date.parse(AS_OF);
const ROLES = ['Decision Maker', 'Champion', 'User', 'Finance', ''];
const LEGAL_FORMS = ['Inc.', 'GmbH & Co. KG', 'Ltd', 'S.A. de C.V.', ''];
const WEIGHTS = { weights: ROLES.slice(0, 4).map((role, index) => ({ role, weight: 100 - 20 * index })) };

const CASES: Array<[name: string, parameters: INodeParameters]> = [
	['Aggregate Account: sum by domain', {}],
	['Aggregate Account: sum by company name', { groupBy: 'company' }],
	[
		'Aggregate Account: weighted mean, required roles',
		{ method: 'weightedMean', roleWeights: WEIGHTS, requiredRoles: 'Champion, User' },
	],
	[`Aggregate Account: with ${ACTIVITIES_PER_LEAD} activities a lead`, { activitiesField: 'activities' }],
];

/** The best of three runs each, over 50,000 leads in 5,000 accounts. */
export async function bench(): Promise<Array<{ name: string; items: number; milliseconds: number }>> {
	const results: Array<{ name: string; items: number; milliseconds: number }> = [];
	for (const [name, parameters] of CASES) {
		const leads = makeLeads(parameters.activitiesField === undefined ? 0 : ACTIVITIES_PER_LEAD);
		let milliseconds = Infinity;
		for (let run = 0; run < RUNS; run++) {
			const started = performance.now();
			await aggregate(parameters, leads);
			milliseconds = Math.min(milliseconds, performance.now() - started);
		}
		results.push({ name, items: leads.length, milliseconds: Math.round(milliseconds) });
	}
	return results;
}

function makeLeads(activities: number): INodeExecutionData[] {
	return Array.from({ length: LEADS }, (_, index): INodeExecutionData => {
		const account = (index * 7919) % ACCOUNTS;
		const host = index % 3 === 0 ? 'mail.' : '';
		return {
			json: {
				email: `lead${index}@${host}company${account}.co.uk`,
				name: `Lead ${index}`,
				company: `Company ${account} ${LEGAL_FORMS[index % LEGAL_FORMS.length]}`,
				role: ROLES[index % ROLES.length],
				leadScore: { total: (index % 9000) / 100, engagement: index % 40 },
				activities: Array.from({ length: activities }, (_each, number) => ({
					activity: `${index}-${number}`,
					type: number % 2 === 0 ? 'page_view' : 'email_click',
					at: new Date(LAST - ((index * 31 + number * 977) % 50_000) * 60_000).toISOString(),
				})),
			},
		};
	});
}

const aggregate = (parameters: INodeParameters, leads: INodeExecutionData[]): Promise<INodeExecutionData[][]> =>
	new AggregateAccount().execute.call(contextOf({ ...parameters, options: { asOf: AS_OF } }, leads));

/** As much of n8n's context as the node uses. */
function contextOf(given: INodeParameters, items: INodeExecutionData[]): IExecuteFunctions {
	const defaults = new AggregateAccount().description.properties.map(({ name, default: value }) => [name, value]);
	const parameters = { ...Object.fromEntries(defaults), ...given } as INodeParameters;
	const context: Partial<IExecuteFunctions> = {
		getInputData: () => items,
		getNodeParameter: ((name: string, _index: number, otherwise: unknown) =>
			parameters[name] ?? otherwise) as IExecuteFunctions['getNodeParameter'],
		getNode: () => ({
			id: '',
			name: 'Aggregate Account',
			type: 'aggregateAccount',
			typeVersion: 1,
			position: [0, 0],
			parameters,
		}),
		getTimezone: () => 'UTC',
		continueOnFail: () => false,
		isToolExecution: () => false,
		addExecutionHints: () => undefined,
	};
	return context as IExecuteFunctions;
}

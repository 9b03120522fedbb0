import type { IDataObject, INodeProperties } from 'n8n-workflow';
import type { ScoreOptions } from '../../lifecycle/model/rule';
import { asText, splitList } from '../../lifecycle/text';

/** How a score is added up, the same for every node that scores. */
export const scoreOptionProperties: INodeProperties[] = [
	{
		displayName: 'Completeness Fields',
		name: 'completenessFields',
		type: 'string',
		default: 'email, name, title, company, industry, country, employees, revenue, phone, authority, timeline',
		description: 'Comma-separated fields of the lead whose presence makes up its completeness',
	},
	{
		displayName: 'Decay',
		name: 'decay',
		type: 'string',
		default: 'half-life 30d',
		placeholder: 'half-life 30d',
		description:
			'How engagement fades where a rule does not say: none, half-life 30d, linear 50% per 30d, compound 10% per 7d, expire 90d',
	},
	{
		displayName: 'Engagement Cap',
		name: 'engagementCap',
		type: 'number',
		default: 100,
		description: 'Most engagement points that count in the total',
	},
	{
		displayName: 'Engagement Weight',
		name: 'engagementWeight',
		type: 'number',
		typeOptions: { minValue: 0 },
		default: 100,
		description: 'Percent at which engagement points count',
	},
	{
		displayName: 'Fit Cap',
		name: 'fitCap',
		type: 'number',
		default: 100,
		description: 'Most fit points that count in the total',
	},
	{
		displayName: 'Fit Weight',
		name: 'fitWeight',
		type: 'number',
		typeOptions: { minValue: 0 },
		default: 100,
		description: 'Percent at which fit points count',
	},
	{
		displayName: 'Floor',
		name: 'floor',
		type: 'number',
		default: 0,
		description: 'Least total a lead may have; without it a score may be negative',
	},
	{
		displayName: 'Model Name',
		name: 'modelName',
		type: 'string',
		default: '',
		description: 'Which model to use when the rules hold several (their column model)',
	},
	{
		displayName: 'Recent Days',
		name: 'recentDays',
		type: 'number',
		typeOptions: { minValue: 1 },
		default: 30,
		description: 'How many days count as recent, for recent and signal',
	},
	{
		displayName: 'Threshold',
		name: 'threshold',
		type: 'number',
		default: 65,
		description: 'The total at which a lead is ready for sales; dropsBelow says when a lead will fall below it',
	},
	{
		displayName: 'Total Cap',
		name: 'totalCap',
		type: 'number',
		default: 100,
		description: 'Highest total a lead may have',
	},
	{
		displayName: 'Total Cap Unless',
		name: 'totalCapUnless',
		type: 'string',
		default: '',
		placeholder: 'Demo request, Pricing page',
		description: 'Comma-separated names of rules that lift the total cap when they apply',
	},
];

/** What the form says of them; an option that was not added is left to the model. */
export function scoreOptions(options: IDataObject): ScoreOptions {
	const list = (value: unknown): string[] | undefined => {
		const parts = splitList(Array.isArray(value) ? value.map((part) => `"${asText(part)}"`).join(',') : asText(value));
		return parts.length > 0 ? parts : undefined;
	};
	const number = (name: string): number | undefined => (typeof options[name] === 'number' ? options[name] : undefined);
	return {
		fitWeight: number('fitWeight'),
		engagementWeight: number('engagementWeight'),
		fitCap: number('fitCap'),
		engagementCap: number('engagementCap'),
		totalCap: number('totalCap'),
		floor: number('floor'),
		totalCapUnless: list(options.totalCapUnless),
		decay: asText(options.decay).trim() || undefined,
		recentDays: number('recentDays'),
		threshold: number('threshold'),
		completenessFields: list(options.completenessFields),
		maxReasons: number('maxReasons'),
	};
}

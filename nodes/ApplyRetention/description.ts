import type { INodeProperties } from 'n8n-workflow';
import { asOfOption } from '../shared/properties';
import { scoreOptionProperties } from '../shared/score-options';

const forOld = { show: { operation: ['old'] } };

const scoring = scoreOptionProperties.map((option): INodeProperties => ({
	...option,
	description: `${option.description ?? ''}. As in Score Lead, so that both mean the same score.`,
}));

export const properties: INodeProperties[] = [
	{
		displayName: 'Operation',
		name: 'operation',
		type: 'options',
		noDataExpression: true,
		default: 'old',
		options: [
			{
				name: 'Find Keys',
				value: 'keys',
				action: 'Find the keys of leads',
				description: 'Queries for the activities of leads, under all of their keys',
			},
			{
				name: 'Find Old Rows',
				value: 'old',
				action: 'Find old rows that may go',
				description: 'Rows that are older than the settings say, and activities that no score needs either',
			},
		],
	},
	{
		displayName: 'Audience',
		name: 'audience',
		type: 'string',
		default: 'marketing',
		required: true,
		displayOptions: forOld,
		description:
			'Who is told once a month which rules keep old activities: an audience of ll_settings, or an e-mail address',
	},
	{
		displayName: 'Options',
		name: 'options',
		type: 'collection',
		placeholder: 'Add Option',
		default: {},
		displayOptions: forOld,
		options: [asOfOption, ...scoring],
	},
];

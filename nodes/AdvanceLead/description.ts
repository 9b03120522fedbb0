import type { INodeProperties } from 'n8n-workflow';
import { asOfOption } from '../shared/properties';

const whenScore = { show: { operation: ['score'] } };

export const properties: INodeProperties[] = [
	{
		displayName: 'Because Of',
		name: 'operation',
		type: 'options',
		noDataExpression: true,
		default: 'score',
		options: [
			{
				name: 'Deadline',
				value: 'deadline',
				action: 'Advance leads because of a deadline',
				description: 'Warn the owner, then the manager, once for each level of an SLA policy',
			},
			{
				name: 'Sales Decision',
				value: 'decision',
				action: 'Advance leads because of a sales decision',
				description: 'Accepted, opportunity, won, sent back, lost, or another owner; each decision is answered',
			},
			{
				name: 'Score',
				value: 'score',
				action: 'Advance leads because of a score',
				description: 'After Score Lead and Classify Grid: hand over, take back what cooled off, send key moments',
			},
			{
				name: 'Unfold News',
				value: 'unfold',
				action: 'Unfold news of rows',
				description: 'Turn the news that this run wrote on rows into messages and log lines',
			},
			{
				name: 'Weekly Review',
				value: 'review',
				action: 'Advance leads because of the weekly review',
				description: 'Find leads in a dead end and put them back on a path',
			},
		],
	},
	{
		displayName: 'Lead Key Field',
		name: 'leadKeyField',
		type: 'string',
		default: 'lead',
		required: true,
		requiresDataPath: 'single',
		displayOptions: whenScore,
		hint: 'Name of the field with the key of the lead, as in the lead book',
	},
	{
		displayName: 'Score Field',
		name: 'scoreField',
		type: 'string',
		default: 'leadScore',
		required: true,
		requiresDataPath: 'single',
		displayOptions: whenScore,
		hint: 'Name of the field with the result of Score Lead',
	},
	{
		displayName: 'Grid Field',
		name: 'gridField',
		type: 'string',
		default: 'grid',
		required: true,
		requiresDataPath: 'single',
		displayOptions: whenScore,
		hint: 'Name of the field with the result of Classify Grid',
	},
	{
		displayName: 'Options',
		name: 'options',
		type: 'collection',
		placeholder: 'Add Option',
		default: {},
		options: [
			asOfOption,
			{
				displayName: 'Decisions Field',
				name: 'decisionsField',
				type: 'string',
				default: 'decisions',
				requiresDataPath: 'single',
				displayOptions: { show: { '/operation': ['score'] } },
				description:
					'Field with decisions of sales from the activity log. Those that were not applied, because n8n stopped in between, are applied before the score.',
			},
			{
				displayName: 'Log Size Field',
				name: 'loggedField',
				type: 'string',
				default: 'logged',
				requiresDataPath: 'single',
				displayOptions: { show: { '/operation': ['score'] } },
				description:
					'Field with how many entries of the activity log the score comes from, counted or not. A score from fewer entries than the last one is old and changes nothing.',
			},
			{
				displayName: 'Written By',
				name: 'by',
				type: 'string',
				default: '',
				description: 'Who changed the lead, in the stage log and the score log. Empty means the name of the workflow.',
			},
		],
	},
];

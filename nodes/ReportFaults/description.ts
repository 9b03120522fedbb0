import type { INodeProperties } from 'n8n-workflow';
import { asOfOption } from '../shared/properties';

/** So long a row has to be left alone before it is taken for finished. */
export const EDITED_MINUTES = 15;

export const properties: INodeProperties[] = [
	{
		displayName: 'Operation',
		name: 'operation',
		type: 'options',
		noDataExpression: true,
		default: 'rows',
		options: [
			{
				name: 'Failed Run',
				value: 'run',
				action: 'Report a failed run',
				description: 'Behind an Error Trigger: one message per day and workflow, without secrets and addresses',
			},
			{
				name: 'Rules and Settings',
				value: 'rows',
				action: 'Report faults in rules and settings',
				description: 'Rows of ll_rules and ll_settings that cannot be read: one message per day and table',
			},
			{
				name: 'Tables',
				value: 'tables',
				action: 'Report faults in the data tables',
				description: 'Tables and columns that are missing, and tables that n8n takes for one of ours',
			},
		],
	},
	{
		displayName: 'Audience',
		name: 'audience',
		type: 'string',
		default: 'marketing',
		required: true,
		description: 'Who gets the message: an audience of ll_settings, such as marketing or manager, or an e-mail address',
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
				displayName: 'Minutes of Editing',
				name: 'editedMinutes',
				type: 'number',
				typeOptions: { minValue: 0 },
				default: EDITED_MINUTES,
				displayOptions: { show: { '/operation': ['rows'] } },
				description:
					'A table in which a row was changed this recently is not reported: somebody is still writing. Its faulty rows are skipped meanwhile.',
			},
			{
				displayName: 'Tables May Be Missing',
				name: 'mayBeMissing',
				type: 'boolean',
				default: false,
				displayOptions: { show: { '/operation': ['tables'] } },
				description: 'Whether a table that is not there is no fault, because it is about to be made',
			},
		],
	},
];

import type { INodeProperties } from 'n8n-workflow';
import { connectionsBy } from '../shared/connections';
import { asOfOption } from '../shared/properties';
import { OPERATIONS } from './operations';

const BY_VALUE = Object.fromEntries(OPERATIONS.map((operation) => [operation.value, operation]));

export const INPUTS = connectionsBy(BY_VALUE, 'inputs');
export const OUTPUTS = connectionsBy(BY_VALUE, 'outputs');

export const properties: INodeProperties[] = [
	{
		displayName: 'Operation',
		name: 'operation',
		type: 'options',
		noDataExpression: true,
		default: 'findDue',
		options: [...OPERATIONS]
			.sort((left, right) => left.name.localeCompare(right.name, 'en'))
			.map(({ name, value, action, description }) => ({ name, value, action, description })),
	},
	...OPERATIONS.map(({ value, connect }): INodeProperties => ({
		displayName: connect,
		name: `${value}Notice`,
		type: 'notice',
		default: '',
		displayOptions: { show: { operation: [value] } },
	})),
	{
		displayName: 'CRM',
		name: 'crm',
		type: 'options',
		default: 'hubspot',
		description: 'Whose fields the items have',
		options: [
			{ name: 'HubSpot', value: 'hubspot' },
			{ name: 'Odoo', value: 'odoo' },
			{ name: 'Other', value: 'own', description: 'Plain fields for the body of an HTTP Request' },
			{ name: 'Pipedrive', value: 'pipedrive' },
			{ name: 'Salesforce', value: 'salesforce' },
		],
	},
	{
		displayName: 'Stages',
		name: 'stages',
		type: 'fixedCollection',
		typeOptions: { multipleValues: true, sortable: true },
		placeholder: 'Add Stage',
		default: {},
		description: 'What a stage of the CRM means for a new lead. With any other stage it begins in nurture.',
		displayOptions: { show: { operation: ['beginLeads'] } },
		options: [
			{
				displayName: 'Stage',
				name: 'values',
				values: [
					{
						displayName: 'Stage in the CRM',
						name: 'word',
						type: 'string',
						default: '',
						placeholder: 'e.g. opportunity',
						description: 'As its records name it. In HubSpot also a lead status.',
					},
					{
						displayName: 'Stage Here',
						name: 'stage',
						type: 'options',
						default: 'accepted',
						options: [
							{ name: 'Accepted', value: 'accepted' },
							{ name: 'Disqualified', value: 'disqualified' },
							{ name: 'Lost', value: 'lost' },
							{ name: 'Nurture', value: 'nurture' },
							{ name: 'Opportunity', value: 'opportunity' },
							{ name: 'Won', value: 'won' },
						],
					},
				],
			},
		],
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
				displayName: 'Leads per Run',
				name: 'leads',
				type: 'number',
				typeOptions: { minValue: 1 },
				default: 100,
				description: 'How many leads go through the CRM in one run; the others follow in the next',
				displayOptions: { show: { '/operation': ['findDue'] } },
			},
			{
				displayName: 'Only If Interrupted',
				name: 'onlyInterrupted',
				type: 'boolean',
				default: true,
				description:
					'Whether to go on with an import that stopped at least ten minutes ago, and else to do nothing. Turn it off to begin a new one.',
				displayOptions: { show: { '/operation': ['planImport'] } },
			},
			{
				displayName: 'Written By',
				name: 'by',
				type: 'string',
				default: '',
				description: 'Who brought the leads, in the stage log. Empty means the name of the workflow.',
				displayOptions: { show: { '/operation': ['beginLeads'] } },
			},
		],
	},
];

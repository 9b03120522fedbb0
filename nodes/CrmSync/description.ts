import type { INodeProperties } from 'n8n-workflow';
import { asOfOption } from '../shared/properties';
import { OPERATIONS } from './operations';

/** n8n keeps what a node's inputs are as text and works it out in the browser. */
const ends = (side: 'inputs' | 'outputs') =>
	`={{ (${JSON.stringify(Object.fromEntries(OPERATIONS.map((operation) => [operation.value, operation[side]])))})[$parameter.operation].map((displayName) => ({ type: 'main', displayName })) }}` as const;

export const INPUTS = ends('inputs');
export const OUTPUTS = ends('outputs');

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
		],
	},
];

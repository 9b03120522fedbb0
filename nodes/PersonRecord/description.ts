import type { INodeProperties } from 'n8n-workflow';
import { asOfOption } from '../shared/properties';
import { scoreOptionProperties } from '../shared/score-options';

const forRecord = { show: { operation: ['record'] } };
const optionForRecord = { show: { '/operation': ['record'] } };

const scoring = scoreOptionProperties
	.filter(({ name }) => name !== 'completenessFields' && name !== 'recentDays')
	.map((option): INodeProperties => ({
		...option,
		displayOptions: optionForRecord,
		description: `${option.description ?? ''}. As in Score Lead, so that both show the same score.`,
	}));

export const properties: INodeProperties[] = [
	{
		displayName: 'Operation',
		name: 'operation',
		type: 'options',
		noDataExpression: true,
		default: 'record',
		options: [
			{
				name: 'Answer',
				value: 'record',
				action: 'Explain export or erase what is held about a person',
				description: 'A page, a file, or the rows to delete and to change, from rows of the tables',
			},
			{
				name: 'Find Lead',
				value: 'lead',
				action: 'Find the lead that a key or address means',
				description: 'Queries for the rows of the lead book that may be the person’s',
			},
			{
				name: 'Find Rows',
				value: 'rows',
				action: 'Find the rows that may be about a person',
				description: 'Queries for the rows of all tables that may be the person’s, under all of their keys',
			},
		],
	},
	{
		displayName: 'Person',
		name: 'person',
		type: 'string',
		default: '',
		required: true,
		placeholder: 'ana@example.com',
		description: 'Key or e-mail address of one person',
	},
	{
		displayName: 'Answer',
		name: 'answer',
		type: 'options',
		displayOptions: forRecord,
		default: 'explain',
		options: [
			{
				name: 'Erase',
				value: 'erase',
				description: 'What would go; once confirmed, the rows to delete and to change',
			},
			{
				name: 'Explain',
				value: 'explain',
				description: 'One page: what is held, why the score is what it is, who was told',
			},
			{
				name: 'Export',
				value: 'export',
				description: 'Everything that is held, as a JSON file',
			},
		],
	},
	{
		displayName: 'Confirmed',
		name: 'confirmed',
		type: 'boolean',
		default: false,
		displayOptions: { show: { operation: ['record'], answer: ['erase'] } },
		description: 'Whether to give the rows to delete. Until then nothing but a list of what would go comes out.',
	},
	{
		displayName: 'Options',
		name: 'options',
		type: 'collection',
		placeholder: 'Add Option',
		default: {},
		displayOptions: forRecord,
		options: [asOfOption, ...scoring],
	},
];

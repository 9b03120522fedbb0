import type { INodeProperties } from 'n8n-workflow';
import { asOfOption } from '../shared/properties';

export const properties: INodeProperties[] = [
	{
		displayName: 'Operation',
		name: 'operation',
		type: 'options',
		noDataExpression: true,
		default: 'next',
		options: [
			{
				name: 'Begin a Move',
				value: 'begin',
				action: 'Begin a move of the tables',
				description: 'The progress of a new move, or of one that stopped and goes on',
			},
			{
				name: 'Get Rows to Write',
				value: 'rows',
				action: 'Get the rows to write',
				description: 'The rows of a page as they are written to the new place',
			},
			{
				name: 'Note a Page',
				value: 'note',
				action: 'Note a page',
				description: 'How far the move is after a page, and what its rows add to counts and checksums',
			},
			{
				name: 'Plan the Next Page',
				value: 'next',
				action: 'Plan the next page of a move',
				description: 'Which rows to read next, or what came of the move, or why it cannot go on',
			},
		],
	},
	{
		displayName: 'Rows Already There',
		name: 'existingRows',
		type: 'options',
		default: 'stop',
		displayOptions: { show: { operation: ['next'] } },
		options: [
			{
				name: 'Stop',
				value: 'stop',
				description: 'Change nothing where the new place already has leads or activities',
			},
			{ name: 'Replace', value: 'replace', description: 'Delete what is in the new place, then move' },
		],
		description:
			'What to do when the tables of the new place already have rows. Rules and settings are always replaced by yours.',
	},
	{
		displayName: 'Options',
		name: 'options',
		type: 'collection',
		placeholder: 'Add Option',
		default: {},
		displayOptions: { show: { operation: ['begin', 'note'] } },
		options: [asOfOption],
	},
];

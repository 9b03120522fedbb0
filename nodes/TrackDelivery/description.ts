import type { INodeProperties } from 'n8n-workflow';
import { GIVEN_UP_DAYS, HELD_MINUTES } from '../../lifecycle/delivery/retry';
import { asOfOption } from '../shared/properties';

const whenDue = { show: { operation: ['due'] } };

/** Messages a run at most, those that have waited longest first. */
export const MESSAGES_A_RUN = 200;

export const properties: INodeProperties[] = [
	{
		displayName: 'Operation',
		name: 'operation',
		type: 'options',
		noDataExpression: true,
		default: 'due',
		options: [
			{
				name: 'What Is Due',
				value: 'due',
				action: 'Find the messages that are due',
				description: 'Of the rows of the outbox, those to send now, each with what holds it for this run',
			},
			{
				name: 'What Came of It',
				value: 'result',
				action: 'Note what came of sending',
				description: `Sent, to be tried again, or given up after ${GIVEN_UP_DAYS} days, from what the channels answered`,
			},
		],
	},
	{
		displayName: 'Send',
		name: 'what',
		type: 'options',
		default: 'messages',
		displayOptions: whenDue,
		options: [
			{ name: 'Messages', value: 'messages', description: 'Everything but questions and tasks of the CRM' },
			{ name: 'Questions', value: 'questions', description: 'Questions to the owner of a hand-off' },
		],
	},
	{
		displayName: 'When Unsure',
		name: 'whenUnsure',
		type: 'options',
		default: 'again',
		displayOptions: whenDue,
		description: `When n8n stopped while a message was being sent, nobody knows whether it arrived. This is decided ${HELD_MINUTES} minutes later.`,
		options: [
			{ name: 'Send Again', value: 'again', description: 'It may arrive twice' },
			{ name: 'Leave It and Say So', value: 'leave', description: 'It may not arrive; the manager is notified' },
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
				displayName: 'Limit',
				name: 'most',
				type: 'number',
				typeOptions: { minValue: 1 },
				default: MESSAGES_A_RUN,
				description: 'Max number of results to return',
			},
		],
	},
];

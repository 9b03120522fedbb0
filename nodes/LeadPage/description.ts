import type { INodeProperties } from 'n8n-workflow';
import { asOfOption } from '../shared/properties';
import { scoreOptionProperties } from '../shared/score-options';

const when = (operation: string) => ({ show: { operation: [operation] } });
const optionWhen = (...operations: string[]) => ({ show: { '/operation': operations } });

const notice = (operation: string, tables: string): INodeProperties => ({
	displayName: `Connect rows of ${tables}. Where you have none of a table, leave its input unconnected.`,
	name: `${operation}Notice`,
	type: 'notice',
	default: '',
	displayOptions: when(operation),
});

const scoring = scoreOptionProperties
	.filter(({ name }) => name !== 'completenessFields' && name !== 'recentDays')
	.map((option): INodeProperties => ({
		...option,
		displayOptions: optionWhen('lead', 'answer'),
		description: `${option.description ?? ''}. As in Score Lead, so that both show the same score.`,
	}));

export const properties: INodeProperties[] = [
	{
		displayName: 'Operation',
		name: 'operation',
		type: 'options',
		noDataExpression: true,
		default: 'leads',
		options: [
			{
				name: 'All Leads',
				value: 'leads',
				action: 'Make a page of all leads',
				description: 'A table to search, filter and sort, 50 leads per page',
			},
			{
				name: 'Answer a Question',
				value: 'answer',
				action: 'Answer a question about leads',
				description: 'What an agent asks, answered with the figures of the pages, in a form a model can read',
			},
			{
				name: 'Keys of One Lead',
				value: 'keys',
				action: 'Find the keys of one lead',
				description: 'Keys under which its activities are in the log, to read them for its page',
			},
			{
				name: 'One Company',
				value: 'account',
				action: 'Make a page of one company',
				description: 'Its people, filled and missing roles, score over time',
			},
			{
				name: 'One Lead',
				value: 'lead',
				action: 'Make a page of one lead',
				description: 'Every point explained, what changed, score over time, timeline, buttons for sales',
			},
		],
	},
	notice('leads', '<b>ll_lead_book</b>, <b>ll_score_log</b> of the last days and <b>ll_settings</b>'),
	notice(
		'answer',
		'the rows that the question is about: of <b>ll_lead_book</b>, <b>ll_activity_log</b>, <b>ll_alias_book</b>, <b>ll_rules</b>, <b>ll_stage_log</b>, <b>ll_settings</b>, <b>ll_state</b> and <b>ll_account_book</b>',
	),
	notice('keys', 'the lead’s rows of <b>ll_lead_book</b> and the table <b>ll_alias_book</b>'),
	notice('account', '<b>ll_account_book</b>, <b>ll_lead_book</b>, <b>ll_score_log</b> and <b>ll_settings</b>'),
	notice(
		'lead',
		'the lead’s rows of <b>ll_lead_book</b>, <b>ll_activity_log</b>, <b>ll_stage_log</b> and <b>ll_alias_book</b>, and the tables <b>ll_rules</b> and <b>ll_settings</b>',
	),
	{
		displayName: 'Lead',
		name: 'lead',
		type: 'string',
		default: '',
		required: true,
		displayOptions: { show: { operation: ['lead', 'keys'] } },
		placeholder: 'ana@example.com',
		description: 'Key or e-mail address of the lead',
	},
	{
		displayName: 'Company',
		name: 'account',
		type: 'string',
		default: '',
		required: true,
		displayOptions: when('account'),
		placeholder: 'acme.com',
		description: 'Key of the company, as in the column account of ll_account_book',
	},
	{
		displayName: 'Question',
		name: 'asked',
		type: 'json',
		default: '{}',
		displayOptions: when('answer'),
		description:
			'What is asked: question is why, what_if, handed_over, overdue, find or company; beside it lead, activity, times, properties, field, value, days, owner, search, cell, stage, company',
	},
	{
		displayName: 'Query',
		name: 'query',
		type: 'json',
		default: '{}',
		displayOptions: when('leads'),
		description:
			'What the reader asked for, as a webhook gives its query: view, q, cell, stage, owner, company, sla, sort, page',
	},
	{
		displayName: 'Timeline Page',
		name: 'page',
		type: 'string',
		default: '',
		displayOptions: when('lead'),
		description: 'Which page of the timeline to show, newest first. Empty means the first.',
	},
	{
		displayName: 'Feedback Form URL',
		name: 'formUrl',
		type: 'string',
		default: '',
		displayOptions: when('lead'),
		placeholder: 'https://n8n.example.com/form/lead-feedback',
		description: 'Where the buttons lead: the production URL of the form in 05 Feedback. Leave empty for no buttons.',
	},
	{
		displayName: 'Options',
		name: 'options',
		type: 'collection',
		placeholder: 'Add Option',
		default: {},
		displayOptions: { hide: { operation: ['keys'] } },
		options: [asOfOption, ...scoring],
	},
];

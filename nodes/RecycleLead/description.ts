import type { INodeProperties } from 'n8n-workflow';
import { DEFAULT_REASONS } from '../../lifecycle/recycle/reason';
import { asOfOption, outputFieldProperty } from '../shared/properties';

/** What holds where an option is not added. */
export const DEFAULT_BY_FIELD = 'by';
export const DEFAULT_MAX_RECYCLES = 3;

const fieldProperties: INodeProperties[] = [
	{
		displayName: 'Reason Field',
		name: 'reasonField',
		type: 'string',
		default: 'reason',
		required: true,
		requiresDataPath: 'single',
		hint: 'Name of the field with the reason: its name, or what the salesperson wrote, in English, French, German or Spanish',
	},
	{
		displayName: 'Score Field',
		name: 'scoreField',
		type: 'string',
		default: 'leadScore.engagement',
		required: true,
		requiresDataPath: 'single',
		hint: 'Name of the field with the engagement score. What the lead keeps is written there.',
	},
	{
		displayName: 'Total Field',
		name: 'totalField',
		type: 'string',
		default: 'leadScore.total',
		requiresDataPath: 'single',
		hint: 'Name of the field with the total. It loses the same points; fit stays. Empty when there is none.',
	},
];

const REASON_TITLE =
	'={{ ($collection.item.value.reason || "New reason") + ($collection.item.value.outcome === "disqualify" ? ": disqualify" : ": keep " + ($collection.item.value.keep || 0) + " %, " + ($collection.item.value.coolOffDays || 0) + " days, " + ($collection.item.value.track || "no track")) }}';

const whenNurture = { show: { outcome: ['nurture'] } };

const reasonValues: INodeProperties[] = [
	{
		displayName: 'Reason',
		name: 'reason',
		type: 'string',
		default: '',
		placeholder: 'no_budget',
		required: true,
		description: 'The name of the reason. Phrases people use for the default reasons are recognised by these names.',
	},
	{
		displayName: 'Outcome',
		name: 'outcome',
		type: 'options',
		default: 'nurture',
		options: [
			{
				name: 'Nurture',
				value: 'nurture',
				description: 'The lead goes back to marketing and can be handed over again',
			},
			{ name: 'Disqualify', value: 'disqualify', description: 'The lead is out' },
		],
	},
	{
		displayName: 'Keep (%)',
		name: 'keep',
		type: 'number',
		typeOptions: { minValue: 0, maxValue: 100 },
		default: 0,
		displayOptions: whenNurture,
		description: 'The share of its engagement that the lead keeps',
	},
	{
		displayName: 'Cool-Off Days',
		name: 'coolOffDays',
		type: 'number',
		typeOptions: { minValue: 0 },
		default: 30,
		displayOptions: whenNurture,
		description: 'Days before the lead can go to sales again; coolOffUntil says when they end',
	},
	{
		displayName: 'Track',
		name: 'track',
		type: 'string',
		default: '',
		placeholder: 'stay_in_touch',
		displayOptions: whenNurture,
		description: 'The nurture track the lead goes to',
	},
	{
		displayName: 'Synonyms',
		name: 'also',
		type: 'string',
		default: '',
		placeholder: 'too small, under 10 people',
		description: 'Comma-separated words and phrases that mean this reason',
	},
];

const ownReasons = { show: { reasonTable: ['own'] } };

export const properties: INodeProperties[] = [
	...fieldProperties,
	{
		displayName: 'Reasons',
		name: 'reasonTable',
		type: 'options',
		noDataExpression: true,
		default: 'readyMade',
		description: 'Why sales may send a lead back, and what happens to the lead then',
		options: [
			{
				name: 'Ready-Made',
				value: 'readyMade',
				description:
					'No budget, no authority, no need, bad timing, unreachable: back to nurture. Competitor, wrong person, bad data, duplicate: disqualified.',
			},
			{
				name: 'Your Own',
				value: 'own',
				description: 'Change what the ready-made reasons do, or add reasons of your own',
			},
		],
	},
	{
		displayName: 'Your Reasons',
		name: 'reasons',
		type: 'fixedCollection',
		typeOptions: {
			multipleValues: true,
			sortable: true,
			multipleValueButtonText: 'Add Reason',
			fixedCollection: { itemTitle: REASON_TITLE },
		},
		default: { reason: DEFAULT_REASONS },
		placeholder: 'Add Reason',
		displayOptions: ownReasons,
		description: 'One row per reason; the ready-made ones are there to start with',
		options: [{ displayName: 'Reason', name: 'reason', values: reasonValues }],
	},
	outputFieldProperty('recycle'),
	{
		displayName: 'Options',
		name: 'options',
		type: 'collection',
		placeholder: 'Add Option',
		default: {},
		options: [
			asOfOption,
			{
				displayName: 'Maximum Recycles',
				name: 'maxRecycles',
				type: 'number',
				typeOptions: { minValue: 0, numberPrecision: 0 },
				default: DEFAULT_MAX_RECYCLES,
				description:
					'How often a lead may come back. The next time it is disqualified, whatever the reason. 0 means no limit.',
			},
			{
				displayName: 'Reason',
				name: 'reason',
				type: 'string',
				default: '',
				description: 'The reason itself, in place of Reason Field: for an expression, or for an AI agent to fill in',
			},
			{
				displayName: 'Sent Back By Field',
				name: 'byField',
				type: 'string',
				default: DEFAULT_BY_FIELD,
				requiresDataPath: 'single',
				description: 'Name of the field that says who sent the lead back; may be empty',
			},
		],
	},
];

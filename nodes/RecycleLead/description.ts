import type { INodeProperties } from 'n8n-workflow';
import { DEFAULT_REASONS } from '../../lifecycle/recycle/reason';
import { asOfOption, outputFieldProperty } from '../shared/properties';

const fieldProperties: INodeProperties[] = [
	{
		displayName: 'Reason Field',
		name: 'reasonField',
		type: 'string',
		default: 'reason',
		required: true,
		requiresDataPath: 'single',
		hint: 'Name of the field with the reason: one of the names below, or what the salesperson wrote, in English or French',
	},
	{
		displayName: 'Sent Back By Field',
		name: 'byField',
		type: 'string',
		default: 'by',
		requiresDataPath: 'single',
		hint: 'Name of the field that says who sent the lead back; may be empty',
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
		description: 'Days during which sales should not hear of the lead again; coolOffUntil says when they end',
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
		displayName: 'Also Said As',
		name: 'also',
		type: 'string',
		default: '',
		placeholder: 'too small, under 10 people',
		description: 'Comma-separated words and phrases that mean this reason',
	},
];

export const properties: INodeProperties[] = [
	...fieldProperties,
	{
		displayName: 'Reasons',
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
		description: 'Why sales may send a lead back, and what becomes of it then',
		options: [{ displayName: 'Reason', name: 'reason', values: reasonValues }],
	},
	{
		displayName: 'Maximum Recycles',
		name: 'maxRecycles',
		type: 'number',
		typeOptions: { minValue: 0, numberPrecision: 0 },
		default: 3,
		hint: 'How often a lead may come back; the next time it is disqualified, whatever the reason. 0 means no limit.',
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
				displayName: 'Reason',
				name: 'reason',
				type: 'string',
				default: '',
				description: 'The reason itself, in place of Reason Field: for an expression, or for an AI agent to fill in',
			},
		],
	},
];

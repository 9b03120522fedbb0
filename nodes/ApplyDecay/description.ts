import type { INodeProperties } from 'n8n-workflow';
import { asOfOption, outputFieldProperty } from '../shared/properties';

const fieldProperties: INodeProperties[] = [
	{
		displayName: 'Score Field',
		name: 'scoreField',
		type: 'string',
		default: 'leadScore.engagement',
		required: true,
		requiresDataPath: 'single',
		hint: 'Name of the field with the score that fades. The new score is written there.',
	},
	{
		displayName: 'Total Field',
		name: 'totalField',
		type: 'string',
		default: 'leadScore.total',
		requiresDataPath: 'single',
		hint: 'Name of the field with the total the score is part of. It loses the same points; empty when there is none.',
	},
	{
		displayName: 'Last Activity Field',
		name: 'lastActivityField',
		type: 'string',
		default: 'leadScore.lastActivityAt',
		required: true,
		requiresDataPath: 'single',
		hint: 'Name of the field with the date of the lead’s last activity. A newer date starts the clock again.',
	},
	{
		displayName: 'Applied At Field',
		name: 'appliedAtField',
		type: 'string',
		default: 'decay.appliedAt',
		required: true,
		requiresDataPath: 'single',
		hint: 'Name of the field that says up to when decay was applied. Store it with the score.',
	},
];

const METHODS_WITH_AMOUNT = { subtract: 'Points', percent: 'Percent' };

const methodProperties: INodeProperties[] = [
	{
		displayName: 'Method',
		name: 'method',
		type: 'options',
		default: 'subtract',
		description: 'How the score fades',
		options: [
			{
				name: 'Half-Life',
				value: 'halfLife',
				description: 'The score halves in each period, a little every moment',
			},
			{
				name: 'Percent',
				value: 'percent',
				description: 'The score loses a share of what is left after each period',
			},
			{
				name: 'Subtract',
				value: 'subtract',
				description: 'The score loses the same points after each period',
			},
			{
				name: 'Tiers',
				value: 'tiers',
				description: 'The score loses points after each period, depending on how high it is',
			},
		],
	},
	...Object.entries(METHODS_WITH_AMOUNT).map(([method, what]): INodeProperties => ({
		displayName: 'Amount',
		name: 'amount',
		type: 'number',
		typeOptions: { minValue: 0, numberPrecision: 2 },
		default: 10,
		required: true,
		displayOptions: { show: { method: [method] } },
		hint: `${what} lost after each period`,
	})),
	{
		displayName: 'Tiers',
		name: 'tiers',
		type: 'fixedCollection',
		typeOptions: { multipleValues: true, sortable: true, multipleValueButtonText: 'Add Tier' },
		default: {
			tier: [
				{ from: 30, amount: 4 },
				{ from: 0, amount: 1 },
			],
		},
		placeholder: 'Add Tier',
		displayOptions: { show: { method: ['tiers'] } },
		description: 'What a score loses after each period; below the lowest tier it loses nothing',
		options: [
			{
				displayName: 'Tier',
				name: 'tier',
				values: [
					{ displayName: 'While Score Is at Least', name: 'from', type: 'number', default: 0 },
					{ displayName: 'Points Lost', name: 'amount', type: 'number', default: 1 },
				],
			},
		],
	},
	{
		displayName: 'Every',
		name: 'every',
		type: 'number',
		typeOptions: { minValue: 1, numberPrecision: 0 },
		default: 1,
		hint: 'How many days, weeks or months make a period (for a half-life: the time in which a score halves)',
	},
	{
		displayName: 'Unit',
		name: 'unit',
		type: 'options',
		default: 'month',
		description: 'A month is a calendar month: from 31 January to the end of February, then to 31 March',
		options: [
			{ name: 'Days', value: 'day' },
			{ name: 'Weeks', value: 'week' },
			{ name: 'Months', value: 'month' },
		],
	},
	{
		displayName: 'Grace Days',
		name: 'graceDays',
		type: 'number',
		typeOptions: { minValue: 0, numberPrecision: 0 },
		default: 0,
		hint: 'Days of silence before the first period begins. For calendar months, use the option Grace Months.',
	},
];

const optionProperties: INodeProperties[] = [
	asOfOption,
	{
		displayName: 'Floor',
		name: 'floor',
		type: 'number',
		typeOptions: { numberPrecision: 2 },
		default: 0,
		description: 'Decay stops at this score; scores below it stay as they are',
	},
	{
		displayName: 'Grace Months',
		name: 'graceMonths',
		type: 'number',
		typeOptions: { minValue: 0, numberPrecision: 0 },
		default: 3,
		description: 'Calendar months of silence before the first period begins; Grace Days come on top',
	},
	{
		displayName: 'Only Changed',
		name: 'onlyChanged',
		type: 'boolean',
		default: true,
		description: 'Whether to output only the leads whose score changed, so that only those are written back',
	},
];

export const properties: INodeProperties[] = [
	...fieldProperties,
	...methodProperties,
	outputFieldProperty('decay'),
	{
		displayName: 'Options',
		name: 'options',
		type: 'collection',
		placeholder: 'Add Option',
		default: {},
		options: optionProperties,
	},
];

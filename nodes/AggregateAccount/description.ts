import type { INodeProperties } from 'n8n-workflow';
import { asOfOption, outputFieldProperty } from '../shared/properties';

const grouping: INodeProperties[] = [
	{
		displayName: 'Group By',
		name: 'groupBy',
		type: 'options',
		noDataExpression: true,
		default: 'domain',
		description: 'What makes two leads members of one account',
		options: [
			{
				name: 'Company Name',
				value: 'company',
				description: 'Without legal form, accents and punctuation: “Müller & Söhne GmbH” is “MULLER AND SOHNE”',
			},
			{
				name: 'Email Domain',
				value: 'domain',
				description: 'The company’s own domain. Leads with free mail stand alone: strangers are never merged.',
			},
			{ name: 'Field', value: 'field', description: 'A field that holds the account, such as the CRM’s company ID' },
		],
	},
	{
		displayName: 'Account Field',
		name: 'accountField',
		type: 'string',
		default: '',
		required: true,
		requiresDataPath: 'single',
		placeholder: 'e.g. companyId',
		displayOptions: { show: { groupBy: ['field'] } },
		hint: 'Name of the field with the account. Leads where it is empty stand alone.',
	},
	{
		displayName: 'Email Field',
		name: 'emailField',
		type: 'string',
		default: 'email',
		requiresDataPath: 'single',
		hint: 'Name of the field with the email address. It gives the account’s domain.',
	},
	{
		displayName: 'Company Field',
		name: 'companyField',
		type: 'string',
		default: 'company',
		requiresDataPath: 'single',
		hint: 'Name of the field with the company name. It gives the account’s name.',
	},
];

const score: INodeProperties[] = [
	{
		displayName: 'Score Field',
		name: 'scoreField',
		type: 'string',
		default: 'leadScore.total',
		required: true,
		requiresDataPath: 'single',
		hint: 'Name of the field with the lead’s score',
	},
	{
		displayName: 'Method',
		name: 'method',
		type: 'options',
		noDataExpression: true,
		default: 'sum',
		description: 'How the account’s score comes from those of its leads',
		options: [
			{ name: 'Max', value: 'max', description: 'The strongest lead speaks for the account' },
			{ name: 'Mean', value: 'mean', description: 'The average lead' },
			{
				name: 'Root Sum',
				value: 'rootSum',
				description: 'Root of the sum of squares of the strongest leads: breadth counts, but each further lead less',
			},
			{ name: 'Sum', value: 'sum', description: 'Everyone counts in full; grows with the number of leads' },
			{ name: 'Top N', value: 'topN', description: 'Sum of the strongest leads: a committee counts, a crowd does not' },
			{
				name: 'Weighted Mean',
				value: 'weightedMean',
				description: 'Average of the roles present, each with its weight, however many people hold it',
			},
		],
	},
	{
		displayName: 'Strongest Leads',
		name: 'topCount',
		type: 'number',
		typeOptions: { minValue: 1, numberPrecision: 0 },
		default: 5,
		displayOptions: { show: { method: ['topN', 'rootSum'] } },
		description: 'How many of the strongest leads count',
	},
	{
		displayName: 'Role Weights',
		name: 'roleWeights',
		type: 'fixedCollection',
		typeOptions: { multipleValues: true, sortable: true },
		default: {},
		placeholder: 'Add Role',
		displayOptions: { show: { method: ['weightedMean'] } },
		description:
			'How much each role weighs. They are compared with each other, so they need not add up to 100. Without any, all leads weigh the same.',
		options: [
			{
				displayName: 'Role',
				name: 'weights',
				values: [
					{
						displayName: 'Role',
						name: 'role',
						type: 'string',
						default: '',
						placeholder: 'e.g. Decision Maker',
						description: 'As in the leads; capitals, accents, hyphens and underscores make no difference',
					},
					{ displayName: 'Weight', name: 'weight', type: 'number', typeOptions: { minValue: 0 }, default: 100 },
				],
			},
		],
	},
	{
		displayName: 'Weight of Other Roles',
		name: 'otherRolesWeight',
		type: 'number',
		typeOptions: { minValue: 0 },
		default: 0,
		displayOptions: { show: { method: ['weightedMean'] } },
		description:
			'What leads with another role or none weigh together, once there are role weights. 0 leaves them out of the score.',
	},
];

const committee: INodeProperties[] = [
	{
		displayName: 'Role Field',
		name: 'roleField',
		type: 'string',
		default: 'role',
		requiresDataPath: 'single',
		hint: 'Name of the field with the lead’s part in the buying committee. Several are divided by semicolons.',
	},
	{
		displayName: 'Required Roles',
		name: 'requiredRoles',
		type: 'string',
		default: '',
		placeholder: 'e.g. Decision Maker, Champion, User',
		description:
			'Roles that a complete committee has, divided by commas. The account tells how many are present and which are missing.',
	},
];

const qualification: INodeProperties[] = [
	{
		displayName: 'Threshold',
		name: 'threshold',
		type: 'number',
		default: 65,
		description: 'The least score at which an account is qualified',
	},
	{
		displayName: 'Previously Qualified Field',
		name: 'previousField',
		type: 'string',
		default: 'account.qualified',
		requiresDataPath: 'single',
		hint: 'Name of the field that tells whether the lead’s account was qualified before, so that crossing the threshold is told once. One lead of the account that says so is enough.',
	},
];

const surge: INodeProperties[] = [
	{
		displayName: 'Activities',
		name: 'activitiesSource',
		type: 'options',
		noDataExpression: true,
		default: 'field',
		description: 'Where the activities are that tell whether an account’s interest surges',
		options: [
			{ name: 'In a Field of the Lead', value: 'field', description: 'Without such a field the surge stays empty' },
			{
				name: 'From the Input “Activities”',
				value: 'input',
				description: 'One activity an item, joined by the lead’s key',
			},
		],
	},
	{
		displayName: 'Activities Field',
		name: 'activitiesField',
		type: 'string',
		default: 'activities',
		requiresDataPath: 'single',
		displayOptions: { show: { activitiesSource: ['field'] } },
		hint: 'Name of the field with the list of the lead’s activities',
	},
	{
		displayName: 'Activity Key Field',
		name: 'activityKeyField',
		type: 'string',
		default: 'lead',
		required: true,
		requiresDataPath: 'single',
		displayOptions: { show: { activitiesSource: ['input'] } },
		hint: 'Name of the activity’s field with the lead’s key. The lead’s own is set by the option Lead Key Field.',
	},
	{
		displayName: 'Surge Window',
		name: 'surgeDays',
		type: 'number',
		typeOptions: { minValue: 1, numberPrecision: 0 },
		default: 7,
		hint: 'Days whose activities are compared with what is usual for the account',
	},
];

const fieldOption = (name: string, displayName: string, path: string, description: string): INodeProperties => ({
	displayName,
	name,
	type: 'string',
	default: path,
	requiresDataPath: 'single',
	description,
});

const options: INodeProperties = {
	displayName: 'Options',
	name: 'options',
	type: 'collection',
	placeholder: 'Add Option',
	default: {},
	options: [
		{
			displayName: 'Activities per Day',
			name: 'activityCap',
			type: 'number',
			typeOptions: { minValue: 1, numberPrecision: 0 },
			default: 20,
			description:
				'Most activities of one type that count for an account in one day, so that a reloaded page is no surge',
		},
		asOfOption,
		fieldOption(
			'engagementField',
			'Engagement Field',
			'leadScore.engagement',
			'Field with the lead’s engagement. Above zero the lead is engaged; leads without it go by their score.',
		),
		fieldOption(
			'excludedField',
			'Excluded Field',
			'leadScore.excluded',
			'Field that holds something when the lead is excluded; excluded leads are members that do not count',
		),
		{
			displayName: 'Fold Subdomains',
			name: 'foldSubdomains',
			type: 'boolean',
			default: true,
			description: 'Whether mail.acme.co.uk is the same account as acme.co.uk',
		},
		{
			displayName: 'Hysteresis',
			name: 'hysteresis',
			type: 'number',
			typeOptions: { minValue: 0 },
			default: 0,
			description:
				'Points by which an account must fall below the threshold before it is no longer qualified, so that one on the edge does not go back and forth',
		},
		fieldOption(
			'leadKeyField',
			'Lead Key Field',
			'email',
			'Field that tells one person from another. Two items with the same key count once.',
		),
		fieldOption('nameField', 'Name Field', 'name', 'Field with the person’s name, for Top Leads'),
		{
			displayName: 'Surge Baseline',
			name: 'baselineDays',
			type: 'number',
			typeOptions: { minValue: 1, numberPrecision: 0 },
			default: 28,
			description: 'Days before the surge window that show what is usual for the account',
		},
		{
			displayName: 'Surge Factor',
			name: 'surgeFactor',
			type: 'number',
			typeOptions: { minValue: 1 },
			default: 2,
			description: 'How many times the usual activity is a surge',
		},
		{
			displayName: 'Surge Minimum',
			name: 'surgeMinimum',
			type: 'number',
			typeOptions: { minValue: 1, numberPrecision: 0 },
			default: 5,
			description: 'Fewer activities than this in the surge window are never a surge',
		},
		{
			displayName: 'Top Leads',
			name: 'maxTopLeads',
			type: 'number',
			typeOptions: { minValue: 1, numberPrecision: 0 },
			default: 3,
			description: 'How many of the strongest leads the account lists',
		},
	],
};

export const properties: INodeProperties[] = [
	...grouping,
	...score,
	...committee,
	...qualification,
	...surge,
	outputFieldProperty('account'),
	options,
];

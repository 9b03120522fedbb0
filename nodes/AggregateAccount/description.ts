import type { INodeProperties } from 'n8n-workflow';
import { asOfOption, outputFieldProperty } from '../shared/properties';

const PLAIN = { show: { leadShape: ['generic'] } };

const shape: INodeProperties[] = [
	{
		displayName: 'Lead Shape',
		name: 'leadShape',
		type: 'options',
		noDataExpression: true,
		default: 'generic',
		description: 'What comes in, and what is made of it',
		options: [
			{
				name: 'Generic',
				value: 'generic',
				description: 'Leads with the fields named below: gives the accounts, and the leads with their account',
			},
			{
				name: 'Lead Book',
				value: 'leadBook',
				description:
					'Rows of the table ll_lead_book: compares the accounts with the table ll_account_book, and gives the rows to write and the messages to send',
			},
		],
	},
	{
		displayName:
			'Connect nodes that read the tables <b>ll_lead_book</b>, <b>ll_activity_log</b> (the last weeks), <b>ll_alias_book</b>, <b>ll_account_book</b>, <b>ll_settings</b> and <b>ll_outbox</b> (kind account_crossed) to the inputs in this order. The threshold is <i>account_threshold</i> in ll_settings. Template 03 shows how.',
		name: 'tablesNotice',
		type: 'notice',
		default: '',
		displayOptions: { show: { leadShape: ['leadBook'] } },
	},
];

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
			{ name: 'Field', value: 'field', description: 'A field with the account, such as the CRM’s company ID' },
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
		displayOptions: PLAIN,
		hint: 'Name of the field with the email address. It gives the account’s domain.',
	},
	{
		displayName: 'Company Field',
		name: 'companyField',
		type: 'string',
		default: 'company',
		requiresDataPath: 'single',
		displayOptions: PLAIN,
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
		displayOptions: PLAIN,
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

const threshold: INodeProperties = {
	displayName: 'Threshold',
	name: 'threshold',
	type: 'number',
	default: 65,
	displayOptions: PLAIN,
	description: 'Minimum score of an account to be qualified',
};

const inPlainShape = { show: { '/leadShape': ['generic'] } };
const withSource = (source: string) => ({ show: { '/leadShape': ['generic'], activitiesSource: [source] } });

const fieldOption = (
	name: string,
	displayName: string,
	path: string,
	description: string,
	displayOptions: INodeProperties['displayOptions'] = inPlainShape,
): INodeProperties => ({
	displayName,
	name,
	type: 'string',
	default: path,
	requiresDataPath: 'single',
	displayOptions,
	description,
});

const countOption = (name: string, displayName: string, count: number, description: string): INodeProperties => ({
	displayName,
	name,
	type: 'number',
	typeOptions: { minValue: 1, numberPrecision: 0 },
	default: count,
	description,
});

const committee: INodeProperties[] = [
	{
		displayName: 'Required Roles',
		name: 'requiredRoles',
		type: 'string',
		default: '',
		placeholder: 'e.g. Decision Maker, Champion, User',
		description:
			'Comma-separated roles of a complete buying committee. The account shows how many are present and which are missing.',
	},
	fieldOption(
		'roleField',
		'Role Field',
		'role',
		'Field with the lead’s part in the buying committee, for Required Roles and Role Weights. Several are separated by semicolons.',
	),
];

const surge: INodeProperties[] = [
	{
		displayName: 'Activities',
		name: 'activitiesSource',
		type: 'options',
		default: 'field',
		displayOptions: inPlainShape,
		description: 'Where the activities are that show whether an account’s interest surges',
		options: [
			{ name: 'From a Field of the Lead', value: 'field', description: 'Without such a field, the surge stays empty' },
			{
				name: 'From a Second Input',
				value: 'input',
				description: 'Adds the input Activities: one activity per item, joined to its lead by key',
			},
		],
	},
	fieldOption(
		'activitiesField',
		'Activities Field',
		'activities',
		'Field with the list of the lead’s activities',
		withSource('field'),
	),
	fieldOption(
		'activityKeyField',
		'Activity Key Field',
		'lead',
		'Field of the activity with the key of its lead. The lead’s own is set by Lead Key Field.',
		withSource('input'),
	),
	countOption(
		'activityCap',
		'Activities per Day',
		20,
		'Maximum activities of one type that count for an account in one day, so that a reloaded page is not a surge',
	),
	countOption('surgeDays', 'Surge Window', 7, 'Number of recent days to compare with the account’s usual activity'),
	countOption('baselineDays', 'Surge Baseline', 28, 'Days before the surge window that show the usual activity'),
	{
		displayName: 'Surge Factor',
		name: 'surgeFactor',
		type: 'number',
		typeOptions: { minValue: 1 },
		default: 2,
		description: 'How many times the usual activity is a surge',
	},
	countOption('surgeMinimum', 'Surge Minimum', 5, 'Fewer activities than this in the surge window are never a surge'),
];

const others: INodeProperties[] = [
	asOfOption,
	fieldOption(
		'engagementField',
		'Engagement Field',
		'leadScore.engagement',
		'Field with the lead’s engagement. Above zero the lead is engaged; for leads without it the score counts.',
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
			'Points that an account must fall below the threshold before it is no longer qualified, so that one on the edge does not go back and forth',
	},
	fieldOption(
		'leadKeyField',
		'Lead Key Field',
		'email',
		'Field that identifies a person. Two items with the same key count once.',
	),
	fieldOption('nameField', 'Name Field', 'name', 'Field with the person’s name, for Top Leads'),
	fieldOption(
		'previousField',
		'Previously Qualified Field',
		'account.qualified',
		'Field that shows whether the lead’s account was qualified before, so that crossing the threshold is reported once. It is enough if one lead of the account says so.',
	),
	countOption('maxTopLeads', 'Top Leads', 3, 'How many of the strongest leads the account lists'),
];

const options: INodeProperties = {
	displayName: 'Options',
	name: 'options',
	type: 'collection',
	placeholder: 'Add Option',
	default: {},
	options: [...committee, ...surge, ...others].sort((one, other) =>
		one.displayName.localeCompare(other.displayName, 'en'),
	),
};

export const properties: INodeProperties[] = [
	...shape,
	...grouping,
	...score,
	threshold,
	{ ...outputFieldProperty('account'), displayOptions: PLAIN },
	options,
];

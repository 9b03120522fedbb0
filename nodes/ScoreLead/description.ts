import type { INodeProperties } from 'n8n-workflow';
import { STANDARD_FIELDS } from '../../lifecycle/lead/fields';
import { scoreOptionProperties } from '../shared/score-options';
import { asOfOption, outputFieldProperty } from '../shared/properties';
import { readingOptions } from '../shared/activity-form';
import { ownFieldsOption } from '../shared/own-fields';
import { ruleProperties } from './rule-form';

const MACHINE_OPTIONS = new Set(['burstLinks', 'burstSeconds', 'fastSeconds', 'honeypots', 'releaseDays']);

const whenActivities = (source: string) => ({ show: { activitiesSource: [source] } });
const whenModel = (source: string) => ({ show: { modelSource: [source] } });

const leadProperties: INodeProperties[] = [
	{
		displayName: 'Lead Shape',
		name: 'leadShape',
		type: 'options',
		default: 'generic',
		description:
			'Where the standard fields (email, name, title, company, industry, country, employees, revenue …) are found in a lead',
		options: [
			{
				name: 'Generic',
				value: 'generic',
				description: 'Plain fields: email, title, company … (a table, a form, a spreadsheet)',
			},
			{ name: 'HubSpot', value: 'hubspot', description: 'Contacts as the HubSpot node gives them' },
			{
				name: 'Lead Book',
				value: 'leadBook',
				description:
					'Rows of the table ll_lead_book: what somebody wrote by hand counts, the rest is read from the activities',
			},
			{ name: 'Odoo', value: 'odoo', description: 'Leads (crm.lead) as the Odoo node gives them' },
			{ name: 'Pipedrive', value: 'pipedrive', description: 'Persons as the Pipedrive node gives them' },
			{ name: 'Salesforce', value: 'salesforce', description: 'Leads as the Salesforce node gives them' },
		],
	},
	{
		displayName: 'Lead Key Field',
		name: 'leadKeyField',
		type: 'string',
		default: 'email',
		required: true,
		requiresDataPath: 'single',
		hint: 'Name of the field that identifies a lead',
	},
	{
		displayName: 'Join Lead Book',
		name: 'joinLeadBook',
		type: 'boolean',
		default: false,
		displayOptions: { show: { leadShape: ['leadBook'] } },
		description:
			'Whether the rows come in on an input of their own, Lead Book, and are joined by key, so that leads without a row are scored too',
	},
];

const activityProperties: INodeProperties[] = [
	{
		displayName: 'Activities',
		name: 'activitiesSource',
		type: 'options',
		default: 'field',
		description: 'Where the activities of each lead come from',
		options: [
			{
				name: 'From a Field of the Lead',
				value: 'field',
				description: 'Each lead brings a list of its activities',
			},
			{
				name: 'From a Second Input',
				value: 'input',
				description: 'Adds the input Activities: one activity an item, joined to its lead by key',
			},
		],
	},
	{
		displayName: 'Activities Field',
		name: 'activitiesField',
		type: 'string',
		default: 'activities',
		required: true,
		requiresDataPath: 'single',
		displayOptions: whenActivities('field'),
		hint: 'Name of the field with the list of activities (each with type and at). A lead without it has none.',
	},
	{
		displayName: 'Activity Key Field',
		name: 'activityKeyField',
		type: 'string',
		default: 'lead',
		required: true,
		displayOptions: whenActivities('input'),
		hint: 'Name of the field in an activity that holds the key of its lead',
	},
	{
		displayName: 'Other Keys Field',
		name: 'otherKeysField',
		type: 'string',
		default: '',
		requiresDataPath: 'single',
		displayOptions: whenActivities('input'),
		hint: 'Name of the field with other keys of the lead, such as a visitor’s anonymous ID: what was done under them counts too. Follow Log gives it as keys.',
	},
	{
		displayName: 'Judge Machines',
		name: 'judgeMachines',
		type: 'boolean',
		default: false,
		description:
			'Whether clicks on many links within seconds, and clicks right after a delivery, are taken for a mail scanner’s, also when each came in a call of its own',
	},
];

const modelProperties: INodeProperties[] = [
	{
		displayName: 'Scoring Model',
		name: 'modelSource',
		type: 'options',
		default: 'starter',
		description: 'The rules that give points',
		options: [
			{
				name: 'Starter Model',
				value: 'starter',
				description: 'Rules that work on the first day, from a published lead-scoring guide',
			},
			{ name: 'Define Below', value: 'define', description: 'Write the rules in this node' },
			{
				name: 'From an Input',
				value: 'input',
				description: 'Adds the input Rules: one row of a table an item, so that marketing owns the rules',
			},
			{
				name: 'JSON',
				value: 'json',
				description: 'A list of rule rows, or an object with name, version, rules and options',
			},
		],
	},
	{
		displayName:
			'Connect a node that reads your table of rules to the input <b>Rules</b>: a Data Table, Google Sheets, Postgres … Columns: rule, dimension, event, field, operator, value, points and, where wanted, per, max, count, days, every, decay, importance, moment, active, note, model.',
		name: 'rulesNotice',
		type: 'notice',
		default: '',
		displayOptions: whenModel('input'),
	},
	{ ...ruleProperties, displayOptions: whenModel('define') },
	{
		displayName: 'Model',
		name: 'model',
		type: 'json',
		typeOptions: { rows: 12 },
		default:
			'[\n  { "rule": "Pricing page", "dimension": "engagement", "event": "page_view",\n    "field": "$activity.page", "operator": "contains", "value": "pricing", "points": 12 },\n  { "rule": "Director", "dimension": "fit", "field": "title",\n    "operator": "contains", "value": "director", "points": 12 }\n]',
		required: true,
		displayOptions: whenModel('json'),
		description: 'A list of rule rows, or { "name": "…", "version": "1", "rules": […], "options": {…} }',
	},
];

/** The same options as where activities come in, for what is judged when they are read. */
const machineOptions = readingOptions
	.filter(({ name }) => MACHINE_OPTIONS.has(name))
	.map((option): INodeProperties => ({ ...option, displayOptions: { show: { '/judgeMachines': [true] } } }));

/** What people read first of a score. */
export const OWN_FIELDS = ['total', 'fit', 'engagement', 'summary'];

const optionProperties: INodeProperties[] = [
	ownFieldsOption(OWN_FIELDS),
	...machineOptions,
	asOfOption,
	...scoreOptionProperties,
	{
		displayName: 'Faulty Rules',
		name: 'faultyRules',
		type: 'options',
		default: 'stop',
		description: 'What to do when a rule cannot be read',
		options: [
			{ name: 'Stop', value: 'stop', description: 'Score nobody until the rules are mended' },
			{
				name: 'Skip and Report',
				value: 'skip',
				description: 'Leave the rule out, score by the others, and say in a hint what is wrong',
			},
		],
	},
	{
		displayName: 'Field Mapping',
		name: 'fieldMapping',
		type: 'fixedCollection',
		default: {},
		placeholder: 'Map a Field',
		description: 'Where single standard fields are found, if not where the lead shape says',
		options: [
			{
				displayName: 'Fields',
				name: 'fields',
				values: STANDARD_FIELDS.map((field): INodeProperties => ({
					displayName: field[0].toUpperCase() + field.slice(1),
					name: field,
					type: 'string',
					default: '',
					requiresDataPath: 'single',
				})),
			},
		],
	},
	{
		displayName: 'Max Reasons',
		name: 'maxReasons',
		type: 'number',
		typeOptions: { minValue: 1, numberPrecision: 0 },
		default: 10,
		description: 'Most reasons to list; the rest stands as one line, so that the sum still holds',
	},
	{
		displayName: 'Unknown Leads',
		name: 'unknownLeads',
		type: 'options',
		default: 'create',
		description: 'What to do with activities of the second input whose lead is not among the leads',
		options: [
			{ name: 'Create', value: 'create', description: 'Score them as new leads, after the others' },
			{ name: 'Ignore', value: 'ignore', description: 'Leave them out' },
		],
	},
];

export const properties: INodeProperties[] = [
	...leadProperties,
	...activityProperties,
	...modelProperties,
	outputFieldProperty('leadScore'),
	{
		displayName: 'Options',
		name: 'options',
		type: 'collection',
		placeholder: 'Add Option',
		default: {},
		options: [...optionProperties].sort((a, b) => a.displayName.localeCompare(b.displayName, 'en')),
	},
];

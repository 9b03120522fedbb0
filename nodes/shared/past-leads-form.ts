import type { INodeProperties } from 'n8n-workflow';

/** What the leads of a node's input are. Shown for some of its operations. */
export const leadProperties = (operation: string[]): INodeProperties[] => [
	{
		displayName: 'Leads Are',
		name: 'leadShape',
		type: 'options',
		default: 'leadBook',
		displayOptions: { show: { operation } },
		options: [
			{ name: 'Other Items', value: 'generic', description: 'Leads from anywhere' },
			{ name: 'Rows of the Lead Book', value: 'leadBook', description: 'Table ll_lead_book' },
		],
	},
	{
		displayName: 'Lead Key Field',
		name: 'leadKeyField',
		type: 'string',
		default: 'lead',
		required: true,
		requiresDataPath: 'single',
		displayOptions: { show: { operation, leadShape: ['generic'] } },
		hint: 'Name of the field with the key that activities have in “lead”',
	},
];

/** Where a node reads what became of leads: the stage log, or a field of the lead. Shown for some of its operations. */
export const outcomeProperties = (operation: string[]): INodeProperties[] => [
	...stageLogProperties(operation),
	...ownFieldProperties(operation),
];

const stageLogProperties = (operation: string[]): INodeProperties[] => [
	{
		displayName: 'Outcomes From',
		name: 'outcomesFrom',
		type: 'options',
		default: 'stageLog',
		displayOptions: { show: { operation } },
		options: [
			{ name: 'A Field of the Lead', value: 'field' },
			{ name: 'The Stage Log', value: 'stageLog', description: 'Input Stage Log, rows of ll_stage_log' },
		],
	},
	{
		displayName: 'Stages That Mean Converted',
		name: 'convertedStages',
		type: 'multiOptions',
		default: ['opportunity', 'won'],
		displayOptions: { show: { operation, outcomesFrom: ['stageLog'] } },
		options: [
			{ name: 'Accepted', value: 'accepted' },
			{ name: 'MQL', value: 'mql' },
			{ name: 'Opportunity', value: 'opportunity' },
			{ name: 'Won', value: 'won' },
		],
	},
];

const ownFieldProperties = (operation: string[]): INodeProperties[] => [
	{
		displayName: 'Outcome Field',
		name: 'outcomeField',
		type: 'string',
		default: 'outcome',
		requiresDataPath: 'single',
		displayOptions: { show: { operation, outcomesFrom: ['field'] } },
		hint: 'Name of the field with what became of the lead; empty means nothing yet',
	},
	{
		displayName: 'Values That Mean Converted',
		name: 'convertedValues',
		type: 'string',
		default: 'won, converted, yes, true, 1',
		displayOptions: { show: { operation, outcomesFrom: ['field'] } },
		description: 'Comma-separated. Any other value means not converted.',
	},
	{
		displayName: 'Outcome Date Field',
		name: 'outcomeDateField',
		type: 'string',
		default: 'outcomeAt',
		requiresDataPath: 'single',
		displayOptions: { show: { operation, outcomesFrom: ['field'] } },
		hint: 'Name of the field with the time of the outcome',
	},
];

import type { INodeProperties } from 'n8n-workflow';
import { CELLS, DEFAULT_BANDS, DEFAULT_SALES_CELLS, DEFAULT_UNQUALIFIED_CELLS } from '../../lifecycle/grid/grid';
import { ownFieldsOption } from '../shared/own-fields';
import { asOfOption, outputFieldProperty } from '../shared/properties';

/** The outputs by route, in the order of the routes. */
export const OUTPUT_NAMES = ['Sales Ready', 'Nurture', 'Unqualified'];

/** n8n keeps this as text and runs it in the browser, so it is written as text. */
export const OUTPUTS = `={{ ((parameters) => {
	if (parameters.outputs === 'one') return [{ type: 'main', displayName: 'Leads' }];
	return ${JSON.stringify(OUTPUT_NAMES)}.map((displayName) => ({ type: 'main', displayName }));
})($parameter) }}` as const;

/** Like {@link OUTPUTS}. */
export const INPUTS = `={{ ((parameters) => {
	const inputs = [{ type: 'main', displayName: 'Leads' }];
	if (parameters.gridSource === 'input') inputs.push({ type: 'main', displayName: 'Settings' });
	return inputs;
})($parameter) }}` as const;

/** What people read first of a place in the grid. */
export const OWN_FIELDS = ['cell', 'label', 'route'];

const IN_THE_FORM = { show: { gridSource: ['form'] } };

const thresholds = (name: string, displayName: string, bands: string, below: string): INodeProperties => ({
	displayName,
	name,
	type: 'string',
	default: DEFAULT_BANDS.join(', '),
	required: true,
	displayOptions: IN_THE_FORM,
	hint: `Minimum scores for ${bands}, highest first. What lies below is ${below}.`,
});

const cells = (name: string, displayName: string, defaults: string[], description: string): INodeProperties => ({
	displayName,
	name,
	type: 'multiOptions',
	default: [...defaults],
	displayOptions: IN_THE_FORM,
	description,
	options: CELLS.map((cell) => ({ name: cell, value: cell })),
});

export const properties: INodeProperties[] = [
	{
		displayName: 'Fit Score',
		name: 'fitField',
		type: 'string',
		default: 'leadScore.fit',
		required: true,
		requiresDataPath: 'single',
		hint: 'Name of the field with the score for who the lead is. It gives the letter.',
	},
	{
		displayName: 'Engagement Score',
		name: 'engagementField',
		type: 'string',
		default: 'leadScore.engagement',
		required: true,
		requiresDataPath: 'single',
		hint: 'Name of the field with the score for what the lead does. It gives the digit.',
	},
	{
		displayName: 'Bands and Cells',
		name: 'gridSource',
		type: 'options',
		default: 'form',
		options: [
			{ name: 'Set Below', value: 'form', description: 'For this node alone' },
			{
				name: 'From an Input',
				value: 'input',
				description: 'Adds a Settings input: one row of the table ll_settings per item, read by all templates',
			},
		],
	},
	{
		displayName:
			'Connect a node that reads the table <b>ll_settings</b> to the input <b>Settings</b>. Its rows <i>sales_cells</i>, <i>unqualified_cells</i>, <i>fit_bands</i>, <i>engagement_bands</i>, <i>minimum_total</i> and <i>hysteresis</i> count; for one that is missing, the usual value does.',
		name: 'settingsNotice',
		type: 'notice',
		default: '',
		displayOptions: { show: { gridSource: ['input'] } },
	},
	thresholds('fitThresholds', 'Fit Thresholds', 'A, B and C', 'D'),
	thresholds('engagementThresholds', 'Engagement Thresholds', '1, 2 and 3', '4'),
	cells('salesCells', 'Sales Cells', DEFAULT_SALES_CELLS, 'Leads in these cells are ready for sales'),
	cells(
		'unqualifiedCells',
		'Unqualified Cells',
		DEFAULT_UNQUALIFIED_CELLS,
		'Leads in these cells are not worth following up; all other cells go to nurture',
	),
	{
		displayName: 'Previous Cell',
		name: 'previousCellField',
		type: 'string',
		default: 'cell',
		requiresDataPath: 'single',
		hint: 'Name of the field with the cell stored for the lead. It tells whether the lead has just entered the sales cells.',
	},
	{
		displayName: 'Outputs',
		name: 'outputs',
		type: 'options',
		default: 'byRoute',
		options: [
			{
				name: 'By Route',
				value: 'byRoute',
				description: 'Three outputs: Sales Ready, Nurture and Unqualified',
			},
			{
				name: 'One',
				value: 'one',
				description: 'All leads in the order in which they came, each with its route',
			},
		],
	},
	outputFieldProperty('grid'),
	{
		displayName: 'Options',
		name: 'options',
		type: 'collection',
		placeholder: 'Add Option',
		default: {},
		options: [
			ownFieldsOption(OWN_FIELDS),
			asOfOption,
			{
				displayName: 'Excluded Field',
				name: 'excludedField',
				type: 'string',
				default: 'leadScore.excluded',
				requiresDataPath: 'single',
				description: 'Field that holds something when the lead is excluded; excluded leads are unqualified',
			},
			{
				displayName: 'Hysteresis',
				name: 'hysteresis',
				type: 'number',
				typeOptions: { minValue: 0 },
				default: 0,
				description:
					'Points by which a score must fall below its band before the lead leaves it, so that a lead on the edge does not go back and forth',
				displayOptions: { show: { '/gridSource': ['form'] } },
			},
			{
				displayName: 'Minimum Total',
				name: 'minimumTotal',
				type: 'number',
				default: 0,
				description: 'The least total a lead needs for sales, whatever its cell',
				displayOptions: { show: { '/gridSource': ['form'] } },
			},
			{
				displayName: 'Since Field',
				name: 'sinceField',
				type: 'string',
				default: 'cellSince',
				requiresDataPath: 'single',
				description: 'Field with the time since when the lead has stood in its previous cell',
			},
			{
				displayName: 'Total Field',
				name: 'totalField',
				type: 'string',
				default: 'leadScore.total',
				requiresDataPath: 'single',
				description: 'Field with the total score, compared with Minimum Total',
			},
		],
	},
];

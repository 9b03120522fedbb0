import type { INodeProperties } from 'n8n-workflow';
import { leadProperties, outcomeProperties } from '../shared/past-leads-form';
import { asOfOption } from '../shared/properties';
import type { OperationName } from './ends';

const ofThePast: OperationName[] = [
	'abTest',
	'backtest',
	'bands',
	'bant',
	'compare',
	'conversion',
	'modelCheck',
	'report',
];
/** Those that learn from what became of leads, whatever else they do. */
const withOutcomes: OperationName[] = [...ofThePast, 'tryModel'];
const withLeads: OperationName[] = [...ofThePast, 'history', 'speedToLead'];
const show = (...operation: OperationName[]) => ({ show: { operation } });
const option = (property: INodeProperties, ...operation: OperationName[]): INodeProperties => ({
	...property,
	displayOptions: { show: { '/operation': operation } },
});

const lookAt = (preset: string, ...operation: OperationName[]): INodeProperties => ({
	displayName: 'Look at Leads',
	name: 'lookAt',
	type: 'options',
	default: preset,
	displayOptions: show(...operation),
	description: 'As of when each lead is scored and counted. Nothing that happened later counts.',
	options: [
		{ name: 'Just Before Their Outcome', value: 'outcome' },
		{ name: 'Some Days After They Came In', value: 'age' },
		{ name: 'When They Were Handed Over', value: 'handOff' },
	],
});

const NOTHING = { leads: 0, acceptedPercent: 0, wonPercent: 0, days: 0, dealValue: 0 };

const periods: INodeProperties = {
	displayName: 'Periods',
	name: 'periods',
	type: 'fixedCollection',
	typeOptions: { multipleValues: true },
	placeholder: 'Add Period',
	default: { period: [NOTHING, NOTHING] },
	displayOptions: show('roi'),
	description: 'Two: the first is before the change, the second after it',
	options: [
		{
			displayName: 'Period',
			name: 'period',
			values: [
				{
					displayName: 'Accepted (Percent)',
					name: 'acceptedPercent',
					type: 'number',
					default: 0,
					description: 'Of the leads, how many sales accepts',
				},
				{ displayName: 'Days to a Deal', name: 'days', type: 'number', default: 0 },
				{
					displayName: 'Leads',
					name: 'leads',
					type: 'number',
					default: 0,
					description: 'Handed over in the period',
				},
				{ displayName: 'Value of a Deal', name: 'dealValue', type: 'number', default: 0 },
				{
					displayName: 'Won (Percent)',
					name: 'wonPercent',
					type: 'number',
					default: 0,
					description: 'Of those accepted, how many buy',
				},
			],
		},
	],
};

const text = (displayName: string, name: string, preset: string, description: string): INodeProperties => ({
	displayName,
	name,
	type: 'string',
	default: preset,
	description,
});

const number = (displayName: string, name: string, preset: number, description: string): INodeProperties => ({
	displayName,
	name,
	type: 'number',
	typeOptions: { minValue: 0 },
	default: preset,
	description,
});

export const properties: INodeProperties[] = [
	{
		displayName: 'Operation',
		name: 'operation',
		type: 'options',
		noDataExpression: true,
		default: 'conversion',
		options: [
			{
				name: 'A/B Test',
				value: 'abTest',
				action: 'Judge an A/B test',
				description:
					'Deal leads into two arms by their key, and say which converts better; may be looked at at any time',
			},
			{
				name: 'Backtest',
				value: 'backtest',
				action: 'Backtest a model',
				description: 'Score each lead of the past as of its day, and see whether those that converted stood higher',
			},
			{
				name: 'Bands and Cells',
				value: 'bands',
				action: 'Review bands and cells',
				description: 'How scores are spread, and how often each band and cell converts',
			},
			{
				name: 'BANT Truth',
				value: 'bant',
				action: 'Compare what leads declared with deals',
				description: 'What leads declared of budget, authority, need and timeline, against what deals showed',
			},
			{
				name: 'Check the Model',
				value: 'modelCheck',
				action: 'Check a model on its leads',
				description: 'Rules that never fire, empty fields, a threshold out of line, drift; each with what to do',
			},
			{
				name: 'Compare Models',
				value: 'compare',
				action: 'Compare two models',
				description: 'Who changes cell under a draft, and which hand-offs and conversions are gained and lost',
			},
			{
				name: 'Conversion Table',
				value: 'conversion',
				action: 'Make a conversion table',
				description: 'How often leads convert by rule, activity, asset and source, with suggested points',
			},
			{
				name: 'Find Keys',
				value: 'keys',
				action: 'Find the keys of leads',
				description: 'Under which keys the activities of leads stand, for reads of the logs',
			},
			{
				name: 'Publish a Model',
				value: 'publishModel',
				action: 'Publish a draft model',
				description: 'The writes that make a draft live and keep the version before, or why there are none',
			},
			{
				name: 'Report',
				value: 'report',
				action: 'Make a report',
				description: 'All of it as a page and a file: five sentences, plots, and a table behind each',
			},
			{
				name: 'Return on Investment',
				value: 'roi',
				action: 'Work out the return on investment',
				description: 'Deals and revenue before and after a change',
			},
			{
				name: 'Score History',
				value: 'history',
				action: 'Tell why scores moved',
				description: 'The leads whose score moved most between two moments, and why, in rows that add up',
			},
			{
				name: 'Speed to Lead',
				value: 'speedToLead',
				action: 'Measure speed to lead',
				description: 'Minutes from hand-off to the first answer of a person, by owner and source',
			},
			{
				name: 'Stages',
				value: 'stages',
				action: 'Review stages',
				description: 'Where leads are, how long they stay, deadlines kept, and leads that came back',
			},
			{
				name: 'Try a Model',
				value: 'tryModel',
				action: 'Try a draft model',
				description: 'What publishing a draft would do to every lead, before anything changes',
			},
		],
	},
	{
		displayName:
			'Connect the tables: <b>ll_lead_book</b>, <b>ll_activity_log</b>, <b>ll_rules</b>, <b>ll_stage_log</b>, <b>ll_settings</b> and <b>ll_alias_book</b>. All but Leads may be left unconnected.',
		name: 'tablesNotice',
		type: 'notice',
		default: '',
		displayOptions: { hide: { operation: ['roi'] } },
	},
	{
		displayName: 'The first five numbers are of the time before the change, the second five of the time after it',
		name: 'periodsNotice',
		type: 'notice',
		default: '',
		displayOptions: show('roi'),
	},
	...leadProperties(withLeads.filter((each) => each !== 'report')),
	{
		displayName: 'Draft',
		name: 'draft',
		type: 'string',
		default: '',
		placeholder: 'draft',
		displayOptions: show('compare', 'tryModel'),
		description:
			'The model of the input Rules to try, as its rows name it in the column model. Empty means the first whose name begins with “draft”.',
	},
	{
		displayName: 'One Lead',
		name: 'lead',
		type: 'string',
		default: '',
		placeholder: 'ana@example.com',
		displayOptions: show('tryModel'),
		description: 'Key or e-mail address of a lead to show under both models',
	},
	{
		displayName: 'Test',
		name: 'test',
		type: 'string',
		default: '',
		required: true,
		displayOptions: show('abTest'),
		description: 'Name of the test. It decides, with the lead’s key, which arm a lead is in.',
	},
	...outcomeProperties(withOutcomes),
	lookAt('outcome', 'bands', 'bant', 'conversion', 'modelCheck'),
	lookAt('handOff', 'abTest', 'backtest', 'compare', 'report', 'tryModel'),
	{
		displayName: 'Days After They Came In',
		name: 'ageDays',
		type: 'number',
		typeOptions: { minValue: 0 },
		default: 14,
		displayOptions: { show: { operation: withOutcomes, lookAt: ['age'] } },
	},
	{
		displayName: 'Days to Convert',
		name: 'windowDays',
		type: 'number',
		typeOptions: { minValue: 1 },
		default: 90,
		displayOptions: show(...withOutcomes),
		description:
			'A conversion counts within so many days. A lead that is neither converted nor lost, and whose days are not over, is left out.',
	},
	periods,
	{
		displayName: 'Options',
		name: 'options',
		type: 'collection',
		placeholder: 'Add Option',
		default: {},
		options: [
			asOfOption,
			option(
				text('Authority Field', 'authorityField', 'authority', 'Field in which leads say what they may decide'),
				'bant',
			),
			option(number('Bands', 'bands', 10, 'How many bands of about as many leads each'), 'bands'),
			option(text('Budget Field', 'budgetField', 'budget', 'Field in which leads say what they can spend'), 'bant'),
			option(
				text(
					'Came In Field',
					'cameInField',
					'createdAt',
					'Field with the time a lead came in; where it is empty, its first activity says so',
				),
				...withOutcomes,
			),
			option(
				text(
					'Compare Fields',
					'compareFields',
					'industry, country, $lead.seniority',
					'Fields of leads by whose values they are compared too, comma-separated',
				),
				'conversion',
				'report',
			),
			option(text('Deal Value Field', 'dealValueField', 'dealValue', 'Field with the value of the deal'), 'bant'),
			option(
				text('Draft Model', 'draftModel', 'draft', 'Name in the column model of the draft rules that come out'),
				'conversion',
			),
			option(
				number('Leads Sales Can Take', 'capacity', 100, 'Of the leads that are reviewed, how many sales has time for'),
				'backtest',
				'modelCheck',
				'report',
			),
			option(
				text('Model Name', 'modelName', '', 'The model to review, where the rules hold several'),
				...withLeads,
				'tryModel',
			),
			option(
				number('Leads per Page', 'pageSize', 500, 'How many rows of the lead book come at a time; 0 when all do'),
				'tryModel',
			),
			option(number('Most Leads', 'most', 10, 'How many leads that rose, and how many that fell'), 'history'),
			option(text('Need Field', 'needField', 'need', 'Field in which leads say what they need'), 'bant'),
			option(number('Share of B (Percent)', 'shareOfB', 50, 'How many of the leads are in arm B'), 'abTest'),
			option(
				{
					displayName: 'Since',
					name: 'since',
					type: 'dateTime',
					default: '',
					description: 'The last review; for the score history the beginning, a week before when empty',
				},
				'history',
				'modelCheck',
				'report',
			),
			option(
				text(
					'Source Field',
					'sourceField',
					'source',
					'Field with where a lead came from; where it is empty, the source of its first activity counts',
				),
				'conversion',
				'report',
				'speedToLead',
			),
			option(
				number(
					'Split At (Percent)',
					'splitPercent',
					70,
					'How many of the leads, by the date they came in, are the first part',
				),
				...ofThePast,
			),
			option(
				number('Threshold', 'threshold', 65, 'Total at which a lead is ready for sales'),
				...withLeads,
				'tryModel',
			),
			option(
				text('Timeline Field', 'timelineField', 'timeline', 'Field in which leads say when they want to buy'),
				'bant',
			),
			option(
				{
					displayName: 'Use Leads',
					name: 'part',
					type: 'options',
					default: 'all',
					description: 'Learn on the first part, measure on the last',
					options: [
						{ name: 'All', value: 'all' },
						{ name: 'The First Part by Date', value: 'first' },
						{ name: 'The Last Part by Date', value: 'last' },
					],
				},
				...ofThePast,
			),
			option(number('Usual Conversion (Percent)', 'usual', 10, 'What arm A is expected to convert'), 'abTest'),
			option(
				number(
					'Worthwhile Gain (Percent)',
					'worthwhile',
					20,
					'How much more often B has to convert to be worth having',
				),
				'abTest',
			),
		],
	},
];

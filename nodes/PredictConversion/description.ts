import type { INodeProperties } from 'n8n-workflow';
import { leadProperties, outcomeProperties } from '../shared/past-leads-form';
import { asOfOption, outputFieldProperty } from '../shared/properties';
import type { OperationName } from './ends';

const show = (...operation: OperationName[]) => ({ show: { operation } });
const option = (property: INodeProperties, ...operation: OperationName[]): INodeProperties => ({
	...property,
	displayOptions: { show: { '/operation': operation } },
});

export const properties: INodeProperties[] = [
	{
		displayName: 'Operation',
		name: 'operation',
		type: 'options',
		noDataExpression: true,
		default: 'train',
		options: [
			{
				name: 'Predict',
				value: 'predict',
				action: 'Predict conversion',
				description: 'How likely each lead is to convert, with grade and reasons, by a trained model',
			},
			{
				name: 'Train',
				value: 'train',
				action: 'Train a model',
				description: 'Learn from leads of the past who converts. Gives no model when there is nothing to learn.',
			},
		],
	},
	{
		displayName:
			'Connect the tables: <b>ll_lead_book</b>, <b>ll_activity_log</b>, <b>ll_stage_log</b>, <b>ll_alias_book</b>, the model that is live now, and <b>ll_settings</b>, which says who gets the message. All but Leads may be left unconnected. At least 40 leads that converted and 40 that did not are needed.',
		name: 'trainNotice',
		type: 'notice',
		default: '',
		displayOptions: show('train'),
	},
	{
		displayName:
			'Connect the leads, <b>ll_activity_log</b>, <b>ll_alias_book</b>, and the item that Train gave on its output Model. Predictions hold for leads of about the age at which the model looked at leads. <b>Changed Rows</b> are writes of the columns chance and chanceWhy of <b>ll_lead_book</b>.',
		name: 'predictNotice',
		type: 'notice',
		default: '',
		displayOptions: show('predict'),
	},
	...leadProperties(['train', 'predict']),
	...outcomeProperties(['train']),
	{
		displayName: 'Look at Leads',
		name: 'lookAt',
		type: 'options',
		default: 'age',
		displayOptions: show('train'),
		description: 'As of when each lead is looked at. Nothing that happened later counts.',
		options: [
			{ name: 'Some Days After They Came In', value: 'age' },
			{ name: 'When They Were Handed Over', value: 'handOff' },
		],
	},
	{
		displayName: 'Days After They Came In',
		name: 'ageDays',
		type: 'number',
		typeOptions: { minValue: 0 },
		default: 14,
		displayOptions: { show: { operation: ['train'], lookAt: ['age'] } },
	},
	{
		displayName: 'Days to Convert',
		name: 'windowDays',
		type: 'number',
		typeOptions: { minValue: 1 },
		default: 90,
		displayOptions: show('train'),
		description:
			'A conversion counts within so many days. A lead that is neither converted nor lost, and whose days are not over, is left out.',
	},
	{
		displayName: 'Model From',
		name: 'modelSource',
		type: 'options',
		default: 'input',
		displayOptions: show('predict'),
		options: [
			{ name: 'The Form', value: 'json', description: 'The text below, for an agent that has no input to read' },
			{ name: 'The Input Model', value: 'input', description: 'The item that Train gave, for example from a table' },
		],
	},
	{
		displayName: 'Model',
		name: 'model',
		type: 'json',
		default: '',
		required: true,
		displayOptions: { show: { operation: ['predict'], modelSource: ['json'] } },
		description: 'What Train gave in the field model',
	},
	{
		displayName: 'Model Field',
		name: 'modelField',
		type: 'string',
		default: 'model',
		required: true,
		requiresDataPath: 'single',
		displayOptions: { show: { operation: ['predict'], modelSource: ['input'] } },
		hint: 'Name of the field of the input Model that holds the model',
	},
	{ ...outputFieldProperty('prediction'), displayOptions: show('predict') },
	{
		displayName: 'Options',
		name: 'options',
		type: 'collection',
		placeholder: 'Add Option',
		default: {},
		options: [
			asOfOption,
			{
				displayName: 'Came In Field',
				name: 'cameInField',
				type: 'string',
				default: 'createdAt',
				description: 'Field with the time a lead came in; where it is empty, its first activity says so',
			},
			option(
				{
					displayName: 'Confirmed Fields',
					name: 'confirmedFields',
					type: 'string',
					default: '',
					placeholder: 'renewalDate, plan',
					description:
						'Comma-separated fields to use although they look as if they were filled after the outcome. Name a field only if it was known in time.',
				},
				'train',
			),
			option(
				{
					displayName: 'Draft Model',
					name: 'draftModel',
					type: 'string',
					default: 'draft',
					description: 'Name in the column model of the rules on the output Suggested Points',
				},
				'train',
			),
			option(
				{
					displayName: 'Fit Half-Lives',
					name: 'fitHalfLives',
					type: 'boolean',
					default: true,
					description: 'Whether to work out how fast the interest that each activity shows fades',
				},
				'train',
			),
			option(
				{
					displayName: 'Leave Out Fields',
					name: 'leaveOutFields',
					type: 'string',
					default: '',
					placeholder: 'gender, birthday',
					description: 'Comma-separated fields of the lead that play no part',
				},
				'train',
			),
			option(
				{
					displayName: 'Maximum Number of Reasons',
					name: 'mostReasons',
					type: 'number',
					typeOptions: { minValue: 1 },
					default: 8,
					description: 'The rest are combined into one line, so the reasons still add up',
				},
				'predict',
			),
			option(
				{
					displayName: 'Method',
					name: 'method',
					type: 'options',
					default: 'auto',
					options: [
						{
							name: 'Automatic',
							value: 'auto',
							description: 'Trees from 2,000 leads on where they predict better, logistic regression otherwise',
						},
						{ name: 'Gradient-Boosted Trees', value: 'trees' },
						{ name: 'Logistic Regression', value: 'logistic' },
					],
				},
				'train',
			),
			option(
				{
					displayName: 'Points That Double the Odds',
					name: 'doubling',
					type: 'number',
					typeOptions: { minValue: 1 },
					default: 10,
					description: 'The scale of the output Suggested Points',
				},
				'train',
			),
		],
	},
];

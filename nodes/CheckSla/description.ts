import type { INodeProperties } from 'n8n-workflow';
import { CELLS } from '../../lifecycle/grid/grid';
import { asOfOption, outputFieldProperty } from '../shared/properties';

const WEEKDAYS = ['Monday', 'Tuesday', 'Wednesday', 'Thursday', 'Friday', 'Saturday', 'Sunday'];
const WORKING_WEEK = ['monday', 'tuesday', 'wednesday', 'thursday', 'friday'];

const unit = (
	name: string,
	displayName: string,
	description = 'Business hours and days count only opening hours; a day is 24 hours on the clock',
): INodeProperties => ({
	displayName,
	name,
	type: 'options',
	default: 'business hours',
	description,
	options: [
		{ name: 'Business Days', value: 'business days' },
		{ name: 'Business Hours', value: 'business hours' },
		{ name: 'Days', value: 'days' },
		{ name: 'Hours', value: 'hours' },
		{ name: 'Minutes', value: 'minutes' },
	],
});

const escalations: INodeProperties = {
	displayName: 'Escalations',
	name: 'escalations',
	type: 'fixedCollection',
	typeOptions: { multipleValues: true },
	placeholder: 'Add Escalation',
	default: {},
	description: 'Further alerts after the deadline, each told once',
	options: [
		{
			displayName: 'Escalation',
			name: 'escalation',
			values: [
				{
					displayName: 'Level',
					name: 'level',
					type: 'string',
					default: 'manager',
					description: 'The alert gets this name',
				},
				{
					displayName: 'After',
					name: 'after',
					type: 'number',
					default: 4,
					description: 'How long after the deadline',
				},
				unit('unit', 'Unit'),
			],
		},
	],
};

const policyName: INodeProperties = {
	displayName: 'Name',
	name: 'name',
	type: 'string',
	default: 'First response',
	description: 'Alerts carry the name; a policy that is renamed tells its alerts anew',
};

const policyCells: INodeProperties = {
	displayName: 'Cells',
	name: 'cells',
	type: 'multiOptions',
	default: [],
	description: 'The grid cells the policy is for. Empty: all leads.',
	options: CELLS.map((cell) => ({ name: cell, value: cell })),
};

const policyStages: INodeProperties = {
	displayName: 'Stages',
	name: 'stages',
	type: 'string',
	default: '',
	placeholder: 'e.g. mql, accepted',
	description: 'The stages the policy is for, with commas. Empty: all leads.',
};

const startField: INodeProperties = {
	displayName: 'Start Field',
	name: 'startField',
	type: 'string',
	default: 'handedOffAt',
	requiresDataPath: 'single',
	hint: 'Name of the field with the time at which the clock starts; while it is empty the clock has not started',
};

const stopField: INodeProperties = {
	displayName: 'Stop Field',
	name: 'stopField',
	type: 'string',
	default: 'acceptedAt',
	requiresDataPath: 'single',
	hint: 'Name of the field with the time at which the step was done; a time before the start belongs to an earlier round. Empty: the clock runs until the lead leaves these cells and stages.',
};

const target: INodeProperties = {
	displayName: 'Target',
	name: 'target',
	type: 'number',
	default: 4,
	description: 'The time allowed, in the unit below',
};

const thenTarget: INodeProperties = {
	displayName: 'Then Another',
	name: 'thenTarget',
	type: 'number',
	default: 0,
	hint: 'A second time that follows the first, such as one day and then ten business hours. 0: none.',
};

const thenUnit: INodeProperties = {
	...unit('thenUnit', 'Then Unit', 'The unit of Then Another'),
	displayOptions: { show: { thenTarget: [{ _cnd: { gt: 0 } }] } },
};

const warnAt: INodeProperties = {
	displayName: 'Warn At (%)',
	name: 'warnAt',
	type: 'number',
	default: 75,
	typeOptions: { minValue: 1, maxValue: 100 },
	description: 'Percentage of the time allowed after which a lead is at risk. 100: no warning.',
};

const policies: INodeProperties = {
	displayName: 'Policies',
	name: 'policies',
	type: 'fixedCollection',
	typeOptions: { multipleValues: true, sortable: true },
	placeholder: 'Add Policy',
	default: {
		policy: [
			{
				name: 'First response',
				cells: [],
				stages: '',
				startField: 'handedOffAt',
				stopField: 'acceptedAt',
				target: 4,
				unit: 'business hours',
				thenTarget: 0,
				thenUnit: 'business hours',
				warnAt: 75,
				escalations: {},
			},
		],
	},
	description: 'How much time the next step may take, for which leads',
	options: [
		{
			displayName: 'Policy',
			name: 'policy',
			values: [
				policyName,
				policyCells,
				policyStages,
				startField,
				stopField,
				target,
				unit('unit', 'Unit'),
				thenTarget,
				thenUnit,
				warnAt,
				escalations,
			],
		},
	],
};

const openingHours: INodeProperties = {
	displayName: 'Opening Hours',
	name: 'openingHours',
	type: 'fixedCollection',
	typeOptions: { multipleValues: true },
	placeholder: 'Add Hours',
	default: { hours: [{ days: WORKING_WEEK, opens: '9:00', closes: '17:00' }] },
	description: 'Several rows may be for the same day, such as the morning and the afternoon; a day in no row is closed',
	options: [
		{
			displayName: 'Hours',
			name: 'hours',
			values: [
				{
					displayName: 'Days',
					name: 'days',
					type: 'multiOptions',
					default: [...WORKING_WEEK],
					options: WEEKDAYS.map((day) => ({ name: day, value: day.toLowerCase() })),
				},
				{ displayName: 'Opens At', name: 'opens', type: 'string', default: '9:00', placeholder: 'e.g. 9:00' },
				{
					displayName: 'Closes At',
					name: 'closes',
					type: 'string',
					default: '17:00',
					placeholder: 'e.g. 17:30, 24:00 for midnight',
				},
			],
		},
	],
};

const holidays: INodeProperties[] = [
	{
		displayName: 'Holidays From',
		name: 'holidaysSource',
		type: 'options',
		default: 'define',
		options: [
			{ name: 'List in This Node', value: 'define', description: 'Write the dates below' },
			{ name: 'Second Input', value: 'input', description: 'One item a holiday, from a table or a calendar' },
		],
	},
	{
		displayName: 'Holidays',
		name: 'holidays',
		type: 'fixedCollection',
		typeOptions: { multipleValues: true },
		placeholder: 'Add Holiday',
		default: {},
		description: 'Days that are closed whatever the weekday',
		displayOptions: { show: { holidaysSource: ['define'] } },
		options: [
			{
				displayName: 'Holiday',
				name: 'holiday',
				values: [
					{
						displayName: 'Date',
						name: 'date',
						type: 'string',
						default: '',
						placeholder: 'e.g. 2026-12-25',
						hint: 'Also 12-25 for every year, 2026-12-24..2027-01-02 for several days, or a list with commas',
					},
					{ displayName: 'Name', name: 'name', type: 'string', default: '', description: 'For you to read' },
				],
			},
		],
	},
	{
		displayName: 'Date Field',
		name: 'holidayDateField',
		type: 'string',
		default: 'date',
		required: true,
		requiresDataPath: 'single',
		hint: 'Name of the field with the date in the items of the second input',
		displayOptions: { show: { holidaysSource: ['input'] } },
	},
];

const pauses: INodeProperties = {
	displayName: 'Pauses',
	name: 'pauses',
	type: 'fixedCollection',
	typeOptions: { multipleValues: true },
	placeholder: 'Add Pause',
	default: {},
	description: 'Times during which the clocks of all leads stand still, such as a company meeting',
	options: [
		{
			displayName: 'Pause',
			name: 'pause',
			values: [
				{
					displayName: 'From',
					name: 'from',
					type: 'dateTime',
					default: '',
					description: 'In the time zone above',
				},
				{
					displayName: 'Until',
					name: 'until',
					type: 'dateTime',
					default: '',
					description: 'In the time zone above. Empty: the pause still lasts.',
				},
			],
		},
	],
};

const fieldOption = (name: string, displayName: string, defaultPath: string, description: string): INodeProperties => ({
	displayName,
	name,
	type: 'string',
	default: defaultPath,
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
		fieldOption(
			'alertsField',
			'Alerts Field',
			'slaAlerts',
			'Field that keeps the keys of the alerts already told. The node adds the new one; store it with the lead.',
		),
		asOfOption,
		fieldOption('cellField', 'Cell Field', 'cell', 'Field with the grid cell, compared with the cells of a policy'),
		fieldOption(
			'pausesField',
			'Pauses Field',
			'slaPauses',
			'Field with the pauses of the lead itself: a list of { from, until }, without until while the pause lasts',
		),
		{
			displayName: 'Policies to Run',
			name: 'policyMatch',
			type: 'options',
			default: 'all',
			options: [
				{ name: 'All That Apply', value: 'all', description: 'Policies run side by side' },
				{ name: 'First That Applies', value: 'first', description: 'In the order of the list' },
			],
			description: 'What to do when several policies apply to a lead',
		},
		fieldOption('stageField', 'Stage Field', 'stage', 'Field with the stage, compared with the stages of a policy'),
		fieldOption(
			'timeZoneField',
			'Time Zone Field',
			'ownerTimeZone',
			'Field with the time zone to use for a lead, such as that of its owner; where it is empty the time zone above counts',
		),
	],
};

export const properties: INodeProperties[] = [
	policies,
	{
		displayName: 'Time Zone',
		name: 'timeZone',
		type: 'string',
		default: '',
		placeholder: 'e.g. Europe/Paris',
		hint: 'Opening hours and holidays are in this zone. Empty: the time zone of the workflow.',
	},
	openingHours,
	...holidays,
	pauses,
	outputFieldProperty('sla'),
	options,
];

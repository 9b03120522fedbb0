import type { INodeProperties, INodePropertyOptions } from 'n8n-workflow';
import { IMPORTANCE, OPERATORS, type Operator } from '../../lifecycle/model/rule';

const OPERATOR_NAMES: Readonly<Record<Operator, string>> = {
	is: 'Is',
	is_not: 'Is Not',
	in: 'Is One Of',
	not_in: 'Is None Of',
	contains: 'Contains',
	not_contains: 'Does Not Contain',
	has_word: 'Has the Word',
	starts_with: 'Starts With',
	ends_with: 'Ends With',
	matches: 'Matches (* and ?)',
	gt: 'Is Greater Than',
	gte: 'Is at Least',
	lt: 'Is Less Than',
	lte: 'Is at Most',
	between: 'Is Between (100..499)',
	is_empty: 'Is Empty',
	is_not_empty: 'Is Not Empty',
	is_true: 'Is True',
	is_false: 'Is False',
	newer_than: 'Is Newer Than (Days)',
	older_than: 'Is Older Than (Days)',
};

const capitalised = (value: string): INodePropertyOptions => ({
	name: value[0].toUpperCase() + value.slice(1),
	value,
});

/** What nearly every rule has; the rest is added where it is wanted. */
const ALWAYS_SHOWN = { showEvenWhenOptional: true };

const ruleFields: INodeProperties[] = [
	{
		displayName: 'Rule Name',
		name: 'rule',
		type: 'string',
		default: '',
		placeholder: 'Pricing page',
		required: true,
		description:
			'Rules that share a name are conditions of one rule, all of which must hold; points and limits come from the first',
	},
	{
		displayName: 'Dimension',
		name: 'dimension',
		type: 'options',
		typeOptions: ALWAYS_SHOWN,
		default: 'engagement',
		description: 'Which score the points go to',
		options: [
			{ name: 'Engagement', value: 'engagement', description: 'What the lead does' },
			{ name: 'Exclude', value: 'exclude', description: 'No points: the lead is excluded' },
			{ name: 'Fit', value: 'fit', description: 'Who the lead is' },
			{ name: 'Quality', value: 'quality', description: 'How good the data is' },
		],
	},
	{
		displayName: 'Event',
		name: 'event',
		type: 'string',
		typeOptions: ALWAYS_SHOWN,
		default: '',
		placeholder: 'page_view',
		description: 'Activity types, comma-separated, * allowed. Empty: the rule reads the lead. Inactivity: silence.',
	},
	{
		displayName: 'Field',
		name: 'field',
		type: 'string',
		typeOptions: ALWAYS_SHOWN,
		default: '',
		placeholder: 'title',
		description:
			'A field of the lead, or of the activity’s properties when an event is given. $activity.page is the page of a visit; $lead.seniority, $lead.country, $lead.completeness and so on are derived.',
	},
	{
		displayName: 'Operator',
		name: 'operator',
		type: 'options',
		typeOptions: ALWAYS_SHOWN,
		default: '',
		options: [{ name: 'None', value: '' }, ...OPERATORS.map((value) => ({ name: OPERATOR_NAMES[value], value }))],
	},
	{
		displayName: 'Value',
		name: 'value',
		type: 'string',
		typeOptions: ALWAYS_SHOWN,
		default: '',
		placeholder: 'pricing',
		description: 'Text, number, list (a, b, c) or range (100..499). Text compares without regard to case and accents.',
	},
	{
		displayName: 'Points',
		name: 'points',
		type: 'number',
		typeOptions: { ...ALWAYS_SHOWN, numberPrecision: 2 },
		default: 10,
		description: 'Points the rule gives; may be negative',
	},
	{
		displayName: 'Per',
		name: 'per',
		type: 'options',
		default: '',
		options: [
			{ name: 'Asset', value: 'asset', description: 'Once for each thing read, watched or downloaded' },
			{ name: 'Automatic', value: '', description: 'Once for a fact about the lead, each time for an event' },
			{ name: 'Campaign', value: 'campaign', description: 'Once for each campaign' },
			{ name: 'Each Activity', value: 'each' },
			{ name: 'Form', value: 'form', description: 'Once for each form' },
			{ name: 'Message', value: 'message', description: 'Once for each message' },
			{ name: 'Once', value: 'once' },
			{ name: 'Unit', value: 'unit', description: 'Points times the number in the field' },
		],
	},
	{
		displayName: 'Max',
		name: 'max',
		type: 'number',
		default: 0,
		description: 'Most points this rule may give one lead; 0 for no limit',
	},
	{
		displayName: 'Count',
		name: 'count',
		type: 'number',
		default: 0,
		description: 'At least this many activities before the rule applies',
	},
	{
		displayName: 'Days',
		name: 'days',
		type: 'number',
		default: 0,
		description:
			'Only activities of the last so many days; for inactivity, the days of silence before the rule applies',
	},
	{
		displayName: 'Every',
		name: 'every',
		type: 'number',
		default: 0,
		description: 'For inactivity: again after each further so many days',
	},
	{
		displayName: 'Decay',
		name: 'decay',
		type: 'string',
		default: '',
		placeholder: 'half-life 30d',
		description:
			'How the points fade: none, half-life 30d, linear 50% per 30d, compound 10% per 7d, expire 90d. Empty: as the node’s option Decay says.',
	},
	{
		displayName: 'Importance',
		name: 'importance',
		type: 'options',
		default: '',
		description: 'Critical engagement makes a lead’s signal active',
		options: [{ name: 'Not Set', value: '' }, ...IMPORTANCE.map(capitalised)],
	},
	{
		displayName: 'Key Moment',
		name: 'moment',
		type: 'boolean',
		default: false,
		description: 'Whether a hit is a key moment that the owner should hear of at once',
	},
];

const ITEM_TITLE =
	'={{ (($collection.item.value.rule || "New rule") + ": " + [$collection.item.value.event, $collection.item.value.field, ($collection.item.value.operator || "").replaceAll("_", " "), $collection.item.value.value].filter((part) => part).join(" ") + " → " + ($collection.item.value.points > 0 ? "+" : "") + $collection.item.value.points) }}';

/** The rule editor; the title of each rule reads like the rule. */
export const ruleProperties: INodeProperties = {
	displayName: 'Rules',
	name: 'rules',
	type: 'fixedCollection',
	typeOptions: {
		multipleValues: true,
		sortable: true,
		multipleValueButtonText: 'Add Rule',
		fixedCollection: { itemTitle: ITEM_TITLE },
		hideOptionalFields: true,
		addOptionalFieldButtonText: 'Add Limit or Condition',
	},
	default: {},
	placeholder: 'Add Rule',
	options: [{ displayName: 'Rule', name: 'rule', values: ruleFields }],
};

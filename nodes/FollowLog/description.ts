import type { INodeProperties } from 'n8n-workflow';
import { FOLLOW_DEFAULTS } from '../../lifecycle/log/follow';
import { asOfOption } from '../shared/properties';

/** State comes first: it is there in every run, and n8n goes on only behind a node whose first output has an item. */
export const OUTPUT_NAMES = ['State', 'Leads', 'Keys', 'Links', 'Rules'] as const;

const defaultOf = (name: keyof typeof FOLLOW_DEFAULTS): number => FOLLOW_DEFAULTS[name];

const count = (name: keyof typeof FOLLOW_DEFAULTS, displayName: string, description: string): INodeProperties => ({
	displayName,
	name,
	type: 'number',
	typeOptions: { minValue: 0, numberPrecision: 0 },
	default: defaultOf(name),
	description,
});

export const properties: INodeProperties[] = [
	{
		displayName:
			'Connect five reads: the row of <b>ll_state</b>, the entries of <b>ll_activity_log</b> with a higher ID than its <i>position</i> (lowest first), <b>ll_alias_book</b>, the rows of <b>ll_lead_book</b> that have news or a higher ID than its <i>sweep</i> (lowest first), and <b>ll_rules</b>. Template 02 shows how.',
		name: 'inputsNotice',
		type: 'notice',
		default: '',
	},
	{
		displayName: 'Options',
		name: 'options',
		type: 'collection',
		placeholder: 'Add Option',
		default: {},
		options: [
			count(
				'sliceEntries',
				'Activities per Slice',
				'About how many activities the leads of one slice of the nightly rescore may have, so that memory holds them',
			),
			asOfOption,
			count(
				'mostLeads',
				'Leads per Run',
				'About how many leads come out at most, so that they are written before the lease of the run is over; the next run goes on behind them',
			),
			count(
				'sliceRows',
				'Leads per Slice',
				'How many rows the read of the lead book gives at most; when it gives fewer, the nightly rescore has come to its end',
			),
			count(
				'sweepHour',
				'Nightly Rescore at (Hour)',
				'The hour of the day, in the workflow’s time zone, from which all leads are scored once more',
			),
			count(
				'gapSeconds',
				'Wait for Missing Numbers (Seconds)',
				'How long an ID that is missing among the entries may still come. On PostgreSQL a row may become visible after one with a higher ID.',
			),
		],
	},
];

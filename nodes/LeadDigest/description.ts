import type { INodeProperties } from 'n8n-workflow';
import { asOfOption } from '../shared/properties';

/** In this order; any may be left unconnected. */
export const INPUTS = [
	...(['Lead Book', 'Stage Log', 'Accounts', 'Outbox', 'Settings', 'Log Sample', 'Rules'] as const),
	...(['Scoring State', 'Oldest Unscored'] as const),
] as const;

const DAYS = ['Monday', 'Tuesday', 'Wednesday', 'Thursday', 'Friday', 'Saturday', 'Sunday'];

export const properties: INodeProperties[] = [
	{
		displayName:
			'Connect reads of the tables, each with the rows of the last seven days: <b>ll_lead_book</b>, <b>ll_stage_log</b>, <b>ll_account_book</b>, <b>ll_outbox</b> (without what was sent), <b>ll_settings</b>, some rows of <b>ll_activity_log</b>, <b>ll_rules</b>, the row “scoring” of <b>ll_state</b>, and the row of ll_activity_log that waits longest to be scored. Template 11 shows how.',
		name: 'inputsNotice',
		type: 'notice',
		default: '',
	},
	{
		displayName: 'Weekly Digest On',
		name: 'weeklyOn',
		type: 'options',
		options: DAYS.map((name, index) => ({ name, value: index + 1 })),
		default: 1,
		description: 'The day on which the manager and marketing get the week by e-mail, beside the daily digest of sales',
	},
	{
		displayName: 'Options',
		name: 'options',
		type: 'collection',
		placeholder: 'Add Option',
		default: {},
		options: [
			asOfOption,
			{
				displayName: 'Data Table Limit (MB)',
				name: 'tableLimit',
				type: 'number',
				typeOptions: { minValue: 1 },
				default: 200,
				description:
					'How much all Data Tables of this n8n may hold. From 70 % on, the digest says so. n8n’s own default is 200.',
			},
		],
	},
];

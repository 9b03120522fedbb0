import type { INodeProperties } from 'n8n-workflow';
import { QUESTIONS } from '../../lifecycle/enrichment/services';
import { connectionsBy } from '../shared/connections';
import { asOfOption } from '../shared/properties';

const NAMES = QUESTIONS.map(({ name }) => name);

/** Inputs and outputs by operation. */
const ENDS = {
	find: { inputs: ['Lead Book', 'Consent', 'Links'], outputs: [...NAMES, 'Asked'] },
	read: { inputs: ['Asked', ...NAMES], outputs: ['Answers', 'Rows', 'Done'] },
} as const;
export type Operation = keyof typeof ENDS;

export const INPUTS = connectionsBy(ENDS, 'inputs');
export const OUTPUTS = connectionsBy(ENDS, 'outputs');
export const outputsOf = (operation: Operation): number => ENDS[operation].outputs.length;

export const DEFAULT_LEADS = 10;
export const DEFAULT_DAYS = 180;

const whenFind = { show: { '/operation': ['find'] } };

export const properties: INodeProperties[] = [
	{
		displayName: 'Operation',
		name: 'operation',
		type: 'options',
		noDataExpression: true,
		default: 'find',
		options: [
			{
				name: 'Find Leads to Ask About',
				value: 'find',
				action: 'Find leads to ask data services about',
				description:
					'Leads of which something is missing, the most valuable first, and one call each for every service',
			},
			{
				name: 'Read Answers',
				value: 'read',
				action: 'Read the answers of data services',
				description: 'What the services know, for Normalize Activity, and when each is asked again',
			},
		],
	},
	{
		displayName:
			'Connect reads of the tables: <b>ll_lead_book</b>, <b>ll_activity_log</b> (types email_unsubscribe, email_spam_complaint, email_bounce, email_subscribe) and <b>ll_alias_book</b>. Template 07 shows how.',
		name: 'findNotice',
		type: 'notice',
		default: '',
		displayOptions: { show: { operation: ['find'] } },
	},
	{
		displayName:
			'Connect the output <b>Asked</b> of Find Leads to Ask About, and the nodes of your services. Leave the inputs of other services unconnected. Template 07 shows how.',
		name: 'readNotice',
		type: 'notice',
		default: '',
		displayOptions: { show: { operation: ['read'] } },
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
				displayName: 'Ask Again After (Days)',
				name: 'daysFresh',
				type: 'number',
				typeOptions: { minValue: 1 },
				default: DEFAULT_DAYS,
				description: 'How long an answer is kept before the service is asked about the lead again',
				displayOptions: whenFind,
			},
			{
				displayName: 'Leads per Run',
				name: 'leads',
				type: 'number',
				typeOptions: { minValue: 1 },
				default: DEFAULT_LEADS,
				description: 'How many leads each service is asked about in one run; the others follow in the next',
				displayOptions: whenFind,
			},
		],
	},
];

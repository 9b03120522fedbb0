import type { INodeProperties } from 'n8n-workflow';
import { OPT_OUT_FIELDS } from '../../lifecycle/lists/consent';
import { asOfOption } from '../shared/properties';

const whenFind = { show: { operation: ['find'] } };

export const DEFAULT_TAG_PREFIX = 'lead-track-';

export const properties: INodeProperties[] = [
	{
		displayName: 'Operation',
		name: 'operation',
		type: 'options',
		noDataExpression: true,
		default: 'find',
		options: [
			{
				name: 'Find Changes',
				value: 'find',
				action: 'Find who joins and who leaves a nurture track',
				description: 'Compare the lead book with what your e-mail tool was given before',
			},
			{
				name: 'Check Result',
				value: 'result',
				action: 'Check what your tools accepted',
				description: 'Note what was accepted, and keep for the next run what was refused',
			},
		],
	},
	{
		displayName:
			'Connect reads of the tables: <b>ll_lead_book</b>, <b>ll_activity_log</b> (types email_unsubscribe, email_spam_complaint, email_bounce, email_subscribe) and <b>ll_alias_book</b>. Template 12 shows how.',
		name: 'findNotice',
		type: 'notice',
		default: '',
		displayOptions: whenFind,
	},
	{
		displayName:
			'Connect the output <b>Summary</b> of Find Changes, the table <b>ll_settings</b>, and the nodes of your tools. Leave the inputs of other tools unconnected.',
		name: 'resultNotice',
		type: 'notice',
		default: '',
		displayOptions: { show: { operation: ['result'] } },
	},
	{
		displayName: 'Tag Prefix',
		name: 'tagPrefix',
		type: 'string',
		default: DEFAULT_TAG_PREFIX,
		displayOptions: whenFind,
		description: 'Goes before the name of the track in the fields tag and wasTag, e.g. lead-track-welcome',
	},
	{
		displayName: 'Options',
		name: 'options',
		type: 'collection',
		placeholder: 'Add Option',
		default: {},
		displayOptions: whenFind,
		options: [
			asOfOption,
			{
				displayName: 'Opt-Out Fields',
				name: 'optOutFields',
				type: 'string',
				default: OPT_OUT_FIELDS.join(', '),
				description:
					'Comma-separated names of lead attributes. A lead that has one of them with “yes”, “true” or “1” is on no list. Capitals and separators make no difference.',
			},
			{
				displayName: 'Send Everyone Again',
				name: 'everything',
				type: 'boolean',
				default: false,
				description:
					'Whether everyone on a track comes out as new, for example after changing tools. Turn it off again after one run.',
			},
		],
	},
];

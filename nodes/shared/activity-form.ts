import type { INodeProperties } from 'n8n-workflow';
import { ADAPTERS } from '../../lifecycle/activity/adapters';
import type { GenericMapping } from '../../lifecycle/activity/adapters/generic';
import { CHANNELS } from '../../lifecycle/activity/catalogue';

const vendors = ADAPTERS.map(({ source, label }) => ({ name: label, value: source })).sort((a, b) =>
	a.name.localeCompare(b.name, 'en'),
);

const genericOnly = { show: { source: ['generic'] } };

const field = (name: keyof GenericMapping, displayName: string, preset: string, hint: string): INodeProperties => ({
	displayName,
	name,
	type: 'string',
	default: preset,
	required: name === 'leadField',
	requiresDataPath: 'single',
	hint,
	displayOptions: genericOnly,
});

const seconds = (name: string, displayName: string, value: number, description: string): INodeProperties => ({
	displayName,
	name,
	type: 'number',
	typeOptions: { minValue: 0 },
	default: value,
	description,
});

/** Rules that look at one activity by itself, in the order in which they are tried. */
export const EVIDENCE_RULES = [
	{
		name: 'Apple Mail Privacy Opens',
		value: 'privacyOpens',
		description: 'Apple Mail loads the pictures of every message, read or not',
	},
	{
		name: 'HEAD Requests',
		value: 'headRequests',
		description: 'A browser asks for the page, a scanner only for its head',
	},
	{
		name: 'Marks of the Sending Tool',
		value: 'providerMarks',
		description: 'The tool itself says that a machine did it',
	},
	{
		name: 'User Agents',
		value: 'userAgents',
		description: 'Crawlers, mail-security scanners and scripts that say who they are',
	},
] as const;

/** “Source”, the first question of every node that reads events. */
export const sourceProperty: INodeProperties = {
	displayName: 'Source',
	name: 'source',
	type: 'options',
	default: 'auto',
	description: 'Whose events come in: from a Webhook node, or from the vendor’s trigger node',
	options: [
		{
			name: 'Detect Automatically',
			value: 'auto',
			description: 'The shape of each event tells its vendor; batches may be mixed',
		},
		{ name: 'Generic', value: 'generic', description: 'You say which fields hold lead, type and time' },
		...vendors,
	],
};

/** Where events of the source “Generic” hold what an activity needs. */
export const mappingProperties: INodeProperties[] = [
	field('leadField', 'Lead', 'email', 'Name of the field that tells the lead: an e-mail address, or your own key'),
	field(
		'typeField',
		'Activity Type',
		'type',
		'Name of the field with the kind of activity, e.g. “form_submit” or “Demo Requested”',
	),
	{
		displayName: 'Activity Type if the Field Is Empty',
		name: 'type',
		type: 'string',
		default: '',
		placeholder: 'form_submit',
		description: 'For events that are all of one kind',
		displayOptions: genericOnly,
	},
	field(
		'atField',
		'Time',
		'at',
		'Name of the field with the time of the activity; without one, the time of receipt is taken',
	),
	field(
		'idField',
		'ID',
		'id',
		'Name of the field with a unique ID of the activity; without one, the ID is made of the content',
	),
	field('anonymousIdField', 'Anonymous ID', '', 'Name of the field with the visitor’s ID before the lead is known'),
	{
		displayName: 'Channel',
		name: 'channel',
		type: 'options',
		default: '',
		description: 'For types that are not in the catalogue; all others have a channel of their own',
		options: [
			{ name: 'None', value: '' },
			...CHANNELS.map((channel) => ({ name: channelName(channel), value: channel })),
		],
		displayOptions: genericOnly,
	},
	field(
		'propertiesField',
		'Properties',
		'',
		'Name of the field with the details; empty: all other fields of the event',
	),
	field(
		'attributesField',
		'Lead Attributes',
		'',
		'Name of the field with what the activity taught about the lead, e.g. the answers of a form',
	),
];

/** What may be set about machines, copies and links; in the order of their names. */
export const readingOptions: INodeProperties[] = [
	{
		displayName: 'Burst: Links',
		name: 'burstLinks',
		type: 'number',
		typeOptions: { minValue: 0 },
		default: 3,
		description:
			'This many different links of one message within the seconds of a burst are a machine’s; 0 switches the rule off',
	},
	seconds('burstSeconds', 'Burst: Seconds', 5, 'The time in which the links of a burst are clicked'),
	{
		displayName: 'Future Tolerance (Minutes)',
		name: 'futureMinutes',
		type: 'number',
		typeOptions: { minValue: 0 },
		default: 5,
		description:
			'How far clocks may differ before an activity is held as coming from the future; what is ahead by less gets the time of now',
	},
	{
		displayName: 'Honeypot Links',
		name: 'honeypots',
		type: 'string',
		typeOptions: { rows: 2 },
		default: '',
		placeholder: '/hp/, https://example.com/do-not-click',
		description:
			'Parts of the addresses of links that people cannot see, separated by commas; a click on one marks the clicks around it too',
	},
	{
		displayName: 'Keep Deliveries',
		name: 'keepDeliveries',
		type: 'boolean',
		default: false,
		description:
			'Whether deliveries are handed on as activities of type email_delivered, which no rule counts. They let a later run judge how soon a click came.',
	},
	{
		displayName: 'Link Anonymous Activity',
		name: 'link',
		type: 'boolean',
		default: true,
		description:
			'Whether activity of anonymous visitors goes to the lead that another event of the same run identifies',
	},
	{
		displayName: 'Machine Rules',
		name: 'rules',
		type: 'multiOptions',
		default: ['headRequests', 'privacyOpens', 'providerMarks', 'userAgents'],
		description: 'What shows a machine in one activity by itself',
		options: [...EVIDENCE_RULES],
	},
	{
		displayName: 'Objects as Text',
		name: 'objectsAsText',
		type: 'boolean',
		default: false,
		description:
			'Whether properties and attributes are written as JSON text, as Data Tables and spreadsheets need it; IDs made of the content are then short',
	},
	seconds(
		'fastSeconds',
		'Quick Click (Seconds)',
		5,
		'Opens and clicks this soon after the delivery are a machine’s; 0 switches the rule off',
	),
	{
		displayName: 'Release After Human Act (Days)',
		name: 'releaseDays',
		type: 'number',
		typeOptions: { minValue: 0 },
		default: 7,
		description:
			'A form, reply, call or meeting of the lead releases bursts and quick clicks of this many days before it; 0 switches this off',
	},
	{
		displayName: 'Trust',
		name: 'trust',
		type: 'options',
		default: 'bySource',
		description:
			'Whose word the events are. It decides whether they may set the owner and the stage of a lead, give points by hand, make an e-mail address another lead’s, or consent to e-mail again.',
		options: [
			{
				name: 'A Tool',
				value: 'vendor',
				description: 'It reports what it saw for itself; it may say that a lead consents',
			},
			{ name: 'Anybody', value: 'visitor', description: 'What a visitor typed or sent; it can say none of this' },
			{
				name: 'By Source',
				value: 'bySource',
				description: 'Each source has a level of its own, and whoever calls may not say more than its signature allows',
			},
			{ name: 'The CRM', value: 'crm', description: 'Colleagues write in it; it may say all but points by hand' },
			{ name: 'Your Own Systems', value: 'own', description: 'They may say everything' },
		],
	},
];

function channelName(channel: string): string {
	return channel === 'crm' ? 'CRM' : channel === 'email' ? 'E-Mail' : channel[0].toUpperCase() + channel.slice(1);
}

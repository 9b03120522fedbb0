import type { INodeProperties, IWebhookDescription, TriggerPanelDefinition } from 'n8n-workflow';
import { mappingProperties, readingOptions, sourceProperty } from '../shared/activity-form';
import { webhookFields } from '../shared/webhook-fields';

export const webhook: IWebhookDescription = {
	name: 'default',
	httpMethod: 'POST',
	isFullPath: true,
	...webhookFields({
		path: { template: '={{ $parameter["path"] }}', resolve: ({ path }) => path },
		responseMode: { template: '={{ $parameter["respond"] }}', resolve: ({ respond }) => respond },
		// What the flow did not answer was not confirmed by anyone: the sender shall send it again.
		responseCode: {
			template: '={{ $parameter["respond"] === "responseNode" ? 500 : 202 }}',
			resolve: ({ respond }) => (respond === 'responseNode' ? 500 : 202),
		},
		// Empty: what the node itself gives as the answer, which is the receipt.
		responseData: {
			template: '={{ $parameter["respond"] === "lastNode" ? "noData" : "" }}',
			resolve: ({ respond }) => (respond === 'lastNode' ? 'noData' : ''),
		},
	}),
};

const WHILE_YOU_BUILD =
	'<b>While you build</b>, copy the test URL from <i>Webhook URLs</i>, press the button and post to it within two minutes: the activities show up here. A call that is refused can be corrected and sent again; once one was taken, press the button again for the next.';

export const triggerPanel: TriggerPanelDefinition = {
	header: 'Listen for one call to the test URL',
	executionsHelp: {
		inactive: `${WHILE_YOU_BUILD}<br /><br /><b>To take calls all the time</b>, publish the workflow and post to the production URL: they show up in the list of executions.`,
		active: `${WHILE_YOU_BUILD}<br /><br /><b>Calls to the production URL</b> start the workflow all the time, since it is published: they show up in the list of executions.`,
	},
	activationHint: {
		inactive: 'Once the workflow is built, publish it and post to the production URL',
		active: 'Calls to the production URL start the workflow too, and show up in the list of executions',
	},
};

/**
 * n8n reads a JSON body before the node runs and answers 422 itself when it cannot, unless a node of version 1 has this
 * very value (`parseRequestBody` in its webhook-helpers). Asking for it costs n8n an expression at each call, and calls then take
 * twice as long: workflows that were built with version 1 keep it, new ones let n8n read first. The node reads the bytes as they
 * were sent in either case.
 */
const leaveBodyUnread: INodeProperties = {
	displayName: 'Leave Body Unread',
	name: 'options',
	type: 'hidden',
	default: { binaryData: true },
};

const ASKS_FOR_ACTIVITIES = { take: ['activities'] };
const HANDS_ON = { take: ['decisions', 'body'] };

/** The same question, asked only where activities are made. */
const ofActivities = (property: INodeProperties): INodeProperties => ({
	...property,
	displayOptions: { show: { ...property.displayOptions?.show, ...ASKS_FOR_ACTIVITIES } },
});

/** The same of an option, which names the parameters of the node from their root. */
const optionOfActivities = (property: INodeProperties): INodeProperties => ({
	...property,
	displayOptions: { show: { '/take': ['activities'] } },
});

/** A webhook has no items that an expression could be worked out for. */
const fixedMapping = mappingProperties.map((property): INodeProperties => {
	const hint =
		property.name === 'atField'
			? 'Name of the field with the time of the activity, which every call must hold; empty: the time of receipt'
			: property.hint;
	return ofActivities({ ...property, noDataExpression: true, hint });
});

const ownOptions: INodeProperties[] = [
	{
		displayName: 'Largest Body (MB)',
		name: 'largestBody',
		type: 'number',
		typeOptions: { minValue: 0 },
		default: 1,
		description:
			'Larger calls are answered with 413; 0 leaves it at the limit of n8n itself, which is 16 MB by default',
	},
	{
		displayName: 'Public URL',
		name: 'publicUrl',
		type: 'string',
		default: '',
		placeholder: 'https://hooks.example.com/lead-activity',
		description:
			'The address that senders call, where it is not the one shown above. HubSpot signs it; other senders do not.',
	},
	{
		displayName: 'Time Window (Seconds)',
		name: 'windowSeconds',
		type: 'number',
		typeOptions: { minValue: 0 },
		default: 300,
		description:
			'How long before or after now a call may have been signed, so that nobody can send it again later; 0 leaves the time unchecked',
	},
];

const UNANSWERED =
	'Calls that are left unanswered get 500, so that senders try again. <i>Execute step</i> runs the trigger alone and answers none: try it out with <i>Execute workflow</i>.';

export const properties: INodeProperties[] = [
	{
		displayName: 'Path',
		name: 'path',
		type: 'string',
		default: 'lead-activity',
		required: true,
		noDataExpression: true,
		description: 'The last part of the address to call; only one published workflow may have it',
	},
	{
		displayName: 'Check Calls',
		name: 'authentication',
		type: 'options',
		noDataExpression: true,
		default: 'signature',
		description: 'Whether a call must prove who sent it',
		options: [
			{
				name: 'By Signature or Secret',
				value: 'signature',
				description: 'The credential says how the sender signs, and holds the secret',
			},
			{ name: 'None', value: 'none', description: 'Takes every call' },
		],
	},
	{
		displayName: 'Credentials',
		name: 'credentials',
		type: 'credentials',
		default: '',
		displayOptions: { show: { authentication: ['signature'] } },
	},
	{
		displayName: 'Anyone who knows the address can post activities of any lead, and so set off hand-offs and messages',
		name: 'openNotice',
		type: 'notice',
		default: '',
		displayOptions: { show: { authentication: ['none'], ...ASKS_FOR_ACTIVITIES } },
	},
	{
		displayName: 'Anyone who knows the address can post what they like, and so set off what the workflow does with it',
		name: 'openAsSentNotice',
		type: 'notice',
		default: '',
		displayOptions: { show: { authentication: ['none'], ...HANDS_ON } },
	},
	{
		displayName: 'Take',
		name: 'take',
		type: 'options',
		noDataExpression: true,
		default: 'activities',
		description:
			'What is posted, and so what the workflow starts with; headers and secrets of the call are never handed on',
		options: [
			{ name: 'Activities', value: 'activities', description: 'What leads did, as one item per activity' },
			{
				name: 'Body',
				value: 'body',
				description: 'Anything: the body as it was sent, in the field “body” of one item',
			},
			{
				name: 'Decisions',
				value: 'decisions',
				description: 'What sales says of leads (accepted, sent back …), as one item per decision for Advance Lead',
			},
		],
	},
	{
		displayName: 'Respond',
		name: 'respond',
		type: 'options',
		noDataExpression: true,
		default: 'onReceived',
		description: 'When the caller is told that its call was taken; what cannot be taken is refused at once',
		options: [
			{
				name: 'When Activities Were Read',
				value: 'onReceived',
				description: 'With 202, as soon as the workflow is started with what was posted',
			},
			{
				name: 'When Workflow Finishes',
				value: 'lastNode',
				description: 'With 202 and no body, once every step went well; with 500 if one did not',
			},
			{
				name: "Using 'Respond to Webhook' Node",
				value: 'responseNode',
				description: 'With what the workflow says, e.g. once the activities are stored',
			},
		],
	},
	{
		displayName:
			'Copy the “Respond to Webhook” node from template 01, and put it behind the step that stores the activities: from its version 1.1 on, that node answers only n8n’s own triggers. Its body can be the item of the output <i>Receipt</i>. ' +
			UNANSWERED,
		name: 'respondNotice',
		type: 'notice',
		default: '',
		displayOptions: { show: { respond: ['responseNode'], ...ASKS_FOR_ACTIVITIES } },
	},
	{
		displayName:
			'Copy a “Respond to Webhook” node from template 05: from its version 1.1 on, that node answers only n8n’s own triggers. ' +
			UNANSWERED,
		name: 'respondAsSentNotice',
		type: 'notice',
		default: '',
		displayOptions: { show: { respond: ['responseNode'], ...HANDS_ON } },
	},
	ofActivities(sourceProperty),
	...fixedMapping,
	leaveBodyUnread,
	{
		displayName: 'Options',
		name: 'settings',
		type: 'collection',
		placeholder: 'Add Option',
		default: {},
		options: [...readingOptions.map(optionOfActivities), ...ownOptions].sort((a, b) =>
			a.displayName.localeCompare(b.displayName, 'en'),
		),
	},
];

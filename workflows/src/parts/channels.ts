/** The steps that send. Each is deactivated until somebody chooses its credential. */
import { step, type Place, type Step } from './canvas';
import { value } from './expression';

const OFF = { disabled: true, notes: 'Choose a credential, then activate', notesInFlow: true };
/** What a channel does not take comes out as its error, and is tried again later. */
const GOES_ON = { onError: 'continueRegularOutput' } as const;

export const sendToSlack = (place: Place): Step =>
	step(
		'slack',
		'Send to Slack',
		place,
		{
			authentication: 'accessToken',
			resource: 'message',
			operation: 'post',
			select: 'channel',
			channelId: { __rl: true, mode: 'id', value: value('$json.place') },
			messageType: 'block',
			blocksUi: value('$json.blocks'),
			text: value('$json.text'),
			otherOptions: { includeLinkToWorkflow: false, unfurl_links: false, unfurl_media: false },
		},
		{ ...OFF, ...GOES_ON },
	);

export const sendToTeams = (place: Place): Step =>
	step(
		'microsoftTeams',
		'Send to Teams',
		place,
		{
			resource: 'channelMessage',
			operation: 'create',
			teamId: { __rl: true, mode: 'list', value: '' },
			channelId: { __rl: true, mode: 'list', value: '' },
			contentType: 'html',
			message: value('$json.html'),
			options: { includeLinkToWorkflow: false },
		},
		{ ...OFF, ...GOES_ON },
	);

export const sendEmail = (place: Place): Step =>
	step(
		'emailSend',
		'Send e-mail',
		place,
		{
			resource: 'email',
			operation: 'send',
			fromEmail: 'leads@example.com',
			toEmail: value('$json.to'),
			subject: value('$json.subject'),
			emailFormat: 'both',
			text: value('$json.text'),
			html: value('$json.html'),
			// Only a message with a file has one; for the others there is nothing to attach.
			options: { appendAttribution: false, fileAttachments: 'file' },
		},
		{ ...OFF, ...GOES_ON },
	);

/** Finds the person in Slack to whom an address belongs; where it finds nobody, the message goes to a channel. */
export const findInSlack = (place: Place, address: 'address' | 'audience' = 'address'): Step =>
	step(
		'httpRequest',
		'Find the person in Slack',
		place,
		{
			url: 'https://slack.com/api/users.lookupByEmail',
			authentication: 'predefinedCredentialType',
			nodeCredentialType: 'slackApi',
			sendQuery: true,
			queryParameters: { parameters: [{ name: 'email', value: value(`$json.${address}`) }] },
			options: { timeout: 10_000 },
		},
		{ ...OFF, ...GOES_ON },
	);

/** Lets an item through that names somebody by address. */
export const namesSomebody = (place: Place, address: 'address' | 'audience' = 'address'): Step =>
	only('Is there somebody to find?', place, {
		leftValue: value(`$json.${address}`),
		rightValue: '@',
		operator: { type: 'string', operation: 'contains' },
	});

/** Lets an item through that meets a condition. */
export const only = (name: string, place: Place, condition: object): Step =>
	step('filter', name, place, {
		conditions: {
			options: { caseSensitive: true, leftValue: '', typeValidation: 'loose', version: 2 },
			combinator: 'and',
			conditions: [{ id: 'condition', ...condition }],
		},
		options: {},
	});

/** Lets an item through for which an expression is true. */
export const onlyIf = (name: string, place: Place, expression: string): Step =>
	only(name, place, {
		leftValue: value(expression),
		rightValue: '',
		operator: { type: 'boolean', operation: 'true', singleValue: true },
	});

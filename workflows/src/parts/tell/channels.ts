import { step, type Place, type Step } from '../canvas';
import { value } from '../expression';

const OFF = { disabled: true, notes: 'Credential, then press D', notesInFlow: true };
/** A message that a channel does not take comes out as its error, and the others go on. */
const GOES_ON = { onError: 'continueRegularOutput' } as const;

export interface Channel {
	/** As it stands in the column `channel` of the outbox. */
	readonly name: string;
	/** As people call it. */
	readonly title: string;
	/** The step that sends. */
	readonly step: string;
}

export const SLACK: Channel = { name: 'slack', title: 'Slack', step: 'Tell the audience in Slack' };
export const TEAMS: Channel = { name: 'teams', title: 'Teams', step: 'Tell the audience in Teams' };
export const EMAIL: Channel = { name: 'email', title: 'E-mail', step: 'Tell the audience by e-mail' };

/** In the order in which they are told. */
export const CHANNELS: readonly Channel[] = [SLACK, TEAMS, EMAIL];

/** The column `channel` of a message that may go everywhere. */
export const EVERYWHERE = CHANNELS.map(({ name }) => name).join(',');

export const slack = (place: Place): Step =>
	step(
		'slack',
		SLACK.step,
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

export const teams = (place: Place): Step =>
	step(
		'microsoftTeams',
		TEAMS.step,
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

export const email = (place: Place): Step =>
	step(
		'emailSend',
		EMAIL.step,
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
			options: { appendAttribution: false },
		},
		{ ...OFF, ...GOES_ON },
	);

/** Finds the person in Slack to whom an address belongs; where it finds nobody, the message goes to the channel. */
export const findInSlack = (place: Place, name = 'Find the person in Slack'): Step =>
	step(
		'httpRequest',
		name,
		place,
		{
			url: 'https://slack.com/api/users.lookupByEmail',
			authentication: 'predefinedCredentialType',
			nodeCredentialType: 'slackApi',
			sendQuery: true,
			queryParameters: { parameters: [{ name: 'email', value: value('$json.address') }] },
			options: { timeout: 10_000 },
		},
		// Errors leave by an output of their own: an expression that met one could not be worked out.
		{ ...OFF, onError: 'continueErrorOutput' },
	);

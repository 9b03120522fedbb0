import { step, type Place, type Step } from '../canvas';
import { value } from '../expression';

const OFF = { disabled: true, notes: 'Choose a credential, then press D', notesInFlow: true };
/** A message that a channel does not take comes out with its error, and the others go on. */
const GOES_ON = { onError: 'continueRegularOutput' } as const;

export interface Channel {
	/** As it stands in the column `channel` of the outbox. */
	readonly name: string;
	/** As people call it. */
	readonly title: string;
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
			channelId: { __rl: true, mode: 'name', value: '#sales-leads' },
			messageType: 'text',
			text: value('"*" + $json.title + "*\\n" + $json.text'),
			otherOptions: { includeLinkToWorkflow: false },
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
			contentType: 'text',
			message: value('$json.title + "\\n" + $json.text'),
			options: { includeLinkToWorkflow: false },
		},
		{ ...OFF, ...GOES_ON },
	);

/** Addresses in an audience that is a word, such as “manager”; for the e-mail node. */
const MAILBOXES = {
	sales: 'sales@example.com',
	manager: 'sales-manager@example.com',
	marketing: 'marketing@example.com',
};
const mailboxes = JSON.stringify(MAILBOXES).replaceAll(',', ', ');

export const email = (place: Place): Step =>
	step(
		'emailSend',
		EMAIL.step,
		place,
		{
			resource: 'email',
			operation: 'send',
			fromEmail: 'leads@example.com',
			toEmail: value(
				`$json.audience.includes("@") ? $json.audience : (${mailboxes})[$json.audience] ?? "${MAILBOXES.sales}"`,
			),
			subject: value('$json.title'),
			emailFormat: 'text',
			text: value('$json.text'),
			options: { appendAttribution: false },
		},
		{ ...OFF, ...GOES_ON },
	);

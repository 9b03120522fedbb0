import { CHANNELS, type Channel, type Settings } from '../settings/settings';
import { describe, plainText, readyMade } from './compose';
import type { Message, MessageKind, OutboxRow } from './message';
import { audienceOf, languageOf } from './reach';

/** Where kinds go that the settings do not name. */
const TO_PEOPLE: readonly Channel[] = ['slack', 'teams', 'email'];
const CHANNELS_OF_KIND: ReadonlyMap<MessageKind, readonly Channel[]> = new Map([
	['ask', ['slack']],
	['crm', ['crm']],
]);
/** The channels of a message, in the order in which they are sent. */
export function channelsOf({ kind, channels = CHANNELS }: Message, settings: Settings): Channel[] {
	// Tasks are for the CRM alone, and questions wait for their answer in Slack.
	const possible = CHANNELS_OF_KIND.get(kind) ?? TO_PEOPLE;
	const given = settings.channels.get(kind) ?? possible;
	return CHANNELS.filter(
		(channel) => given.includes(channel) && possible.includes(channel) && channels.includes(channel),
	);
}

/**
 * A message as a new row of `ll_outbox`: its facts as `details`, and for people who read the table its title and text in the
 * ready-made wording. Undefined where its kind is switched off.
 *
 * @param settings `timeZone` may be empty: then times are in UTC
 */
export function outboxRowOf(message: Message, settings: Settings): OutboxRow | undefined {
	const channels = channelsOf(message, settings);
	if (channels.length === 0) return undefined;
	const audience = audienceOf(message, settings);
	const description = describe(
		message,
		readyMade(languageOf(audience, settings), settings.timeZone, settings.pageAddress),
	);
	return {
		title: description.title,
		audience,
		status: 'new',
		kind: message.kind,
		at: message.at,
		lead: subjectOf(message),
		text: plainText(description),
		channel: channels.join(','),
		attempts: 0,
		nextAt: '',
		error: '',
		details: JSON.stringify(message),
		key: message.key,
	};
}

function subjectOf(message: Message): string {
	if ('about' in message) return message.about.lead;
	return message.kind === 'account_crossed' ? message.account.account : '';
}

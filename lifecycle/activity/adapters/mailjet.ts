import type { Fields } from '../../path';
import { AUTOMATIC, headersOf, isAutomatic } from '../mail-headers';
import { child, first, isTrue, own } from '../values';
import { emailAdapter, NOT_SENT, SOFT_BOUNCE, type Meaning } from './email-events';

/** Messages that the Parse API hands on. */
const isIncoming = (event: Fields): boolean =>
	['Sender', 'Recipient', 'From', 'Headers'].every((key) => Object.hasOwn(event, key)) &&
	!Object.hasOwn(event, 'event');

/** Mailjet Event API, single or grouped events, and messages of the Parse API. */
export const mailjet = emailAdapter({
	source: 'mailjet',
	label: 'Mailjet',
	idName: 'Mailjet contact id',
	keys: ['time', 'Sender'],
	matches: (event) =>
		isIncoming(event) ||
		(typeof own(event, 'event') === 'string' &&
			Object.hasOwn(event, 'time') &&
			(Object.hasOwn(event, 'MessageID') ||
				Object.hasOwn(event, 'mj_campaign_id') ||
				Object.hasOwn(event, 'mj_contact_id'))),
	unwrap: (event) => (isIncoming(event) ? incoming(event) : event),
	event: 'event',
	meanings: new Map<string, Meaning>([
		// Mailjet calls a message "sent" once the receiving server has taken it.
		['sent', 'email_delivered'],
		['open', 'email_open'],
		['click', 'email_click'],
		['bounce', (event) => (isTrue(own(event, 'hard_bounce')) ? 'email_bounce' : SOFT_BOUNCE)],
		['blocked', NOT_SENT],
		['spam', 'email_spam_complaint'],
		['unsub', 'email_unsubscribe'],
		['inbound', 'email_reply'],
	]),
	email: ['email'],
	leadId: ['mj_contact_id'],
	at: ['time'],
	properties: {
		// MessageID is larger than numbers are exact; the copies as text are.
		message: ['mj_message_id', 'Message_GUID', 'MessageID'],
		subject: ['subject'],
		url: ['url'],
		campaign: ['customcampaign', 'mj_campaign_id'],
		list: ['mj_list_id'],
		reason: ['error', 'source'],
		country: ['geo'],
		userAgent: ['agent'],
		ip: ['ip'],
	},
	machine: { flags: [AUTOMATIC] },
});

/** A message that somebody sent to us: `Recipient` is our address. */
function incoming(event: Fields): Fields {
	const header = headersOf(child(event, 'Headers'));
	return {
		event: 'inbound',
		email: first(own(event, 'From'), own(event, 'Sender')),
		time: own(event, 'Date'),
		Message_GUID: header('Message-ID'),
		subject: own(event, 'Subject'),
		[AUTOMATIC]: isAutomatic(header),
	};
}

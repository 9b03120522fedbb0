import { isTrue, own } from '../values';
import { emailAdapter, NOT_SENT, SOFT_BOUNCE, type Meaning } from './email-events';

/** Mailjet Event API, single or grouped events. */
export const mailjet = emailAdapter({
	source: 'mailjet',
	label: 'Mailjet',
	idName: 'Mailjet contact id',
	keys: ['time'],
	matches: (event) =>
		typeof own(event, 'event') === 'string' &&
		Object.hasOwn(event, 'time') &&
		(Object.hasOwn(event, 'MessageID') ||
			Object.hasOwn(event, 'mj_campaign_id') ||
			Object.hasOwn(event, 'mj_contact_id')),
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
});

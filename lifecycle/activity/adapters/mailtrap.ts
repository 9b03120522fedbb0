import { own } from '../values';
import { DEFERRED, emailAdapter, NOT_SENT, SOFT_BOUNCE, type Meaning } from './email-events';

/** Mailtrap webhooks, `{ events: [{ event, email, timestamp, message_id, event_id }] }`: https://help.mailtrap.io/article/102-webhooks */
export const mailtrap = emailAdapter({
	source: 'mailtrap',
	label: 'Mailtrap',
	keys: ['event_id'],
	matches: (event) =>
		typeof own(event, 'event') === 'string' &&
		['event_id', 'message_id', 'email', 'timestamp'].every((key) => Object.hasOwn(event, key)) &&
		!Object.hasOwn(event, 'sg_event_id'),
	event: 'event',
	meanings: new Map<string, Meaning>([
		['delivery', 'email_delivered'],
		['open', 'email_open'],
		['click', 'email_click'],
		['bounce', 'email_bounce'],
		['soft bounce', SOFT_BOUNCE],
		['spam', 'email_spam_complaint'],
		['unsubscribe', 'email_unsubscribe'],
		['suspension', NOT_SENT],
		['reject', NOT_SENT],
		['delay', DEFERRED],
	]),
	email: ['email'],
	at: ['timestamp'],
	id: 'event_id',
	properties: {
		message: ['message_id'],
		url: ['url'],
		category: ['category'],
		reason: ['reason', 'response'],
		code: ['response_code'],
		userAgent: ['user_agent'],
		ip: ['ip'],
	},
});

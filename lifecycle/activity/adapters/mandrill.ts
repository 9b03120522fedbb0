import { isFields } from '../../path';
import { own } from '../values';
import { ADMINISTRATION, DEFERRED, emailAdapter, NOT_SENT, SENT, SOFT_BOUNCE, type Meaning } from './email-events';

/** Mandrill (Mailchimp Transactional): form field `mandrill_events`, a JSON array of events with the message inside. */
export const mandrill = emailAdapter({
	source: 'mandrill',
	label: 'Mandrill',
	keys: ['msg', 'reject'],
	matches: (event) =>
		(typeof own(event, 'event') === 'string' && isFields(own(event, 'msg'))) ||
		(Object.hasOwn(event, 'action') && Object.hasOwn(event, 'reject')),
	event: 'event',
	meanings: new Map<string, Meaning>([
		['send', SENT],
		['deferral', DEFERRED],
		['delivered', 'email_delivered'],
		['hard_bounce', 'email_bounce'],
		['soft_bounce', SOFT_BOUNCE],
		['open', 'email_open'],
		['click', 'email_click'],
		['spam', 'email_spam_complaint'],
		['unsub', 'email_unsubscribe'],
		['reject', NOT_SENT],
		['inbound', 'email_reply'],
		['', ADMINISTRATION],
	]),
	email: ['msg.from_email', 'msg.email'],
	at: ['ts'],
	properties: {
		message: ['msg._id', '_id'],
		subject: ['msg.subject'],
		url: ['url'],
		tags: ['msg.tags'],
		sentAt: ['msg.ts'],
		reason: ['msg.bounce_description'],
		code: ['msg.bgtools_code'],
		country: ['location.country_short'],
		userAgent: ['user_agent'],
		ip: ['ip'],
	},
});

import { own, textOf } from '../values';
import { ADMINISTRATION, DEFERRED, emailAdapter, NOT_SENT, SENT, SOFT_BOUNCE, type Meaning } from './email-events';

/** Twilio SendGrid Event Webhook: an array of flat events. */
export const sendgrid = emailAdapter({
	source: 'sendgrid',
	label: 'SendGrid',
	keys: ['timestamp'],
	matches: (event) =>
		typeof own(event, 'event') === 'string' &&
		Object.hasOwn(event, 'timestamp') &&
		(Object.hasOwn(event, 'email') || Object.hasOwn(event, 'sg_event_id')) &&
		!Object.hasOwn(event, 'recipient'),
	event: 'event',
	meanings: new Map<string, Meaning>([
		['processed', SENT],
		['deferred', DEFERRED],
		['delivered', 'email_delivered'],
		['dropped', NOT_SENT],
		// A bounce of type "blocked" is a refusal of this message, not of the address.
		['bounce', (event) => (textOf(own(event, 'type')) === 'blocked' ? SOFT_BOUNCE : 'email_bounce')],
		['open', 'email_open'],
		['click', 'email_click'],
		['spamreport', 'email_spam_complaint'],
		['unsubscribe', 'email_unsubscribe'],
		['group_unsubscribe', 'email_unsubscribe'],
		['group_resubscribe', 'email_subscribe'],
		['account_status_change', ADMINISTRATION],
	]),
	email: ['email'],
	at: ['timestamp'],
	id: 'sg_event_id',
	properties: {
		message: ['sg_message_id', 'smtp-id'],
		subject: ['subject'],
		url: ['url'],
		campaign: [
			'marketing_campaign_name',
			'singlesend_name',
			'marketing_campaign_id',
			'singlesend_id',
			'newsletter.newsletter_id',
		],
		category: ['category'],
		group: ['asm_group_id'],
		reason: ['reason'],
		code: ['status'],
		userAgent: ['useragent'],
		ip: ['ip'],
	},
	machine: { flags: ['sg_machine_open'] },
});

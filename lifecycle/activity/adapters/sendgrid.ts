import type { Fields } from '../../path';
import { AUTOMATIC, headersIn, headersOfText, isAutomatic } from '../mail-headers';
import { own, textOf } from '../values';
import { ADMINISTRATION, DEFERRED, emailAdapter, NOT_SENT, SENT, SOFT_BOUNCE, type Meaning } from './email-events';

/** Messages that Inbound Parse hands on, taken apart or as they came. */
const isIncoming = (event: Fields): boolean =>
	Object.hasOwn(event, 'envelope') &&
	Object.hasOwn(event, 'from') &&
	['sender_ip', 'SPF', 'dkim', 'headers', 'email'].some((key) => Object.hasOwn(event, key));

const MEANINGS: ReadonlyMap<string, Meaning> = new Map<string, Meaning>([
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
	['inbound', 'email_reply'],
]);

/** `event`, `timestamp` and `email` are everybody's names: the event is one that SendGrid knows, or has an id of SendGrid's. */
const isOwn = (event: Fields): boolean =>
	MEANINGS.has(textOf(own(event, 'event')).toLowerCase()) ||
	['sg_event_id', 'sg_message_id'].some((key) => Object.hasOwn(event, key));

/** Twilio SendGrid Event Webhook: an array of flat events; and messages of Inbound Parse. */
export const sendgrid = emailAdapter({
	source: 'sendgrid',
	label: 'SendGrid',
	keys: ['timestamp', 'envelope'],
	matches: (event) =>
		isIncoming(event) ||
		(typeof own(event, 'event') === 'string' &&
			Object.hasOwn(event, 'timestamp') &&
			isOwn(event) &&
			(Object.hasOwn(event, 'email') || Object.hasOwn(event, 'sg_event_id')) &&
			!Object.hasOwn(event, 'recipient')),
	unwrap: (event) => (isIncoming(event) ? incoming(event) : event),
	event: 'event',
	meanings: MEANINGS,
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
	machine: { flags: ['sg_machine_open', AUTOMATIC] },
});

/** A message that somebody sent to us; only its own headers say when it was written. */
function incoming(event: Fields): Fields {
	const header = headersIn(headersOfText(own(event, 'headers')), headersOfText(own(event, 'email')));
	return {
		event: 'inbound',
		email: own(event, 'from'),
		timestamp: header('Date'),
		sg_message_id: header('Message-ID'),
		subject: own(event, 'subject'),
		[AUTOMATIC]: isAutomatic(header),
	};
}

import type { Fields } from '../../path';
import { AUTOMATIC, headersIn, headersOf, headersOfText, isAutomatic } from '../mail-headers';
import { child, fieldsOf, first, listOf, own, textOf } from '../values';
import { DEFERRED, emailAdapter, NOT_SENT, SENT, SOFT_BOUNCE, type Meaning } from './email-events';

// SparkPost's bounce classes: 10 and 30 are refusals of the address, 90 is an unsubscribe request by mail.
const PERMANENT = new Set(['10', '30']);

const bounce = (event: Fields) => {
	const bounceClass = textOf(own(event, 'bounce_class'));
	if (bounceClass === '90') return 'email_unsubscribe';
	return PERMANENT.has(bounceClass) ? 'email_bounce' : SOFT_BOUNCE;
};

/** A message that somebody sent to us: `rcpt_to` is our address, and only its own headers say when it was written. */
function relayed(message: Fields): Fields {
	const content = child(message, 'content');
	const headers = Object.assign({}, ...listOf(own(content, 'headers')).map(fieldsOf)) as Fields;
	const header = headersIn(headersOf(headers), headersOfText(own(content, 'email_rfc822')));
	return {
		...message,
		type: 'relay_message',
		rcpt_to: first(own(message, 'friendly_from'), header('From'), own(message, 'msg_from')),
		timestamp: header('Date'),
		message_id: header('Message-ID'),
		subject: first(own(content, 'subject'), header('Subject')),
		[AUTOMATIC]: isAutomatic(header),
	};
}

/** SparkPost webhooks: an array of `{ msys: { <class>_event: { type, … } } }`. */
export const sparkpost = emailAdapter({
	source: 'sparkpost',
	label: 'SparkPost',
	keys: ['msys'],
	matches: (event) => Object.hasOwn(event, 'msys'),
	unwrap(event) {
		const msys = child(event, 'msys');
		const [key = ''] = Object.keys(msys);
		const inner = fieldsOf(own(msys, key));
		return key === 'relay_message' ? relayed(inner) : inner;
	},
	event: 'type',
	meanings: new Map<string, Meaning>([
		['injection', SENT],
		['delivery', 'email_delivered'],
		['delay', DEFERRED],
		['bounce', bounce],
		['out_of_band', bounce],
		['policy_rejection', NOT_SENT],
		['generation_failure', NOT_SENT],
		['generation_rejection', NOT_SENT],
		['open', 'email_open'],
		['initial_open', 'email_open'],
		['amp_open', 'email_open'],
		['amp_initial_open', 'email_open'],
		['click', 'email_click'],
		['amp_click', 'email_click'],
		['list_unsubscribe', 'email_unsubscribe'],
		['link_unsubscribe', 'email_unsubscribe'],
		['spam_complaint', 'email_spam_complaint'],
		['relay_message', 'email_reply'],
	]),
	email: ['rcpt_to', 'raw_rcpt_to'],
	at: ['timestamp'],
	id: 'event_id',
	properties: {
		message: ['message_id', 'transmission_id'],
		subject: ['subject'],
		url: ['target_link_url'],
		campaign: ['campaign_id', 'template_id'],
		tags: ['rcpt_tags'],
		sentAt: ['injection_time'],
		reason: ['reason', 'fbtype'],
		code: ['bounce_class'],
		country: ['geo_ip.country'],
		userAgent: ['user_agent'],
		ip: ['ip_address'],
	},
	machine: { flags: [AUTOMATIC] },
});

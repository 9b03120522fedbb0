import { pathReader, type Fields } from '../../path';
import { AUTOMATIC, headersIn, headersOf, headersOfText, isAutomatic } from '../mail-headers';
import { child, first, own, textOf } from '../values';
import { DEFERRED, emailAdapter, NOT_SENT, SENT, SOFT_BOUNCE, type Meaning } from './email-events';

const readSeverity = pathReader('severity');
const readReason = pathReader('reason');

/** Given up after hours of temporary failures, or refused for who sent it: neither is about the address. */
const NOT_THE_ADDRESS = new Set(['old', 'espblock']);

/** Only a refusal by the receiving server is news; "suppress-…" repeats an earlier one. */
const failure = (event: Fields) => {
	const reason = textOf(readReason(event));
	if (textOf(readSeverity(event)) === 'temporary' || NOT_THE_ADDRESS.has(reason)) return SOFT_BOUNCE;
	return reason.startsWith('suppress-') ? NOT_SENT : 'email_bounce';
};

/** Messages that routes forward or store: they have a sender and a text, and no event. */
const isIncoming = (event: Fields): boolean =>
	Object.hasOwn(event, 'sender') &&
	Object.hasOwn(event, 'recipient') &&
	!Object.hasOwn(event, 'event') &&
	['body-plain', 'body-html', 'body-mime', 'stripped-text', 'message-url'].some((key) => Object.hasOwn(event, key));

/** Mailgun webhooks: `{ signature, "event-data" }`, the flat form of before 2018, and messages that routes forward. */
export const mailgun = emailAdapter({
	source: 'mailgun',
	label: 'Mailgun',
	keys: ['event-data', 'recipient'],
	matches: (event) =>
		Object.hasOwn(event, 'event-data') ||
		isIncoming(event) ||
		(typeof own(event, 'event') === 'string' &&
			Object.hasOwn(event, 'recipient') &&
			(Object.hasOwn(event, 'log-level') || Object.hasOwn(event, 'message-headers') || Object.hasOwn(event, 'token'))),
	unwrap: (event) => (isIncoming(event) ? incoming(event) : withBotMark(event)),
	event: 'event',
	meanings: new Map<string, Meaning>([
		['accepted', SENT],
		['rejected', NOT_SENT],
		['delivered', 'email_delivered'],
		['failed', failure],
		['permanent_fail', failure],
		['temporary_fail', DEFERRED],
		['bounced', 'email_bounce'],
		['dropped', NOT_SENT],
		['opened', 'email_open'],
		['clicked', 'email_click'],
		['unsubscribed', 'email_unsubscribe'],
		['complained', 'email_spam_complaint'],
		['stored', SENT],
		['inbound', 'email_reply'],
	]),
	email: ['recipient'],
	at: ['timestamp'],
	id: 'id',
	properties: {
		message: ['message.headers.message-id', 'message-id', 'Message-Id'],
		subject: ['message.headers.subject', 'subject'],
		url: ['url'],
		campaign: ['campaigns[0].name', 'campaigns[0].id', 'campaign-name'],
		tags: ['tags', 'tag'],
		reason: ['delivery-status.message', 'delivery-status.description', 'error', 'reason'],
		code: ['delivery-status.code', 'code'],
		country: ['geolocation.country', 'country'],
		device: ['client-info.device-type', 'device-type'],
		userAgent: ['client-info.user-agent', 'user-agent'],
		ip: ['ip'],
	},
	machine: { flags: [AUTOMATIC] },
});

/** A message that somebody sent to us: `recipient` is our address. */
function incoming(event: Fields): Fields {
	// Mailgun puts every header beside the fields of its own.
	const header = headersIn(headersOf(event), headersOfText(own(event, 'body-mime')));
	return {
		...event,
		event: 'inbound',
		recipient: first(header('From'), own(event, 'sender')),
		'message-id': header('Message-Id'),
		subject: header('Subject'),
		[AUTOMATIC]: isAutomatic(header),
	};
}

/** Gmail's and Yahoo's proxies fetch pictures when a person opens the message. */
const PEOPLES_PROXIES = new Set(['', 'gmail', 'yahoo']);

/** Takes the event out of its envelope; `client-info.bot` names the machine that opened or clicked, e.g. `apple`. */
function withBotMark(outer: Fields): Fields {
	const event = Object.hasOwn(outer, 'event-data') ? child(outer, 'event-data') : outer;
	const bot = textOf(own(child(event, 'client-info'), 'bot')).toLowerCase();
	return PEOPLES_PROXIES.has(bot) ? event : { ...event, is_bot: true };
}

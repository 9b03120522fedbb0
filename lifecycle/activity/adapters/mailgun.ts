import { pathReader, type Fields } from '../../path';
import { child, own, textOf } from '../values';
import { DEFERRED, emailAdapter, NOT_SENT, SENT, SOFT_BOUNCE, type Meaning } from './email-events';

const readSeverity = pathReader('severity');
const readReason = pathReader('reason');

/** Only a refusal by the receiving server is news; "suppress-…" repeats an earlier one. */
const failure = (event: Fields) => {
	if (textOf(readSeverity(event)) === 'temporary') return SOFT_BOUNCE;
	return textOf(readReason(event)).startsWith('suppress-') ? NOT_SENT : 'email_bounce';
};

/** Mailgun webhooks: `{ signature, "event-data" }`, and the flat form of before 2018. */
export const mailgun = emailAdapter({
	source: 'mailgun',
	label: 'Mailgun',
	keys: ['event-data', 'recipient'],
	matches: (event) =>
		Object.hasOwn(event, 'event-data') ||
		(typeof own(event, 'event') === 'string' &&
			Object.hasOwn(event, 'recipient') &&
			(Object.hasOwn(event, 'log-level') || Object.hasOwn(event, 'message-headers') || Object.hasOwn(event, 'token'))),
	unwrap: withBotMark,
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
});

/** Gmail's and Yahoo's proxies fetch pictures when a person opens the message. */
const PEOPLES_PROXIES = new Set(['', 'gmail', 'yahoo']);

/** Takes the event out of its envelope; `client-info.bot` names the machine that opened or clicked, e.g. `apple`. */
function withBotMark(outer: Fields): Fields {
	const event = Object.hasOwn(outer, 'event-data') ? child(outer, 'event-data') : outer;
	const bot = textOf(own(child(event, 'client-info'), 'bot')).toLowerCase();
	return PEOPLES_PROXIES.has(bot) ? event : { ...event, is_bot: true };
}

import { isFields, type Fields } from '../../path';
import { AUTOMATIC, headersIn, headersOf, headersOfText, isAutomatic } from '../mail-headers';
import { child, compact, fieldsOf, first, listOf, own, textOf } from '../values';
import { ADMINISTRATION, DEFERRED, emailAdapter, NOT_SENT, SENT, SOFT_BOUNCE, type Meaning } from './email-events';

/** Mandrill (Mailchimp Transactional): form field `mandrill_events`, a JSON array of events with the message inside. */
export const mandrill = emailAdapter({
	source: 'mandrill',
	label: 'Mandrill',
	keys: ['msg', 'reject', 'entry'],
	matches: (event) =>
		(typeof own(event, 'event') === 'string' && isFields(own(event, 'msg'))) ||
		(Object.hasOwn(event, 'action') && (Object.hasOwn(event, 'reject') || Object.hasOwn(event, 'entry'))),
	unwrap: (event) => (own(event, 'event') === 'inbound' ? inbound(event) : withLast(event)),
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
	email: ['msg.email'],
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
	machine: { flags: [AUTOMATIC] },
});

/** Some events tell link and user agent only in the list of all opens and clicks of the message, of which it is the last. */
function withLast(event: Fields): Fields {
	const list = MESSAGE_LISTS.get(textOf(own(event, 'event')));
	if (list === undefined) return event;
	const { url, ua, ip } = fieldsOf(listOf(own(child(event, 'msg'), list)).at(-1));
	return { ...compact({ url, user_agent: ua, ip }), ...event };
}

const MESSAGE_LISTS: ReadonlyMap<string, string> = new Map([
	['open', 'opens'],
	['click', 'clicks'],
]);

/** A message that somebody sent to us: `email` is our address. */
function inbound(event: Fields): Fields {
	const message = child(event, 'msg');
	const header = headersIn(headersOf(child(message, 'headers')), headersOfText(own(message, 'raw_msg')));
	const email = first(own(message, 'from_email'), header('From'));
	return { ...event, msg: { ...message, email, _id: header('Message-Id') }, [AUTOMATIC]: isAutomatic(header) };
}

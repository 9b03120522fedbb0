import type { Fields } from '../../path';
import type { Adapter, Reading } from '../adapter';
import { attributesOf } from '../attributes';
import { AUTOMATIC, headersOf, isAutomatic } from '../mail-headers';
import { child, compact, fieldsOf, listOf, own, textOf } from '../values';
import { ADMINISTRATION, DEFERRED, emailAdapter, NOT_SENT, SENT, SOFT_BOUNCE, type Meaning } from './email-events';

const BREVO_KEYS = ['message-id', 'ts_event', 'camp_id', 'ts_epoch', 'list_id', 's_epoch'];

/** Events about a contact, which name no message. */
const CONTACT_EVENTS = new Set(['contact_updated', 'contact_deleted', 'list_addition']);

/**
 * `date` and `date_event` are local times without a zone, so the epoch
 * fields are read; `id` names the webhook, not the event.
 */
const events = emailAdapter({
	source: 'brevo',
	label: 'Brevo',
	keys: [...BREVO_KEYS, 'key', 'content', 'items'],
	matches: (event) =>
		messagesIn(event).length > 0 ||
		(typeof own(event, 'event') === 'string' &&
			Object.hasOwn(event, 'email') &&
			(BREVO_KEYS.some((key) => Object.hasOwn(event, key)) || isOfContact(event))),
	unwrap: withEpoch,
	event: 'event',
	meanings: new Map<string, Meaning>([
		['request', SENT],
		['sent', SENT],
		['deferred', DEFERRED],
		['delivered', 'email_delivered'],
		['soft_bounce', SOFT_BOUNCE],
		['soft_bounced', SOFT_BOUNCE],
		['hard_bounce', 'email_bounce'],
		['hard_bounced', 'email_bounce'],
		['invalid_email', 'email_bounce'],
		['blocked', NOT_SENT],
		['error', NOT_SENT],
		['opened', 'email_open'],
		['unique_opened', 'email_open'],
		['proxy_open', 'email_open'],
		['unique_proxy_open', 'email_open'],
		['click', 'email_click'],
		['unsubscribed', 'email_unsubscribe'],
		['unsubscribe', 'email_unsubscribe'],
		['spam', 'email_spam_complaint'],
		['complaint', 'email_spam_complaint'],
		['list_addition', 'email_subscribe'],
		['contact_updated', 'lead_update'],
		['contact_deleted', ADMINISTRATION],
	]),
	email: ['email'],
	at: ['epoch', 'ts_event', 'ts', 'date_event', 'date'],
	properties: {
		message: ['message-id'],
		subject: ['subject'],
		url: ['link', 'URL', 'url'],
		campaign: ['campaign name', 'camp_id', 'template_id'],
		list: ['list_id'],
		tags: ['tags', 'tag'],
		reason: ['reason'],
		device: ['device_used'],
		userAgent: ['user_agent'],
		// sending_ip is the address of the sender, not of the reader.
		ip: ['ip'],
	},
	// What was changed of a contact.
	attributes: (event) => attributesOf(fieldsOf(listOf(own(event, 'content'))[0])),
	machine: { events: ['proxy_open', 'unique_proxy_open'], flags: ['is_machine_open'] },
});

/** `ts_epoch` holds milliseconds, but seconds in part of the events: it is taken only where it says more. */
function withEpoch(event: Fields): Fields {
	const epoch = own(event, 'ts_epoch');
	const milliseconds = typeof epoch === 'number' && epoch > 1e12;
	return milliseconds ? { ...event, epoch } : event;
}

const isOfContact = (event: Fields): boolean =>
	CONTACT_EVENTS.has(textOf(own(event, 'event'))) && (Object.hasOwn(event, 'key') || Object.hasOwn(event, 'content'));

/** The messages that inbound parsing hands on, `{ items: [{ Uuid, From: { Address }, … }] }`. */
const messagesIn = (event: Fields): Fields[] =>
	listOf(own(event, 'items'))
		.map(fieldsOf)
		.filter((message) => Object.hasOwn(message, 'Uuid') && Object.hasOwn(child(message, 'From'), 'Address'));

const readMessage = (message: Fields): Reading => ({
	type: 'email_reply',
	at: own(message, 'SentAtDate'),
	email: own(child(message, 'From'), 'Address'),
	properties: compact({ message: own(message, 'MessageId'), subject: own(message, 'Subject') }),
	machine: isAutomatic(headersOf(child(message, 'Headers'))) ? AUTOMATIC : undefined,
});

/** Brevo transactional and marketing webhooks, and inbound parsing. One call may name several people. */
export const brevo: Adapter = {
	...events,
	read(event, context) {
		const messages = messagesIn(event);
		if (messages.length > 0) return messages.map(readMessage);
		const emails = own(event, 'email');
		if (!Array.isArray(emails)) return events.read(event, context);
		return emails.flatMap((email) => events.read({ ...event, email }, context));
	},
};

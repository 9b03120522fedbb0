import type { Fields } from '../../path';
import type { Adapter } from '../adapter';
import { own } from '../values';
import { ADMINISTRATION, DEFERRED, emailAdapter, NOT_SENT, SENT, SOFT_BOUNCE, type Meaning } from './email-events';

const BREVO_KEYS = ['message-id', 'ts_event', 'camp_id', 'ts_epoch', 'list_id', 's_epoch'];

/**
 * `date` and `date_event` are local times without a zone, so the epoch
 * fields are read; `id` names the webhook, not the event.
 */
const events = emailAdapter({
	source: 'brevo',
	label: 'Brevo',
	keys: BREVO_KEYS,
	matches: (event) =>
		typeof own(event, 'event') === 'string' &&
		Object.hasOwn(event, 'email') &&
		BREVO_KEYS.some((key) => Object.hasOwn(event, key)),
	unwrap: withEpoch,
	event: 'event',
	meanings: new Map<string, Meaning>([
		['request', SENT],
		['sent', SENT],
		['deferred', DEFERRED],
		['delivered', 'email_delivered'],
		['soft_bounce', SOFT_BOUNCE],
		['hard_bounce', 'email_bounce'],
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
	machine: { events: ['proxy_open', 'unique_proxy_open'], flags: ['is_machine_open'] },
});

/** `ts_epoch` holds milliseconds, but seconds in part of the events: it is taken only where it says more. */
function withEpoch(event: Fields): Fields {
	const epoch = own(event, 'ts_epoch');
	const milliseconds = typeof epoch === 'number' && epoch > 1e12;
	return milliseconds ? { ...event, epoch } : event;
}

/** Brevo transactional and marketing webhooks. An addition to a list may name several people. */
export const brevo: Adapter = {
	...events,
	read(event, context) {
		const emails = own(event, 'email');
		if (!Array.isArray(emails)) return events.read(event, context);
		return emails.flatMap((email) => events.read({ ...event, email }, context));
	},
};

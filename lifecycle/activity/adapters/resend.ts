import type { Adapter } from '../adapter';
import { child, fieldsOf, own, textOf } from '../values';
import { attributesOf } from '../attributes';
import { ADMINISTRATION, DEFERRED, emailAdapter, NOT_SENT, SENT, SOFT_BOUNCE, type Meaning } from './email-events';

const events = emailAdapter({
	source: 'resend',
	label: 'Resend',
	keys: ['data'],
	matches: (event) =>
		/^(email|contact|domain)\.[a-z_]+$/.test(textOf(own(event, 'type'))) &&
		['email_id', 'to', 'email', 'id'].some((key) => Object.hasOwn(child(event, 'data'), key)),
	event: 'type',
	meanings: new Map<string, Meaning>([
		['email.scheduled', SENT],
		['email.sent', SENT],
		['email.delivered', 'email_delivered'],
		['email.delivery_delayed', DEFERRED],
		['email.failed', NOT_SENT],
		['email.suppressed', NOT_SENT],
		[
			'email.bounced',
			(event) =>
				/^(transient|undetermined)$/i.test(textOf(own(child(child(event, 'data'), 'bounce'), 'type')))
					? SOFT_BOUNCE
					: 'email_bounce',
		],
		['email.opened', 'email_open'],
		['email.clicked', 'email_click'],
		['email.complained', 'email_spam_complaint'],
		['email.received', 'email_reply'],
		['contact.created', 'lead_create'],
		[
			'contact.updated',
			(event) => (own(child(event, 'data'), 'unsubscribed') === true ? 'email_unsubscribe' : 'lead_update'),
		],
		['contact.deleted', ADMINISTRATION],
	]),
	email: ['data.to', 'data.email'],
	at: ['data.click.timestamp', 'data.open.timestamp', 'created_at'],
	id: 'svix-id',
	properties: {
		message: ['data.email_id'],
		subject: ['data.subject'],
		url: ['data.click.link'],
		campaign: ['data.broadcast_id'],
		tags: ['data.tags'],
		sentAt: ['data.created_at'],
		reason: ['data.bounce.message'],
		code: ['data.bounce.subType'],
		userAgent: ['data.click.userAgent', 'data.open.userAgent'],
		ip: ['data.click.ipAddress', 'data.open.ipAddress'],
	},
	attributes(event) {
		const { email, first_name, last_name } = fieldsOf(own(event, 'data'));
		return attributesOf({ email, first_name, last_name });
	},
});

/** Resend webhooks. Only the header `svix-id` names the event, and a received message counts for its sender. */
export const resend: Adapter = {
	...events,
	read(event, context) {
		const data = child(event, 'data');
		const incoming = own(event, 'type') === 'email.received';
		const known = { ...event, 'svix-id': own(context.headers, 'svix-id') };
		return events.read(incoming ? { ...known, data: { ...data, to: own(data, 'from') } } : known, context);
	},
};

import type { Fields } from '../../path';
import { attributesOf } from '../attributes';
import type { Adapter, Reading } from '../adapter';
import { nothing } from '../adapter';
import { pageKind } from '../page';
import { child, compact, emailOf, first, isTrue, own, textOf } from '../values';
import { DEFERRED, NOT_SENT, SENT } from './email-events';

const METRICS: ReadonlyMap<string, string | Reading> = new Map<string, string | Reading>([
	['email drafted', SENT],
	['email attempted', SENT],
	['email sent', SENT],
	['email delivered', 'email_delivered'],
	['email opened', 'email_open'],
	['email human_opened', 'email_open'],
	['email clicked', 'email_click'],
	['email human_clicked', 'email_click'],
	['email bounced', 'email_bounce'],
	['email spammed', 'email_spam_complaint'],
	['email unsubscribed', 'email_unsubscribe'],
	['email converted', nothing('the goal that was reached has an event of its own')],
	['email dropped', NOT_SENT],
	['email failed', NOT_SENT],
	['email undeliverable', NOT_SENT],
	['email suppressed', NOT_SENT],
	['email deferred', DEFERRED],
	['customer subscribed', 'email_subscribe'],
	['customer unsubscribed', 'email_unsubscribe'],
	['customer cio_subscription_preferences_changed', 'lead_update'],
	['customer subscription_preferences_changed', 'lead_update'],
	...['push', 'sms', 'in_app', 'whatsapp'].flatMap((medium): [string, string][] => [
		[`${medium} opened`, 'message_open'],
		[`${medium} clicked`, 'message_click'],
		[`${medium} replied`, 'message_reply'],
	]),
]);

/** Customer.io reporting webhooks: `object_type` and `metric`, or the earlier `event_type` (`email_opened`). */
export const customerio: Adapter = {
	source: 'customerIo',
	label: 'Customer.io',
	idName: 'Customer.io customer id',
	trust: 'vendor',
	keys: ['event_id'],
	matches: (event) =>
		Object.hasOwn(event, 'event_id') &&
		Object.hasOwn(event, 'data') &&
		(isReport(event) || OBJECTS.test(textOf(own(event, 'event_type')))),
	read(event) {
		const name = nameOf(event);
		const type = METRICS.get(name);
		if (type === undefined) return [nothing(`Customer.io event “${name.slice(0, 60)}” says nothing the lead did`)];
		if (typeof type !== 'string') return [type];
		const data = child(event, 'data');
		const identifiers = child(data, 'identifiers');
		const id = textOf(own(event, 'event_id'));
		return [
			{
				type,
				at: own(event, 'timestamp'),
				id: id === '' ? undefined : `${name.replace(' ', '_')}:${id}`,
				email: [identifiers.email, data.email_address, data.recipient].map(emailOf).find((email) => email !== ''),
				leadId: first(own(identifiers, 'id'), own(data, 'customer_id'), own(identifiers, 'cio_id')),
				aliases: [own(identifiers, 'id')],
				properties: { ...propertiesOf(data, type), ...mediumOf(name, type) },
				attributes: attributesOf(compact({ email: own(identifiers, 'email') })),
				machine: ['prefetched', 'machine', 'machine_opened', 'is_bot', 'bot'].find((flag) => isTrue(own(data, flag))),
			},
		];
	},
};

const isReport = (event: Fields): boolean =>
	textOf(own(event, 'object_type')) !== '' && textOf(own(event, 'metric')) !== '';

/** What Customer.io reports on; before `object_type` came, its name stood before the metric's. */
const OBJECTS = /^(customer|email|push|sms|in_app|slack|webhook|whatsapp|twilio|action)_[a-z_]+$/;

function nameOf(event: Fields): string {
	const metric = textOf(own(event, 'metric'));
	if (metric !== '') return `${textOf(own(event, 'object_type'))} ${metric}`;
	return textOf(own(event, 'event_type')).replace(/^in_app_|_/, (mark) => (mark === '_' ? ' ' : 'in_app '));
}

const mediumOf = (name: string, type: string): Record<string, unknown> =>
	type.startsWith('message_') ? { medium: name.split(' ')[0] } : {};

function propertiesOf(data: Fields, type: string): Record<string, unknown> {
	const url = textOf(first(own(data, 'href'), own(data, 'link_url')));
	return compact({
		message: own(data, 'delivery_id'),
		subject: own(data, 'subject'),
		campaign: first(own(data, 'campaign_id'), own(data, 'newsletter_id'), own(data, 'broadcast_id')),
		url,
		page: type === 'email_click' ? pageKind(url) : '',
		reason: own(data, 'failure_message'),
		text: own(data, 'body'),
		userAgent: own(data, 'user_agent'),
	});
}

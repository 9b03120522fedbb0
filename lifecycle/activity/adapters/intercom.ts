import type { Fields } from '../../path';
import { attributesOf } from '../attributes';
import type { Adapter, Draft, Reading } from '../adapter';
import { nothing } from '../adapter';
import { channelOf } from '../catalogue';
import { typeOfName } from '../names';
import { child, compact, fieldsOf, first, listOf, own, textOf } from '../values';

/** Intercom webhooks: `{ type: "notification_event", topic, data: { item } }`. */
export const intercom: Adapter = {
	source: 'intercom',
	label: 'Intercom',
	idName: 'Intercom contact id',
	keys: ['topic', 'data'],
	matches: (event) =>
		own(event, 'type') === 'notification_event' ||
		(Object.hasOwn(event, 'topic') && Object.hasOwn(child(event, 'data'), 'item')),
	read(event) {
		const topic = textOf(own(event, 'topic'));
		const item = child(child(event, 'data'), 'item');
		const drafted = draftOf(topic, item);
		if ('nothing' in drafted) return [drafted];
		return [{ at: own(event, 'created_at'), id: own(event, 'id'), ...drafted }];
	},
};

const CONTACT_TOPICS: ReadonlyMap<string, string> = new Map([
	['created', 'lead_create'],
	['signed_up', 'product_signup'],
	['email_updated', 'lead_update'],
	['added_email', 'lead_update'],
	['updated', 'lead_update'],
	['unsubscribed', 'email_unsubscribe'],
	['subscribed', 'email_subscribe'],
	['merged', 'lead_identify'],
]);

const CONTENT_TOPICS: ReadonlyMap<string, string> = new Map([
	['opened', 'email_open'],
	['clicked', 'email_click'],
	['replied', 'email_reply'],
	['bounced', 'email_bounce'],
	['unsubscribed', 'email_unsubscribe'],
	['marked_as_spam', 'email_spam_complaint'],
]);

const silent = (topic: string): Reading => nothing(`Intercom topic “${topic.slice(0, 60)}” says nothing the lead did`);

function draftOf(topic: string, item: Fields): Reading {
	const [subject] = topic.split('.');
	const change = topic.slice(topic.lastIndexOf('.') + 1).replace('email.updated', 'email_updated');
	if (topic === 'event.created') return readEvent(item);
	if (['contact', 'user', 'lead', 'visitor'].includes(subject)) {
		const key = topic.endsWith('email.updated') ? 'email_updated' : change;
		const type = topic.includes('.tag.') ? undefined : CONTACT_TOPICS.get(key);
		return type === undefined ? silent(topic) : readContact(type, item);
	}
	if (/^conversation\.user\.(created|replied)$/.test(topic)) return readConversation(item);
	if (subject === 'content_stat' || subject === 'message') {
		const type = CONTENT_TOPICS.get(change);
		return type === undefined
			? silent(topic)
			: { type, ...personOf(fieldsOf(first(own(item, 'contact'), own(item, 'user'), item))) };
	}
	return silent(topic);
}

function readEvent(item: Fields): Draft {
	const { type, properties } = typeOfName(textOf(own(item, 'event_name')));
	return {
		type,
		at: own(item, 'created_at'),
		...personOf(item),
		leadId: first(own(item, 'user_id'), own(item, 'intercom_user_id')),
		channel: channelOf(type) || 'product',
		properties: { ...compact(child(item, 'metadata')), ...properties, ...compact({ name: own(item, 'event_name') }) },
	};
}

function readContact(type: string, outer: Fields): Draft {
	const item = own(outer, 'type') === 'contact' || !Object.hasOwn(outer, 'contact') ? outer : child(outer, 'contact');
	const { name, email, phone } = item;
	const location = first(own(item, 'location_data'), own(item, 'location'));
	const { country_name, country, region_name, city_name } = fieldsOf(location);
	const person = personOf(item);
	return {
		type,
		...(type === 'lead_create' ? { at: own(item, 'created_at') } : {}),
		...person,
		aliases: [own(item, 'id'), own(item, 'user_id'), own(item, 'external_id')],
		attributes: attributesOf({
			...compact(child(item, 'custom_attributes')),
			...compact({ name, email, phone, country: first(country_name, country), region: region_name, city: city_name }),
		}),
	};
}

function readConversation(item: Fields): Draft {
	const contact = fieldsOf(
		first(own(item, 'user'), listOf(own(child(item, 'contacts'), 'contacts'))[0], own(child(item, 'source'), 'author')),
	);
	const source = first(own(item, 'source'), own(item, 'conversation_message'));
	return {
		type: 'chat_message',
		...personOf({ ...fieldsOf(own(child(item, 'source'), 'author')), ...contact }),
		properties: compact({ conversation: own(item, 'id'), url: own(fieldsOf(source), 'url') }),
	};
}

const personOf = (person: Fields): Pick<Draft, 'email' | 'leadId'> => ({
	email: own(person, 'email'),
	leadId: first(own(person, 'user_id'), own(person, 'external_id'), own(person, 'id')),
});

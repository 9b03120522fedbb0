import { isFields, type Fields } from '../../path';
import { attributesOf } from '../attributes';
import type { Adapter, Draft, Reading } from '../adapter';
import { nothing } from '../adapter';
import { channelOf } from '../catalogue';
import { typeOfName } from '../names';
import { MINUTE } from '../../time';
import { child, compact, fieldsOf, first, instantOf, listOf, own, textOf } from '../values';

/** Intercom webhooks: `{ type: "notification_event", topic, data: { item } }`. */
export const intercom: Adapter = {
	source: 'intercom',
	label: 'Intercom',
	idName: 'Intercom contact id',
	trust: 'vendor',
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

const READERS: ReadonlyMap<string, (item: Fields, topic: string) => Reading> = new Map([
	['event.created', readEvent],
	['conversation.user.created', readConversation],
	['conversation.user.replied', readConversation],
	['ticket.contact.replied', readTicket],
	['conversation.rating.added', readRating],
	['granular.subscribe', readSubscription],
	['granular.unsubscribe', readSubscription],
	['call.ended', readCall],
]);

function draftOf(topic: string, item: Fields): Reading {
	const [subject] = topic.split('.');
	const change = topic.slice(topic.lastIndexOf('.') + 1).replace('email.updated', 'email_updated');
	const read = READERS.get(topic);
	if (read !== undefined) return read(item, topic);
	if (['contact', 'user', 'lead', 'visitor'].includes(subject)) {
		const key = topic.endsWith('email.updated') ? 'email_updated' : change;
		const type = topic.includes('.tag.') ? undefined : CONTACT_TOPICS.get(key);
		return type === undefined ? silent(topic) : readContact(type, item);
	}
	if (subject === 'content_stat' || subject === 'message') {
		const type = CONTENT_TOPICS.get(change);
		return type === undefined
			? silent(topic)
			: { type, ...personOf(fieldsOf(first(own(item, 'contact'), own(item, 'user'), item))) };
	}
	return silent(topic);
}

function readEvent(item: Fields): Reading {
	const named = typeOfName(textOf(own(item, 'event_name')));
	if ('nothing' in named) return named;
	const { type, properties } = named;
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
	const item = isFields(own(outer, 'contact')) ? child(outer, 'contact') : outer;
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
			...compact({
				name,
				email,
				phone,
				company: own(fieldsOf(listOf(own(child(item, 'companies'), 'companies'))[0]), 'name'),
				country: first(country_name, country),
				region: region_name,
				city: city_name,
			}),
		}),
	};
}

/** A colleague may have begun the conversation: then the source's author is nobody who wrote to us. */
function authorOf(item: Fields): Fields {
	const parts = listOf(own(child(item, 'conversation_parts'), 'conversation_parts'));
	const places = [...parts.toReversed(), own(item, 'source'), own(item, 'conversation_message')].map(fieldsOf);
	return places.map((place) => child(place, 'author')).find((author) => !isColleague(author)) ?? {};
}

const isColleague = (author: Fields): boolean =>
	Object.keys(author).length === 0 || ['admin', 'bot', 'team'].includes(textOf(own(author, 'type')));

function readConversation(item: Fields): Draft {
	const author = authorOf(item);
	const contact = fieldsOf(first(own(item, 'user'), listOf(own(child(item, 'contacts'), 'contacts'))[0]));
	const source = first(own(item, 'source'), own(item, 'conversation_message'));
	return {
		type: 'chat_message',
		...personOf({ ...author, ...compact(contact) }),
		properties: compact({ conversation: own(item, 'id'), url: own(fieldsOf(source), 'url') }),
	};
}

/** What a contact thought of a conversation. */
function readRating(item: Fields): Draft {
	const rating = child(item, 'conversation_rating');
	const contact = fieldsOf(
		first(own(rating, 'contact'), own(rating, 'customer'), listOf(own(child(item, 'contacts'), 'contacts'))[0]),
	);
	return {
		type: 'content_rate',
		at: own(rating, 'created_at'),
		...personOf(contact),
		properties: compact({
			kind: 'conversation',
			rating: own(rating, 'rating'),
			text: own(rating, 'remark'),
			conversation: own(item, 'id'),
		}),
	};
}

function readTicket(item: Fields): Draft {
	return {
		type: 'chat_message',
		...personOf(child(child(item, 'ticket_part'), 'author')),
		properties: compact({ conversation: own(child(item, 'ticket'), 'id') }),
	};
}

/** A contact chose, or left, one kind of message; kinds that are no e-mail say nothing about e-mail. */
function readSubscription(item: Fields, topic: string): Reading {
	const kinds = listOf(own(child(item, 'subscription_types'), 'data')).map(fieldsOf);
	const kind = kinds.find((candidate) => listOf(own(candidate, 'content_types')).includes('email'));
	if (kind === undefined) return silent(topic);
	return {
		...readContact(topic.endsWith('.unsubscribe') ? 'email_unsubscribe' : 'email_subscribe', item),
		properties: compact({ list: own(child(kind, 'default_translation'), 'name') }),
	};
}

/** A call that took place: theirs, or one of ours that they answered. */
function readCall(item: Fields): Reading {
	const inbound = own(item, 'direction') === 'inbound';
	const answeredAt = instantOf(own(item, 'answered_at'));
	if (!inbound && answeredAt === undefined) return nothing('nobody answered the call');
	const endedAt = instantOf(own(item, 'ended_at'));
	const minutes =
		answeredAt === undefined || endedAt === undefined ? undefined : Math.round((endedAt - answeredAt) / MINUTE);
	return {
		type: inbound ? 'call_inbound' : 'call_answered',
		at: first(own(item, 'initiated_at'), own(item, 'created_at')),
		leadId: own(item, 'contact_id'),
		properties: compact({ minutes, conversation: own(item, 'conversation_id') }),
	};
}

const personOf = (person: Fields): Pick<Draft, 'email' | 'leadId'> => ({
	email: own(person, 'email'),
	leadId: first(own(person, 'user_id'), own(person, 'external_id'), own(person, 'id')),
});

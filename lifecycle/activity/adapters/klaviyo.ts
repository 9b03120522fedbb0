import type { Fields } from '../../path';
import type { Adapter, Reading } from '../adapter';
import { nothing } from '../adapter';
import { attributesOf } from '../attributes';
import { channelOf } from '../catalogue';
import { typeOfName } from '../names';
import { pageKind } from '../page';
import { child, compact, fieldsOf, first, listOf, own, textOf } from '../values';

/**
 * Klaviyo: events of its API with profile and metric included, bare or as its webhooks send them (`topic`, `payload`). The
 * metric's name is the event's. https://developers.klaviyo.com/en/reference/events_api_overview
 */
export const klaviyo: Adapter = {
	source: 'klaviyo',
	label: 'Klaviyo',
	idName: 'Klaviyo profile id',
	trust: 'vendor',
	keys: ['data', 'topic', 'attributes'],
	matches: (event) => documentsIn(event).length > 0,
	read: (event) => documentsIn(event).map(readDocument),
};

interface Document {
	event: Fields;
	included: readonly unknown[];
	topic: string;
}

function documentsIn(event: Fields): Document[] {
	const data = own(event, 'data');
	const included = listOf(own(event, 'included'));
	const entries = Array.isArray(data) ? data.map(fieldsOf) : [fieldsOf(data), event];
	return entries.flatMap((entry): Document[] => {
		if (isEvent(entry)) return [{ event: entry, included, topic: textOf(own(event, 'topic')) }];
		const payload = child(entry, 'payload');
		const inner = child(payload, 'data');
		return isEvent(inner)
			? [{ event: inner, included: listOf(own(payload, 'included')), topic: textOf(own(entry, 'topic')) }]
			: [];
	});
}

const isEvent = (entry: Fields): boolean =>
	own(entry, 'type') === 'event' &&
	['event_properties', 'datetime', 'uuid'].some((key) => Object.hasOwn(child(entry, 'attributes'), key));

function readDocument({ event, included, topic }: Document): Reading {
	const attributes = child(event, 'attributes');
	const ofType = (type: string): Fields =>
		child(included.map(fieldsOf).find((entry) => own(entry, 'type') === type) ?? {}, 'attributes');
	const profile = ofType('profile');
	const given = child(attributes, 'event_properties');
	const name = textOf(first(own(ofType('metric'), 'name'), topic.replace(/^event:(klaviyo\.)?/, '')));
	if (name === '') return nothing('the Klaviyo event names no metric: ask for the metric with it');
	const named = typeOfName(name);
	if ('nothing' in named) return named;
	const relation = child(child(child(event, 'relationships'), 'profile'), 'data');
	const { email, first_name, last_name, title, organization, phone_number, location } = profile;
	return {
		type: named.type,
		at: first(own(attributes, 'datetime'), own(attributes, 'timestamp')),
		id: first(own(event, 'id'), own(attributes, 'uuid')),
		email,
		leadId: first(own(relation, 'id'), own(attributes, 'profile_id')),
		aliases: [own(relation, 'id')],
		channel: channelOf(named.type) || 'product',
		properties: { ...named.properties, ...detailsOf(given) },
		attributes: attributesOf(
			compact({
				email,
				first_name,
				last_name,
				title,
				company: organization,
				phone: phone_number,
				country: own(fieldsOf(location), 'country'),
			}),
		),
	};
}

function detailsOf(given: Fields): Record<string, unknown> {
	const url = textOf(first(own(given, 'URL'), own(given, 'url')));
	return compact({
		subject: own(given, 'Subject'),
		message: own(given, '$message'),
		campaign: own(given, 'Campaign Name'),
		url,
		page: url === '' ? '' : pageKind(url),
		amount: own(given, '$value'),
		userAgent: own(given, 'Client User Agent'),
	});
}

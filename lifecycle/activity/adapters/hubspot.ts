import type { Fields } from '../../path';
import { attributesOf } from '../attributes';
import type { Adapter, Draft, Reading } from '../adapter';
import { nothing } from '../adapter';
import { pageKind } from '../page';
import { child, compact, emailOf, fieldsOf, first, instantOf, isTrue, listOf, own, textOf } from '../values';
import { contactActId, DATED_ACTS, isContactRecord, readContactRecord } from './hubspot-record';

/**
 * HubSpot: webhook subscriptions (also as n8n's HubSpot Trigger hands them on, with `contactId`), contacts as workflow
 * webhooks send them, contact records, and events of the e-mail events API. A subscription's `eventId` is not unique by
 * itself.
 */
export const hubspot: Adapter = {
	source: 'hubspot',
	label: 'HubSpot',
	idName: 'HubSpot contact id',
	trust: 'crm',
	keys: ['portalId', 'vid', 'canonical-vid', 'emailCampaignId', 'properties'],
	matches: (event) =>
		isSubscription(event) || isContact(event) || isEmailEvent(event) || isContactRecord(event) || isOtherRecord(event),
	read(event) {
		if (isSubscription(event)) return readSubscription(event);
		// A workflow's contact has the properties of a record too, but as objects with their history.
		if (isContact(event)) return [readContact(event)];
		if (isContactRecord(event)) return readContactRecord(event);
		return isOtherRecord(event) ? readOtherRecord(event) : [readEmailEvent(event)];
	},
};

const subscriptionOf = (event: Fields): string =>
	textOf(first(own(event, 'subscriptionType'), own(event, 'eventType')));

const isSubscription = (event: Fields): boolean =>
	Object.hasOwn(event, 'portalId') && subscriptionOf(event).includes('.');

const isContact = (event: Fields): boolean =>
	(Object.hasOwn(event, 'vid') || Object.hasOwn(event, 'canonical-vid')) && Object.hasOwn(event, 'properties');

const isEmailEvent = (event: Fields): boolean =>
	Object.hasOwn(event, 'recipient') &&
	Object.hasOwn(event, 'emailCampaignId') &&
	typeof own(event, 'type') === 'string';

/** What workflows of deals, companies and tickets send; only deals may say whose they are. */
const isOtherRecord = (event: Fields): boolean =>
	Object.hasOwn(event, 'portalId') &&
	Object.hasOwn(event, 'properties') &&
	['dealId', 'companyId', 'objectId'].some((key) => Object.hasOwn(event, key));

function readOtherRecord(record: Fields): Reading[] {
	const people = listOf(own(child(record, 'associations'), 'associatedVids'));
	if (!Object.hasOwn(record, 'dealId') || people.length === 0) return [nothing('the HubSpot record names no person')];
	const { dealname, dealstage, amount, deal_currency_code, closed_lost_reason, hs_lastmodifieddate, ...values } =
		valuesOf(child(record, 'properties'));
	const [isWon, isLost] = [values.hs_is_closed_won, values.hs_is_closed_lost].map(isTrue);
	return people.map((leadId) => ({
		type: isWon ? 'deal_won' : isLost ? 'deal_lost' : 'deal_update',
		at: hs_lastmodifieddate,
		leadId,
		properties: compact({
			deal: own(record, 'dealId'),
			name: dealname,
			stage: dealstage,
			amount,
			currency: deal_currency_code,
			reason: closed_lost_reason,
		}),
	}));
}

/** Properties hold their value, or an object with it and its history. */
const valuesOf = (properties: Fields): Record<string, unknown> =>
	Object.fromEntries(
		Object.keys(properties).map((key) => {
			const property = properties[key];
			return [key, Object.hasOwn(fieldsOf(property), 'value') ? own(fieldsOf(property), 'value') : property];
		}),
	);

/** Contact properties whose change is an act of the lead. */
const ACTS: ReadonlyMap<string, string> = new Map([['recent_conversion_event_name', 'form_submit'], ...DATED_ACTS]);

function readSubscription(event: Fields): Reading[] {
	const subscription = subscriptionOf(event);
	const separator = subscription.indexOf('.');
	const change = subscription.slice(separator + 1);
	// The newer generic subscriptions ("object.creation") name the object in objectTypeId: 0-1 is the contact.
	const kind = subscription
		.slice(0, separator)
		.replace(/^object$/, own(event, 'objectTypeId') === '0-1' ? 'contact' : 'object');
	if (kind !== 'contact') return [nothing(`HubSpot “${subscription.slice(0, 60)}” names no person`)];
	const leadId = first(...['objectId', 'contactId', 'newObjectId', 'primaryObjectId'].map((key) => own(event, key)));
	const draft = {
		at: own(event, 'occurredAt'),
		id:
			['subscriptionId', 'eventId', 'occurredAt'].map((key) => textOf(own(event, key))).join(':') +
			`:${textOf(leadId)}`,
		leadId,
		properties: compact({ changeSource: own(event, 'changeSource') }),
	};
	if (change === 'creation') return [{ ...draft, id: contactActId(leadId, 'created'), type: 'lead_create' }];
	if (change === 'propertyChange') return [propertyChange(event, draft)];
	if (change === 'merge') {
		const merged = [leadId, own(event, 'primaryObjectId'), ...listOf(own(event, 'mergedObjectIds'))];
		// A merge may make a record of its own, which the others become.
		return [{ ...draft, type: 'lead_update', leadId: first(own(event, 'newObjectId'), leadId), aliases: merged }];
	}
	return [nothing(`HubSpot “${subscription.slice(0, 60)}” says nothing the lead did`)];
}

function propertyChange(event: Fields, draft: Omit<Draft, 'type'>): Draft {
	const name = textOf(own(event, 'propertyName'));
	const value = own(event, 'propertyValue');
	const act = isTrue(value) && name === 'hs_email_optout' ? 'email_unsubscribe' : ACTS.get(name);
	const properties = { ...draft.properties, property: name };
	const actAt = DATED_ACTS.has(name) ? instantOf(value) : undefined;
	if (act !== undefined && actAt !== undefined)
		return { ...draft, type: act, at: actAt, id: contactActId(draft.leadId, name, actAt), properties };
	if (act === 'email_unsubscribe') return { ...draft, type: act, id: contactActId(draft.leadId, name), properties };
	if (act === 'form_submit') return { ...draft, type: act, properties: { ...properties, form: value } };
	if (act !== undefined) return { ...draft, type: act, properties };
	const changed = { ...draft, type: 'lead_update', properties, attributes: attributesOf({ [name]: value }) };
	return name === 'email' && emailOf(value) !== '' ? { ...changed, email: value, aliases: [draft.leadId] } : changed;
}

function readContact(contact: Fields): Draft {
	const values = valuesOf(child(contact, 'properties'));
	const submission = newestSubmission(contact);
	const common = { email: values.email, leadId: own(contact, 'vid'), attributes: attributesOf(values) };
	if (Object.hasOwn(submission, 'timestamp')) {
		const url = textOf(own(submission, 'page-url'));
		return {
			...common,
			type: 'form_submit',
			at: own(submission, 'timestamp'),
			id: own(submission, 'conversion-id'),
			properties: compact({
				form: own(submission, 'title'),
				formId: own(submission, 'form-id'),
				url,
				page: pageKind(url),
			}),
		};
	}
	return {
		...common,
		type: 'lead_update',
		at: first(values.lastmodifieddate, own(contact, 'addedAt')),
		aliases: [own(contact, 'vid')],
	};
}

function newestSubmission(contact: Fields): Fields {
	const submissions = listOf(own(contact, 'form-submissions')).map(fieldsOf);
	const at = (submission: Fields): number => instantOf(own(submission, 'timestamp')) ?? 0;
	return submissions.reduce(
		(newest, submission) => (at(submission) > at(newest) ? submission : newest),
		submissions[0] ?? {},
	);
}

const EMAIL_EVENTS: ReadonlyMap<string, string> = new Map([
	['OPEN', 'email_open'],
	['CLICK', 'email_click'],
	['FORWARD', 'email_forward'],
	['PRINT', 'email_open'],
	['STATUSCHANGE', 'email_unsubscribe'],
	['SPAMREPORT', 'email_spam_complaint'],
	['BOUNCE', 'email_bounce'],
	['DELIVERED', 'email_delivered'],
]);

/** Of HubSpot's categories, only the unknown user is about the address. */
const isPermanent = (event: Fields): boolean => {
	const category = textOf(own(event, 'category'));
	return category === '' ? !textOf(own(event, 'status')).startsWith('4') : category === 'UNKNOWN_USER';
};

/** A letter came back or a complaint was made, which have events of their own; or a colleague changed it. */
const NOT_THE_LEADS_WORD = /^SOURCE_(NON_DELIVERY_REPORT|MTA_RESPONSE|SPAM_REPORT|CUSTOMER)$/;

// https://developers.hubspot.com/docs/api-reference/legacy/communication-preferences/v1/get-subscriptions-timeline
const isOwnWord = (event: Fields): boolean =>
	!isTrue(own(event, 'bounced')) && !NOT_THE_LEADS_WORD.test(textOf(own(event, 'source')));

function readEmailEvent(event: Fields): Reading {
	const name = textOf(own(event, 'type'));
	if (name === 'STATUSCHANGE' && !isOwnWord(event))
		return nothing('the subscription changed for another reason than the word of the lead');
	const type = name === 'BOUNCE' && !isPermanent(event) ? undefined : EMAIL_EVENTS.get(name);
	if (type === undefined) return nothing(`HubSpot e-mail event “${name.slice(0, 60)}” says nothing the lead did`);
	const subscribed = own(event, 'portalSubscriptionStatus') === 'SUBSCRIBED';
	const url = textOf(own(event, 'url'));
	return {
		type: type === 'email_unsubscribe' && subscribed ? 'email_subscribe' : type,
		at: own(event, 'created'),
		id: own(event, 'id') === undefined ? undefined : `${name}:${textOf(own(event, 'id'))}`,
		email: own(event, 'recipient'),
		properties: compact({
			message: own(event, 'smtpId') ?? own(event, 'emailCampaignId'),
			subject: own(event, 'subject'),
			campaign: own(event, 'emailCampaignId'),
			url,
			page: pageKind(url),
			sentAt: own(child(event, 'sentBy'), 'created'),
			userAgent: own(event, 'userAgent'),
			ip: own(event, 'ipAddress'),
		}),
		machine: isTrue(own(event, 'filteredEvent')) ? 'filteredEvent' : undefined,
	};
}

import { isEmpty } from '../../empty';
import type { Fields } from '../../path';
import type { Draft } from '../adapter';
import { attributesOf } from '../attributes';
import { pageKind } from '../page';
import { child, compact, first, instantOf, isTrue, own, textOf } from '../values';

/**
 * Contact records of HubSpot's CRM API v3 (`{ id, properties: { hs_object_id, lastmodifieddate, … } }`). A record keeps
 * the time of the last of many opens and how many there were: that is one activity with a `count`, never many.
 */

export const isContactRecord = (event: Fields): boolean => {
	const properties = child(event, 'properties');
	// Companies and deals have hs_lastmodifieddate alone.
	return !isEmpty(own(properties, 'hs_object_id')) && Object.hasOwn(properties, 'lastmodifieddate');
};

/** A property that holds when something was last done. */
interface Dated {
	readonly property: string;
	readonly type: string;
	/** Property with how often it was done so far. */
	readonly count?: string;
	/** What else the record tells about it. */
	readonly details?: (properties: Fields) => Fields;
}

const lastPage = (properties: Fields): Fields => {
	const url = textOf(own(properties, 'hs_analytics_last_url'));
	return { url, page: pageKind(url) };
};
const formNamed =
	(property: string) =>
	(properties: Fields): Fields => ({ form: own(properties, property) });

const SUBSCRIBABLE: readonly Dated[] = [
	{ property: 'hs_email_last_open_date', type: 'email_open', count: 'hs_email_open' },
	{ property: 'hs_email_last_click_date', type: 'email_click', count: 'hs_email_click' },
	{ property: 'hs_email_last_reply_date', type: 'email_reply', count: 'hs_email_replied' },
	{ property: 'hs_sales_email_last_replied', type: 'email_reply' },
];
const DATED: readonly Dated[] = [
	...SUBSCRIBABLE,
	{ property: 'engagements_last_meeting_booked', type: 'meeting_booked' },
	{ property: 'first_conversion_date', type: 'form_submit', details: formNamed('first_conversion_event_name') },
	{
		property: 'recent_conversion_date',
		type: 'form_submit',
		count: 'num_conversion_events',
		details: formNamed('recent_conversion_event_name'),
	},
	{
		property: 'hs_analytics_last_timestamp',
		type: 'page_view',
		count: 'hs_analytics_num_page_views',
		details: lastPage,
	},
];

/** Properties with a time whose change a webhook reports as an act of the lead, and the act. */
export const DATED_ACTS: ReadonlyMap<string, string> = new Map(
	SUBSCRIBABLE.map(({ property, type }): [string, string] => [property, type]),
);

/**
 * The id of what a contact did, by what tells of it: the same from a webhook and from the record, so that it counts
 * once. Contacts stand in it with leading zeros, so that the ids of a page of contacts lie side by side in the log.
 *
 * @param at epoch milliseconds; left out for what happens once
 */
export const contactActId = (contact: unknown, what: string, at?: number): string =>
	['contact', textOf(contact).padStart(12, '0'), what, ...(at === undefined ? [] : [at])].join(':');

/** What happened once and has no time of its own; the last letter that was sent stands for it. */
const UNDATED: readonly {
	readonly property: string;
	readonly type: string;
	readonly isSaid: (value: unknown) => boolean;
}[] = [
	{ property: 'hs_email_optout', type: 'email_unsubscribe', isSaid: isTrue },
	{ property: 'hs_email_hard_bounce_reason_enum', type: 'email_bounce', isSaid: (value) => textOf(value) !== '' },
];

const NO_TIME = 'HubSpot keeps no time of it: the last letter that was sent stands for it';

/** A record as what the contact did, oldest facts first, and what the record says of it as a `lead_import`. */
export function readContactRecord(record: Fields): Draft[] {
	const properties = child(record, 'properties');
	const contact = first(own(properties, 'hs_object_id'), own(record, 'id'));
	const person = { email: own(properties, 'email'), leadId: contact };
	const created = first(own(properties, 'createdate'), own(record, 'createdAt'));
	const acts = datedActs(properties, contact);
	const sent = first(own(properties, 'hs_email_last_send_date'), acts.at(-1)?.at, created);
	return [
		{
			type: 'lead_create',
			at: created,
			id: contactActId(contact, 'created'),
			properties: compact({ source: own(properties, 'hs_analytics_source') }),
		},
		...acts,
		...UNDATED.filter(({ property, isSaid }) => isSaid(own(properties, property))).map(({ property, type }) => ({
			type,
			at: sent,
			id: contactActId(contact, property),
			properties: { property, timeNote: NO_TIME },
		})),
		importOf(record, properties, contact),
	].map((draft) => ({ ...person, ...draft }));
}

function datedActs(properties: Fields, contact: unknown): Draft[] {
	const found = DATED.flatMap((dated) => {
		const at = instantOf(own(properties, dated.property));
		return at === undefined ? [] : [{ ...dated, at }];
	}).sort((left, right) => left.at - right.at);
	// The first form and the recent one are the same where there was one; the later entry knows more.
	const isTold = ({ type, at }: { type: string; at: number }, index: number): boolean =>
		found.slice(index + 1).some((other) => other.type === type && other.at === at);
	return found
		.filter((act, index) => !isTold(act, index))
		.map(({ property, type, count, details, at }) => ({
			type,
			at,
			id: contactActId(contact, property, at),
			properties: compact({
				property,
				count: count === undefined ? undefined : countOf(own(properties, count)),
				...details?.(properties),
			}),
		}));
}

const countOf = (value: unknown): number | undefined => {
	const count = Number(textOf(value));
	return Number.isInteger(count) && count > 0 ? count : undefined;
};

/** Counters and times of HubSpot's own; what is worth keeping of them stands in {@link KEPT}. */
const OWN_FIELD =
	/^(hs_|notes_|num_|first_conversion|recent_conversion|first_deal|recent_deal|engagements_|days_to_close|closedate|createdate|lastmodifieddate|currentlyinworkflow)/;
const KEPT: readonly (readonly [property: string, name: string])[] = [
	['hs_lead_status', 'leadStatus'],
	['hs_buying_role', 'authority'],
	['hs_country_region_code', 'country'],
	['hs_analytics_source', 'leadSource'],
	['notes_last_contacted', 'lastContactedAt'],
];

function importOf(record: Fields, properties: Fields, contact: unknown): Draft {
	const kept = Object.fromEntries(KEPT.map(([property, name]) => [name, own(properties, property)]));
	const fields = Object.fromEntries(
		Object.keys(properties)
			.filter((name) => !OWN_FIELD.test(name) && typeof properties[name] !== 'object')
			.map((name) => [name, properties[name]]),
	);
	const at = first(own(properties, 'lastmodifieddate'), own(record, 'updatedAt'));
	return {
		type: 'lead_import',
		at,
		id: contactActId(contact, 'record', instantOf(at) ?? 0),
		aliases: [contact, ...textOf(own(properties, 'hs_additional_emails')).split(';')],
		properties: { record: 'HubSpot contact' },
		attributes: attributesOf({ ...compact(kept), ...compact(fields) }),
	};
}

import { isEmpty } from '../../empty';
import { asNumber } from '../../number';
import type { Fields } from '../../path';
import { isFields } from '../../path';
import type { Adapter, Draft, Reading } from '../adapter';
import { nothing } from '../adapter';
import { attributesOf } from '../attributes';
import { isReached } from '../call';
import { meetingKind } from '../meeting';
import { child, compact, first, isTrue, own, textOf } from '../values';

/**
 * Salesforce outbound messages (SOAP, as XML text or parsed in any of the usual ways) and records as the REST API and
 * n8n's Salesforce Trigger give them (`attributes.type`). One message may hold a hundred notifications.
 */
export const salesforce: Adapter = {
	source: 'salesforce',
	label: 'Salesforce',
	idName: 'Salesforce record id',
	trust: 'crm',
	matches: (event) => notificationsOf(event) !== undefined || isRecord(event),
	read(event) {
		if (isRecord(event)) return [readRecord(textOf(own(child(event, 'attributes'), 'type')), plain(event), '')];
		return (notificationsOf(event) ?? []).map((notification) => {
			const record = fieldsOfNode(anyCase(notification, 'sobject'));
			const type = textOf(
				first(anyCase(record, '@type'), anyCase(fieldsOfNode(own(record, '$')), 'type'), own(record, 'xsi:type')),
			);
			return readRecord(type.replace(/^.*:/, ''), plain(record), textOf(anyCase(notification, 'id')));
		});
	},
};

const isRecord = (event: Fields): boolean =>
	Object.hasOwn(event, 'Id') && typeof own(child(event, 'attributes'), 'type') === 'string';

/** The value of a key, whatever its namespace prefix and case: `sf:Email`, `Email`, `sf:email`. */
function anyCase(source: Fields, wanted: string): unknown {
	for (const key of Object.keys(source)) if (localName(key).toLowerCase() === wanted) return single(source[key]);
	return undefined;
}

/** Some parsers make a list of every element, of those that stand alone too. */
const single = (value: unknown): unknown => (Array.isArray(value) && value.length === 1 ? value[0] : value);

/** `soapenv:Body` -> `Body`; attributes keep a sign: `@_xsi:type` -> `@type`. */
const localName = (key: string): string =>
	(key.startsWith('@') ? '@' : '') + key.replace(/^@_?/, '').replace(/^[^:]*:/, '');

const fieldsOfNode = (value: unknown): Fields => (isFields(value) ? value : {});

function notificationsOf(event: Fields): Fields[] | undefined {
	const body = fieldsOfNode(anyCase(fieldsOfNode(anyCase(event, 'envelope') ?? event), 'body'));
	const notifications = fieldsOfNode(anyCase(body, 'notifications') ?? anyCase(event, 'notifications'));
	const notification = anyCase(notifications, 'notification');
	if (notification === undefined) return undefined;
	return (Array.isArray(notification) ? notification : [notification]).map(fieldsOfNode);
}

/** A record's own values under their plain names; relations, attributes and nil fields are left out. */
function plain(record: Fields): Record<string, unknown> {
	const entries = Object.keys(record)
		.filter((key) => !/^[@$]|^attributes$|^xsi:type$/.test(key))
		.map((key): [string, unknown] => [localName(key), single(record[key])])
		.filter(([, value]) => typeof value !== 'object');
	return compact(Object.fromEntries(entries));
}

const PEOPLE = /^(lead|contact)\d*$/i;
const SYSTEM_FIELD =
	/^(id|isdeleted|isunreadbyowner|isconverted|systemmodstamp|photourl|cleanstatus|createdbyid|lastmodifiedbyid|createddate|lastmodifieddate|last(viewed|referenced|activity)date|masterrecordid|individualid|jigsaw.*)$/i;

function readRecord(type: string, record: Fields, notificationId: string): Reading {
	const value = (name: string): unknown => anyCase(record, name);
	const draft = {
		id: notificationId === '' ? undefined : notificationId,
		at: first(value('systemmodstamp'), value('lastmodifieddate'), value('createddate')),
	};
	if (PEOPLE.test(type) || (type === '' && hasPerson(value))) return { ...draft, ...readPerson(record, value) };
	const read = RECORDS.get(type.toLowerCase());
	const reading = read?.(value) ?? nothing(`a Salesforce ${type.slice(0, 40) || 'record'} names no person`);
	if ('nothing' in reading) return reading;
	return isEmpty(reading.leadId)
		? nothing(`the Salesforce ${type.slice(0, 40)} names no person`)
		: { ...draft, ...reading };
}

type Value = (name: string) => unknown;

/** Parsers may drop the type, which is an attribute in the XML; only people have these fields. */
const hasPerson = (value: Value): boolean => !isEmpty(value('lastname')) || !isEmpty(value('email'));

function readPerson(record: Fields, value: Value): Draft {
	const created = value('createddate');
	const isNew = !isEmpty(created) && created === value('lastmodifieddate');
	const known = Object.fromEntries(Object.entries(record).filter(([key]) => !SYSTEM_FIELD.test(key)));
	const optedOut = isTrue(value('hasoptedoutofemail'));
	const doNotCall = isTrue(value('donotcall'));
	return {
		type: optedOut ? 'email_unsubscribe' : doNotCall ? 'do_not_call' : isNew ? 'lead_create' : 'lead_update',
		email: value('email'),
		leadId: value('id'),
		aliases: isEmpty(value('email')) ? [] : [value('id')],
		attributes: attributesOf(known),
	};
}

const RECORDS: ReadonlyMap<string, (value: Value) => Reading> = new Map([
	['task', readTask],
	['event', readEvent],
	['campaignmember', readCampaignMember],
	['opportunity', readOpportunity],
	['opportunitycontactrole', readOpportunity],
]);

function readTask(value: Value): Reading {
	const seconds = asNumber(value('calldurationinseconds'));
	const kind = [value('tasksubtype'), value('type')].map((text) => textOf(text).toLowerCase());
	if (!(kind.includes('call') || seconds !== undefined) || textOf(value('status')).toLowerCase() !== 'completed')
		return nothing('the Salesforce task is no call that took place');
	const isInbound = textOf(value('calltype')).toLowerCase() === 'inbound';
	if (!isInbound && !isReached([value('calldisposition'), value('subject')].map(textOf), seconds))
		return nothing('nobody answered the call');
	return {
		type: isInbound ? 'call_inbound' : 'call_answered',
		leadId: value('whoid'),
		properties: compact({ subject: value('subject'), minutes: seconds === undefined ? '' : seconds / 60 }),
	};
}

function readEvent(value: Value): Reading {
	return {
		type: 'meeting_booked',
		leadId: value('whoid'),
		properties: compact({
			name: value('subject'),
			kind: meetingKind(textOf(value('subject'))),
			startsAt: first(value('startdatetime'), value('activitydatetime')),
		}),
	};
}

const MEMBER_STATUS: ReadonlyMap<string, string> = new Map([
	['registered', 'event_register'],
	['attended', 'event_attend'],
	['no show', 'event_no_show'],
	['visited booth', 'booth_visit'],
	['responded', 'campaign_visit'],
	['clicked', 'email_click'],
	['opened', 'email_open'],
]);

function readCampaignMember(value: Value): Reading {
	const status = textOf(value('status'));
	const type = MEMBER_STATUS.get(status.toLowerCase());
	if (type === undefined) return nothing(`campaign status “${status.slice(0, 40)}” is no act of the lead`);
	return {
		type,
		leadId: first(value('leadorcontactid'), value('leadid'), value('contactid')),
		properties: compact({ campaign: value('campaignid'), status }),
	};
}

function readOpportunity(value: Value): Reading {
	return {
		type: isTrue(value('iswon')) ? 'deal_won' : isTrue(value('isclosed')) ? 'deal_lost' : 'deal_update',
		leadId: value('contactid'),
		properties: compact({
			deal: first(value('opportunityid'), value('id')),
			name: value('name'),
			stage: value('stagename'),
			amount: value('amount'),
		}),
	};
}

import type { Fields } from '../../path';
import { attributesOf } from '../attributes';
import type { Adapter, Draft, Reading } from '../adapter';
import { nothing } from '../adapter';
import { isAbsent, isReached } from '../call';
import { meetingKind } from '../meeting';
import { compact, emailOf, fieldsOf, first, instantOf, listOf, own, textOf } from '../values';

/**
 * Odoo: records of `crm.lead` as its API, n8n's Odoo node and an automation rule's webhook (`_model`) give them, with
 * the `mail.message` records of the lead under `messages` where they were read too; and such messages by themselves.
 * An empty field is `false`, and a many2one field reads as `[id, name]`.
 */
export const odoo: Adapter = {
	source: 'odoo',
	label: 'Odoo',
	idName: 'Odoo lead id',
	trust: 'crm',
	keys: ['email_from', '_model', 'message_type'],
	matches: (event) => isMessage(event) || isLead(event),
	read: (event) => (isMessage(event) ? [readMessage(event, said(event, 'email_from'))] : readLead(event)),
};

const MODEL = 'crm.lead';

const isMessage = (event: Fields): boolean =>
	Object.hasOwn(event, 'message_type') && Object.hasOwn(event, 'res_id') && Object.hasOwn(event, 'model');

const isLead = (event: Fields): boolean =>
	leadIdOf(event) !== '' &&
	(own(event, '_model') === MODEL || (Object.hasOwn(event, 'email_from') && Object.hasOwn(event, 'stage_id')));

const leadIdOf = (event: Fields): string => textOf(own(event, 'id')) || textOf(own(event, '_id'));

/** A field that is filled in, a many2one by its name; '' for `false`. */
function said(record: Fields, field: string): unknown {
	const value = own(record, field);
	if (value === false || value === null || value === undefined) return '';
	return Array.isArray(value) ? textOf(value[1] ?? value[0]) : value;
}

/** Leads stand in ids with leading zeros, so that the ids of a page of leads lie side by side in the log. */
const idOf = (lead: string, what: string, at?: number): string =>
	['lead', lead.padStart(12, '0'), what, ...(at === undefined ? [] : [at])].join(':');

function readLead(record: Fields): Reading[] {
	const id = leadIdOf(record);
	const email = first(said(record, 'email_normalized'), said(record, 'email_from'));
	const person = { email, leadId: `odoo:${MODEL}:${id}` };
	const messages = listOf(own(record, 'messages')).map((message) => readMessage(fieldsOf(message), email));
	const drafts = [creationOf(record, id), ...dealOf(record, id), ...messages, importOf(record, id)];
	return drafts.flatMap((reading) => ('nothing' in reading ? [] : [{ ...person, ...reading }]));
}

const originOf = (record: Fields): Fields => ({
	source: said(record, 'source_id'),
	medium: said(record, 'medium_id'),
	campaign: said(record, 'campaign_id'),
});

const creationOf = (record: Fields, id: string): Draft => ({
	type: 'lead_create',
	at: said(record, 'create_date'),
	id: idOf(id, 'created'),
	properties: compact(originOf(record)),
});

/** A lead becomes an opportunity, and an opportunity is won or lost; a lost one is archived. */
function dealOf(record: Fields, id: string): Draft[] {
	const properties = compact({
		deal: id,
		name: said(record, 'name'),
		stage: said(record, 'stage_id'),
		amount: own(record, 'expected_revenue') === 0 ? '' : said(record, 'expected_revenue'),
	});
	const closed = first(said(record, 'date_closed'), said(record, 'write_date'));
	const drafts: Draft[] = [];
	if (own(record, 'type') === 'opportunity') {
		const opened = first(said(record, 'date_conversion'), said(record, 'create_date'));
		drafts.push({ type: 'deal_create', at: opened, id: idOf(id, 'opportunity'), properties });
	}
	if (isWon(record)) drafts.push({ type: 'deal_won', at: closed, id: idOf(id, 'won', instantOf(closed)), properties });
	if (isLost(record)) {
		const reason = said(record, 'lost_reason_id');
		const lost = compact({ ...properties, reason });
		drafts.push({ type: 'deal_lost', at: closed, id: idOf(id, 'lost', instantOf(closed)), properties: lost });
	}
	return drafts;
}

const isLost = (record: Fields): boolean =>
	own(record, 'won_status') === 'lost' || (own(record, 'active') === false && own(record, 'probability') === 0);
const isWon = (record: Fields): boolean =>
	own(record, 'won_status') === 'won' || (own(record, 'probability') === 100 && own(record, 'active') !== false);

/** Fields of the record that teach about the lead. */
const TEACHES: readonly (readonly [field: string, name: string])[] = [
	['contact_name', 'name'],
	['function', 'title'],
	['partner_name', 'company'],
	['phone', 'phone'],
	['website', 'website'],
	['city', 'city'],
	['zip', 'postalCode'],
	['state_id', 'state'],
	['country_id', 'country'],
	['source_id', 'leadSource'],
	['medium_id', 'medium'],
	['campaign_id', 'campaign'],
	['user_id', 'owner'],
	['team_id', 'team'],
	['stage_id', 'stage'],
	['lost_reason_id', 'lostReason'],
	['x_industry', 'industry'],
	['x_employees', 'employees'],
	['x_revenue', 'revenue'],
	['x_authority', 'authority'],
	['x_timeline', 'timeline'],
];
const NAMED = new Set(TEACHES.map(([field]) => field));

function importOf(record: Fields, id: string): Draft {
	const at = first(said(record, 'write_date'), said(record, 'create_date'));
	const own = Object.keys(record).filter((field) => field.startsWith('x_') && !NAMED.has(field));
	const fields = Object.fromEntries([
		...own.map((field): [string, unknown] => [field, said(record, field)]),
		...TEACHES.map(([field, name]): [string, unknown] => [name, said(record, field)]),
	]);
	return {
		type: 'lead_import',
		at,
		id: idOf(id, 'record', instantOf(at) ?? 0),
		properties: { record: 'Odoo lead' },
		attributes: attributesOf(compact(fields)),
	};
}

/** What a done activity was, by the name of its type. */
const DONE: readonly (readonly [name: RegExp, type: string])[] = [
	[/\bcall\b|phone|appel|anruf|llamada|chiamata/i, 'call_answered'],
	[/\bdemo|démo|vorführung/i, 'demo_attend'],
	[/meeting|réunion|rendez-vous|besprechung|termin|reunión|riunione/i, 'meeting_attend'],
];

/** A message of a lead: a letter from the lead, or an activity with it that a colleague marked as done. */
function readMessage(message: Fields, leadEmail: unknown): Reading {
	const kind = textOf(said(message, 'mail_activity_type_id'));
	const common = {
		at: said(message, 'date'),
		id: idOf(textOf(own(message, 'res_id')), `message:${textOf(own(message, 'id')).padStart(12, '0')}`),
		email: leadEmail,
	};
	const subject = said(message, 'subject');
	if (kind !== '') {
		const type = DONE.find(([name]) => name.test(kind))?.[1];
		if (type === undefined) return nothing(`an Odoo activity “${kind.slice(0, 40)}” is no act of the lead`);
		if (type === 'call_answered' && !isReached([kind, textOf(subject)])) return nothing('nobody answered the call');
		const isMissed = type !== 'call_answered' && isAbsent([textOf(subject)]);
		return {
			...common,
			type: isMissed ? 'meeting_no_show' : type,
			properties: compact({ name: kind, subject, kind: meetingKind(kind) }),
		};
	}
	const writer = emailOf(said(message, 'email_from'));
	if (own(message, 'message_type') !== 'email' || writer === '' || writer !== emailOf(leadEmail))
		return nothing('a colleague or Odoo itself wrote the message, not the lead');
	return { ...common, type: 'email_reply', properties: compact({ subject }) };
}

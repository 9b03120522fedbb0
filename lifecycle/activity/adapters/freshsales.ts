import type { Fields } from '../../path';
import type { Adapter } from '../adapter';
import { attributesOf } from '../attributes';
import { child, compact, fieldsOf, first, isTrue, listOf, own, textOf } from '../values';

/** A record's own fields that say nothing about the person. */
const SYSTEM =
	/^(id|links|custom_field|emails|avatar|updated_at|created_at|last_(contacted|seen|assigned).*|open_deals.*|won_deals.*|lead_score|display_name|is_deleted|.*_id|.*_ids|completed_sales.*|work_email_sync.*)$/;

/** Freshsales (Freshworks CRM): contacts as its workflows and n8n's node give them. https://developers.freshworks.com/crm/api/#contacts */
export const freshsales: Adapter = {
	source: 'freshsales',
	label: 'Freshsales',
	idName: 'Freshsales contact id',
	trust: 'crm',
	keys: ['contact', 'lead_score', 'last_assigned_at'],
	matches: (event) =>
		isContact(child(event, 'contact')) ||
		(isContact(event) && ['lead_score', 'last_assigned_at'].some((key) => Object.hasOwn(event, key))),
	read(event) {
		const contact = isContact(event) ? event : child(event, 'contact');
		const emails = listOf(own(contact, 'emails')).map(fieldsOf);
		const main = emails.find((entry) => isTrue(own(entry, 'is_primary'))) ?? emails[0] ?? {};
		const [created, updated] = [own(contact, 'created_at'), own(contact, 'updated_at')];
		const known = Object.entries(contact).filter(([key, value]) => !SYSTEM.test(key) && typeof value !== 'object');
		const isNew = textOf(created) !== '' && created === updated;
		return [
			{
				type: isNew ? 'lead_create' : 'lead_update',
				at: first(updated, created),
				email: first(own(contact, 'email'), own(main, 'value')),
				leadId: own(contact, 'id'),
				aliases: [own(contact, 'id')],
				attributes: attributesOf({
					...child(contact, 'custom_field'),
					...Object.fromEntries(known),
					...compact({ owner: own(contact, 'owner_id') }),
				}),
			},
		];
	},
};

const isContact = (record: Fields): boolean =>
	Object.hasOwn(record, 'id') &&
	(Object.hasOwn(record, 'email') || Object.hasOwn(record, 'emails')) &&
	Object.hasOwn(record, 'updated_at') &&
	['lead_score', 'owner_id', 'job_title', 'last_assigned_at', 'custom_field'].some((key) => Object.hasOwn(record, key));

import type { Fields } from '../../path';
import { attributesOf } from '../attributes';
import type { Adapter } from '../adapter';
import { nothing } from '../adapter';
import { child, compact, own, textOf } from '../values';

const TYPES: ReadonlyMap<string, string> = new Map([
	['subscribe', 'email_subscribe'],
	['unsubscribe', 'email_unsubscribe'],
	['profile', 'lead_update'],
	['upemail', 'lead_update'],
	['cleaned', 'email_bounce'],
]);

/** Mailchimp audience webhooks, form-encoded: `type`, `fired_at` (UTC, without a zone) and `data[…]`. */
export const mailchimp: Adapter = {
	source: 'mailchimp',
	label: 'Mailchimp',
	idName: 'Mailchimp contact id',
	trust: 'vendor',
	keys: ['fired_at'],
	matches: (event) => Object.hasOwn(event, 'fired_at') && typeof own(event, 'type') === 'string',
	read(event) {
		const name = textOf(own(event, 'type'));
		const data = child(event, 'data');
		const type = typeOf(name, textOf(own(data, 'reason')));
		// https://mailchimp.com/developer/marketing/guides/sync-audience-data-webhooks: unsub, or delete by a colleague.
		if (name === 'unsubscribe' && own(data, 'action') === 'delete' && type !== 'email_spam_complaint')
			return [nothing('a colleague deleted or archived the contact')];
		if (type === undefined) return [nothing(`Mailchimp event “${name.slice(0, 60)}” says nothing about a lead`)];
		return [
			{
				type,
				at: own(event, 'fired_at'),
				email: own(data, 'new_email') ?? own(data, 'email'),
				leadId: own(data, 'id'),
				formerEmail: own(data, 'old_email'),
				properties: propertiesOf(data),
				attributes: attributesOf(child(data, 'merges')),
			},
		];
	},
};

// Leaving as "abuse", and an address cleaned for it, is a complaint.
const typeOf = (name: string, reason: string): string | undefined =>
	reason === 'abuse' ? 'email_spam_complaint' : TYPES.get(name);

const propertiesOf = (data: Fields): Record<string, unknown> =>
	compact({
		list: own(data, 'list_id'),
		campaign: own(data, 'campaign_id'),
		reason: own(data, 'reason'),
		ip: own(data, 'ip_opt'),
	});

import type { Fields } from '../../path';
import type { Adapter, Nothing } from '../adapter';
import { nothing } from '../adapter';
import { attributesOf } from '../attributes';
import { pageKind } from '../page';
import { child, compact, first, own, textOf } from '../values';
import { SENT, SOFT_BOUNCE } from './email-events';

type Meaning = string | Nothing | ((event: Fields) => string | Nothing);

/** The lead's own word comes from a public form or link; the rest is done by colleagues and their automations. */
const ownWord =
	(type: string): Meaning =>
	(event) =>
		/^(admin|api|system)$/.test(textOf(own(event, 'initiated_from')))
			? nothing('a colleague or an automation did it, not the lead')
			: type;

const DEALS = ['deal_update', 'deal_won', 'deal_lost'];

/** https://developers.activecampaign.com/page/webhooks */
const TYPES: ReadonlyMap<string, Meaning> = new Map<string, Meaning>([
	['open', 'email_open'],
	['click', 'email_click'],
	['forward', 'email_forward'],
	['share', 'social_share'],
	['reply', 'email_reply'],
	['sent', SENT],
	['bounce', (event) => (/soft/i.test(textOf(own(child(event, 'bounce'), 'type'))) ? SOFT_BOUNCE : 'email_bounce')],
	['subscribe', ownWord('email_subscribe')],
	['unsubscribe', ownWord('email_unsubscribe')],
	['update', 'lead_update'],
	['sms_reply', 'message_reply'],
	['deal_add', 'deal_create'],
	['deal_update', (event) => DEALS[Number(textOf(own(child(event, 'deal'), 'status')))] ?? 'deal_update'],
]);

/** ActiveCampaign webhooks: a form with `contact[email]`, or the same nested. */
export const activecampaign: Adapter = {
	source: 'activeCampaign',
	label: 'ActiveCampaign',
	idName: 'ActiveCampaign contact id',
	trust: 'vendor',
	keys: ['date_time'],
	matches: (event) =>
		Object.hasOwn(event, 'date_time') &&
		typeof own(event, 'type') === 'string' &&
		(Object.hasOwn(event, 'contact') || Object.hasOwn(event, 'deal') || Object.hasOwn(event, 'initiated_from')),
	read(event) {
		const name = textOf(own(event, 'type'));
		const meaning = TYPES.get(name) ?? nothing(`ActiveCampaign event “${name.slice(0, 60)}” is no act of the lead`);
		const type = typeof meaning === 'function' ? meaning(event) : meaning;
		if (typeof type === 'object') return [type];
		const [contact, campaign, deal] = ['contact', 'campaign', 'deal'].map((key) => child(event, key));
		const url = textOf(own(child(event, 'link'), 'url'));
		const { id, email, first_name, last_name, phone, orgname, customer_acct_name } = contact;
		return [
			{
				type,
				at: own(event, 'date_time'),
				email: first(email, own(deal, 'contact_email')),
				leadId: first(id, own(deal, 'contactid')),
				aliases: [id],
				properties: compact({
					campaign: first(own(campaign, 'name'), own(campaign, 'id')),
					message: own(child(campaign, 'message'), 'id'),
					subject: own(child(campaign, 'message'), 'subject'),
					list: own(event, 'list'),
					url,
					page: url === '' ? '' : pageKind(url),
					deal: own(deal, 'id'),
					name: own(deal, 'title'),
					stage: own(deal, 'stage_title'),
					amount: own(deal, 'value_raw'),
					currency: own(deal, 'currency'),
				}),
				attributes: attributesOf({
					...child(contact, 'fields'),
					...compact({ email, first_name, last_name, phone, company: first(orgname, customer_acct_name) }),
				}),
			},
		];
	},
};

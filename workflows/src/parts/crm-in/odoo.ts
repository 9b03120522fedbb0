import { PROPERTY_NAMES } from '../../../../lifecycle/crm/properties';
import { ownStart, step } from '../canvas';
import { value } from '../expression';
import { OFF, READ, REASON_WHEN_NONE, type CrmIn } from './crm-in';
import { REASON_PROPERTY } from '../../../../lifecycle/crm/properties';

const stage = PROPERTY_NAMES.odoo('stage');
const reason = PROPERTY_NAMES.odoo(REASON_PROPERTY.column);
const LEAD = 'Lead in Odoo';
const USERS = 'Users in Odoo';
export const ODOO_PATH = 'odoo-change';

/** What Odoo keeps of a lead, with the times at which it was closed and its stage was set: an old loss is not news. */
const FIELDS = `email_from,type,stage_id,user_id,active,won_status,probability,lost_reason_id,date_closed,date_last_stage_update,${stage},${reason}`;

export const odooIn: CrmIn = {
	setUp: `n8n has no trigger for Odoo: an **automation rule** there (on save; *Stage, Salesperson, Active, Probability*) sends a webhook to \`https://user:password@your-n8n/webhook/${ODOO_PATH}\`, with user and password of the credential of *Changes in Odoo* (scheme *Basic Auth*).`,
	starts: (at) => [
		// n8n's own Webhook node keeps the headers of a call with the execution, and with them the password. Odoo hangs up
		// after a second, so the answer does not wait for the work.
		ownStart('leadActivityTrigger', 'Changes in Odoo', at(0), { path: ODOO_PATH, take: 'body' }, OFF),
	],
	recordsOf: `
	const isOurs = ({ body }) => body?._model === 'crm.lead' && Number.isSafeInteger(body._id) && body._id > 0;
	const records = [...new Set(events.filter(isOurs).map(({ body }) => body._id))].map((id) => ({ id }));
	const passed = events.filter((event) => !isOurs(event)).map(({ body }) => ({ what: String(body?._model ?? 'a call without _model') + ' ' + String(body?._id ?? ''), why: 'It is no lead of Odoo’s CRM.' }));`,
	reads: (at) => [
		step(
			'odoo',
			LEAD,
			at(0),
			{
				resource: 'opportunity',
				operation: 'get',
				opportunityId: { __rl: true, mode: 'id', value: value('$json.id') },
				options: { fieldsList: FIELDS.split(',') },
			},
			READ,
		),
		step(
			'odoo',
			USERS,
			at(1),
			{
				resource: 'custom',
				operation: 'getAll',
				customResource: { __rl: true, mode: 'id', value: 'res.users' },
				returnAll: true,
				options: { fieldsList: 'login,email' },
				filters: {},
			},
			{ ...READ, executeOnce: true },
		),
	],
	changesOf: `
	// What each stage of the pipeline means; add yours. Won and lost speak for themselves.
	const MEANS = { 'Qualified': 'accepted', 'Proposition': 'opportunity' };
	// Odoo's reasons that Recycle Lead does not know by itself.
	const REASONS = { "We don't have people/skills": 'no_need', 'Not enough stock': 'bad_timing' };
	const leads = $('${LEAD}').all().map(({ json }) => json);
	const users = new Map($('${USERS}').all().filter(({ json }) => json.login).map(({ json }) => [json.id, [json.email, json.login].find((address) => String(address || '').includes('@'))]));
	const nameOf = (pair) => Array.isArray(pair) ? String(pair[1]) : '';
	if (!leads.some(({ email_from }) => email_from !== undefined)) passed.push({ what: 'lead ' + ids.join(', '), why: 'Odoo did not give the lead: choose a credential in ${LEAD} and switch it on, or the lead is gone.' + (leads[0]?.error ? ' It said: ' + leads[0].error : '') });
	const changes = leads.filter(({ email_from }) => email_from !== undefined).flatMap((lead) => {
		const pass = (why) => { passed.push({ what: 'lead ' + lead.id, why }); return []; };
		// “Ana Ruiz <ana@example.com>” is how Odoo keeps an address.
		const email = (/<([^>]+)>/.exec(String(lead.email_from || '')) ?? [])[1] ?? String(lead.email_from || '').trim();
		if (!email) return pass('The lead has no e-mail address, by which leads are known.');
		const change = { lead: email, by: 'Odoo', shown: lead.${stage} || '' };
		const owner = Array.isArray(lead.user_id) ? lead.user_id[0] : undefined;
		if (owner !== undefined && !users.has(owner)) pass('Odoo named no user ' + owner + ': choose a credential in ${USERS} and switch it on.');
		if (users.has(owner) && !users.get(owner)) pass('The salesperson ' + nameOf(lead.user_id) + ' has no e-mail address in Odoo.');
		const owned = users.get(owner) ? [{ ...change, decision: 'owner', owner: users.get(owner), at: null }] : [];
		const isWon = lead.won_status ? lead.won_status === 'won' : lead.active && lead.probability === 100;
		const isLost = lead.won_status ? lead.won_status === 'lost' : !lead.active && lead.probability === 0;
		const why = nameOf(lead.lost_reason_id);
		const closed = { ...change, at: timeOf(lead.date_closed) };
		const stages = () => {
			if (isWon) return [{ ...closed, decision: 'won', note: 'won in Odoo' }];
			if (isLost) return [{ ...closed, decision: lead.type === 'lead' ? 'sent_back' : 'lost', reason: lead.${reason} || (Object.hasOwn(REASONS, why) ? REASONS[why] : why) || '${REASON_WHEN_NONE}' }];
			const decision = Object.hasOwn(MEANS, nameOf(lead.stage_id)) ? MEANS[nameOf(lead.stage_id)] : undefined;
			return decision ? [{ ...change, decision, note: 'the stage is ' + nameOf(lead.stage_id), at: timeOf(lead.date_last_stage_update) }] : pass('The stage “' + nameOf(lead.stage_id) + '” says nothing about who has the lead.');
		};
		return [...owned, ...stages()];
	});`,
};

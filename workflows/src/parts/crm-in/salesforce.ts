import { PROPERTY_NAMES } from '../../../../lifecycle/crm/properties';
import { startsWith, step } from '../canvas';
import { value } from '../expression';
import { OFF, READ, REASON_WHEN_NONE, type CrmIn } from './crm-in';
import { REASON_PROPERTY } from '../../../../lifecycle/crm/properties';

const stage = PROPERTY_NAMES.salesforce('stage');
const reason = PROPERTY_NAMES.salesforce(REASON_PROPERTY.column);
const LEADS = 'Leads in Salesforce';

/**
 * Salesforce's trigger asks every minute for records that were modified, and does not say what was. When the status was
 * set stands in the history of the lead's fields; an old status beside a new telephone number is not news.
 */
const FIELDS = `Id, Email, Status, IsConverted, Owner.Email, ${stage}, ${reason}, ConvertedOpportunity.IsWon, ConvertedOpportunity.IsClosed, ConvertedOpportunity.LastStageChangeDate, (SELECT Field, CreatedDate, CreatedBy.Email FROM Histories WHERE Field IN ('Status', 'leadConverted') ORDER BY CreatedDate DESC)`;

const EVERY_MINUTE = { item: [{ mode: 'everyMinute' }] };

export const salesforceIn: CrmIn = {
	setUp: `*Leads that changed* and *Opportunities that changed* ask every minute; switch on the **history** of *Lead Status* in Salesforce (Object Manager → Lead → Set History Tracking), by which 05 knows when it was set.`,
	starts: (at) => [
		startsWith(
			'salesforceTrigger',
			'Leads that changed',
			at(0),
			{ pollTimes: EVERY_MINUTE, authentication: 'oAuth2', triggerOn: 'leadUpdated' },
			OFF,
		),
		startsWith(
			'salesforceTrigger',
			'Opportunities that changed',
			at(1),
			{ pollTimes: EVERY_MINUTE, authentication: 'oAuth2', triggerOn: 'opportunityUpdated' },
			OFF,
		),
	],
	recordsOf: `
	// Ids go into a query, so nothing else may.
	const isOurs = ({ Id, attributes }) => typeof Id === 'string' && /^[a-zA-Z0-9]{15}([a-zA-Z0-9]{3})?$/.test(Id) && ['Lead', 'Opportunity'].includes(attributes?.type);
	const found = [...new Set(events.filter(isOurs).map(({ Id }) => Id))];
	const parts = Array.from({ length: Math.ceil(found.length / 100) }, (_, index) => found.slice(index * 100, index * 100 + 100));
	const records = parts.map((part) => ({ id: part.map((id) => "'" + id + "'").join(', ') }));
	const passed = events.filter((event) => !isOurs(event)).map((event) => ({ what: String(event.attributes?.type ?? 'an event') + ' ' + String(event.Id ?? 'without an Id'), why: 'It is no lead and no opportunity.' }));`,
	reads: (at) => [
		step(
			'salesforce',
			LEADS,
			at(0),
			{
				authentication: 'oAuth2',
				resource: 'search',
				operation: 'query',
				query: value(
					`"SELECT ${FIELDS} FROM Lead WHERE Id IN (" + $json.id + ") OR ConvertedOpportunityId IN (" + $json.id + ")"`,
				),
			},
			READ,
		),
	],
	changesOf: `
	// What each Lead Status means; add yours. What is not named here says nothing about the lead.
	const MEANS = { 'Working': 'accepted', 'Working - Contacted': 'accepted', 'Contacted': 'accepted', 'Qualified': 'opportunity', 'Closed - Converted': 'opportunity', 'Nurturing': 'sent_back', 'Unqualified': 'sent_back', 'Closed - Not Converted': 'sent_back' };
	const leads = $('${LEADS}').all().map(({ json }) => json);
	if (!leads.some(({ Id }) => Id)) passed.push({ what: events.length + ' changed records', why: 'Salesforce gave no lead for them: choose a credential in ${LEADS} and switch it on.' + (leads[0]?.error ? ' It said: ' + leads[0].error : '') });
	const changes = leads.filter(({ Id }) => Id).flatMap((lead) => {
		const pass = (why) => { passed.push({ what: 'lead ' + lead.Id + ', ' + lead.Status, why }); return []; };
		if (!lead.Email) return pass('The lead has no e-mail address, by which leads are known.');
		const change = { lead: lead.Email, shown: lead.${stage} ?? '' };
		const owned = lead.Owner?.Email ? [{ ...change, decision: 'owner', owner: lead.Owner.Email, by: 'Salesforce', at: null }] : [];
		const deal = lead.ConvertedOpportunity;
		const history = (lead.Histories?.records ?? [])[0];
		const reason = { reason: lead.${reason} || '${REASON_WHEN_NONE}' };
		const stages = () => {
			if (deal?.IsClosed) return [{ ...change, decision: deal.IsWon ? 'won' : 'lost', ...(deal.IsWon ? { note: 'the opportunity is won' } : reason), by: 'Salesforce', at: timeOf(deal.LastStageChangeDate) }];
			const decision = lead.IsConverted ? 'opportunity' : Object.hasOwn(MEANS, lead.Status ?? '') ? MEANS[lead.Status] : undefined;
			if (!decision) return pass('This status says nothing about who has the lead.');
			if (!history) return pass('Salesforce does not say when the status was set. Switch on the history of Lead Status.');
			return [{ ...change, decision, ...(decision === 'sent_back' ? reason : { note: 'the status is ' + lead.Status }), by: history.CreatedBy?.Email ?? 'Salesforce', at: timeOf(history.CreatedDate) }];
		};
		return [...owned, ...stages()];
	});`,
};

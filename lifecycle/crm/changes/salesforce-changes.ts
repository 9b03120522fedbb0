import type { Fields } from '../../path';
import { asText } from '../../text';
import { inParts } from '../look-up';
import { PROPERTY_NAMES, REASON_PROPERTY } from '../properties';
import { listIn } from '../values';
import { saidWith, type Change, type CrmChanges, type Skipped } from './crm-changes';
import { distinct, partOf, timeIn, whatWasSaid } from './told';

const REASON = PROPERTY_NAMES.salesforce(REASON_PROPERTY.column);

/** What each Lead Status means. What is not named here says nothing about the lead. */
const MEANS: ReadonlyMap<string, Change['decision']> = new Map([
	['Working', 'accepted'],
	['Working - Contacted', 'accepted'],
	['Contacted', 'accepted'],
	['Qualified', 'opportunity'],
	['Closed - Converted', 'opportunity'],
	['Nurturing', 'sent_back'],
	['Unqualified', 'sent_back'],
	['Closed - Not Converted', 'sent_back'],
]);

/**
 * Salesforce's trigger asks for records that were modified, and does not say what was. When the status was set is in
 * the history of the lead's fields; an old status beside a new telephone number is not news.
 */
const FIELDS = `Id, Email, Status, IsConverted, Owner.Email, ${REASON}, ConvertedOpportunity.IsWon, ConvertedOpportunity.IsClosed, ConvertedOpportunity.LastStageChangeDate, (SELECT Field, CreatedDate, CreatedBy.Email FROM Histories WHERE Field IN ('Status', 'leadConverted') ORDER BY CreatedDate DESC)`;

const IDS_A_QUERY = 100;

/** Ids go into a query, so nothing else may. */
const isOurs = (event: Fields): boolean =>
	typeof event.Id === 'string' &&
	/^[a-zA-Z0-9]{15}([a-zA-Z0-9]{3})?$/.test(event.Id) &&
	['Lead', 'Opportunity'].includes(asText(partOf(event, 'attributes').type));

function queryFor(ids: readonly string[]): Fields {
	const list = ids.map((id) => `'${id}'`).join(', ');
	return { query: `SELECT ${FIELDS} FROM Lead WHERE Id IN (${list}) OR ConvertedOpportunityId IN (${list})` };
}

function stageOf(lead: Fields, skip: (why: string) => Change[]): Change[] {
	const email = asText(lead.Email);
	const deal = partOf(lead, 'ConvertedOpportunity');
	const reason = asText(lead[REASON]);
	if (deal.IsClosed === true) {
		const decision = deal.IsWon === true ? 'won' : 'lost';
		const said = saidWith(decision, reason, 'the opportunity is won');
		return [{ lead: email, decision, ...said, by: 'Salesforce', at: timeIn(deal.LastStageChangeDate) }];
	}
	const decision = lead.IsConverted === true ? 'opportunity' : MEANS.get(asText(lead.Status));
	if (decision === undefined) return skip('This status says nothing about who has the lead.');
	const [history] = listIn(partOf(lead, 'Histories'), 'records');
	if (history === undefined)
		return skip('Salesforce does not say when the status was set. Turn on the history of Lead Status.');
	const said = saidWith(decision, reason, `the status is ${asText(lead.Status)}`);
	const by = asText(partOf(history, 'CreatedBy').Email) || 'Salesforce';
	return [{ lead: email, decision, ...said, by, at: timeIn(history.CreatedDate) }];
}

export const salesforceChanges: CrmChanges = {
	title: 'Salesforce',
	recordsOf: (events) => ({
		records: inParts(distinct(events.filter(isOurs).map(({ Id }) => asText(Id))), IDS_A_QUERY).map(queryFor),
		skipped: events
			.filter((event) => !isOurs(event))
			.map((event) => ({
				what: `${asText(partOf(event, 'attributes').type) || 'an event'} ${asText(event.Id) || 'without an Id'}`,
				why: 'It is not a lead and not an opportunity.',
			})),
	}),
	changesOf({ events, records }) {
		const skipped: Skipped[] = [];
		const leads = records.filter(({ Id }) => asText(Id) !== '');
		if (leads.length === 0) {
			const said = whatWasSaid(records);
			const why = 'Salesforce gave no lead for them: choose a credential in *Get record* and activate it.';
			skipped.push({ what: `${events.length} changed records`, why: why + said });
		}
		const changes = leads.flatMap((lead): Change[] => {
			const skip = (why: string): Change[] => {
				skipped.push({ what: `lead ${asText(lead.Id)}, ${asText(lead.Status)}`, why });
				return [];
			};
			const email = asText(lead.Email);
			if (email === '') return skip('The lead has no e-mail address, by which leads are known.');
			const owner = asText(partOf(lead, 'Owner').Email);
			const owned: Change = { lead: email, decision: 'owner', owner, by: 'Salesforce', at: null };
			return [...(owner === '' ? [] : [owned]), ...stageOf(lead, skip)];
		});
		return { changes, skipped };
	},
};

import type { Fields } from '../../path';
import { asText } from '../../text';
import { PROPERTY_NAMES, REASON_PROPERTY } from '../properties';
import { REASON_WHEN_NONE, type Change, type CrmChanges, type Skipped } from './crm-changes';
import { distinct, partOf, timeIn, whatWasSaid, wholeNumber } from './told';

const REASON = PROPERTY_NAMES.odoo(REASON_PROPERTY.column);

/** What Odoo keeps of a lead, with the times at which it was closed and its stage was set: an old loss is not news. */
export const ODOO_FIELDS = `email_from,type,stage_id,user_id,active,won_status,probability,lost_reason_id,date_closed,date_last_stage_update,${REASON}`;

/** What each stage of the pipeline means. Won and lost speak for themselves. */
const MEANS: ReadonlyMap<string, Change['decision']> = new Map([
	['Qualified', 'accepted'],
	['Proposition', 'opportunity'],
]);

/** Odoo's own reasons that no phrase is known for. */
const REASONS: ReadonlyMap<string, string> = new Map([
	["We don't have people/skills", 'no_need'],
	['Not enough stock', 'bad_timing'],
]);

const leadIn = (event: Fields): number | undefined => {
	const body = partOf(event, 'body');
	return body._model === 'crm.lead' && typeof body._id === 'number' ? wholeNumber(body._id) : undefined;
};

/** The id and the name of a many2one field, which reads as `[id, name]`. */
const linked = (pair: unknown): { id: number | undefined; name: string } =>
	Array.isArray(pair) ? { id: wholeNumber(pair[0]), name: asText(pair[1]) } : { id: undefined, name: '' };

/** “Ana Ruiz <ana@example.com>” is how Odoo keeps an address. */
const addressIn = (text: string): string => /<([^>]+)>/.exec(text)?.[1] ?? text.trim();

const usersOf = (users: readonly Fields[]): Map<number | undefined, string> =>
	new Map(
		users
			.filter(({ login }) => asText(login) !== '')
			.map(({ id, login, email }) => [
				wholeNumber(id),
				[email, login].map(asText).find((address) => address.includes('@')) ?? '',
			]),
	);

function ownerOf(lead: Fields, users: readonly Fields[], skip: (why: string) => Change[]): string {
	const { id, name } = linked(lead.user_id);
	if (id === undefined) return '';
	const email = usersOf(users).get(id);
	if (email === undefined) skip(`Odoo named no user ${id}: choose a credential in *Get CRM users* and activate it.`);
	if (email === '') skip(`The salesperson ${name} has no e-mail address in Odoo.`);
	return email ?? '';
}

type Said = Pick<Change, 'decision' | 'reason' | 'note' | 'at'>;

function closedAs(lead: Fields): 'won' | 'lost' | undefined {
	const { won_status: status, active, probability } = lead;
	if (asText(status) !== '') return status === 'won' || status === 'lost' ? status : undefined;
	if (active === true && probability === 100) return 'won';
	return active === false && probability === 0 ? 'lost' : undefined;
}

function stageOf(lead: Fields): Said | undefined {
	const closed = closedAs(lead);
	const at = timeIn(asText(lead.date_closed));
	if (closed === 'won') return { decision: 'won', note: 'won in Odoo', at };
	if (closed === 'lost') {
		const why = linked(lead.lost_reason_id).name;
		const reason = asText(lead[REASON] || '') || (REASONS.get(why) ?? (why || REASON_WHEN_NONE));
		return { decision: lead.type === 'lead' ? 'sent_back' : 'lost', reason, at };
	}
	const { name } = linked(lead.stage_id);
	const decision = MEANS.get(name);
	if (decision === undefined) return undefined;
	return { decision, note: `the stage is ${name}`, at: timeIn(asText(lead.date_last_stage_update)) };
}

export const odooChanges: CrmChanges = {
	title: 'Odoo',
	recordsOf: (events) => ({
		records: distinct(events.map(leadIn).filter((id) => id !== undefined)).map((id) => ({ id })),
		skipped: events
			.filter((event) => leadIn(event) === undefined)
			.map((event) => {
				const { _model: model, _id: id } = partOf(event, 'body');
				return {
					what: `${asText(model) || 'a call without _model'} ${asText(id)}`,
					why: 'It is not a lead of Odoo’s CRM.',
				};
			}),
	}),
	changesOf({ events, records, users }) {
		const skipped: Skipped[] = [];
		const leads = records.filter(({ email_from: from }) => from !== undefined);
		if (leads.length === 0) {
			const ids = distinct(events.map(leadIn)).join(', ');
			const why =
				'Odoo did not give the lead: choose a credential in *Get record* and activate it, or the lead is gone.';
			skipped.push({ what: `lead ${ids}`, why: why + whatWasSaid(records) });
		}
		const changes = leads.flatMap((lead): Change[] => {
			const skip = (why: string): Change[] => {
				skipped.push({ what: `lead ${asText(lead.id)}`, why });
				return [];
			};
			const email = addressIn(asText(lead.email_from || ''));
			if (email === '') return skip('The lead has no e-mail address, by which leads are known.');
			const change = { lead: email, by: 'Odoo' };
			const owner = ownerOf(lead, users, skip);
			const said = stageOf(lead);
			if (said === undefined) skip(`The stage “${linked(lead.stage_id).name}” says nothing about who has the lead.`);
			return [
				...(owner === '' ? [] : [{ ...change, decision: 'owner', owner, at: null } as const]),
				...(said === undefined ? [] : [{ ...change, ...said }]),
			];
		});
		return { changes, skipped };
	},
};

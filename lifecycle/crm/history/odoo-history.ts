import { ok } from '../../fault';
import { asNumber } from '../../number';
import type { Fields } from '../../path';
import { asText } from '../../text';
import { odoo } from '../odoo';
import { RECORDS_A_PAGE, type CrmHistory } from './crm-history';

const idsOf = (records: readonly Fields[]): number[] => records.flatMap(({ id }) => asNumber(id) ?? []);

/** `300 of 1250`: the ids up to 300 are done, and 1250 is the last one. Empty before the first page. */
function readCursor(cursor: string): { reached: number; last: number } {
	const [reached, last] = cursor.split(' of ').map((part) => asNumber(part) ?? 0);
	return { reached, last: last ?? 0 };
}

function byLead(messages: readonly Fields[]): Map<number | undefined, Fields[]> {
	const groups = new Map<number | undefined, Fields[]>();
	for (const message of messages) {
		const lead = asNumber(message.res_id);
		groups.set(lead, [...(groups.get(lead) ?? []), message]);
	}
	return groups;
}

/**
 * Odoo’s lists have no cursor and no order that can be chosen, so its records are read by ranges of ids, some of
 * which were deleted.
 */
export const odooHistory: CrmHistory = {
	title: odoo.title,
	source: 'odoo',
	count(answers, cursor) {
		const ids = idsOf(answers);
		const last = ids.reduce((highest, id) => Math.max(highest, id), 0);
		return { total: ids.length, cursor: `${readCursor(cursor).reached} of ${last}` };
	},
	page(answers, messages, cursor) {
		const ofLead = byLead(messages);
		const leads = answers.filter(({ id }) => asNumber(id) !== undefined);
		const { reached, last } = readCursor(cursor);
		const upTo = reached + RECORDS_A_PAGE;
		return ok({
			records: leads.map((lead) => ({ ...lead, messages: ofLead.get(asNumber(lead.id)) ?? [] })),
			next: upTo < last ? `${upTo} of ${last}` : '',
		});
	},
	// A record names its salesperson as people read it.
	ownersOf: (users) =>
		new Map(
			users.map(({ name, email, login }) => [
				asText(name),
				[email, login].map(asText).find((address) => address.includes('@')) ?? '',
			]),
		),
	stagesOf: ({ stage }) => [asText(stage)],
	isLost: ({ lostReason }) => asText(lostReason) !== '',
};

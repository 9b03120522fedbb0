import { foldLead } from '../activity/activity';
import { quoted, type Fault } from '../fault';
import type { LeadRow } from '../lead/row';

/** Rows of the lead book that stand for a lead, and those that somebody wrote by hand so that none finds its way to them. */
export interface LeadCheck {
	readonly leads: readonly LeadRow[];
	readonly faults: readonly Fault[];
}

/**
 * Leaves out rows without a lead, and second rows of a lead whose key is spelt in another way, such as with capitals: rows
 * are found by the key in its one spelling.
 */
export function checkLeads(rows: readonly LeadRow[]): LeadCheck {
	const named = rows.filter(({ lead }) => lead !== '');
	const ids = new Map(named.filter(isSpeltRight).map(({ lead, id }) => [lead, id]));
	const wrong = named.filter((row) => !isSpeltRight(row) && row.mergedInto === null);
	const isDouble = (row: LeadRow): boolean => !isSpeltRight(row) && ids.has(foldLead(row.lead));
	return {
		leads: named.filter((row) => !isDouble(row)),
		faults: wrong.map((row) => faultOf(row, isDouble(row), ids.get(foldLead(row.lead)))),
	};
}

const isSpeltRight = ({ lead }: LeadRow): boolean => lead === foldLead(lead);

const faultOf = ({ id, lead }: LeadRow, isDouble: boolean, first: number | undefined): Fault => ({
	message: `ll_lead_book, row ${id ?? 'without an id'}, column “lead”: no template finds ${quoted(lead.trim())} in this spelling`,
	hint: isDouble
		? `Row ${first ?? 'of the same lead'} is the same lead: delete this one.`
		: `Write ${quoted(foldLead(lead))}, or delete the row.`,
});

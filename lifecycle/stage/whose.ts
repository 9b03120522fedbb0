import { foldLead } from '../activity/activity';
import type { LeadRow } from '../lead/row';

/** Whom a key means: one lead, none, or one of several that have the e-mail address. */
export type Found =
	| { readonly kind: 'found'; readonly row: LeadRow }
	| { readonly kind: 'unknown' }
	| { readonly kind: 'ambiguous'; readonly leads: readonly string[] };

/** Of two rows of one lead the one with the lowest id is the lead's. */
export function rowsByLead(rows: readonly LeadRow[]): ReadonlyMap<string, LeadRow> {
	const byLead = new Map<string, LeadRow>();
	for (const row of rows) {
		const other = byLead.get(foldLead(row.lead));
		if (other === undefined || (row.id ?? Infinity) < (other.id ?? Infinity)) byLead.set(foldLead(row.lead), row);
	}
	return byLead;
}

const MOST_MERGES = 20;

/** Finds a lead by its key, else by an e-mail address that is its alone. A key that was merged means the lead it became. */
export function leadFinder(rows: readonly LeadRow[]): (key: string) => Found {
	const byLead = rowsByLead(rows);
	const byEmail = new Map<string, LeadRow[]>();
	for (const row of byLead.values()) {
		if (row.email === null || row.mergedInto !== null) continue;
		const email = row.email.toLowerCase();
		byEmail.set(email, [...(byEmail.get(email) ?? []), row]);
	}
	return (key) => {
		const row = afterMerges(byLead, foldLead(key));
		if (row !== undefined) return { kind: 'found', row };
		const others = byEmail.get(foldLead(key)) ?? [];
		if (others.length === 0) return { kind: 'unknown' };
		return others.length === 1
			? { kind: 'found', row: others[0] }
			: { kind: 'ambiguous', leads: others.map(({ lead }) => lead) };
	};
}

function afterMerges(byLead: ReadonlyMap<string, LeadRow>, key: string): LeadRow | undefined {
	let row = byLead.get(key);
	for (let hops = 0; row !== undefined && row.mergedInto !== null; hops++) {
		if (hops === MOST_MERGES) return undefined;
		row = byLead.get(foldLead(row.mergedInto));
	}
	return row;
}

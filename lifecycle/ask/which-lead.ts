import { fault, ok, type Result } from '../fault';
import type { LeadRow } from '../lead/row';
import { leadFinder, rowsByLead } from '../stage/whose';
import { fold } from '../text';
import { MOST } from './answer';

/** The one lead that a text means: by its key or e-mail address, else by its full name. A fault names those it may mean. */
export function whichLead(rows: readonly LeadRow[], asked: string): Result<LeadRow> {
	const found = leadFinder(rows)(asked);
	if (found.kind === 'found') return ok(found.row);
	if (found.kind === 'ambiguous') return several(found.leads);
	const byName = [...rowsByLead(rows).values()].filter(
		({ name, mergedInto }) => mergedInto === null && name !== null && fold(name) === fold(asked),
	);
	if (byName.length === 1) return ok(byName[0]);
	if (byName.length > 1) return several(byName.map(({ lead }) => lead));
	return fault(
		'No lead has this key, e-mail address or full name',
		'Look for it with Find leads, then ask by its key.',
	);
}

const several = (leads: readonly string[]): Result<LeadRow> =>
	fault(`${leads.length} leads may be meant`, `Ask by one of these keys: ${leads.slice(0, MOST).join(', ')}.`);

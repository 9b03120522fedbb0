import { foldLead } from '../activity/activity';
import { emailOf } from '../activity/values';
import type { Links, OtherKey } from '../identity/links';
import type { LeadRow } from '../lead/row';
import { leadFinder } from '../stage/whose';

/** Somebody of whom everything is asked for. */
export interface Person {
	/** The lead's own key, folded. */
	readonly lead: string;
	/** The other keys under which activities of theirs stand; of a device that several people use only a span of time is theirs. */
	readonly keys: readonly OtherKey[];
}

export type FoundPerson =
	| { readonly kind: 'found'; readonly person: Person }
	/** Several leads have the e-mail address. */
	| { readonly kind: 'ambiguous'; readonly leads: readonly string[] };

/**
 * Whom a key or an e-mail address means, with all of their keys. Somebody without a row in the lead book is found as well: what they did may not
 * be scored yet.
 *
 * @param rows of the lead book that may be theirs
 */
export function findPerson(asked: string, links: Links, rows: readonly LeadRow[]): FoundPerson {
	const known = links.personOf(foldLead(asked));
	const finder = leadFinder(rows);
	const found = [finder(asked), finder(known)].find(({ kind }) => kind !== 'unknown');
	if (found?.kind === 'ambiguous') return found;
	const merged = rows.find(({ lead }) => foldLead(lead) === known)?.mergedInto;
	const lead = foldLead(links.personOf(found?.kind === 'found' ? found.row.lead : (merged ?? known)));
	return { kind: 'found', person: { lead, keys: links.keysOf(lead) } };
}

/** Every key once, the lead's own first. */
export const keysOf = ({ lead, keys }: Person): string[] => [...new Set([lead, ...keys.map(({ key }) => key)])];

/** The keys that nobody else ever had. */
export const ownKeysOf = ({ lead, keys }: Person): Set<string> =>
	new Set([lead, ...keys.filter(({ after, until }) => after === null && until === null).map(({ key }) => key)]);

/** The e-mail addresses among the keys and on the rows, folded. */
export const addressesOf = (person: Person, rows: readonly LeadRow[]): string[] => {
	const texts = [...ownKeysOf(person), ...rows.map(({ email }) => email ?? '')];
	return [...new Set(texts.map((text) => emailOf(text).toLowerCase()).filter((address) => address !== ''))];
};

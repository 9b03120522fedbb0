import { fault, ok, type Result } from '../fault';
import { sameKey } from '../lead/key';
import { isFields, type Fields } from '../path';
import { asText } from '../text';
import { leadsOfBook, type BookLead } from './past-leads';

const PASTED = 'pasted lead';

/**
 * The lead that somebody named by its key or address, or pasted as JSON: an object with its fields, and a list `activities`.
 * Undefined where none of the leads is meant.
 */
export function namedLead(text: string, leads: readonly BookLead[]): Result<BookLead | undefined> {
	if (text.trim().startsWith('{')) return pastedLead(text);
	const key = sameKey(text);
	const isMeant = ({ lead, row }: BookLead): boolean => sameKey(lead) === key || sameKey(row.email ?? '') === key;
	return ok(key === '' ? undefined : leads.find(isMeant));
}

function pastedLead(text: string): Result<BookLead | undefined> {
	const pasted = parsed(text);
	if (pasted === undefined)
		return fault(
			'The lead that was pasted is not JSON',
			'Paste one object, e.g. {"title": "Director", "activities": []}.',
		);
	const { activities, ...fields } = pasted;
	const lead = asText(fields.lead).trim() || asText(fields.email).trim() || PASTED;
	const list: unknown[] = Array.isArray(activities) ? activities : [];
	const entries = list.filter(isFields).map((activity) => ({ ...activity, lead }));
	return ok(leadsOfBook({ leads: [{ ...fields, lead }], entries, words: [] }).leads[0]);
}

function parsed(text: string): Fields | undefined {
	try {
		const value: unknown = JSON.parse(text);
		return isFields(value) ? value : undefined;
	} catch {
		return undefined;
	}
}

import type { Fault } from '../fault';
import { Links, type Word } from '../identity/links';
import { leadOfRow } from '../lead/book-lead';
import { leadKey, sameKey } from '../lead/key';
import type { LeadRow } from '../lead/row';
import { gatherLog, type LeadLog } from '../log/lead-log';
import { isFields, pathReader, type Fields } from '../path';
import { asText } from '../text';
import type { PastLead } from './cohort';
import { grouped } from './grouped';

/** What a review is made from: rows as tables hold them. */
export interface ReviewTables {
	/** Rows of `ll_lead_book`, or leads of any other shape. */
	readonly leads: readonly Fields[];
	/** Rows of `ll_activity_log`. */
	readonly entries: readonly Fields[];
	/** Who is who, from `ll_alias_book`. */
	readonly words: readonly Word[];
}

/** A lead of the lead book with what the log holds of it. */
export interface BookLead extends PastLead {
	readonly row: LeadRow;
	/** Entries of the log, counted or not. */
	readonly logged: number;
}

/**
 * The leads of the lead book as Score Lead reads them in template 02: what was done under their other keys is theirs, an entry
 * that cannot be read is left out. Of two rows of a lead the one with the lowest id counts; one that is history takes no part.
 */
export function leadsOfBook({ leads, entries, words }: ReviewTables): { leads: BookLead[]; faults: Fault[] } {
	const logOf = logReader(entries, words);
	const faults: Fault[] = [];
	const found = new Map<string, BookLead>();
	for (const raw of leads) {
		const { fields, row, faults: broken } = leadOfRow(raw);
		faults.push(...broken);
		const key = sameKey(row.lead);
		const other = found.get(key);
		if (row.lead === '' || row.mergedInto !== null) continue;
		if (other !== undefined && (row.id ?? Infinity) >= (other.row.id ?? Infinity)) continue;
		const log = logOf(row.lead);
		const { createdAt } = raw;
		found.set(key, { lead: row.lead, fields, activities: log.entries, createdAt, row, logged: log.logged });
	}
	return { leads: [...found.values()], faults };
}

/** Leads of any other shape, each with the entries of its key and those in its field `activities`. */
export function leadsOfItems({ leads, entries, words }: ReviewTables, keyField: string): PastLead[] {
	const logOf = logReader(entries, words);
	const readKey = pathReader(keyField);
	return leads.flatMap((fields) => {
		const lead = leadKey(readKey(fields));
		if (lead === '') return [];
		const own = ownActivities(fields);
		const log = logOf(lead);
		return [{ lead, fields, activities: own.length === 0 ? log.entries : [...own, ...log.entries] }];
	});
}

/** The reader of what the log holds of a lead under all of its keys. */
export function logReader(entries: readonly Fields[], words: readonly Word[]): (lead: string) => LeadLog {
	const logs = grouped(entries, ({ lead }) => sameKey(asText(lead)));
	const links = new Links(words);
	return (lead) => gatherLog(lead, links.keysOf(lead), (each) => logs.get(each) ?? []);
}

/** The activities that a lead brings along in its field `activities`. */
export const ownActivities = ({ activities }: Fields): readonly Fields[] =>
	Array.isArray(activities) ? (activities as unknown[]).filter(isFields) : [];

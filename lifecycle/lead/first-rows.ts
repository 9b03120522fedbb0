import type { Fields } from '../path';
import { fold } from '../text';
import { readRow, type LeadRow } from './row';

/** A row of the lead book that is stored. */
export type StoredRow = LeadRow & { readonly id: number };

/**
 * The rows that count, by lead in lower case: of several rows of a lead the one with the lowest id, and none of a lead that
 * turned out to be another.
 *
 * @param book rows of `ll_lead_book`
 */
export function firstRows(book: readonly Fields[]): Map<string, StoredRow> {
	const rows = new Map<string, StoredRow>();
	for (const raw of book) {
		const { row } = readRow(raw);
		if (!isStored(row) || row.mergedInto !== null) continue;
		const key = fold(row.lead);
		const first = rows.get(key);
		if (first === undefined || row.id < first.id) rows.set(key, row);
	}
	return rows;
}

const isStored = (row: LeadRow): row is StoredRow => row.id !== undefined;

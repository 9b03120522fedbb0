import type { Fault } from '../fault';
import { isEmpty } from '../empty';
import type { Fields } from '../path';
import { asText } from '../text';
import { LEAD_COLUMNS, readRow, type LeadRow } from './row';

/** Columns that hold what people know of a lead, and what activities may teach too. */
const OWN = ['name', 'title', 'company', 'owner'] as const;

const KNOWN: ReadonlySet<string> = new Set([...LEAD_COLUMNS.map(([name]) => name), 'id', 'createdAt', 'updatedAt']);

/**
 * A lead as scoring reads it from its row of `ll_lead_book`. Of what the book says of the lead, only what somebody wrote by hand
 * is its own: the rest was taught by activities, and is read from the log. Columns that a team added are its own too. The cell
 * and the state of the score come with it.
 */
export function leadOfRow(raw: Fields): { fields: Fields; row: LeadRow; faults: Fault[] } {
	const { row, faults } = readRow(raw);
	const { recycledAt, retained, scoreAdjustment, scoreAdjustmentNote, cell, cellSince } = row;
	const fields = {
		...ownFields(row),
		...addedColumns(raw),
		...{ lead: row.lead, email: row.lead.includes('@') ? row.lead : row.email },
		...{ recycledAt, retained, scoreAdjustment, scoreAdjustmentNote, cell, cellSince },
	};
	return { fields, row, faults };
}

const ownFields = (row: LeadRow): Fields =>
	Object.fromEntries(
		OWN.filter((field) => row[field] !== null && row[field] !== asText(row.attributes[field]).trim()).map((field) => [
			field,
			row[field],
		]),
	);

const addedColumns = (raw: Fields): Fields =>
	Object.fromEntries(Object.entries(raw).filter(([name, value]) => !KNOWN.has(name) && !isEmpty(value)));

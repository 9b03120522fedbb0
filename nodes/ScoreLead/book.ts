import type { IDataObject, IExecuteFunctions, INodeExecutionData } from 'n8n-workflow';
import type { Fault } from '../../lifecycle/fault';
import type { OtherKey } from '../../lifecycle/identity/links';
import { leadOfRow } from '../../lifecycle/lead/book-lead';
import { sameKey } from '../../lifecycle/lead/key';
import type { Fields } from '../../lifecycle/path';
import { asText } from '../../lifecycle/text';
import { itemsAt } from '../shared/inputs';
import { isBlank } from '../shared/shell';
import { inputIndexes, isBookShape } from './inputs';

/** What of its log is noted on a lead that is joined to the lead book. */
export interface LogNotes {
	readonly keys: readonly OtherKey[];
	readonly logged: number;
}

export interface Book {
	/** The item as it goes on, and the fields that are scored. */
	readonly readLead: (item: INodeExecutionData, key: string, log?: LogNotes) => SourceLead;
	/** Cells that make no sense, filled while leads are read. */
	readonly faults: readonly Fault[];
}

interface SourceLead {
	readonly item: INodeExecutionData;
	readonly fields: Fields;
}

/** How leads are read: as they are, as rows of the lead book, or joined to their rows. */
export function bookOf(context: IExecuteFunctions): Book {
	const faults: Fault[] = [];
	if (!isBookShape(context)) return { readLead: (item) => ({ item, fields: item.json }), faults };
	const read = (raw: Fields): Fields => {
		const lead = leadOfRow(raw);
		faults.push(...lead.faults);
		return lead.fields;
	};
	const { leadBook } = inputIndexes(context);
	if (leadBook === undefined) return { readLead: (item) => ({ item, fields: read(item.json) }), faults };
	const rows = rowsByLead(itemsAt(context, leadBook));
	const readLead = (item: INodeExecutionData, key: string, log?: LogNotes): SourceLead => {
		const row = rows.get(sameKey(key));
		const fields = read(row ?? { lead: key });
		return { item: { ...item, json: joined(item, fields, row, log, rows) }, fields };
	};
	return { readLead, faults };
}

/** No row of the lead book has the column activity, and every entry of the log has. */
export const isRow = ({ json }: INodeExecutionData): boolean => !('activity' in json) || 'version' in json;

/** Of two rows of one lead the one with the lowest id is the lead's. */
function rowsByLead(items: readonly INodeExecutionData[]): Map<string, IDataObject> {
	const rows = new Map<string, IDataObject>();
	for (const item of items) {
		if (isBlank(item) || !isRow(item)) continue;
		const key = sameKey(asText(item.json.lead));
		const known = rows.get(key);
		if (key !== '' && (known === undefined || Number(item.json.id) < Number(known.id))) rows.set(key, item.json);
	}
	return rows;
}

/** The lead with its row, the cell it was in, and the rows of other keys that turned out to be the lead. */
function joined(
	item: INodeExecutionData,
	{ cell, cellSince }: Fields,
	row: IDataObject | undefined,
	log: LogNotes | undefined,
	rows: ReadonlyMap<string, IDataObject>,
): IDataObject {
	const others = new Set((log?.keys ?? []).map(({ key }) => sameKey(key)));
	const merged = [...others].map((key) => rows.get(key)).filter((other) => other && asText(other.mergedInto) === '');
	return {
		...item.json,
		...(row ? { row } : {}),
		cell: cell as string | null,
		cellSince: cellSince as string | null,
		...(log ? { logged: log.logged } : {}),
		merged: merged,
	};
}

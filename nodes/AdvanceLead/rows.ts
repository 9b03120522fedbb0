import type { IDataObject, IExecuteFunctions, INodeExecutionData, IPairedItemData } from 'n8n-workflow';
import { foldLead } from '../../lifecycle/activity/activity';
import { LEAD_COLUMNS, printRow, readRow, type LeadColumn, type LeadRow } from '../../lifecycle/lead/row';
import type { Fields } from '../../lifecycle/path';
import { changedColumns } from '../../lifecycle/stage/advance';
import { asText } from '../../lifecycle/text';
import { isBlank, remark } from '../shared/shell';

/** A row of the lead book with the item it came in. */
export interface BookRow {
	readonly row: LeadRow;
	readonly raw: Fields;
	readonly source: IPairedItemData;
}

// n8n leaves an input that nothing is connected to without data.
export function itemsAt(context: IExecuteFunctions, input: number): INodeExecutionData[] {
	try {
		return (context.getInputData(input) ?? []).filter((item) => !isBlank(item));
	} catch {
		return [];
	}
}

/**
 * The rows of the lead book on an input. A cell that makes no sense is a remark, and the row goes on with the most
 * sensible reading. Of two rows of one lead the one with the lowest id is the lead's; the other is left out.
 */
export function readBook(context: IExecuteFunctions, input: number): BookRow[] {
	const rows = new Map<string, BookRow>();
	const faults = [];
	for (const [index, { json: raw }] of allItems(context, input).entries()) {
		if (Object.keys(raw).length === 0 || isEntry(raw)) continue;
		const read = readRow(raw);
		faults.push(...read.faults);
		const { row } = read;
		if (row.lead === '') continue;
		const other = rows.get(foldLead(row.lead));
		if (other === undefined || (row.id ?? Infinity) < (other.row.id ?? Infinity)) {
			rows.set(foldLead(row.lead), { row, raw, source: { item: index, input } });
		}
	}
	remark(context, faults);
	return [...rows.values()];
}

/** An entry of the activity log, where one read brings rows and activities. */
const isEntry = (raw: Fields): boolean => 'activity' in raw && !('version' in raw);

function allItems(context: IExecuteFunctions, input: number): INodeExecutionData[] {
	try {
		return context.getInputData(input) ?? [];
	} catch {
		return [];
	}
}

/** A new row: exactly the columns of the lead book. */
export const newItem = (after: LeadRow, source: IPairedItemData | IPairedItemData[]): INodeExecutionData => ({
	json: printRow(after),
	pairedItem: source,
});

/** Columns that are part of every write. */
const ALWAYS: ReadonlySet<LeadColumn> = new Set(['version', 'batch', 'news']);

/** A row to update: its id, and of its columns those that change. A stage that was misspelt is put right with it. */
export function changedItem(
	{ row: before, raw }: BookRow,
	after: LeadRow,
	source: IPairedItemData | IPairedItemData[],
): INodeExecutionData {
	const changed = new Set(changedColumns(before, after));
	if (asText(raw.stage).trim() !== after.stage) changed.add('stage');
	const printed = printRow(after);
	const json: IDataObject = { id: before.id };
	for (const [column] of LEAD_COLUMNS) {
		if (changed.has(column) || ALWAYS.has(column)) json[column] = printed[column];
	}
	return { json, pairedItem: source };
}

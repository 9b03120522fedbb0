import type { Fields } from '../path';
import { TABLES, type Table } from '../tables';
import type { Direction } from './direction';
import { movedCells, staysBehind, type Cells } from './moved-row';
import { isUntouched, MOVED, type MoveState } from './move-state';

/** So many rows are read at a time: n8n reads more in parts, and fails when one is added in between. */
export const ROWS_A_PAGE = 1000;

/** No row has a higher number: n8n keeps those of Data Tables in 32 bits where PostgreSQL is its own database. */
export const THE_END = 2 ** 31 - 1;

/** What one page reads, and deletes before: rows with numbers above one and up to another. */
export interface Page {
	readonly table: string;
	readonly sourceAfter: number;
	readonly targetAfter: number;
	readonly deleteAfter: number;
	readonly deleteTo: number;
}

/** What the first look reads: who is at work, whether all is scored, and whether the new place is empty. */
const LOOKS: readonly Table[] = [
	TABLES.state,
	TABLES.activityLog,
	...MOVED.filter((table) => table !== TABLES.state && table !== TABLES.activityLog),
];
const LOOKS_AGAIN = 2;

/** The tables of the first look. A move that goes on has rows of its own in the new place. */
export const looksOf = (state: MoveState): readonly Table[] =>
	LOOKS.slice(0, isUntouched(state) ? undefined : LOOKS_AGAIN);

export const isOver = ({ phase }: MoveState): boolean => phase === 'same' || phase === 'different';

/** Whether rows are written in this page. */
export const isCopying = ({ look, phase, clearing }: MoveState): boolean =>
	look === null && phase === 'move' && clearing === 'over';

export const tableOf = (state: MoveState): Table =>
	state.look === null ? MOVED[state.table] : looksOf(state)[state.look];

export function pageOf(state: MoveState): Page {
	const table = tableOf(state);
	const none = { table: table.name, deleteAfter: 0, deleteTo: 0 };
	if (state.look !== null) {
		const isLog = table === TABLES.activityLog;
		const sourceAfter = isLog ? (state.scored ?? 0) : table === TABLES.state ? 0 : THE_END;
		return { ...none, sourceAfter, targetAfter: 0 };
	}
	const { clearing, source: sourceAfter, target: targetAfter } = state;
	if (state.phase !== 'move') return { ...none, sourceAfter, targetAfter };
	// What a page brought that was cut off goes away before it is brought again.
	if (clearing === 'over')
		return { table: table.name, sourceAfter, targetAfter, deleteAfter: targetAfter, deleteTo: THE_END };
	const { after, to } = clearing ?? { after: 0, to: 0 };
	return { table: table.name, sourceAfter: THE_END, targetAfter: 0, deleteAfter: after, deleteTo: to };
}

/** Tables that grow with leads and what they do. n8n writes many rows in one go only to a table that is named on the canvas. */
export const LARGE: readonly Table[] = [
	TABLES.activityLog,
	TABLES.leadBook,
	TABLES.outbox,
	TABLES.stageLog,
	TABLES.scoreLog,
	TABLES.aliasBook,
];

/** Where rows stay in the new place, those that come may find their numbers taken. */
export const keepsNumber = (table: Table, { keepsNumbers }: Direction): boolean =>
	keepsNumbers && table !== TABLES.state && table !== TABLES.importProgress;

/** A row for PostgreSQL keeps its number and its times; Data Tables give both themselves. */
export type NewRow = Cells & { readonly id?: unknown; readonly createdAt?: unknown; readonly updatedAt?: unknown };

/** The rows to write of those that a page read. */
export function rowsToWrite(state: MoveState, direction: Direction, rows: readonly Fields[]): NewRow[] {
	if (!isCopying(state)) return [];
	const table = tableOf(state);
	return rows
		.filter((row) => !staysBehind(table, row))
		.map((row) => {
			const cells = movedCells(table, row, state.logEnd);
			if (!direction.keepsNumbers) return cells;
			const { id, createdAt, updatedAt } = row;
			return { ...(keepsNumber(table, direction) && { id }), createdAt, updatedAt, ...cells } as NewRow;
		});
}

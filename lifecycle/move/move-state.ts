import { asNumber } from '../number';
import { fieldsOfJson, isFields, type Fields } from '../path';
import { TABLES, type Table } from '../tables';
import { NO_ROWS, type Sum } from './checksum';
import { NONE_REMEMBERED, type Remembered } from './open-rows';

/** The tables in the order in which they move; where 02 is in the log comes last, when the end of the log is known. */
export const MOVED: readonly Table[] = Object.values(TABLES);

/** What was found of a table. */
export interface Found {
	/** Rows that were written to the new place. */
	readonly moved: Sum;
	/** Rows whose key an earlier row has: PostgreSQL keeps the first one of them. */
	readonly repeated: Sum & Remembered;
	/** As read for the comparison. */
	readonly source: Sum;
	readonly target: Sum;
	/** Rows that have no equal on the other side. */
	readonly unequal: Remembered;
}

export const NOTHING_FOUND: Found = {
	moved: NO_ROWS,
	repeated: { ...NO_ROWS, ...NONE_REMEMBERED },
	source: NO_ROWS,
	target: NO_ROWS,
	unequal: NONE_REMEMBERED,
};

/** What stands in the way of a move, as the first look found it. */
export interface Obstacles {
	/** Rows of `ll_state` whose workflow is at work, on either side. */
	readonly busy: readonly string[];
	/** Whether activities were not scored yet. */
	readonly isUnscored: boolean;
	/** Tables that have rows in the new place. */
	readonly occupied: readonly string[];
}

export const NO_OBSTACLES: Obstacles = { busy: [], isUnscored: false, occupied: [] };

export type Phase = 'move' | 'check' | 'same' | 'different';

/** How far a move is: the JSON text in the column `cursor` of its row. */
export interface MoveState {
	readonly phase: Phase;
	/** Which table the first look is at; null when it is over. It is taken again whenever a person starts the workflow. */
	readonly look: number | null;
	readonly obstacles: Obstacles;
	/** Up to which row of the log all is scored; null where 02 never ran. */
	readonly scored: number | null;
	/** Which table is moved or compared. */
	readonly table: number;
	/** Whether rows that are in the new place are deleted first, and which ones are next. */
	readonly clearing: { readonly after: number; readonly to: number } | null | 'over';
	/** Up to which row both sides are done. */
	readonly source: number;
	readonly target: number;
	/** How often the same page did not arrive as it was sent. */
	readonly tries: number;
	readonly logEnd: number;
	/** Names of the tables that are moved: all, or those that differed the last time. */
	readonly moving: readonly string[];
	readonly found: Readonly<Record<string, Found>>;
}

export const AT_THE_BEGIN: MoveState = {
	phase: 'move',
	look: 0,
	obstacles: NO_OBSTACLES,
	scored: null,
	table: 0,
	clearing: null,
	source: 0,
	target: 0,
	tries: 0,
	logEnd: 0,
	moving: MOVED.map(({ name }) => name),
	found: {},
};

/** Whether nothing of the move is in the new place yet. */
export const isUntouched = ({ phase, table, clearing, found }: MoveState): boolean =>
	phase === 'move' && table === 0 && clearing === null && Object.keys(found).length === 0;

/** Reads the cursor of a row; undefined where no move was begun. It is our own text, so a cursor that is not whole is none. */
export function readMove({ cursor }: Fields): MoveState | undefined {
	const state = fieldsOfJson(cursor);
	const isWhole = Object.keys(AT_THE_BEGIN).every((name) => Object.hasOwn(state, name)) && isFields(state.found);
	return isWhole ? (state as unknown as MoveState) : undefined;
}

export const foundOf = ({ found }: MoveState, { name }: Table): Found => found[name] ?? NOTHING_FOUND;

export const idOf = (row: Fields): number => asNumber(row.id) ?? 0;
export const highestId = (rows: readonly Fields[], least: number): number =>
	rows.reduce((highest, row) => Math.max(highest, idOf(row)), least);

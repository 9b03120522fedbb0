import { asNumber } from '../number';
import { asBoolean } from '../boolean';
import type { Fields } from '../path';
import { TABLES, type Column, type Table } from '../tables';
import { asText } from '../text';
import { DIRECTIONS } from './direction';

export type Cell = string | number | boolean | null;
export type Cells = Readonly<Record<string, Cell>>;

/** What makes a row one of its kind. PostgreSQL takes a second one of it no more; in Data Tables the first one counts. */
export const FIRST_OF_KEY: Readonly<Partial<Record<string, string>>> = {
	[TABLES.activityLog.name]: 'activity',
	[TABLES.leadBook.name]: 'lead',
	[TABLES.accountBook.name]: 'account',
	[TABLES.outbox.name]: 'key',
	[TABLES.stageLog.name]: 'lead',
	[TABLES.scoreLog.name]: 'lead',
	[TABLES.importProgress.name]: 'source',
	[TABLES.aliasBook.name]: 'alias',
	[TABLES.settings.name]: 'name',
	[TABLES.state.name]: 'name',
};

/** The row of 02 in `ll_state`. */
export const SCORING = 'scoring';

/**
 * A row stays where it is when it is about the move itself, or says which workflow is at work and how far: the templates of
 * the other store are other workflows, and note themselves when they first run.
 */
export function staysBehind({ name }: Table, row: Fields): boolean {
	if (name === TABLES.importProgress.name) return DIRECTIONS.some(({ progress }) => progress === row.source);
	return name === TABLES.state.name && row.name !== SCORING;
}

/**
 * The cells of a row in its new place. What is worked out again is not carried: how many entries of the log a score came
 * from, since PostgreSQL has none twice; and where 02 is in the log, which is behind its last entry, as all of it is scored.
 *
 * @param logEnd number of the last row of the activity log in its new place
 */
export function movedCells(table: Table, row: Fields, logEnd: number): Cells {
	const cells = cellsOf(table, row);
	if (table.name === TABLES.leadBook.name) return { ...cells, logged: null };
	if (table.name !== TABLES.state.name) return cells;
	const nobody = { holder: null, until: '', workflow: null, next: null };
	return { ...cells, ...nobody, ...whereToScore(logEnd) };
}

/** 02 goes on behind the last entry, and begins at once to score every lead again, which changes nothing. */
const whereToScore = (logEnd: number) => ({ position: logEnd, seen: logEnd, tries: 0, gaps: '[]', sweep: '' });

/** The cells of a row as both stores keep them. */
export function cellsOf(table: Table, row: Fields): Cells {
	const key = FIRST_OF_KEY[table.name];
	const cells = table.columns.map((column): [string, Cell] => [column.name, cellOf(column, row[column.name])]);
	// An empty key is none: PostgreSQL compares empty text with empty text, but no row without a key with another one.
	return Object.fromEntries(cells.map(([name, cell]) => [name, name === key && cell === '' ? null : cell]));
}

function cellOf({ type }: Column, value: unknown): Cell {
	if (value === null || value === undefined) return null;
	if (type === 'number') return asNumber(value) ?? null;
	if (type === 'boolean') return asBoolean(value) ?? null;
	const text = typeof value === 'object' && !(value instanceof Date) ? JSON.stringify(value) : asText(value);
	// PostgreSQL keeps neither the letter 0 nor half a pair.
	return text.replaceAll('\0', '').toWellFormed();
}

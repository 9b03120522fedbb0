import type { DateTime } from 'luxon';
import { asNumber } from '../number';
import type { Fields } from '../path';
import { TABLES, type Table } from '../tables';
import { asText } from '../text';
import { asInstant, toIso } from '../time';
import { hashOf, isSame, NO_ROWS, together, withHashes } from './checksum';
import type { Direction } from './direction';
import {
	AT_THE_BEGIN,
	foundOf,
	highestId,
	idOf,
	isUntouched,
	MOVED,
	NOTHING_FOUND,
	NO_OBSTACLES,
	type Found,
	type MoveState,
} from './move-state';
import { cellsOf, FIRST_OF_KEY, movedCells, SCORING, staysBehind } from './moved-row';
import { remembered, withoutEqual, type Hashed } from './open-rows';
import { isCopying, isOver, keepsNumber, looksOf, ROWS_A_PAGE, tableOf, THE_END } from './page';

/** The same page is brought so often before a person has to look. */
export const MOST_TRIES = 3;

/** The rows that a page read on both sides, lowest number first. */
export interface PageRows {
	readonly source: readonly Fields[];
	readonly target: readonly Fields[];
}

/**
 * The move that a person starts: a new one, one that goes on where it stopped, or after a comparison that found a
 * difference one of the tables that differ. The first look is taken each time.
 */
export function beginMove(known: MoveState | undefined): MoveState {
	const again = { look: 0, obstacles: NO_OBSTACLES, tries: 0 };
	if (known === undefined || known.phase === 'same' || isUntouched(known)) return AT_THE_BEGIN;
	if (known.phase !== 'different') return { ...known, ...again };
	const moving = MOVED.filter((table) => table === TABLES.state || differs(foundOf(known, table))).map(
		({ name }) => name,
	);
	const kept = Object.entries(known.found).filter(([name]) => !moving.includes(name));
	return atTable({ ...known, ...again, phase: 'move', moving, found: Object.fromEntries(kept) }, 0);
}

/** Whether both sides are not equal; a repeated row stands on the one side alone. */
export const differs = ({ source, target, repeated }: Found): boolean => !isSame(source, together(target, repeated));

/** The move after a page. */
export function afterPage(state: MoveState, direction: Direction, rows: PageRows, asOf: DateTime): MoveState {
	if (isOver(state)) return state;
	if (state.look !== null) return afterLook(state, direction, rows, asOf);
	if (state.phase === 'check') return afterComparison(state, rows);
	return isCopying(state) ? afterCopy(state, direction, rows) : afterClearing(state, rows.target);
}

// --- The first look --------------------------------------------------------------------------------------------------------

/** What an installation has before anything was moved: 00 loads it. */
const REPLACED: readonly Table[] = [TABLES.rules, TABLES.settings, TABLES.importProgress, TABLES.state];

/** Of a row that is read from PostgreSQL: whether a lead has activities that are not scored, as the table of due leads says. */
export const IS_UNSCORED = 'isUnscored';

function afterLook(state: MoveState, direction: Direction, { source, target }: PageRows, asOf: DateTime): MoveState {
	const table = tableOf(state);
	const { obstacles } = state;
	const look = (state.look ?? 0) + 1;
	const next = { ...state, look: look < looksOf(state).length ? look : null };
	if (table === TABLES.state) return { ...next, ...atWork(direction, { source, target }, asOf) };
	const isUnscored = obstacles.isUnscored || (table === TABLES.activityLog && source.length > 0);
	const isOccupied = isUntouched(state) && target.length > 0 && !REPLACED.includes(table);
	const occupied = isOccupied ? [...obstacles.occupied, table.name] : obstacles.occupied;
	return { ...next, obstacles: { ...obstacles, isUnscored, occupied } };
}

function atWork(
	direction: Direction,
	{ source, target }: PageRows,
	asOf: DateTime,
): Pick<MoveState, 'scored' | 'obstacles'> {
	const busy = [...busyOf(source, direction.source.name, asOf), ...busyOf(target, direction.target.name, asOf)];
	const isUnscored = source.some((row) => row[IS_UNSCORED] === true);
	const scoring = source.find(({ name }) => name === SCORING);
	// PostgreSQL says itself whether all is scored, once 02 ever ran.
	const position = direction.keepsNumbers ? (asNumber(scoring?.position) ?? 0) : THE_END;
	return { scored: scoring === undefined ? null : position, obstacles: { ...NO_OBSTACLES, busy, isUnscored } };
}

const busyOf = (rows: readonly Fields[], store: string, asOf: DateTime): string[] =>
	rows
		.filter(({ until }) => (asInstant(until) ?? 0) > asOf.toMillis())
		.map(({ name }) => `${asText(name)} in ${store}`);

// --- Emptying the new place --------------------------------------------------------------------------------------------------

/** Deletes in slices what is there, but never the row of the move itself. Rows that stay have lower numbers than those that come. */
function afterClearing(state: MoveState, target: readonly Fields[]): MoveState {
	const table = tableOf(state);
	const first = target.findIndex((row) => !staysBehind(table, row));
	if (first < 0) return { ...state, clearing: 'over', source: 0, target: highestId(target, 0) };
	const next = target.findIndex((row, index) => index > first && staysBehind(table, row));
	const last = next < 0 ? target.length - 1 : next - 1;
	return { ...state, clearing: { after: idOf(target[first]) - 1, to: idOf(target[last]) } };
}

// --- Copying -----------------------------------------------------------------------------------------------------------------

function afterCopy(state: MoveState, direction: Direction, { source, target }: PageRows): MoveState {
	const table = tableOf(state);
	const sent = sentOf(state, table, source);
	const arrived = arrivedOf(table, target);
	const { kept, repeated } = parted(table, direction, sent, arrived);
	if (withoutEqual([], kept, arrived).length > 0) return { ...state, tries: state.tries + 1 };
	const before = foundOf(state, table);
	const found: Found = {
		...before,
		moved: withHashes(before.moved, hashes(kept)),
		repeated: {
			...withHashes(before.repeated, hashes(repeated)),
			...remembered(before.repeated, [
				...before.repeated.open,
				...repeated.map(({ id, hash }) => ({ id, hash, of: 'target' as const })),
			]),
		},
	};
	const moved = {
		...state,
		tries: 0,
		source: highestId(source, state.source),
		target: highestId(target, state.target),
	};
	const logEnd = table === TABLES.activityLog ? moved.target : state.logEnd;
	const next = { ...moved, logEnd, found: { ...state.found, [table.name]: found } };
	return source.length < ROWS_A_PAGE ? atTable(next, state.table + 1) : next;
}

/**
 * The rows that PostgreSQL took, and those that it left out because an earlier one has the same key. A table whose rows do not
 * keep their numbers has a few rows, all on one page.
 */
function parted(table: Table, direction: Direction, sent: readonly Sent[], arrived: readonly Hashed[]) {
	if (!direction.keepsNumbers || !(table.name in FIRST_OF_KEY)) return { kept: sent, repeated: [] };
	const isThere = new Set(arrived.map(({ id }) => id));
	const isFirst = (row: Sent, index: number): boolean => sent.findIndex(({ key }) => key === row.key) === index;
	const isKept = keepsNumber(table, direction) ? ({ id }: Sent) => isThere.has(id) : isFirst;
	return { kept: sent.filter(isKept), repeated: sent.filter((row, index) => !isKept(row, index)) };
}

const hashes = (rows: readonly Hashed[]): string[] => rows.map(({ hash }) => hash);

interface Sent extends Hashed {
	/** The first column of its key. */
	readonly key: unknown;
}

/** The rows as they are in the new place. */
const sentOf = ({ logEnd }: MoveState, table: Table, rows: readonly Fields[]): Sent[] =>
	rows
		.filter((row) => !staysBehind(table, row))
		.map((row) => {
			const cells = movedCells(table, row, logEnd);
			return { id: idOf(row), hash: hashOf(table, cells), key: cells[FIRST_OF_KEY[table.name] ?? ''] };
		});

const arrivedOf = (table: Table, rows: readonly Fields[]): Hashed[] =>
	rows
		.filter((row) => !staysBehind(table, row))
		.map((row) => ({ id: idOf(row), hash: hashOf(table, cellsOf(table, row)) }));

/** At the next table that is moved; behind the last one all of them are compared. */
function atTable(state: MoveState, from: number): MoveState {
	const table = MOVED.findIndex(({ name }, index) => index >= from && state.moving.includes(name));
	const start = { source: 0, target: 0, clearing: null, tries: 0 };
	return table < 0 ? { ...state, ...start, phase: 'check', table: 0 } : { ...state, ...start, table };
}

// --- Comparing ---------------------------------------------------------------------------------------------------------------

function afterComparison(state: MoveState, { source, target }: PageRows): MoveState {
	const table = tableOf(state);
	const isFirst = state.source === 0 && state.target === 0;
	const before = isFirst ? { ...foundOf(state, table), ...unread(foundOf(state, table)) } : foundOf(state, table);
	const sent = sentOf(state, table, source);
	const arrived = arrivedOf(table, target);
	const found: Found = {
		...before,
		source: withHashes(before.source, hashes(sent)),
		target: withHashes(before.target, hashes(arrived)),
		unequal: remembered(before.unequal, withoutEqual(before.unequal.open, sent, arrived)),
	};
	const next = {
		...state,
		source: highestId(source, state.source),
		target: highestId(target, state.target),
		found: { ...state.found, [table.name]: found },
	};
	if (source.length === ROWS_A_PAGE || target.length === ROWS_A_PAGE) return next;
	if (state.table + 1 < MOVED.length) return { ...next, table: state.table + 1, source: 0, target: 0 };
	const isDifferent = MOVED.some((each) => differs(foundOf(next, each)));
	return { ...next, phase: isDifferent ? 'different' : 'same' };
}

/** Nothing is compared yet, and the one side lacks what is repeated on the other. */
const unread = ({ repeated: { open, areTooMany } }: Found) => ({
	...{ source: NO_ROWS, target: NO_ROWS },
	unequal: { open, areTooMany },
});

// --- The row of the progress ---------------------------------------------------------------------------------------------------

/** What a person reads in `ll_import_progress`, and how far the move is. Times are ISO 8601 in UTC. */
export interface MoveProgress {
	readonly source: string;
	readonly status: string;
	readonly cursor: string;
	readonly done: number;
	readonly activities: number;
	readonly leads: number;
	readonly startedAt: string | null;
	readonly lastPageAt: string;
	readonly finishedAt: string | null;
}

/** @param before the row as it was read */
export function progressOf(before: Fields, state: MoveState, asOf: DateTime): MoveProgress {
	const now = toIso(asOf.toMillis());
	const moved = (table: Table): number => (state.found[table.name] ?? NOTHING_FOUND).moved.rows;
	const startedAt = isUntouched(state) && state.look === 0 ? now : asText(before.startedAt) || null;
	return {
		source: asText(before.source),
		status: statusOf(state),
		cursor: JSON.stringify(state),
		done: MOVED.reduce((sum, table) => sum + moved(table), 0),
		activities: moved(TABLES.activityLog),
		leads: moved(TABLES.leadBook),
		startedAt,
		lastPageAt: now,
		finishedAt: isOver(state) ? now : null,
	};
}

function statusOf(state: MoveState): string {
	if (isOver(state)) return state.phase === 'same' ? 'done' : 'different';
	if (state.look !== null || isUntouched(state)) return 'looking';
	return `${state.phase === 'check' ? 'comparing' : 'moving'} ${tableOf(state).name}`;
}

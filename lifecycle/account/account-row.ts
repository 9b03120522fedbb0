import type { Fault } from '../fault';
import { RowCells, type Book } from '../lead/cells';
import { NO_VERSION } from '../lead/version';
import type { Fields } from '../path';
import { asText } from '../text';
import type { Account, AccountTransition } from './aggregate';

/** The columns of `ll_account_book`: what people read comes first, what machines need comes last. */
export const ACCOUNT_COLUMNS = [
	['account', 'string'],
	['domain', 'string'],
	['name', 'string'],
	['score', 'number'],
	['members', 'number'],
	['engaged', 'number'],
	['completeness', 'number'],
	['missingRoles', 'string'],
	['topLeads', 'string'],
	['surge', 'string'],
	['qualified', 'boolean'],
	['transition', 'string'],
	['qualifiedAt', 'string'],
	['crossings', 'number'],
	['version', 'number'],
] as const;

export type AccountColumn = (typeof ACCOUNT_COLUMNS)[number][0];
export type AccountCells = Readonly<Record<AccountColumn, string | number | boolean | null>>;

/** What the book remembers of a company from one run to the next. */
export interface AccountState {
	/** Whether it is above the threshold. */
	readonly qualified: boolean;
	/** Its last crossing; `stayed` for one that never crossed. */
	readonly transition: AccountTransition;
	/** When it crossed the threshold last, ISO 8601 in UTC. */
	readonly qualifiedAt: string | null;
	/** How often it crossed the threshold; with the account it names a crossing, whoever notices it. */
	readonly crossings: number;
	/** Rises with each write. See `version.ts` of the leads. */
	readonly version: number;
}

/** A row of `ll_account_book`, read. What the roll-up works out again is not read, only compared. */
export interface AccountRow extends AccountState {
	readonly id: number;
	readonly account: string;
	readonly domain: string | null;
	readonly name: string | null;
	readonly raw: Fields;
}

/** A company without a row. */
export const NEW_ACCOUNT: AccountState = {
	qualified: false,
	transition: 'stayed',
	qualifiedAt: null,
	crossings: 0,
	version: NO_VERSION,
};

const ACCOUNT_BOOK: Book<AccountColumn> = { table: 'll_account_book', noun: 'Company', key: 'account' };
const TRANSITIONS: readonly AccountTransition[] = ['entered', 'left', 'stayed'];

/**
 * Reads a row of `ll_account_book`, also one that somebody edited by hand: a cell that makes no sense is a fault that names
 * the table, the company and the column, and the row goes on with what an empty cell means. A row that names no company, or
 * has no id, is undefined.
 */
export function readAccountRow(raw: Fields): { row: AccountRow | undefined; faults: Fault[] } {
	const cells = new RowCells(raw, ACCOUNT_BOOK);
	const id = cells.id();
	const account = cells.text('account');
	if (account === null)
		cells.fault('account', 'not a company', 'Write its domain, such as acme.com, or delete the row.');
	if (id === undefined || account === null) return { row: undefined, faults: cells.faults };
	const row: AccountRow = {
		id,
		account,
		domain: cells.text('domain'),
		name: cells.text('name'),
		qualified: cells.boolean('qualified') ?? false,
		transition: readTransition(cells),
		qualifiedAt: cells.time('qualifiedAt'),
		crossings: cells.count('crossings') ?? 0,
		version: cells.version('version'),
		raw,
	};
	return { row, faults: cells.faults };
}

function readTransition(cells: RowCells<AccountColumn>): AccountTransition {
	const text = cells.text('transition');
	const known = TRANSITIONS.find((transition) => transition === text);
	if (text !== null && known === undefined)
		cells.fault('transition', 'not a crossing', `Write one of: ${TRANSITIONS.join(', ')}.`);
	return known ?? 'stayed';
}

/** What the roll-up says of a company. */
export type AccountStanding = Omit<Account, 'qualified' | 'transition'>;

/** The cells of a row as the table holds them: lists and objects as JSON text. */
export function printAccount(standing: AccountStanding, state: AccountState): AccountCells {
	const { account, domain, name, score, members, engaged, completeness, missingRoles, topLeads, surge } = standing;
	const { qualified, transition, qualifiedAt, crossings, version } = state;
	return {
		...{ account, domain, name, score, members, engaged, completeness },
		missingRoles: JSON.stringify(missingRoles),
		topLeads: JSON.stringify(topLeads),
		surge: surge === null ? null : JSON.stringify(surge),
		...{ qualified, transition, qualifiedAt, crossings, version },
	};
}

const STATE = ['qualified', 'transition', 'qualifiedAt', 'crossings'] as const satisfies readonly AccountColumn[];
const isState = (column: AccountColumn): column is (typeof STATE)[number] =>
	(STATE as readonly string[]).includes(column);

/** The columns in which a row is to be changed; the version, which rises with every write, is none of them. */
export function changedColumns(row: AccountRow, after: AccountCells): AccountColumn[] {
	const before = (column: AccountColumn): unknown => {
		if (isState(column)) return row[column];
		return Object.hasOwn(row.raw, column) ? row.raw[column] : null;
	};
	const columns = ACCOUNT_COLUMNS.map(([column]) => column).filter((column) => column !== 'version');
	return columns.filter((column) => asText(before(column)) !== asText(after[column]));
}

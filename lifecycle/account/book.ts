import type { Fault } from '../fault';
import { nextVersion } from '../lead/version';
import type { AccountCrossed } from '../message/message';
import type { Fields } from '../path';
import { toPoints } from '../points';
import { asText } from '../text';
import { asInstant, DAY, toIso } from '../time';
import {
	changedColumns,
	NEW_ACCOUNT,
	printAccount,
	readAccountRow,
	type AccountCells,
	type AccountColumn,
	type AccountRow,
	type AccountStanding,
	type AccountState,
} from './account-row';
import type { AccountPlan } from './account-plan';
import { crossedMessage, crossingKey, isExplained } from './crossing';
import type { Company, LeadRollup } from './lead-rollup';

export interface BookRun {
	readonly plan: AccountPlan;
	/** Epoch milliseconds. */
	readonly now: number;
	/** A crossing older than so many days is told no more. */
	readonly newsDays: number;
	/** Messages about crossings that are in `ll_outbox` already, as its rows. */
	readonly told: readonly Fields[];
}

/** A row that is new, with the indexes of its leads. */
export interface NewRow {
	readonly cells: AccountCells;
	readonly items: readonly number[];
}

/** A row to change: its id, the columns in which it changes, and its version. */
export interface ChangedRow {
	readonly cells: Partial<AccountCells> & { readonly id: number };
	/** Index of the row among those of the book. */
	readonly item: number;
}

export interface Crossing {
	readonly message: AccountCrossed;
	readonly items: readonly number[];
}

/** What to write to `ll_account_book` and whom to tell of. */
export interface BookChanges {
	readonly added: readonly NewRow[];
	readonly changed: readonly ChangedRow[];
	readonly crossed: readonly Crossing[];
	/** Rows of a company that has another one with a lower id. */
	readonly doubles: ReadonlyArray<{ readonly id: number; readonly item: number }>;
	readonly faults: readonly Fault[];
}

/**
 * Compares the companies of a roll-up with the rows of `ll_account_book`: which are new, which change, and which crossed the
 * threshold. A row that did not change does not come out.
 *
 * A company crosses when its score reaches the threshold, and again after it fell below (by the plan's hysteresis). Each
 * crossing is told once, unless one person explains it; whether it was told stands in the outbox, under a key of which every run
 * that notices the crossing makes the same, so that it does not matter in which order rows and messages are written, nor
 * where a run stops in between. A company of which nobody is left keeps its row, with no points. One that is unsure stays as it is.
 */
export function advanceAccounts(rollup: LeadRollup, rows: readonly Fields[], run: BookRun): BookChanges {
	const { known, doubles, faults } = readBook(rows);
	const told = tellings(run);
	const added: NewRow[] = [];
	const changed: ChangedRow[] = [];
	const crossed: Crossing[] = [];
	for (const { standing, company } of standings(rollup, known)) {
		const stored = known.get(standing.account);
		const state = nextState(standing, stored?.row ?? NEW_ACCOUNT, told, run);
		if (stored === undefined)
			added.push({ cells: printAccount(standing, { ...state, version: 0 }), items: company?.items ?? [] });
		else changed.push(...changesOf(stored, standing, state));
		if (company !== undefined && isToTell(company, state, told, run))
			crossed.push({ message: crossedMessage(company, state, termsOf(run)), items: company.items });
	}
	return { added, changed, crossed, doubles, faults };
}

interface StoredRow {
	readonly row: AccountRow;
	readonly item: number;
}

/** Of several rows of one company the one with the lowest id is the company's. */
function readBook(rows: readonly Fields[]) {
	const read = rows.map(readAccountRow);
	const stored = read.flatMap(({ row }, item): StoredRow[] => (row === undefined ? [] : [{ row, item }]));
	const known = new Map<string, StoredRow>();
	const doubles: Array<{ id: number; item: number }> = [];
	for (const each of stored.sort((one, other) => one.row.id - other.row.id)) {
		if (known.has(each.row.account)) doubles.push({ id: each.row.id, item: each.item });
		else known.set(each.row.account, each);
	}
	return { known, doubles, faults: read.flatMap((row) => row.faults) };
}

interface Standing {
	readonly standing: AccountStanding;
	/** Undefined when nobody of it is left. */
	readonly company: Company | undefined;
}

/** What is to stand in the book: every company that was found, then those of which nobody is left. */
function standings({ companies, unsure }: LeadRollup, known: ReadonlyMap<string, StoredRow>): Standing[] {
	const found = new Set(companies.map(({ account }) => account.account));
	const sure = companies.filter(({ account }) => !unsure.has(account.account));
	const left = [...known.values()].filter(({ row: { account } }) => !found.has(account) && !unsure.has(account));
	return [
		...sure.map((company) => ({ standing: company.account, company })),
		...left.map(({ row }) => ({ standing: emptied(row), company: undefined })),
	];
}

const emptied = ({ account, domain, name }: AccountRow): AccountStanding => ({
	...{ account, domain, name: name ?? account },
	...{ score: 0, members: 0, engaged: 0, completeness: 0, missingRoles: [], topLeads: [], surge: null },
});

/** When the crossing of a key was told, in epoch milliseconds. Older ones are of a company whose row somebody deleted since. */
function tellings({ told, now, newsDays }: BookRun): ReadonlyMap<string, number> {
	const times = told.map(({ key, at }) => [asText(key), asInstant(at)] as const);
	const recent = times.filter((entry): entry is [string, number] => isRecent(entry[1], now, newsDays));
	return new Map(recent.sort(([, one], [, other]) => other - one));
}

const isRecent = (instant: number | undefined, now: number, newsDays: number): boolean =>
	instant !== undefined && instant <= now && now - instant <= newsDays * DAY;

/** Into or out of the qualified companies. A crossing that was told by a run that stopped before it wrote the row was then. */
function nextState(
	{ account, score, topLeads }: AccountStanding,
	before: AccountState,
	told: ReadonlyMap<string, number>,
	{ plan: { threshold, hysteresis }, now }: BookRun,
): AccountState {
	const least = toPoints(threshold - (before.qualified ? hysteresis : 0));
	const qualified = topLeads.length > 0 && score >= least;
	if (qualified === before.qualified) return before;
	if (!qualified) return { ...before, qualified, transition: 'left' };
	const crossings = before.crossings + 1;
	const at = told.get(crossingKey(account, { crossings })) ?? now;
	return { ...before, qualified, transition: 'entered', qualifiedAt: toIso(at), crossings };
}

function changesOf({ row, item }: StoredRow, standing: AccountStanding, state: AccountState): ChangedRow[] {
	const version = nextVersion(row.version);
	const after = printAccount(standing, { ...state, version });
	const columns = changedColumns(row, after);
	if (columns.length === 0) return [];
	const cells = Object.fromEntries(columns.map((column: AccountColumn) => [column, after[column]]));
	return [{ cells: { id: row.id, ...cells, version }, item }];
}

function isToTell(
	company: Company,
	state: AccountState,
	told: ReadonlyMap<string, number>,
	{ now, newsDays }: BookRun,
): boolean {
	if (!state.qualified || state.crossings === 0) return false;
	if (!isRecent(asInstant(state.qualifiedAt), now, newsDays)) return false;
	return !told.has(crossingKey(company.account.account, state)) && !isExplained(company);
}

const termsOf = ({ plan: { threshold, surge }, now }: BookRun) => ({
	asOf: toIso(now),
	threshold: toPoints(threshold),
	surgeDays: surge.days,
});

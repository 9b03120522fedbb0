import type { DateTime } from 'luxon';
import { foldLead } from '../activity/activity';
import type { Fault } from '../fault';
import { Links, type Word } from '../identity/links';
import { leadKey } from '../lead/key';
import { readRow, type LeadRow } from '../lead/row';
import { gatherLog } from '../log/lead-log';
import { judgeMachines, MACHINE_DEFAULTS } from '../log/machines';
import type { Fields } from '../path';
import { rowsByLead } from '../stage/whose';
import { asText } from '../text';
import type { AccountPlan } from './account-plan';
import { aggregateAccounts, type Account, type AccountRollup } from './aggregate';
import type { AccountReaders } from './member';

/** What the templates know of leads, as rows of their tables. */
export interface LeadTables {
	/** `ll_lead_book` */
	readonly leads: readonly Fields[];
	/** `ll_activity_log`, the last weeks of it */
	readonly entries: readonly Fields[];
	/** `ll_alias_book`: under which other keys a lead's activities stand. */
	readonly words: readonly Word[];
}

/** A company with its people; `items` are the indexes of their rows among the leads. */
export interface Company {
	readonly account: Account;
	readonly people: readonly LeadRow[];
	readonly items: readonly number[];
}

/** The company in which a lead is now, where the book says something else; null: none. */
export interface Placed {
	readonly id: number;
	readonly account: string | null;
	readonly item: number;
}

export interface LeadRollup extends Pick<AccountRollup, 'alone' | 'weightless'> {
	readonly companies: readonly Company[];
	readonly placed: readonly Placed[];
	/** Companies with a lead that cannot be read: what is known of them is not the whole truth. */
	readonly unsure: ReadonlySet<string>;
	readonly faults: readonly Fault[];
}

interface BookLead {
	readonly row: LeadRow;
	readonly raw: Fields;
}

/**
 * Rolls the lead book up to companies. Leads that are disqualified, merged into another or not scored yet take no part. A
 * person alone with free mail is no company. A lead whose score cannot be read is a fault, and leaves its company unsure.
 *
 * @param accountOf reads the account of a row when the plan groups by field
 */
export function rollUpLeads(
	tables: LeadTables,
	accountOf: (raw: Fields, index: number) => unknown,
	plan: AccountPlan,
	asOf: DateTime,
): LeadRollup {
	const read = tables.leads.map((raw) => ({ raw, ...readRow(raw) }));
	const firstRows = new Set(rowsByLead(read.map(({ row }) => row)).values());
	const present = [...read.entries()].filter(([, { row }]) => firstRows.has(row) && takesPart(row));
	const unread = present.filter(([, lead]) => isUnread(lead)).map(([, { row }]) => row);
	const scored = present.filter(([, lead]) => lead.row.total !== null && !isUnread(lead));
	const readers = readersOf(activitiesOf(tables, asOf.toMillis()), accountOf);
	const { accounts, faults, alone, weightless } = aggregateAccounts<BookLead>(scored, readers, plan, asOf);
	const rowAt = (index: number): LeadRow => read[index].row;
	const apart = [...unread, ...[...faults.keys()].map(rowAt)].flatMap(({ account }) => account ?? []);
	return {
		companies: accounts
			.filter(({ account }) => isCompany(account))
			.map(({ account, items }) => ({ account, items, people: items.map(rowAt) })),
		placed: accounts.flatMap(({ account, items }) =>
			items.flatMap((item) => placedIn(isCompany(account) ? account.account : null, rowAt(item), item)),
		),
		unsure: new Set(apart),
		faults: [...read.flatMap((lead) => lead.faults), ...faults.values()],
		alone,
		weightless,
	};
}

const takesPart = ({ lead, stage, mergedInto }: LeadRow): boolean =>
	lead !== '' && stage !== 'disqualified' && mergedInto === null;

/** A cell that makes no sense reads as an empty one. */
const isUnread = ({ row, raw }: BookLead): boolean =>
	(['total', 'engagement'] as const).some((column) => row[column] === null && asText(raw[column]).trim() !== '');

/** A person alone with free mail is no company. */
const isCompany = ({ domain, members }: Account): boolean => domain !== null || members > 1;

const placedIn = (account: string | null, row: LeadRow, item: number): Placed[] =>
	row.id === undefined || row.account === account ? [] : [{ id: row.id, account, item }];

const readersOf = (
	activities: (lead: string) => readonly Fields[],
	accountOf: (raw: Fields, index: number) => unknown,
): AccountReaders<BookLead> => ({
	lead: ({ row }) => row.lead,
	name: ({ row }) => row.name,
	email: ({ row }) => row.email ?? (row.lead.includes('@') ? row.lead : null),
	company: ({ row }) => row.company,
	account: ({ raw }, index) => accountOf(raw, index),
	role: ({ row }) => row.attributes.role,
	score: ({ row }) => row.total,
	engagement: ({ row }) => row.engagement,
	// Whoever is excluded is disqualified; whether a company was qualified stands in its own row.
	excluded: () => undefined,
	previous: () => undefined,
	activities: ({ row }) => activities(row.lead),
	called: ({ row }) => `ll_lead_book, Lead ${row.lead}`,
});

/** What leads did, under all of their keys, and without what machines did. */
function activitiesOf({ entries, words }: LeadTables, asOf: number): (lead: string) => readonly Fields[] {
	const links = new Links(words);
	const log = new Map<string, Fields[]>();
	for (const entry of entries) {
		const key = foldLead(asText(entry.lead));
		const known = log.get(key);
		if (known) known.push(entry);
		else log.set(key, [entry]);
	}
	const logOf = (key: string): readonly Fields[] => log.get(key) ?? [];
	return (lead) => judgeMachines(lead, gatherLog(lead, links.keysOf(lead), logOf).entries, MACHINE_DEFAULTS, asOf);
}

/** The rows of an account's strongest people, strongest first. */
export function strongestOf({ account: { topLeads }, people }: Company): LeadRow[] {
	const rows = new Map(people.map((row) => [leadKey(row.lead), row]));
	return topLeads.flatMap(({ lead }) => (lead === null ? [] : (rows.get(lead) ?? [])));
}

import { foldLead } from '../activity/activity';
import type { Links } from '../identity/links';
import { storedLinks } from '../identity/stored-links';
import { readRow, type LeadRow } from '../lead/row';
import { gatherLog } from '../log/lead-log';
import { asNumber } from '../number';
import type { Fields } from '../path';
import { asText } from '../text';
import { asInstant } from '../time';
import type { TABLES } from '../tables';
import { addressesOf, keysOf, ownKeysOf, type Person } from './person';
import { ABOUT_SEVERAL, tableOfRow } from './table-queries';

type Key = keyof typeof TABLES;
export type RowsByTable = ReadonlyMap<Key, readonly Fields[]>;

/** Tables of which whole rows are a person's, in the order in which people read them and in which they are erased: who is who goes last. */
export const OWN_TABLES = [
	'activityLog',
	'outbox',
	'stageLog',
	'scoreLog',
	'aliasBook',
	'leadBook',
] as const satisfies readonly Key[];
export type OwnTable = (typeof OWN_TABLES)[number];

/** Everything that the tables hold about a person. Rows are as they are stored. */
export interface Held {
	readonly person: Person;
	/** Addresses and full names by which others' rows mention them. */
	readonly terms: readonly string[];
	/** Rows that are theirs alone. */
	readonly own: Readonly<Record<OwnTable, readonly Fields[]>>;
	/** Rows that mention them beside others: activities of other leads, messages about several, companies. */
	readonly mentions: Readonly<Record<'activityLog' | 'outbox' | 'accountBook', readonly Fields[]>>;
	/** The row of the lead book that counts. */
	readonly row: LeadRow | undefined;
	/** That row as it is stored. */
	readonly raw: Fields | undefined;
}

/** The rows of all tables, each once, told apart by their columns. Empty items are left out. */
export function sortRows(rows: readonly Fields[]): RowsByTable {
	const byTable = new Map<Key, Map<unknown, Fields>>();
	for (const row of rows) {
		const table = tableOfRow(row);
		if (table === undefined) continue;
		const known = byTable.get(table) ?? new Map<unknown, Fields>();
		byTable.set(table, known.set(row.id, row));
	}
	return new Map([...byTable].map(([table, known]) => [table, [...known.values()].sort(byId)]));
}

const byId = (left: Fields, right: Fields): number => (asNumber(left.id) ?? 0) - (asNumber(right.id) ?? 0);

export const linksOf = (rows: RowsByTable): Links => storedLinks(rows.get('aliasBook') ?? []);

/** What of the rows is a person's, and what mentions them. */
export function holdingOf(person: Person, rows: RowsByTable): Held {
	const keys = new Set(keysOf(person));
	const ownKeys = ownKeysOf(person);
	const of = (table: Key): readonly Fields[] => rows.get(table) ?? [];
	const leadRows = of('leadBook').filter((row) => keys.has(keyOf(row)) && isTheirs(row, ownKeys));
	const read = leadRows.map((raw) => ({ raw, row: readRow(raw).row }));
	const current = read.find(({ row }) => foldLead(row.lead) === person.lead && row.mergedInto === null);
	const terms = termsOf(
		person,
		read.map(({ row }) => row),
	);
	const theirLog = new Set(activitiesOf(person, of('activityLog')).map(({ id }) => id));
	const mentionsThem = mentionedBy(terms);
	const isOwnMessage = (row: Fields): boolean => ownKeys.has(keyOf(row)) && !isAboutSeveral(row);
	return {
		person,
		terms,
		own: {
			activityLog: of('activityLog').filter(({ id }) => theirLog.has(id)),
			outbox: of('outbox').filter(isOwnMessage),
			stageLog: of('stageLog').filter((row) => ownKeys.has(keyOf(row))),
			scoreLog: of('scoreLog').filter((row) => ownKeys.has(keyOf(row))),
			aliasBook: of('aliasBook').filter((row) => ownKeys.has(keyOf(row)) || ownKeys.has(foldLead(asText(row.alias)))),
			leadBook: leadRows,
		},
		mentions: {
			activityLog: of('activityLog').filter(
				(row) => !theirLog.has(row.id) && mentionsThem(row, ['properties', 'attributes']),
			),
			outbox: of('outbox').filter(
				(row) => !isOwnMessage(row) && mentionsThem(row, ['title', 'text', 'details', 'error']),
			),
			accountBook: of('accountBook').filter((row) => topLeadsOf(row).some((lead) => isLead(lead, keys))),
		},
		row: current?.row,
		raw: current?.raw,
	};
}

const keyOf = ({ lead }: Fields): string => foldLead(asText(lead));

/** A device's own row is a person's where nobody else used the device. */
const isTheirs = (row: Fields, ownKeys: ReadonlySet<string>): boolean => ownKeys.has(keyOf(row));

const isAboutSeveral = ({ kind }: Fields): boolean => (ABOUT_SEVERAL as readonly string[]).includes(asText(kind));

/** A name of one word, such as Ana, is in too many texts. */
function termsOf(person: Person, rows: readonly LeadRow[]): string[] {
	const names = rows.map(({ name }) => (name ?? '').trim()).filter((name) => /\S\s+\S/.test(name));
	return [...new Set([...addressesOf(person, rows), ...names])];
}

function mentionedBy(terms: readonly string[]): (row: Fields, columns: readonly string[]) => boolean {
	if (terms.length === 0) return () => false;
	const named = anyOf(terms);
	return (row, columns) => columns.some((column) => asText(row[column]).search(named) >= 0);
}

/** Finds any of some words, whatever their case. */
export const anyOf = (terms: readonly string[]): RegExp =>
	new RegExp(terms.map((term) => term.replace(/[\\^$.*+?()[\]{}|/]/g, '\\$&')).join('|') || '(?!)', 'giu');

/** The entries of the log under all of their keys; on a device that several people use, those of their spans of time. */
function activitiesOf({ lead, keys }: Person, rows: readonly Fields[]): readonly Fields[] {
	const spans = keys.map(({ key, after, until }) => ({
		key,
		from: instantOr(after, -Infinity),
		to: instantOr(until, Infinity),
	}));
	return rows.filter((row) => {
		const key = keyOf(row);
		const at = asInstant(row.at) ?? 0;
		return key === lead || spans.some((span) => span.key === key && at > span.from && at <= span.to);
	});
}

const instantOr = (time: string | null, otherwise: number): number =>
	time === null ? otherwise : (asInstant(time) ?? otherwise);

/** What the score is worked out from: the person's log as Score Lead reads it. */
export function logOf({ person, own }: Held): readonly Fields[] {
	const logs = new Map<string, Fields[]>();
	for (const row of own.activityLog) logs.set(keyOf(row), [...(logs.get(keyOf(row)) ?? []), row]);
	return gatherLog(person.lead, person.keys, (key) => logs.get(key) ?? []).entries;
}

/** The people that a row of the account book names. */
export function topLeadsOf({ topLeads }: Fields): readonly unknown[] {
	try {
		const list: unknown = JSON.parse(asText(topLeads) || '[]');
		return Array.isArray(list) ? list : [];
	} catch {
		return [];
	}
}

export const isLead = (entry: unknown, keys: ReadonlySet<string>): boolean =>
	typeof entry === 'object' && entry !== null && 'lead' in entry && keys.has(foldLead(asText(entry.lead)));

/** How many rows are held in all. */
export const countHeld = ({ own, mentions }: Held): number =>
	[...Object.values(own), ...Object.values(mentions)].reduce((sum, rows) => sum + rows.length, 0);

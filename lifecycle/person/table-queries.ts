import type { MessageKind } from '../message/message';
import { TABLES, type Table } from '../tables';
import { keysOf, type Person } from './person';

/** Values to look for in one column of a table; a row that has one of them is wanted. */
export interface TableQuery {
	readonly table: string;
	readonly column: string;
	readonly condition: 'eq' | 'ilike' | 'isNotEmpty';
	readonly values: readonly string[];
}

type Key = keyof typeof TABLES;

const query = (table: Key, column: string, values: readonly string[], condition: TableQuery['condition'] = 'eq') => ({
	table: TABLES[table].name,
	column,
	condition,
	values,
});

/** Which rows of the lead book tell whom somebody asks for. */
export const queriesForLead = (keys: readonly string[]): TableQuery[] => [
	query('leadBook', 'lead', keys),
	query('leadBook', 'email', keys),
];

/** Messages that are about several people or none: a name may stand in them. */
export const ABOUT_SEVERAL: readonly MessageKind[] = ['account_crossed', 'digest', 'fault'];

const LEADS_OWN: readonly Key[] = ['activityLog', 'outbox', 'stageLog', 'scoreLog'];

/**
 * Which rows of all tables may be about a person, and what is needed to explain them. More rows may come than are theirs.
 *
 * @param addresses their e-mail addresses, which may also stand in what others did
 */
export function queriesForPerson(person: Person, addresses: readonly string[]): TableQuery[] {
	const keys = keysOf(person);
	const anywhere = addresses.map((address) => `%${address}%`);
	return [
		...queriesForLead([...new Set([...keys, ...addresses])]),
		query('leadBook', 'mergedInto', keys),
		...LEADS_OWN.map((table) => query(table, 'lead', keys)),
		query('outbox', 'kind', ABOUT_SEVERAL),
		...['properties', 'attributes'].map((column) => query('activityLog', column, anywhere, 'ilike')),
		query('accountBook', 'topLeads', [...keys.map((key) => `%${key}%`), ...anywhere], 'ilike'),
		query('rules', 'rule', [''], 'isNotEmpty'),
		query('settings', 'name', [''], 'isNotEmpty'),
		query('state', 'name', [''], 'isNotEmpty'),
	].filter(({ values }) => values.length > 0);
}

/** Of which table a row is, by its columns; undefined for an empty item. */
export function tableOfRow(row: object): Key | undefined {
	const all = Object.entries(TABLES) as Array<[Key, Table]>;
	return all.find(([, { columns }]) => columns.every(({ name }) => Object.hasOwn(row, name)))?.[0];
}

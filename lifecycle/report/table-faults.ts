import type { Fault } from '../fault';
import { isFields, type Fields } from '../path';
import { TABLES, type Column, type Table } from '../tables';
import { asText } from '../text';

const OURS: readonly Table[] = Object.values(TABLES);

const TYPES: Readonly<Record<Column['type'], string>> = { string: 'String', number: 'Number', boolean: 'Boolean' };

/** Data tables that n8n lists, by name in lower case: n8n finds them whatever their case. */
const byName = (listed: readonly Fields[]): ReadonlyMap<string, Fields> =>
	new Map(listed.map((table) => [asText(table.name).toLowerCase(), table]));

/**
 * What is wrong with the data tables: names that n8n takes for one of ours, since it finds a table by a part of its name, columns
 * that an older table lacks, and, unless they are about to be made, tables that are not there.
 *
 * @param listed tables as n8n lists them, with `name` and `columns`
 */
export function tableFaults(listed: readonly Fields[], { mayBeMissing = false } = {}): Fault[] {
	const known = byName(listed);
	const names = listed.map(({ name }) => asText(name));
	return [
		...names
			.filter((name) => isInTheWay(name))
			.map((name) => ({
				message: `The data table ${name} is in the way: n8n takes it for ours`,
				hint: 'Give it another name, one that holds none of ours.',
			})),
		...OURS.flatMap((table) => {
			const found = known.get(table.name);
			if (found === undefined) return mayBeMissing ? [] : [missing(table)];
			return lacking(table, found);
		}),
	];
}

/** Whether the rows of rules and settings, and the row that says which rules apply, are theirs: their tables are there, and n8n takes no other one for them. */
export function canReadRows(listed: readonly Fields[]): boolean {
	const known = byName(listed);
	const names = listed.map(({ name }) => asText(name));
	const read = [TABLES.rules, TABLES.settings, TABLES.state];
	return read.every(({ name }) => known.has(name)) && !names.some((name) => isInTheWay(name, read));
}

const isInTheWay = (name: string, tables = OURS): boolean =>
	tables.some((ours) => name.toLowerCase() !== ours.name && name.toLowerCase().includes(ours.name));

const missing = ({ name }: Table): Fault => ({
	message: `The data table ${name} is missing`,
	hint: 'Execute 00 Set up: it makes the tables that are missing.',
});

function lacking({ name, columns }: Table, found: Fields): Fault[] {
	const there = new Set((Array.isArray(found.columns) ? found.columns : []).filter(isFields).map((each) => each.name));
	const absent = columns.filter((column) => !there.has(column.name));
	if (absent.length === 0) return [];
	const list = absent.map((column) => `${column.name} (${TYPES[column.type]})`).join(', ');
	const one = absent.length === 1;
	return [
		{
			message: `The data table ${name} lacks the ${one ? 'column' : 'columns'} ${list}`,
			hint: `Open it under Data tables and add ${one ? 'it' : 'them'} with +.`,
		},
	];
}

import { TABLES, type Table } from '../tables';
import { asQuery, type Query, type RowParameters } from '../store/sql';
import { ON_POSTGRES } from '../store/which';
import { step, type Place, type StepOptions } from './canvas';
import { value } from './expression';

/** `name` may be an expression that names a table for each item. */
export const tableId = ({ name }: Pick<Table, 'name'>) => ({ __rl: true, mode: 'name', value: name });

/** A query of PostgreSQL. */
export const queryStep = (name: string, place: Place, { query, parameters }: Query, options: StepOptions = {}) =>
	step(
		'postgres',
		name,
		place,
		{
			operation: 'executeQuery',
			query,
			options: {
				...(parameters.length > 0 ? { queryReplacement: value(`[${parameters.join(', ')}]`) } : {}),
				// Row numbers are numbers, as in a Data Table.
				largeNumbersOutput: 'numbers',
			},
		},
		options,
	);

/** A statement is done whole or not at all, so it can be tried again. */
export const TRIED_AGAIN = { retryOnFail: true, maxTries: 5, waitBetweenTries: 300 };

export interface RowOptions extends StepOptions {
	/** Default: the store for which the templates are written. */
	readonly onPostgres?: boolean;
}

/** A step with rows of a table. */
export function rowStep(
	name: string,
	place: Place,
	parameters: object,
	{ onPostgres = ON_POSTGRES, ...options }: RowOptions = {},
) {
	if (!onPostgres) return step('dataTable', name, place, parameters, options);
	const rows = parameters as RowParameters;
	// n8n takes a first item with anything in a field `error` for a failure, even '', and would write again.
	const hasErrors = rows.dataTableId.value === TABLES.outbox.name;
	const isOfAll = rows.operation === 'insert' ? { executeOnce: true } : {};
	return queryStep(name, place, asQuery(rows), { ...(hasErrors ? {} : TRIED_AGAIN), ...isOfAll, ...options });
}

/** Every field of the item into the column of its name; one expression less for every cell. */
const BY_NAME = { mappingMode: 'autoMapInputData', value: {}, matchingColumns: [], schema: [] };

export interface Condition {
	readonly keyName: string;
	readonly condition: string;
	readonly keyValue?: string;
}

export const is = (keyName: string, keyValue: string): Condition => ({ keyName, condition: 'eq', keyValue });

const matching = (matchType: 'allConditions' | 'anyCondition') => (conditions: readonly Condition[]) => ({
	matchType,
	filters: { conditions: [...conditions] },
});
const allOf = matching('allConditions');
const anyOf = matching('anyCondition');

/** Adds the items as rows, all in one go. With `rowsBack` they come out; else a count does, which takes a third of the time. */
export const insertRows = (
	name: string,
	place: Place,
	table: Pick<Table, 'name'>,
	{ rowsBack = false, ...options }: RowOptions & { readonly rowsBack?: boolean } = {},
) =>
	rowStep(
		name,
		place,
		{
			resource: 'row',
			operation: 'insert',
			dataTableId: tableId(table),
			columns: BY_NAME,
			options: rowsBack ? {} : { optimizeBulk: true },
		},
		options,
	);

export interface ReadOptions extends RowOptions {
	readonly sortedBy?: string;
	/** Highest first. */
	readonly descending?: boolean;
	/** One of the conditions is enough. */
	readonly any?: boolean;
	/** At most so many rows a query; default: all. */
	readonly limit?: number;
	/** At most so many rows a query, those that came last. */
	readonly newest?: number;
}

/** Reads all rows that meet every condition, in the order of a column, else lowest id first; one query an item. */
export const readRows = (
	name: string,
	place: Place,
	table: Pick<Table, 'name'>,
	conditions: readonly Condition[],
	{ sortedBy, descending = false, any = false, limit, newest, ...options }: ReadOptions = {},
) => {
	const order =
		newest !== undefined
			? { orderBy: true, orderByColumn: 'id', orderByDirection: 'DESC' }
			: sortedBy === undefined
				? {}
				: { orderBy: true, orderByColumn: sortedBy, orderByDirection: descending ? 'DESC' : 'ASC' };
	const most = newest ?? limit;
	const parameters = {
		resource: 'row',
		operation: 'get',
		dataTableId: tableId(table),
		...(any ? anyOf : allOf)(conditions),
		...(most === undefined ? { returnAll: true } : { returnAll: false, limit: most }),
		...order,
	};
	return rowStep(name, place, parameters, {
		alwaysOutputData: true,
		retryOnFail: true,
		maxTries: 5,
		waitBetweenTries: 300,
		...options,
	});
};

/** Reads the row with the highest id, if there is one. */
export const readNewestRow = (name: string, place: Place, table: Table, options: StepOptions = {}) => {
	const newest = { returnAll: false, limit: 1, orderBy: true, orderByColumn: 'id', orderByDirection: 'DESC' };
	const parameters = { resource: 'row', operation: 'get', dataTableId: tableId(table), ...allOf([]), ...newest };
	return rowStep(name, place, parameters, { executeOnce: true, alwaysOutputData: true, ...options });
};

export interface WriteOptions extends RowOptions {
	/** What to write, by column; default: every field of the item. */
	readonly cells?: Readonly<Record<string, string | null>>;
}

/** Cells as the form of n8n shows them: those that are left out stay as they are. */
function shownCells({ columns }: Table, cells: Readonly<Record<string, string | null>>) {
	const schema = columns.map(({ name, type }) => ({
		id: name,
		displayName: name,
		type,
		required: false,
		defaultMatch: false,
		display: true,
		canBeUsedToMatch: false,
		removed: !(name in cells),
	}));
	return { mappingMode: 'defineBelow', value: cells, matchingColumns: [], schema };
}

const write =
	(operation: 'update' | 'upsert') =>
	(
		name: string,
		place: Place,
		table: Table,
		conditions: readonly Condition[],
		{ cells, ...options }: WriteOptions = {},
	) => {
		const target = { resource: 'row', operation, dataTableId: tableId(table) };
		const columns = cells === undefined ? BY_NAME : shownCells(table, cells);
		return rowStep(name, place, { ...target, ...allOf(conditions), columns, options: {} }, options);
	};

/**
 * Writes each item to the rows that meet every condition, in one step: a compare-and-swap. Only rows that were written
 * come out, so of several executions that compete for a row exactly one goes on.
 */
export const updateRows = write('update');

/** Sees to it that there is a row that meets the conditions, and gives it back; of its cells only the item's are written. */
export const ensureRow = write('upsert');

const remove =
	(matching: typeof allOf) =>
	(
		name: string,
		place: Place,
		table: Pick<Table, 'name'>,
		conditions: readonly Condition[],
		options: RowOptions = {},
	) => {
		const target = { resource: 'row', operation: 'deleteRows', dataTableId: tableId(table) };
		return rowStep(name, place, { ...target, ...matching(conditions), options: {} }, options);
	};

/** Deletes the rows that meet every condition. */
export const deleteRows = remove(allOf);

/** Deletes the rows that meet one of the conditions; `name` of the table may be an expression. */
export const deleteAny = remove(anyOf);

/** Fixed data. */
export const given = (name: string, place: Place, data: object, options: StepOptions = {}) =>
	step(
		'set',
		name,
		place,
		{ mode: 'raw', jsonOutput: JSON.stringify(data, null, 2), options: {} },
		{ executeOnce: true, ...options },
	);

/** One item an entry of a list; an empty list ends the branch. */
export const splitOut = (name: string, place: Place, field: string, options: StepOptions = {}) =>
	step('splitOut', name, place, { fieldToSplitOut: field, options: {} }, options);

/** Waits for several branches and puts their items into one list. */
export const append = (name: string, place: Place, inputs: number) =>
	step('merge', name, place, { mode: 'append', numberInputs: inputs });

/** Steps about the tables themselves: n8n's node makes and lists tables, but adds no columns to one that is there. */
import { step, type Place } from './canvas';
import { value } from './expression';
import { ON_POSTGRES } from '../store/which';
import { TABLES, type Table } from '../tables';
import { queryStep, rowStep, tableId } from './steps';

const ONCE = { alwaysOutputData: true, executeOnce: true };
const LIST = `select table_name as "name", json_agg(json_build_object('name', column_name) order by ordinal_position) as "columns" from information_schema.columns where table_schema = current_schema() and table_name in (${Object.values(
	TABLES,
)
	.map(({ name }) => `'${name}'`)
	.join(', ')}) group by table_name`;

/** One item per table whose name holds `ll_`, with its columns. */
export const listTables = (place: Place, name = 'Tables there already') =>
	ON_POSTGRES
		? queryStep(name, place, { query: LIST, parameters: [] }, ONCE)
		: step(
				'dataTable',
				name,
				place,
				{ resource: 'table', operation: 'list', returnAll: true, options: { filterName: 'll_' } },
				ONCE,
			);

/** Makes the table, unless it is there. */
export const createTable = ({ name, columns }: Table, place: Place) =>
	step(
		'dataTable',
		`Create ${name}`,
		place,
		{
			resource: 'table',
			operation: 'create',
			tableName: name,
			columns: { column: columns.map(({ name: column, type }) => ({ name: column, type })) },
			options: { createIfNotExists: true },
		},
		{ executeOnce: true },
	);

/**
 * Lets items through where no row of the table has one of these values in a column. n8n's node only asks whether a cell equals
 * something, so a table is known to be empty by values of which every row has one.
 */
export const isWithout = (name: string, place: Place, table: Table, column: string, values: readonly unknown[]) =>
	rowStep(name, place, {
		resource: 'row',
		operation: 'rowNotExists',
		dataTableId: tableId(table),
		matchType: 'anyCondition',
		filters: {
			conditions: values.map((each) => ({
				keyName: column,
				keyValue: typeof each === 'string' ? each : value(String(each)),
			})),
		},
	});

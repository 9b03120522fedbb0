import type { DataTableProxyProvider, IDataTableProjectService, IDataTableProjectAggregateService } from 'n8n-workflow';
import { TABLES, type Table } from '../../workflows/src/tables';

export type Cell = string | number | boolean | null;
export type Row = Record<string, Cell>;

interface Filter {
	type: 'and' | 'or';
	filters: Array<{ columnName: string; condition: string; value: Cell }>;
}

const NO_TIME = new Date(0).toISOString();
const isEmpty = (cell: Cell | undefined): boolean => cell === null || cell === undefined || cell === '';
const order = (left: Cell, right: Cell): number => {
	if (typeof left === 'number' && typeof right === 'number') return left - right;
	return String(left) < String(right) ? -1 : String(left) > String(right) ? 1 : 0;
};

/** As n8n's SQL compares: with an empty cell nothing is true but `isEmpty`, and `eq` and `neq` of null itself. */
const CONDITIONS: Record<string, (cell: Cell, value: Cell) => boolean> = {
	eq: (cell, value) => cell === value,
	neq: (cell, value) => cell !== value,
	gt: (cell, value) => cell !== null && order(cell, value) > 0,
	gte: (cell, value) => cell !== null && order(cell, value) >= 0,
	lt: (cell, value) => cell !== null && order(cell, value) < 0,
	lte: (cell, value) => cell !== null && order(cell, value) <= 0,
	isEmpty: (cell) => isEmpty(cell),
	isNotEmpty: (cell) => !isEmpty(cell),
};

/**
 * n8n's Data Tables in memory, for workflows that run in the engine of the test: every operation takes effect at once, as
 * n8n's does, after a turn in which other runs can go first.
 */
export class DataTables {
	private readonly rows = new Map<string, Row[]>(Object.values(TABLES).map(({ name }) => [name, []]));
	private lastId = 0;

	/** Copies of the rows of a table, lowest id first. */
	all(table: Table): Row[] {
		return this.of(table.name).map((row) => ({ ...row }));
	}

	insert(table: Table, ...rows: Row[]): void {
		for (const row of rows) this.add(table.name, row);
	}

	provider(): DataTableProxyProvider {
		const aggregate = {
			getManyAndCount: async ({ filter }: { filter: { name: string } }) => {
				// By a part of the name, as n8n finds it.
				const found = [...this.rows.keys()].filter((name) => name.includes(filter.name));
				return { data: found.map((name) => ({ id: name, name })), count: found.length };
			},
		};
		return {
			getDataTableAggregateProxy: async () => aggregate as unknown as IDataTableProjectAggregateService,
			getDataTableProxy: async (_workflow, _node, id) => this.proxy(id) as unknown as IDataTableProjectService,
		};
	}

	private proxy(name: string) {
		const table = Object.values(TABLES).find((each) => each.name === name) as Table;
		const matching = (filter?: Filter): Row[] => this.of(name).filter((row) => matches(row, filter));
		const later = async <Result>(work: () => Result): Promise<Result> => {
			await new Promise((resolve) => setImmediate(resolve));
			return work();
		};
		const update = (data: Row, filter: Filter): Row[] =>
			matching(filter).map((row) => ({ ...Object.assign(row, known(table, data)) }));
		return {
			getColumns: async () => table.columns.map(({ name, type }) => ({ id: name, name, type })),
			updateRows: ({ data, filter }: { data: Row; filter: Filter }) => later(() => update(data, filter)),
			upsertRow: ({ data, filter }: { data: Row; filter: Filter }) =>
				later(() => (matching(filter).length > 0 ? update(data, filter) : [{ ...this.add(name, data) }])),
			insertRows: (rows: Row[], returns: 'all' | 'count') =>
				later(() => {
					const added = rows.map((row) => ({ ...this.add(name, row) }));
					return returns === 'count' ? { success: true, insertedRows: added.length } : added;
				}),
			deleteRows: ({ filter }: { filter: Filter }) =>
				later(() => {
					const gone = matching(filter);
					this.rows.set(
						name,
						this.of(name).filter((row) => !gone.includes(row)),
					);
					return gone;
				}),
			getManyRowsAndCount: ({
				filter,
				skip = 0,
				take,
				sortBy,
			}: {
				filter?: Filter;
				skip?: number;
				take?: number;
				sortBy?: [string, 'ASC' | 'DESC'];
			}) =>
				later(() => {
					const found = matching(filter).map((row) => ({ ...row }));
					if (sortBy)
						found.sort((left, right) => order(left[sortBy[0]], right[sortBy[0]]) * (sortBy[1] === 'ASC' ? 1 : -1));
					return { data: found.slice(skip, take === undefined ? undefined : skip + take), count: found.length };
				}),
		};
	}

	private of(name: string): Row[] {
		const rows = this.rows.get(name);
		if (rows === undefined) throw new Error(`There is no table “${name}”.`);
		return rows;
	}

	private add(name: string, data: Row): Row {
		const table = Object.values(TABLES).find((each) => each.name === name) as Table;
		const empty = Object.fromEntries(table.columns.map(({ name }) => [name, null]));
		const row = { id: ++this.lastId, createdAt: NO_TIME, updatedAt: NO_TIME, ...empty, ...known(table, data) };
		this.of(name).push(row);
		return row;
	}
}

const matches = (row: Row, filter?: Filter): boolean => {
	const tests = (filter?.filters ?? []).map(({ columnName, condition, value }) =>
		CONDITIONS[condition](row[columnName], value),
	);
	return filter?.type === 'or' && tests.length > 0 ? tests.includes(true) : !tests.includes(false);
};

function known(table: Table, data: Row): Row {
	const names = table.columns.map(({ name }) => name);
	const unknown = Object.keys(data).find((name) => !names.includes(name));
	if (unknown !== undefined) throw new Error(`The table ${table.name} has no column “${unknown}”.`);
	return data;
}

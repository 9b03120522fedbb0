import type { DataTableProxyProvider, IDataTableProjectService, IDataTableProjectAggregateService } from 'n8n-workflow';
import { TABLES, type Column, type Table } from '../../workflows/src/tables';

export type Cell = string | number | boolean | null;
export type Row = Record<string, Cell>;

interface Filter {
	type: 'and' | 'or';
	filters: Array<{ columnName: string; condition: string; value: Cell }>;
}

const NO_TIME = new Date(0).toISOString();
const isEmpty = (cell: Cell | undefined): boolean => cell === null || cell === undefined || cell === '';
/** How a database puts text in order. */
export type Collation = (left: string, right: string) => number;
/** SQLite's; PostgreSQL has that of the system, unless it is told. */
const byBytes: Collation = (left, right) => (left < right ? -1 : left > right ? 1 : 0);
const order = (left: Cell, right: Cell, collation: Collation): number =>
	typeof left === 'number' && typeof right === 'number' ? left - right : collation(String(left), String(right));

/** `%` stands for anything; without one the value may stand anywhere. */
function like(cell: Cell, value: Cell, flags: string): boolean {
	const text = String(value);
	const parts = (text.includes('%') ? text : `%${text}%`).split('%').map((part) => part.replace(/[^\w ]/g, '\\$&'));
	return cell !== null && new RegExp(`^${parts.join('.*')}$`, `s${flags}`).test(String(cell));
}

/** As n8n's SQL compares: with an empty cell nothing is true but `isEmpty`, and `eq` and `neq` of null itself. */
const CONDITIONS: Record<string, (cell: Cell, value: Cell, collation: Collation) => boolean> = {
	eq: (cell, value) => cell === value,
	neq: (cell, value) => cell !== value,
	gt: (cell, value, collation) => cell !== null && order(cell, value, collation) > 0,
	gte: (cell, value, collation) => cell !== null && order(cell, value, collation) >= 0,
	lt: (cell, value, collation) => cell !== null && order(cell, value, collation) < 0,
	lte: (cell, value, collation) => cell !== null && order(cell, value, collation) <= 0,
	like: (cell, value) => like(cell, value, ''),
	ilike: (cell, value) => like(cell, value, 'i'),
	isEmpty: (cell) => isEmpty(cell),
	isNotEmpty: (cell) => !isEmpty(cell),
};

interface Kept {
	columns: Column[];
	rows: Row[];
	/** The n-th write of any table; n8n finds by name what was written last. */
	written: number;
}

/**
 * n8n's Data Tables in memory, for workflows that run in the engine of the test: every operation takes effect at once, as
 * n8n's does, after a turn in which other runs can go first.
 */
export class DataTables {
	private readonly tables = new Map<string, Kept>();
	private readonly lastIds = new Map<string, number>();
	private writesLeft = Infinity;
	private readonly events = new Map<string, () => void>();
	private writes = 0;
	/** Called before rows are updated, to write in between as another execution would. */
	beforeUpdate: (table: string) => void = () => undefined;
	collation: Collation = byBytes;

	/** @param tables those that are there, all of ours unless given */
	constructor(tables: ReadonlyArray<Pick<Table, 'name' | 'columns'>> = Object.values(TABLES)) {
		for (const { name, columns } of tables) this.create(name, [...columns]);
	}

	/** Names of the tables, in the order in which they were made. */
	names(): string[] {
		return [...this.tables.keys()];
	}

	/** Copies of the rows of a table, lowest id first. */
	all(table: Pick<Table, 'name'>): Row[] {
		return this.of(table.name).rows.map((row) => ({ ...row }));
	}

	insert(table: Pick<Table, 'name'>, ...rows: Row[]): void {
		for (const row of rows) this.add(table.name, row);
	}

	/** Changes rows as somebody who edits them would. */
	change(table: Table, where: Row, cells: Row): void {
		const isMeant = (row: Row): boolean => Object.entries(where).every(([name, cell]) => row[name] === cell);
		for (const row of this.of(table.name).rows.filter(isMeant)) Object.assign(row, this.known(table.name, cells));
	}

	/** Deletes rows as somebody who edits them would. */
	remove(table: Table, isMeant: (row: Row) => boolean): void {
		const kept = this.of(table.name);
		kept.rows = kept.rows.filter((row) => !isMeant(row));
	}

	/** Sets when rows were written last, which n8n notes by itself. */
	written(table: Table, where: Row, updatedAt: string): void {
		const isMeant = (row: Row): boolean => Object.entries(where).every(([name, cell]) => row[name] === cell);
		for (const row of this.of(table.name).rows.filter(isMeant)) row.updatedAt = updatedAt;
	}

	/** Sets when rows were made, which n8n notes by itself. */
	made(table: Table, where: Row, createdAt: string): void {
		const isMeant = (row: Row): boolean => Object.entries(where).every(([name, cell]) => row[name] === cell);
		for (const row of this.of(table.name).rows.filter(isMeant)) row.createdAt = createdAt;
	}

	/** From so many writes on nothing is done any more, as when n8n is killed; without a number all goes on. */
	dieAfter(writes = Infinity): void {
		this.writesLeft = writes;
	}

	/** What happens once, before a table is read: next time, or as many times later. */
	onRead(table: Pick<Table, 'name'>, event: () => void, times = 1): void {
		this.events.set(table.name, times > 1 ? () => this.onRead(table, event, times - 1) : event);
	}

	provider(): DataTableProxyProvider {
		const shown = ([name, { columns }]: [string, Kept]) => ({ id: name, name, columns });
		const aggregate = {
			getManyAndCount: async ({
				filter,
				skip = 0,
				take,
			}: {
				filter: { name: string };
				skip?: number;
				take?: number;
			}) => {
				// By a part of the name whatever its case, and what was written last comes first, as n8n finds it.
				const found = [...this.tables]
					.filter(([name]) => name.toLowerCase().includes(filter.name.toLowerCase()))
					.sort(([, left], [, right]) => right.written - left.written);
				return { data: found.slice(skip, take && skip + take).map(shown), count: found.length };
			},
			createDataTable: async ({ name, columns }: { name: string; columns: Column[] }) => {
				if (this.tables.has(name)) throw new Error(`Data table with name '${name}' already exists in this project`);
				this.create(name, columns);
				return shown([name, this.of(name)]);
			},
		};
		return {
			getDataTableAggregateProxy: async () => aggregate as unknown as IDataTableProjectAggregateService,
			getDataTableProxy: async (_workflow, _node, id) => this.proxy(id) as unknown as IDataTableProjectService,
		};
	}

	private proxy(name: string) {
		const table = this.of(name);
		const matching = (filter?: Filter): Row[] => table.rows.filter((row) => matches(row, filter, this.collation));
		const later = async <Result>(work: () => Result): Promise<Result> => {
			await new Promise((resolve) => setImmediate(resolve));
			if (this.writesLeft <= 0) throw new Error('killed');
			return work();
		};
		const write = async <Result>(work: () => Result): Promise<Result> => {
			const result = await later(work);
			this.writesLeft--;
			return result;
		};
		const update = (data: Row, filter: Filter): Row[] =>
			matching(filter).map((row) => ({ ...Object.assign(row, this.known(name, data)) }));
		return {
			getColumns: async () => table.columns.map(({ name, type }) => ({ id: name, name, type })),
			updateRows: ({ data, filter }: { data: Row; filter: Filter }) =>
				write(() => {
					this.beforeUpdate(name);
					return update(data, filter);
				}),
			upsertRow: ({ data, filter }: { data: Row; filter: Filter }) =>
				write(() => (matching(filter).length > 0 ? update(data, filter) : [{ ...this.add(name, data) }])),
			insertRows: (rows: Row[], returns: 'all' | 'count') =>
				write(() => {
					const added = rows.map((row) => ({ ...this.add(name, row) }));
					return returns === 'count' ? { success: true, insertedRows: added.length } : added;
				}),
			deleteRows: ({ filter }: { filter: Filter }) =>
				write(() => {
					const gone = matching(filter);
					table.rows = table.rows.filter((row) => !gone.includes(row));
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
					const event = this.events.get(name);
					this.events.delete(name);
					event?.();
					const found = matching(filter).map((row) => ({ ...row }));
					if (sortBy)
						found.sort(
							(left, right) =>
								order(left[sortBy[0]], right[sortBy[0]], this.collation) * (sortBy[1] === 'ASC' ? 1 : -1),
						);
					return { data: found.slice(skip, take === undefined ? undefined : skip + take), count: found.length };
				}),
		};
	}

	private create(name: string, columns: Column[]): void {
		this.tables.set(name, { columns, rows: [], written: ++this.writes });
	}

	private of(name: string): Kept {
		const table = this.tables.get(name);
		if (table === undefined) throw new Error(`There is no table “${name}”.`);
		return table;
	}

	private add(name: string, data: Row): Row {
		const table = this.of(name);
		const empty = Object.fromEntries(table.columns.map((column) => [column.name, null]));
		const id = (this.lastIds.get(name) ?? 0) + 1;
		this.lastIds.set(name, id);
		const row = { id, createdAt: NO_TIME, updatedAt: NO_TIME, ...empty, ...this.known(name, data) };
		table.rows.push(row);
		return row;
	}

	/** The cells of a write, which must be columns of the table. */
	private known(name: string, data: Row): Row {
		const table = this.of(name);
		const unknown = Object.keys(data).find((key) => !table.columns.some((column) => column.name === key));
		if (unknown !== undefined) throw new Error(`The table ${name} has no column “${unknown}”.`);
		table.written = ++this.writes;
		return data;
	}
}

const matches = (row: Row, filter: Filter | undefined, collation: Collation): boolean => {
	const tests = (filter?.filters ?? []).map(({ columnName, condition, value }) =>
		CONDITIONS[condition](row[columnName], value, collation),
	);
	return filter?.type === 'or' && tests.length > 0 ? tests.includes(true) : !tests.includes(false);
};

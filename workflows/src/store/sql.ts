/**
 * What a Data Table node does, as a query of n8n's Postgres node. Values are never part of the text: they stand in its list of
 * parameters, which n8n hands over as they are (text with a comma or none in it, null, objects as JSON).
 *
 * Writes are statements that begin or end in a SELECT, so that nothing comes out where nothing was written: for any other
 * statement without rows the node makes up an item.
 */
import { TABLES, type Column, type ColumnType, type Table } from '../tables';

export interface Query {
	readonly query: string;
	/** JavaScript of each parameter, `$1` first; without the braces. */
	readonly parameters: readonly string[];
}

interface Condition {
	readonly keyName: string;
	/** The node leaves it out where it asks whether rows exist. */
	readonly condition?: string;
	readonly keyValue?: string;
}

/** Parameters of n8n's Data Table node, as the steps of the templates set them. */
export interface RowParameters {
	readonly operation: 'get' | 'insert' | 'update' | 'upsert' | 'deleteRows' | 'rowNotExists';
	readonly dataTableId: { readonly value: string };
	readonly matchType?: 'allConditions' | 'anyCondition';
	readonly filters?: { readonly conditions: readonly Condition[] };
	readonly columns?: { readonly mappingMode: string; readonly value: Readonly<Record<string, string | null>> };
	readonly limit?: number;
	readonly orderByColumn?: string;
	readonly orderByDirection?: 'ASC' | 'DESC';
	readonly options?: { readonly optimizeBulk?: boolean };
}

export const SQL_TYPES: Readonly<Record<ColumnType, string>> = {
	string: 'text',
	number: 'double precision',
	boolean: 'boolean',
};
/** Columns other than keys by which rows are found; what is looked for is never empty. */
const LOOKED_UP: readonly string[] = ['id', 'email', 'batch'];
/** The columns that n8n's Data Tables have by themselves. */
const OWN_COLUMNS: Readonly<Record<string, string>> = {
	id: 'bigint',
	createdAt: 'timestamptz',
	updatedAt: 'timestamptz',
};

/** What makes a row of a table one of its kind; a second one is never added. A table of people's own rows has none. */
export const KEYS: Readonly<Partial<Record<string, readonly string[]>>> = {
	[TABLES.activityLog.name]: ['activity', 'lead'],
	[TABLES.leadBook.name]: ['lead'],
	[TABLES.accountBook.name]: ['account'],
	[TABLES.outbox.name]: ['key'],
	[TABLES.stageLog.name]: ['lead', 'at', 'from', 'to'],
	[TABLES.scoreLog.name]: ['lead', 'at', 'total', 'cell'],
	[TABLES.importProgress.name]: ['source'],
	[TABLES.aliasBook.name]: ['alias', 'lead'],
	[TABLES.settings.name]: ['name'],
	[TABLES.state.name]: ['name'],
};

export const named = (name: string): string => `"${name}"`;
/** The index of a table's key leaves rows without one out: PostgreSQL uses it where the query says that it looks for none of them. */
export const ofKeyed = (key: string, of = 't.'): string => `${of}${named(key)} <> ''`;
const literal = (text: string): string => `'${text.replace(/'/g, "''")}'`;
const TOUCHED = '"updatedAt" = now()';
const ITEM = 'JSON.stringify($json)';
/** All items that come in, for a step that runs once: a list of thousands is one statement, and one for the database to plan. */
export const ITEMS =
	'JSON.stringify($($prevNode.name).all($prevNode.outputIndex, $prevNode.runIndex).map((item) => item.json))';
const EXPRESSION = /^=\{\{ ([\s\S]*) \}\}$/;
/** `$json.k0` and so on: keys that one item holds. */
const KEY_OF_ITEM = /^=\{\{ \$json\.k\d+ \}\}$/;

const isNamedByItem = (given: Condition | undefined): given is Condition =>
	given?.condition !== undefined && EXPRESSION.test(given.condition);

const plain = (table: string): string => table.slice('ll_'.length);

/**
 * Writes all items as rows of a table with versions, each where its version is still what was read. News of a lead makes it due, unless
 * the run copies it itself.
 */
export function writeIfUnchanged({ name }: Table, { copiesNews }: { readonly copiesNews: boolean }): Query {
	const write = `select * from ll_write_${plain(name)}($1::jsonb)`;
	const hasNews = name === TABLES.leadBook.name && !copiesNews;
	const due = 'select ll_make_due(array_agg(w."lead")) from written as w where w."news" <> \'\'';
	const query = hasNews
		? `with written as materialized (${write}), due as materialized (${due}) select written.* from written, due`
		: write;
	return { query, parameters: [ITEMS] };
}

export function asQuery({ operation, dataTableId, ...given }: RowParameters): Query {
	const writer = new Writer(dataTableId.value);
	switch (operation) {
		case 'get':
			return writer.read(given);
		case 'insert':
			return writer.insert(given.options?.optimizeBulk === true);
		case 'update':
			return writer.update(given);
		case 'upsert':
			return writer.upsert(given);
		case 'deleteRows':
			return writer.delete(given);
		case 'rowNotExists':
			return writer.lacking(given);
	}
}

class Writer {
	private readonly parameters: string[] = [];
	private readonly columns: ReadonlyMap<string, string>;
	/** As it stands in a query. */
	private readonly table: string;

	constructor(private readonly tableName: string) {
		const expression = EXPRESSION.exec(tableName)?.[1];
		this.columns = new Map([
			...Object.entries(OWN_COLUMNS),
			...columnsOf(tableName).map(({ name, type }): [string, string] => [name, SQL_TYPES[type]]),
		]);
		this.table = expression === undefined ? tableName : `$${this.parameters.push(expression)}:name`;
	}

	read({ limit, orderByColumn = 'id', orderByDirection = 'ASC', ...which }: Partial<RowParameters>): Query {
		const order = `order by ${named(orderByColumn)}${orderByDirection === 'DESC' ? ' desc' : ''}`;
		const most = limit === undefined ? '' : ` limit ${limit}`;
		const [first] = which.filters?.conditions ?? [];
		if (isNamedByItem(first))
			return this.query(`select * from ${this.table} as t${this.asItemSays(first)} ${order}${most}`);
		return this.query(`select * from ${this.table}${this.where(which)} ${order}${most}`);
	}

	/** The item names the column, and how it is compared with its keys. PostgreSQL works the comparisons of names out before it looks for rows. */
	private asItemSays({ keyName, condition = '' }: Condition): string {
		const [name, how] = [keyName, condition].map((text) => EXPRESSION.exec(text)?.[1] ?? '');
		const column = `t.$${this.parameters.push(name)}:name`;
		const compared = this.parameter(how, 'text');
		const keys = this.keysOfItem();
		return ` where (${compared} = 'eq' and ${column} in (${keys})) or (${compared} = 'ilike' and ${column} ilike any (array(${keys}))) or (${compared} = 'isNotEmpty' and ${column} <> '')`;
	}

	/** Rows that are new come out, or how many there were. */
	insert(isCounted: boolean): Query {
		const rows = `ll_insert_${plain(this.tableName)}(${this.parameter(ITEMS, 'jsonb')})`;
		return this.query(isCounted ? `select count(*)::int as "insertedRows" from ${rows}` : `select * from ${rows}`);
	}

	/** A whole item is written by a function of the table's, cells that are named by a statement. */
	update({ columns, ...which }: Partial<RowParameters>): Query {
		if (columns?.mappingMode !== 'defineBelow') return this.change(which);
		const cells = Object.entries(columns.value).map(([name, cell]) => [name, this.value(cell, this.typeOf(name))]);
		const set = [...cells.map(([name, text]) => `${named(name)} = ${text}`), TOUCHED].join(', ');
		return this.written(`update ${this.table} as t set ${set}${this.where(which, 't.')} returning t.*`);
	}

	/** The row of the item's id, or of what is fixed, where its cells are still what the other conditions say. */
	private change({ filters }: Partial<RowParameters>): Query {
		const conditions = (filters?.conditions ?? []).filter(({ keyName }) => keyName !== 'id');
		const cells = conditions.map(({ keyName, keyValue = '' }) => {
			const expression = EXPRESSION.exec(keyValue)?.[1];
			return `${keyName}: ${expression ?? JSON.stringify(keyValue)}`;
		});
		const item = this.parameter(ITEM, 'jsonb');
		const was = this.parameter(`JSON.stringify({ ${cells.join(', ')} })`, 'jsonb');
		return this.query(`select * from ll_change_${plain(this.tableName)}(${item}, ${was})`);
	}

	/** Of a row that is there already nothing but the given cells is written. */
	upsert({ columns, filters }: Partial<RowParameters>): Query {
		const key = filters?.conditions[0].keyName ?? '';
		if (columns?.mappingMode !== 'defineBelow') {
			return this.query(`select * from ll_put_${plain(this.tableName)}(${this.parameter(ITEM, 'jsonb')})`);
		}
		const names = Object.keys(columns.value);
		const values = names.map((name) => this.value(columns.value[name], this.typeOf(name)));
		const changed = names.filter((name) => name !== key).map((name) => `${named(name)} = excluded.${named(name)}`);
		return this.written(
			`insert into ${this.table} as t (${names.map(named).join(', ')}) values (${values.join(', ')}) on conflict (${named(key)}) where ${named(key)} <> '' do update set ${[...changed, TOUCHED].join(', ')} returning t.*`,
		);
	}

	delete(which: Partial<RowParameters>): Query {
		return this.written(`delete from ${this.table} as t${this.where(which, 't.')} returning t.*`);
	}

	/** The item where no row has the same key. */
	lacking({ filters }: Partial<RowParameters>): Query {
		const key = filters?.conditions[0].keyName ?? '';
		return this.query(
			`select item.* from ${this.item()} as item where not exists (select from ${this.table} as t where t.${named(key)} = item.${named(key)} and ${ofKeyed(key)})`,
		);
	}

	private written(statement: string): Query {
		return this.query(`with written as (${statement}) select * from written`);
	}

	private query(query: string): Query {
		return { query, parameters: this.parameters };
	}

	private item(): string {
		return `jsonb_populate_record(null::${this.table}, ${this.parameter(ITEM, 'jsonb')})`;
	}

	private where({ matchType, filters }: Partial<RowParameters>, of = ''): string {
		const conditions = filters?.conditions ?? [];
		if (conditions.length === 0) return '';
		const keys = conditions.filter(({ keyValue }) => keyValue !== undefined && KEY_OF_ITEM.test(keyValue));
		const rest = conditions.filter((condition) => !keys.includes(condition));
		const tests = [
			...(keys.length > 1 ? [this.oneOfKeys(keys[0], of)] : []),
			...rest.map((each) => this.test(each, of)),
		];
		return ` where ${tests.join(matchType === 'anyCondition' ? ' or ' : ' and ')}`;
	}

	private oneOfKeys({ keyName }: Condition, of: string): string {
		if (keyName === 'id') return `${of}${named(keyName)} in (${this.keysOfItem('::bigint')})`;
		return `${of}${named(keyName)} in (${this.keysOfItem()}) and ${ofKeyed(keyName, of)}`;
	}

	private keysOfItem(cast = ''): string {
		const item = this.parameter(ITEM, 'jsonb');
		return `select value${cast} from jsonb_each_text(${item}) where key ~ '^k[0-9]+$'`;
	}

	private test({ keyName, condition = 'eq', keyValue }: Condition, of: string): string {
		const nameOfItem = EXPRESSION.exec(keyName)?.[1];
		if (nameOfItem !== undefined) return this.testOfNamedColumn(nameOfItem, condition, keyValue ?? null);
		const column = `${of}${named(keyName)}`;
		const type = this.typeOf(keyName);
		if (condition === 'isEmpty') return type === 'text' ? `(${column} is null or ${column} = '')` : `${column} is null`;
		if (condition === 'isNotEmpty') return type === 'text' ? `${column} <> ''` : `${column} is not null`;
		const value = this.value(keyValue ?? null, type, condition === 'like');
		return `${column} ${this.operator(condition, keyName, keyValue)} ${value}`;
	}

	/** Of a column that the item names: as text, for its type is not known before. */
	private testOfNamedColumn(name: string, condition: string, value: string | null): string {
		const compared = condition === 'like' ? 'like' : 'is not distinct from';
		return `to_jsonb(t) ->> ${this.parameter(name, 'text')} ${compared} ${this.value(value, 'text')}`;
	}

	/** A cell that nobody filled in equals one that is asked for as empty; such a test finds its row without an index, after another one. */
	private operator(condition: string, column: string, value: string | undefined): string {
		if (condition === 'eq') {
			const isFixed = value !== undefined && !EXPRESSION.test(value);
			const isKey = LOOKED_UP.includes(column) || Object.values(KEYS).some((key) => key?.includes(column));
			return isFixed || isKey ? '=' : 'is not distinct from';
		}
		if (condition === 'neq') return 'is distinct from';
		const operators: Readonly<Record<string, string>> = { gt: '>', gte: '>=', lt: '<', lte: '<=', like: 'like' };
		if (!(condition in operators)) throw new Error(`${this.tableName}: no SQL for the condition ${condition}`);
		return operators[condition];
	}

	private value(given: string | null, type: string, isPattern = false): string {
		if (given === null) return 'null';
		const expression = EXPRESSION.exec(given)?.[1];
		if (expression !== undefined) return this.parameter(expression, type);
		// Of a pattern only the percent sign is one.
		if (type === 'text') return literal(isPattern ? given.replace(/[\\_]/g, '\\$&') : given);
		return `${literal(given)}::${type}`;
	}

	private parameter(expression: string, type: string): string {
		const known = this.parameters.indexOf(expression) + 1;
		return `$${known || this.parameters.push(expression)}::${type}`;
	}

	private typeOf(column: string): string {
		const type = this.columns.get(column);
		// The table's name comes from the item: of those whose rows are asked for so key and time are text.
		if (type === undefined && EXPRESSION.test(this.tableName)) return 'text';
		if (type === undefined) throw new Error(`${this.tableName} has no column ${column}`);
		return type;
	}
}

function columnsOf(tableName: string): readonly Column[] {
	const tables: readonly Table[] = Object.values(TABLES);
	return tables.find(({ name }) => name === tableName)?.columns ?? [];
}

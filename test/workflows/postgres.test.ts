/** The templates for PostgreSQL: those for Data Tables, but for the nodes that keep rows. */
import type { NodeJSON, WorkflowJSON } from '@n8n/workflow-sdk';
import { asQuery, type RowParameters } from '../../workflows/src/store/sql';
import { BUDGET } from '../support/budgets';
import {
	committed,
	describes,
	isNote,
	onDataTables,
	onPostgres,
	parsed,
	standard,
	variants,
} from '../support/templates';

const TABLE = 'n8n-nodes-base.dataTable';
const POSTGRES = 'n8n-nodes-base.postgres';
const SET_UP = 'postgres/00-set-up';

interface QueryOptions {
	readonly queryReplacement?: string;
	readonly largeNumbersOutput?: string;
}
const queriesOf = ({ nodes }: WorkflowJSON) => nodes.filter(({ type }) => type === POSTGRES);
const queryOf = ({ parameters }: NodeJSON) => ({
	query: parameters?.query as string,
	options: parameters?.options as QueryOptions,
});
const isRow = ({ type }: NodeJSON): boolean => type === TABLE;
const namesOfRows = ({ nodes }: WorkflowJSON): Array<string | undefined> => nodes.filter(isRow).map(({ name }) => name);
const without = ({ nodes, settings, ...rest }: WorkflowJSON, names: ReadonlyArray<string | undefined>) => ({
	...rest,
	settings: { ...settings, saveDataSuccessExecution: undefined },
	nodes: nodes.map((node) =>
		names.includes(node.name) ? { name: node.name, position: node.position, id: node.id } : node,
	),
});

it('there is one of each template that keeps rows', () => {
	// One that moves rows uses both stores.
	const withRows = [...standard, ...variants].filter(
		(file) => committed(file).includes(TABLE) && !committed(file).includes(POSTGRES),
	);
	expect(onPostgres.map(onDataTables)).toEqual(withRows);
});

describe.each(onPostgres)('%s', (file) => {
	const template = parsed(file);

	if (file !== SET_UP) {
		it('differs from the one for Data Tables in the nodes that keep rows alone', () => {
			const other = parsed(onDataTables(file));
			const names = namesOfRows(other);
			expect(without(template, names)).toEqual(without(other, names));
		});
	}

	it('has n8n keep no run of the two that run all the time, unless it failed', () => {
		const own = parsed(onDataTables(file)).settings?.saveDataSuccessExecution;
		const isBusy = ['postgres/01-capture', 'postgres/02-score'].includes(file);
		expect(template.settings?.saveDataSuccessExecution).toBe(isBusy ? 'none' : own);
	});

	it('keeps no rows elsewhere', () => {
		expect(template.nodes.filter(({ type }) => type === TABLE)).toEqual([]);
	});

	it('uses a version of the node that exists', () => {
		expect(queriesOf(template).filter((node) => !describes(node))).toEqual([]);
	});

	it('gives each query as many parameters as it names, outside its text', () => {
		for (const node of queriesOf(template)) {
			const { query, options } = queryOf(node);
			expect(query).not.toContain('{{');
			const highest = Math.max(0, ...[...query.matchAll(/\$(\d+)/g)].map(([, number]) => Number(number)));
			expect([node.name, options.queryReplacement === undefined]).toEqual([node.name, highest === 0]);
			expect((options.queryReplacement ?? '').length).toBeLessThanOrEqual(BUDGET.expression);
			expect(options.largeNumbersOutput).toBe('numbers');
		}
	});

	it('makes up no item where nothing was written', () => {
		// n8n does so for every statement that is no SELECT.
		const others = queriesOf(template).filter((node) => !/^(select|with)\b/.test(queryOf(node).query));
		expect(others.map(({ name }) => name).filter((each) => !each?.startsWith('Run 00'))).toEqual([]);
	});

	it('stays within the budget of expressions', () => {
		const texts = JSON.stringify(template.nodes.filter((node) => !isNote(node)).map(({ parameters }) => parameters));
		const expressions = [...texts.matchAll(/"=(?:[^"\\]|\\.)*"/g)].map(([text]) => text.length - 2);
		expect(expressions.reduce((sum, length) => sum + length, 0)).toBeLessThanOrEqual(BUDGET.expressions);
	});
});

describe('a query', () => {
	const of = (operation: RowParameters['operation'], more: Partial<RowParameters>, name = 'll_outbox') =>
		asQuery({ operation, dataTableId: { value: name }, ...more });
	const where = (...conditions: Array<[string, string, string?]>) => ({
		filters: { conditions: conditions.map(([keyName, condition, keyValue]) => ({ keyName, condition, keyValue })) },
	});

	it.each<[string, RowParameters['operation'], Partial<RowParameters>, string, string[]]>([
		['reads all', 'get', {}, 'select * from ll_outbox order by "id"', []],
		[
			'asks for any of several',
			'get',
			{
				matchType: 'anyCondition',
				...where(['status', 'eq', 'new'], ['status', 'isEmpty'], ['at', 'gte', '={{ $json.at }}']),
			},
			`select * from ll_outbox where "status" = 'new' or ("status" is null or "status" = '') or "at" >= $1::text order by "id"`,
			['$json.at'],
		],
		[
			'takes an empty cell for one that differs, as a Data Table does',
			'get',
			where(['status', 'neq', "o'clock"]),
			`select * from ll_outbox where "status" is distinct from 'o''clock' order by "id"`,
			[],
		],
		[
			'finds a row whose cell is still what was read, empty too',
			'get',
			where(['id', 'eq', '={{ $json.id }}'], ['attempts', 'eq', '={{ $json.tried }}']),
			'select * from ll_outbox where "id" = $1::bigint and "attempts" is not distinct from $2::double precision order by "id"',
			['$json.id', '$json.tried'],
		],
		[
			'has one kind of placeholder in a pattern',
			'get',
			where(['key', 'like', 'failed_run:%']),
			`select * from ll_outbox where "key" like 'failed\\_run:%' order by "id"`,
			[],
		],
		[
			'writes cells',
			'update',
			{
				...where(['id', 'eq', '={{ $json.id }}']),
				columns: { mappingMode: 'defineBelow', value: { status: 'sent', nextAt: null, error: '={{ $json.error }}' } },
			},
			`with written as (update ll_outbox as t set "status" = 'sent', "nextAt" = null, "error" = $1::text, "updatedAt" = now() where t."id" = $2::bigint returning t.*) select * from written`,
			['$json.error', '$json.id'],
		],
		[
			'writes a whole item where the cells are what was read',
			'update',
			{
				...where(['id', 'eq', '={{ $json.id }}'], ['attempts', 'eq', '={{ $json.tried }}']),
				columns: { mappingMode: 'autoMapInputData', value: {} },
			},
			'select * from ll_change_outbox($1::jsonb, $2::jsonb)',
			['JSON.stringify($json)', 'JSON.stringify({ attempts: $json.tried })'],
		],
		[
			'reads the last rows',
			'get',
			{ limit: 3, orderByColumn: 'id', orderByDirection: 'DESC' },
			'select * from ll_outbox order by "id" desc limit 3',
			[],
		],
	])('%s', (_, operation, given, query, parameters) => {
		expect(of(operation, given)).toEqual({ query, parameters });
	});

	it('asks for many keys of one item at once, in a table that the item names', () => {
		const keys = where(
			...Array.from({ length: 30 }, (_, index): [string, string, string] => ['lead', 'eq', `={{ $json.k${index} }}`]),
		);
		expect(of('get', { matchType: 'anyCondition', ...keys }, '={{ $json.table }}')).toEqual({
			query: `select * from $1:name where "lead" in (select value from jsonb_each_text($2::jsonb) where key ~ '^k[0-9]+$') and "lead" <> '' order by "id"`,
			parameters: ['$json.table', 'JSON.stringify($json)'],
		});
	});

	it('compares a column that the item names with its keys, in the way that it names', () => {
		const conditions = ['k0', 'k1'].map((key): [string, string, string] => [
			...(['={{ $json.column }}', '={{ $json.condition }}'] as const),
			`={{ $json.${key} }}`,
		]);
		const keys = `select value from jsonb_each_text($4::jsonb) where key ~ '^k[0-9]+$'`;
		expect(of('get', { matchType: 'anyCondition', ...where(...conditions) }, '={{ $json.table }}')).toEqual({
			query: `select * from $1:name as t where ($3::text = 'eq' and t.$2:name in (${keys})) or ($3::text = 'ilike' and t.$2:name ilike any (array(${keys}))) or ($3::text = 'isNotEmpty' and t.$2:name <> '') order by "id"`,
			parameters: ['$json.table', '$json.column', '$json.condition', 'JSON.stringify($json)'],
		});
	});

	it('deletes rows by the numbers that one item holds, in a table that the item names', () => {
		const ids = where(['id', 'eq', '={{ $json.k0 }}'], ['id', 'eq', '={{ $json.k1 }}']);
		expect(of('deleteRows', { matchType: 'anyCondition', ...ids }, '={{ $json.table }}')).toEqual({
			query: `with written as (delete from $1:name as t where t."id" in (select value::bigint from jsonb_each_text($2::jsonb) where key ~ '^k[0-9]+$') returning t.*) select * from written`,
			parameters: ['$json.table', 'JSON.stringify($json)'],
		});
	});

	it('finds rows by a column that the item names', () => {
		const cells = { mappingMode: 'defineBelow', value: { status: 'sent' } };
		expect(of('update', { ...where(['={{ $json.by }}', 'eq', '={{ $json.is }}']), columns: cells }).query).toBe(
			`with written as (update ll_outbox as t set "status" = 'sent', "updatedAt" = now() where to_jsonb(t) ->> $1::text is not distinct from $2::text returning t.*) select * from written`,
		);
	});

	it('is refused for a column that the table does not have', () => {
		expect(() => of('get', where(['owner', 'eq', 'x']))).toThrow('ll_outbox has no column owner');
	});
});

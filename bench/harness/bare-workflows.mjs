// @ts-check
/** The least that n8n can do with a row: what our templates are measured by. */

const COLUMNS = ['activity', 'lead', 'type', 'at', 'properties', 'attributes'];

export const BARE_TABLE = {
	name: 'bench_rows',
	columns: COLUMNS.map((name) => ({ name, type: 'string' })),
};

const table = { __rl: true, mode: 'name', value: BARE_TABLE.name };
const byName = { mappingMode: 'autoMapInputData', value: {}, matchingColumns: [], schema: [] };

/**
 * @param {string} name
 * @param {string} type
 * @param {number} typeVersion
 * @param {object} parameters
 * @param {object} [more]
 */
const node = (name, type, typeVersion, parameters, more = {}) => ({
	id: name.toLowerCase().replaceAll(' ', '-'),
	name,
	type: `n8n-nodes-base.${type}`,
	typeVersion,
	position: [0, 0],
	parameters,
	...more,
});

/**
 * @param {string} path
 * @param {'responseNode' | 'lastNode'} responseMode
 * @param {object} [asks]
 */
const webhook = (path, responseMode, asks = {}) =>
	node(
		'Webhook',
		'webhook',
		2.1,
		{ httpMethod: 'POST', path, responseMode, ...asks, options: {} },
		{ webhookId: path },
	);

/**
 * @param {string} name
 * @param {import('../../scripts/host/client.mjs').Json[]} nodes one after the other
 */
const chain = (name, nodes) => ({
	name,
	nodes,
	connections: Object.fromEntries(
		nodes.slice(1).map((next, index) => [nodes[index].name, { main: [[{ node: next.name, type: 'main', index: 0 }]] }]),
	),
	settings: { executionOrder: 'v1' },
});

/**
 * Webhook → insert a row → answer.
 *
 * @param {string} path
 * @param {object} [asks] what the webhook asks of who calls
 */
const inserting = (path, asks = {}) => ({
	path,
	template: chain(`Bench: ${path}`, [
		webhook(path, 'responseNode', asks),
		node('Insert', 'dataTable', 1.1, {
			resource: 'row',
			operation: 'insert',
			dataTableId: table,
			columns: {
				mappingMode: 'defineBelow',
				value: Object.fromEntries(COLUMNS.map((name) => [name, `={{ $json.body.${name} }}`])),
				matchingColumns: [],
				schema: COLUMNS.map((name) => ({
					id: name,
					displayName: name,
					type: 'string',
					required: false,
					defaultMatch: false,
					display: true,
					canBeUsedToMatch: true,
				})),
			},
			options: { optimizeBulk: true },
		}),
		node('Answer', 'respondToWebhook', 1.5, { respondWith: 'noData', options: {} }),
	]),
});

export const BARE_INSERT = inserting('bench-insert');
/** The same that lets in only who knows the secret. */
export const CHECKED_INSERT = inserting('bench-checked-insert', { authentication: 'headerAuth' });

/** Webhook → read rows → update each → answer. */
export const BARE_UPDATES = {
	path: 'bench-updates',
	template: chain('Bench: bare updates', [
		webhook('bench-updates', 'lastNode'),
		node('Read', 'dataTable', 1.1, {
			resource: 'row',
			operation: 'get',
			dataTableId: table,
			matchType: 'allConditions',
			filters: { conditions: [{ keyName: 'lead', condition: 'like', keyValue: 'update-%' }] },
			returnAll: false,
			limit: '={{ $json.body.most }}',
		}),
		node('Change', 'set', 3.4, { mode: 'raw', jsonOutput: '={{ { id: $json.id, type: "changed" } }}', options: {} }),
		node('Update', 'dataTable', 1.1, {
			resource: 'row',
			operation: 'update',
			dataTableId: table,
			matchType: 'allConditions',
			filters: { conditions: [{ keyName: 'id', condition: 'eq', keyValue: '={{ $json.id }}' }] },
			columns: byName,
			options: {},
		}),
		node('Count', 'aggregate', 1, { aggregate: 'aggregateAllItemData', options: {} }),
	]),
};

const ROWS = 'bench_rows';

/** On PostgreSQL: the same columns, and a function that appends a list in one statement, each activity of a lead once. */
export const BARE_POSTGRES_TABLE = `
	create table ${ROWS} (${COLUMNS.map((name) => `"${name}" text`).join(', ')}, unique ("activity", "lead"));
	create function bench_append(items jsonb) returns setof ${ROWS} language sql as $$
		insert into ${ROWS} select ${COLUMNS.map((name) => `"${name}"`).join(', ')} from jsonb_populate_recordset(null::${ROWS}, items)
		order by "activity", "lead" on conflict do nothing returning *
	$$`;

/**
 * Webhook → one statement → answer; n8n keeps no run of it.
 *
 * @param {string} path
 * @param {string} query
 * @param {string} parameters of the query, as JavaScript
 */
const asking = (path, query, parameters) => {
	const workflow = chain(`Bench: ${path}`, [
		webhook(path, 'responseNode', { authentication: 'headerAuth' }),
		node('Write', 'postgres', 2.6, {
			operation: 'executeQuery',
			query,
			options: { queryReplacement: `={{ [${parameters}] }}` },
		}),
		node('Answer', 'respondToWebhook', 1.5, { respondWith: 'noData', options: {} }),
	]);
	return { path, template: { ...workflow, settings: { ...workflow.settings, saveDataSuccessExecution: 'none' } } };
};

export const BARE_POSTGRES_INSERT = asking(
	'bench-postgres-insert',
	`insert into ${ROWS} values (${COLUMNS.map((_, index) => `$${index + 1}`).join(', ')})`,
	COLUMNS.map((name) => `$json.body.${name}`).join(', '),
);
export const BARE_APPEND = asking(
	'bench-postgres-append',
	'select count(*)::int from bench_append($1::jsonb)',
	'JSON.stringify($json.body)',
);

// @ts-check
/** Where the templates of a demo keep their tables: in n8n's Data Tables, or in PostgreSQL. */

import { join } from 'node:path';
import { addMissingColumns, bindPostgres, bindTables, readTemplates } from './templates.mjs';

/**
 * @typedef {import('./client.mjs').N8nClient} Client
 * @typedef {import('./client.mjs').Template} Template
 * @typedef {{
 *   sources(checkout: string): Promise<{ file: string, template: Template }[]>,
 *   forSetUp(template: Template): Template, beforeSetUp(template: Template): Promise<void>,
 *   forOthers(): Promise<(template: Template) => Template>,
 *   writeSetting(name: string, value: string): Promise<void>,
 * }} Store `sources`: the templates for it; `forSetUp` and `forOthers` point theirs nodes to it, the latter once there are tables
 */

/**
 * @param {Client} client
 * @returns {Store}
 */
export function dataTables(client) {
	return {
		sources: (checkout) => readTemplates(join(checkout, 'workflows')),
		forSetUp: (template) => template,
		async beforeSetUp(template) {
			await addMissingColumns(client, template);
		},
		async forOthers() {
			const tables = await client.tables();
			return (template) => bindTables(template, tables);
		},
		async writeSetting(name, value) {
			const tables = await client.tables();
			const filter = { type: 'and', filters: [{ columnName: 'name', condition: 'eq', value: name }] };
			const data = { name, value };
			await client.api('POST', `/data-tables/${tables.get('ll_settings')?.id}/rows/upsert`, { filter, data });
		},
	};
}

/**
 * @param {import('./postgres.mjs').Postgres} postgres
 * @param {{ id: string, name: string }} credential of n8n for it
 * @returns {Store}
 */
export function postgresTables(postgres, credential) {
	return {
		async sources(checkout) {
			const own = await readTemplates(join(checkout, 'workflows', 'postgres'));
			const named = new Set(own.map(({ file }) => file));
			// Those that keep no tables are the same for both.
			const others = await readTemplates(join(checkout, 'workflows'));
			return [...own, ...others.filter(({ file }) => !named.has(file))].sort((left, right) =>
				left.file < right.file ? -1 : 1,
			);
		},
		forSetUp: (template) => bindPostgres(template, credential),
		async beforeSetUp() {},
		async forOthers() {
			return (template) => bindPostgres(template, credential);
		},
		async writeSetting(name, value) {
			const database = await postgres.connect();
			try {
				await database.query(
					`insert into ll_settings (name, value) values ($1, $2)
					 on conflict (name) where name <> '' do update set value = excluded.value`,
					[name, value],
				);
			} finally {
				await database.end();
			}
		},
	};
}

/** The templates as one n8n package (`.n8np`), for n8n's API: its files by their paths, in format 1 as n8n 2.41 exports it. */
import { OUR_TABLES } from './our-tables';
import { OWN_IDS } from './own-credentials';
import { prepare } from './prepare';
import type { Library } from './template-set';
import { choose, makesTables } from './template-set';
import { CHANNELS } from './services';
import type { CredentialLink, Source, Workflow, WorkflowNode } from './workflow';
import { SETUP_TABLE } from './installation';

/** n8n makes a path of it: letters, digits and underscores alone. */
const idOf = (file: string): string => `lead_lifecycle_${file.replaceAll('-', '_')}`;
const tables = OUR_TABLES.filter(({ name }) => name !== SETUP_TABLE.name);
/** n8n takes letters and digits alone for the id of a table. */
const tableIdOf = (name: string): string => name.replaceAll('_', '');
const tableStates = tables.map(({ name, columns }) => ({ id: tableIdOf(name), name, columns }));

interface Entry {
	readonly id: string;
	readonly name: string;
	readonly target: string;
}

/**
 * @param sourceVersion of the n8n that it was made for
 * @param asOf ISO 8601
 * @returns texts by path
 */
export function packageFiles(library: Library, sourceVersion: string, asOf: string): Map<string, string> {
	const sources = [
		...library.common.filter(({ template }) => makesTables(template)),
		...choose(library, { crm: 'none', channels: CHANNELS }),
	].map(({ file, template }) => ({ file, template: prepare(template, tableStates) }));
	const files = new Map<string, string>();
	const add = (target: string, name: string, content: unknown): void =>
		void files.set(`${target}/${name}`, JSON.stringify(content, null, '\t'));
	const workflows = sources.map(({ file, template }): Entry => {
		const entry = { id: idOf(file), name: template.name, target: `workflows/${file}-${idOf(file)}` };
		add(entry.target, 'workflow.json', serialized(entry.id, template));
		add(entry.target, 'workflow-metadata.json', { versionId: entry.id, publishedVersionId: null });
		return entry;
	});
	const dataTables = tables.map(({ name, columns }): Entry => {
		const id = tableIdOf(name);
		const entry = { id, name, target: `data-tables/${name}-${id}` };
		add(entry.target, 'data-table.json', {
			id,
			name,
			columns: columns.map((column, index) => ({ ...column, index })),
		});
		return entry;
	});
	const manifest = {
		...{ packageFormatVersion: '1', exportedAt: asOf, sourceN8nVersion: sourceVersion, sourceId: 'lead_lifecycle' },
		...{ workflows, dataTables, requirements: requirementsOf(sources) },
	};
	return new Map([['manifest.json', JSON.stringify(manifest, null, '\t')], ...files]);
}

const serialized = (id: string, { name, nodes, connections, nodeGroups, settings }: Workflow) => ({
	...{ id, name, nodes, connections, ...(nodeGroups && { nodeGroups }), settings },
	...{ parentFolderId: null, isArchived: false },
});

// --- What the package needs ---------------------------------------------------------------------------------------------

interface Use<T> {
	readonly key: string;
	readonly value: T;
	readonly workflow: string;
}

function requirementsOf(sources: readonly Source[]) {
	const uses = sources.flatMap(({ file, template }) => template.nodes.map((node) => ({ node, workflow: idOf(file) })));
	return {
		credentials: gathered(uses.flatMap(({ node, workflow }) => credentialsOf(node, workflow))),
		dataTables: gathered(uses.flatMap(({ node, workflow }) => tablesOf(node, workflow))),
		nodeTypes: gathered(
			uses.map(({ node: { type, typeVersion }, workflow }) => {
				return { key: `${type} ${typeVersion}`, value: { type, typeVersion }, workflow };
			}),
		),
	};
}

const credentialsOf = (
	{ credentials = {} }: WorkflowNode,
	workflow: string,
): Use<CredentialLink & { type: string }>[] =>
	Object.entries(credentials)
		.filter(([type, { id }]) => Object.hasOwn(OWN_IDS, type) && id !== '')
		.map(([type, { id, name }]) => ({ key: id, value: { id, name, type }, workflow }));

function tablesOf({ parameters = {} }: WorkflowNode, workflow: string): Use<{ id: string; name: string }>[] {
	const { mode, value } = (parameters.dataTableId ?? {}) as { mode?: string; value?: string };
	const table = mode === 'list' ? tables.find(({ name }) => tableIdOf(name) === value) : undefined;
	return table === undefined
		? []
		: [{ key: table.name, value: { id: tableIdOf(table.name), name: table.name }, workflow }];
}

function gathered<T extends object>(uses: readonly Use<T>[]): Array<T & { usedByWorkflows: string[] }> {
	const byKey = new Map<string, { value: T; workflows: Set<string> }>();
	for (const { key, value, workflow } of uses) {
		const { workflows } = byKey.get(key) ?? { workflows: new Set<string>() };
		byKey.set(key, { value, workflows: workflows.add(workflow) });
	}
	return Array.from(byKey.values(), ({ value, workflows }) => ({ ...value, usedByWorkflows: [...workflows] }));
}

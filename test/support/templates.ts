import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join, relative } from 'node:path';
import type { INodeTypeDescription } from 'n8n-workflow';
import type { NodeJSON, WorkflowJSON } from '@n8n/workflow-sdk';
import { LANGCHAIN } from '../../workflows/src/parts/canvas';

export const FOLDER = join(__dirname, '..', '..', 'workflows');
const NODES = join(__dirname, '..', '..', 'nodes');
const BASE_TYPES = require.resolve('n8n-nodes-base/dist/types/nodes.json');

const inFolder = (folder: string): string[] =>
	readdirSync(join(FOLDER, folder))
		.filter((file) => /^(\d\d|starter)-.*\.json$/.test(file))
		.map((file) => join(folder, file.replace(/\.json$/, '')));
function exists(file: string): boolean {
	return existsSync(join(FOLDER, `${file}.json`));
}
const folders = readdirSync(FOLDER, { withFileTypes: true })
	.filter((entry) => entry.isDirectory() && entry.name !== 'src')
	.map(({ name }) => name);
const STARTERS = 'starters';
const POSTGRES = 'postgres';

/** Templates by their path without `.json`: those for HubSpot or for every CRM. */
export const standard = inFolder('.');
/** Those for a CRM other than HubSpot, each in a folder of its name. */
export const variants = folders.filter((folder) => folder !== STARTERS && folder !== POSTGRES).flatMap(inFolder);
/** The same on PostgreSQL, each in the place that it has for Data Tables. */
export const onPostgres = [...standard, ...variants].map((file) => join(POSTGRES, file)).filter(exists);
export const onDataTables = (file: string): string => relative(POSTGRES, file);
/** Those without tables, each complete on its own. */
export const starters = folders.filter((folder) => folder === STARTERS).flatMap(inFolder);
export const files = [...standard, ...variants, ...starters];

export const committed = (file: string, ending = 'json'): string =>
	readFileSync(join(FOLDER, `${file}.${ending}`), 'utf8');
export const parsed = (file: string): WorkflowJSON => JSON.parse(committed(file)) as WorkflowJSON;
export const isNote = ({ type }: NodeJSON): boolean => type === 'n8n-nodes-base.stickyNote';

export type Description = Pick<INodeTypeDescription, 'name' | 'version' | 'properties' | 'group' | 'credentials'>;

/**
 * Nodes of n8n's package of AI nodes, which is no library of ours; `test/integrations/ask.test.ts` checks their parameters by what
 * a real n8n knows of them.
 */
const langchain = (name: string, more: Partial<Description> = {}): Description => ({
	name: `@n8n/n8n-nodes-langchain.${name}`,
	...{ version: LANGCHAIN[name], group: ['transform'], properties: [], ...more },
});
export const isLangchain = ({ type }: Pick<NodeJSON, 'type'>): boolean => type.startsWith('@n8n/n8n-nodes-langchain.');

const descriptions: Description[] = [
	langchain('agent'),
	langchain('chatTrigger', { group: ['trigger'] }),
	langchain('lmChatOpenAi', { credentials: [{ name: 'openAiApi', required: true }] }),
	langchain('mcpTrigger', { group: ['trigger'] }),
	langchain('toolWorkflow'),
	...(JSON.parse(readFileSync(BASE_TYPES, 'utf8')) as Description[]).map((each) => ({
		...each,
		name: `n8n-nodes-base.${each.name}`,
	})),
	...readdirSync(NODES)
		.filter((folder) => folder !== 'shared')
		.map((folder) => {
			// eslint-disable-next-line @typescript-eslint/no-require-imports
			const module = require(join(NODES, folder, `${folder}.node.ts`)) as Record<
				string,
				new () => { description: Description }
			>;
			const { description } = new module[folder]();
			return { ...description, name: `n8n-nodes-lead-lifecycle.${description.name}` };
		}),
];

/** What n8n knows of a node's type in this version. */
export const describes = (node: Pick<NodeJSON, 'type' | 'typeVersion'>): Description | undefined =>
	descriptions.find(({ name, version }) => name === node.type && [version].flat().includes(node.typeVersion));

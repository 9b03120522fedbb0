// @ts-check
/** The workflow templates of a checkout: imported once, updated when the template changed, published. */

import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { shortHash } from './cache.mjs';
import { HostFailure } from './failure.mjs';

export const WEBHOOK_CREDENTIAL = 'Lead activity webhook';
/** What callers of that webhook send. */
export const CALLER_CREDENTIAL = 'Key for the lead activity webhook';
export const WEBHOOK_HEADER = 'X-Lead-Activity-Key';
export const WEBHOOK_PATH = '/webhook/lead-activity';
/** One for the form of 05 and the pages of 18, so that people sign in once. */
export const FORM_CREDENTIAL = 'Lead pages and feedback form';
export const FORM_USER = 'sales';
/** The form of 23, which shows and erases people’s data. */
export const PERSON_FORM = 'one-person';
export const PAGE_PATH = '/webhook/lead-page';

/** Where 05 takes the decisions of sales; senders give the same secret. */
const DECISION_PATH = '/webhook/lead-decision';

export const ACTIVITY_TRIGGER = 'n8n-nodes-lead-lifecycle.leadActivityTrigger';
const WEBHOOK = 'n8n-nodes-base.webhook';
const FORM = 'n8n-nodes-base.formTrigger';
const MCP_SERVER = '@n8n/n8n-nodes-langchain.mcpTrigger';

const MANUAL_TRIGGER = 'n8n-nodes-base.manualTrigger';
const SUB_WORKFLOW = 'n8n-nodes-base.executeWorkflowTrigger';
const TRIGGER = /trigger$|^n8n-nodes-base\.(webhook|cron|interval)$/i;

/**
 * @typedef {{ id: string, hash: string }} Imported what is remembered of a template: its workflow, and the content it had
 * @typedef {{ file: string, id: string, template: import('./client.mjs').Template, change: 'new' | 'updated' | 'same' }} ImportedTemplate
 */

/**
 * @param {string} folder with the templates' JSON files
 * @returns {Promise<{ file: string, template: import('./client.mjs').Template }[]>} by file name; `file` without `.json`
 */
export async function readTemplates(folder) {
	const files = (await readdir(folder)).filter((file) => file.endsWith('.json')).sort();
	return await Promise.all(
		files.map(async (file) => ({
			file: file.replace(/\.json$/, ''),
			template: parseTemplate(file, await readFile(join(folder, file), 'utf8')),
		})),
	);
}

/**
 * @param {string} file for the message
 * @param {string} text
 * @returns {import('./client.mjs').Template}
 */
function parseTemplate(file, text) {
	try {
		return JSON.parse(text);
	} catch (error) {
		const reason = error instanceof Error ? error.message : String(error);
		throw new HostFailure(`workflows/${file} is not JSON: ${reason}`, 'Restore the file, then start again.');
	}
}

/**
 * @typedef {Record<'leadActivityWebhookApi' | 'httpHeaderAuth' | 'httpBasicAuth', string>} CredentialIds a text for each type
 */

/** @type {CredentialIds} */
const NAMES = {
	leadActivityWebhookApi: WEBHOOK_CREDENTIAL,
	httpHeaderAuth: CALLER_CREDENTIAL,
	httpBasicAuth: FORM_CREDENTIAL,
};

/**
 * The credentials of the demo: what senders, CRMs and salespeople have to know.
 *
 * @param {import('./secrets.mjs').Secrets} secrets
 * @returns {{ type: keyof CredentialIds, name: string, data: import('./client.mjs').Json }[]}
 */
export function demoCredentials({ webhookSecret, salesPassword }) {
	return [
		{
			type: 'leadActivityWebhookApi',
			name: WEBHOOK_CREDENTIAL,
			data: { scheme: 'sharedSecret', secret: webhookSecret, keyHeader: WEBHOOK_HEADER },
		},
		{ type: 'httpHeaderAuth', name: CALLER_CREDENTIAL, data: { name: WEBHOOK_HEADER, value: webhookSecret } },
		{ type: 'httpBasicAuth', name: FORM_CREDENTIAL, data: { user: FORM_USER, password: salesPassword } },
	];
}

/**
 * Gives the credentials to the nodes they are for.
 *
 * @param {import('./client.mjs').Template} template
 * @param {CredentialIds} ids
 * @param {{ alsoPeoplesData?: boolean }} [options] whether the password of sales also opens the form that erases people, as in
 *   a demo; true
 * @returns {import('./client.mjs').Template} a copy
 */
export function bindCredentials(template, ids, { alsoPeoplesData = true } = {}) {
	const nodes = template.nodes.map((node) => {
		const type = wantedCredential(node);
		if (type === undefined || (!alsoPeoplesData && isAboutPeople(node))) return node;
		return { ...node, credentials: { ...node.credentials, [type]: { id: ids[type], name: NAMES[type] } } };
	});
	return { ...template, nodes };
}

/**
 * A node that names another credential, or calls another address, never gets a secret.
 *
 * @param {import('./client.mjs').Json} node
 * @returns {keyof CredentialIds | undefined}
 */
function wantedCredential({ type, parameters = {}, credentials = {} }) {
	if (type === ACTIVITY_TRIGGER) return 'leadActivityWebhookApi';
	if (isPage(type, parameters)) return 'httpBasicAuth';
	if (credentials.httpHeaderAuth !== undefined)
		return credentials.httpHeaderAuth.name === CALLER_CREDENTIAL ? 'httpHeaderAuth' : undefined;
	return takesKey(type, parameters) || sendsKey(parameters) ? 'httpHeaderAuth' : undefined;
}

/** @type {(node: import('./client.mjs').Json) => boolean} */
const isAboutPeople = ({ type, parameters = {} }) => type === FORM && parameters.options?.path === PERSON_FORM;

/** @type {(type: string, parameters: import('./client.mjs').Json) => boolean} */
const isPage = (type, { authentication }) => (type === FORM || type === WEBHOOK) && authentication === 'basicAuth';

/** @type {(type: string, parameters: import('./client.mjs').Json) => boolean} */
const takesKey = (type, { authentication }) => type === WEBHOOK && authentication === 'headerAuth';

/** @type {(parameters: import('./client.mjs').Json) => boolean} */
const sendsKey = ({ genericAuthType, url }) =>
	genericAuthType === 'httpHeaderAuth' && [WEBHOOK_PATH, DECISION_PATH].some((path) => String(url).includes(path));

/**
 * Brings one template into n8n. What the user changed in it stays until the template itself changes; n8n keeps the
 * earlier version in the workflow's history.
 *
 * @param {import('./client.mjs').N8nClient} client
 * @param {{ file: string, template: import('./client.mjs').Template }} source
 * @param {Imported | undefined} known what an earlier run remembered of it
 * @returns {Promise<ImportedTemplate & Imported>}
 */
export async function importTemplate(client, { file, template }, known) {
	const hash = shortHash(JSON.stringify(template));
	if (known === undefined || !(await client.hasWorkflow(known.id))) {
		const id = await client.createWorkflow(template);
		return { file, template, id, hash, change: 'new' };
	}
	const same = known.hash === hash;
	if (!same) await client.updateWorkflow(known.id, template);
	return { file, template, id: known.id, hash, change: same ? 'same' : 'updated' };
}

/**
 * @param {import('./client.mjs').Template} template
 * @returns {boolean} whether something other than a person, or another workflow, can start it
 */
export function hasOwnTrigger({ nodes }) {
	if (opensToAgents({ nodes })) return false;
	const isOwn = (/** @type {string} */ type) => TRIGGER.test(type) && type !== MANUAL_TRIGGER && type !== SUB_WORKFLOW;
	return nodes.some(({ type, disabled }) => isOwn(type) && disabled !== true);
}

/**
 * Which agents may ask about people is for a person to say, who gives the server a token of its own: n8n publishes none without.
 *
 * @param {{ nodes: readonly import('./client.mjs').Json[] }} template
 * @returns {boolean} whether it is a server for agents that still waits for its token
 */
export const opensToAgents = ({ nodes }) =>
	nodes.some(({ type, credentials }) => type === MCP_SERVER && credentials?.httpBearerAuth === undefined);

/**
 * @param {{ file: string, template: import('./client.mjs').Template }} source
 * @returns {string} name of its manual trigger
 */
export function manualTrigger({ file, template }) {
	const trigger = template.nodes.find(({ type, disabled }) => type === MANUAL_TRIGGER && disabled !== true);
	if (trigger !== undefined) return trigger.name;
	throw new HostFailure(
		`workflows/${file}.json has no manual trigger to start it.`,
		'Restore the file, then start again.',
	);
}

/** The template that n8n starts when a run of another one fails; the others name it by the name of its file. */
export const ERROR_WORKFLOW = '24-when-a-run-fails';

/**
 * Names the workflow to start when a run fails: n8n knows it by its id alone.
 *
 * @param {import('./client.mjs').Template} template
 * @param {string | undefined} id of that workflow; without one, nothing is named
 * @returns {import('./client.mjs').Template} a copy
 */
export function bindErrorWorkflow(template, id) {
	const { errorWorkflow, ...settings } = template.settings ?? {};
	if (errorWorkflow !== ERROR_WORKFLOW) return template;
	return { ...template, settings: id === undefined ? settings : { ...settings, errorWorkflow: id } };
}

const DATA_TABLE = 'n8n-nodes-base.dataTable';

/**
 * Adds to the tables of an older installation the columns that have come since: n8n's node cannot.
 *
 * @param {import('./client.mjs').N8nClient} client
 * @param {import('./client.mjs').Template} setUp the template that makes the tables
 * @returns {Promise<string[]>} what was added, e.g. `ll_lead_book.news`
 */
export async function addMissingColumns(client, setUp) {
	const tables = await client.tables();
	const added = [];
	for (const { type, parameters = {} } of setUp.nodes) {
		if (type !== DATA_TABLE || parameters.operation !== 'create') continue;
		const table = tables.get(parameters.tableName);
		if (table === undefined) continue;
		const there = new Set(table.columns.map((/** @type {import('./client.mjs').Json} */ { name }) => name));
		for (const column of parameters.columns.column) {
			if (there.has(column.name)) continue;
			await client.addColumn(table.id, column);
			added.push(`${table.name}.${column.name}`);
		}
	}
	return added;
}

/**
 * Points each Data Table node to its table by id: by name n8n takes the table written last of all whose names hold it, so that
 * a copy called `ll_outbox_old` would get the messages.
 *
 * @param {import('./client.mjs').Template} template
 * @param {Map<string, import('./client.mjs').Json>} tables by exact name
 * @returns {import('./client.mjs').Template} a copy
 */
export function bindTables(template, tables) {
	const nodes = template.nodes.map((node) => {
		const named = node.type === DATA_TABLE ? node.parameters?.dataTableId : undefined;
		const dataTableId = named?.mode === 'name' ? locatorById(named.value, tables) : undefined;
		return dataTableId === undefined ? node : { ...node, parameters: { ...node.parameters, dataTableId } };
	});
	return { ...template, nodes };
}

/**
 * @param {string} name or an expression that gives it
 * @param {Map<string, import('./client.mjs').Json>} tables
 * @returns {import('./client.mjs').Json | undefined}
 */
function locatorById(name, tables) {
	const [, expression] = /^=\{\{(.*)\}\}$/s.exec(name) ?? [];
	if (expression !== undefined) {
		const ids = JSON.stringify(Object.fromEntries([...tables].map(([each, { id }]) => [each, id])));
		return { __rl: true, mode: 'id', value: `={{ (${ids})[${expression.trim()}] }}` };
	}
	const table = tables.get(name);
	return table && { __rl: true, mode: 'list', value: table.id, cachedResultName: name };
}

const POSTGRES = 'n8n-nodes-base.postgres';

/**
 * @param {import('./client.mjs').Template} template
 * @param {{ id: string, name: string }} credential for the nodes that speak with PostgreSQL
 * @returns {import('./client.mjs').Template} a copy
 */
export function bindPostgres(template, credential) {
	const nodes = template.nodes.map((node) =>
		node.type === POSTGRES ? { ...node, credentials: { ...node.credentials, postgres: credential } } : node,
	);
	return { ...template, nodes };
}

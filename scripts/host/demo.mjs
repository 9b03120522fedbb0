// @ts-check
/** The demo: a host folder of its own per checkout, the templates imported, set up, published and filled. */

import { existsSync, rmSync } from 'node:fs';
import { mkdir, readFile, rename, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { cacheFolder, shortHash } from './cache.mjs';
import { HostFailure } from './failure.mjs';
import { playHistory } from './history.mjs';
import { dataTables, postgresTables } from './store.mjs';
import {
	bindCredentials,
	bindErrorWorkflow,
	demoCredentials,
	ERROR_WORKFLOW,
	hasOwnTrigger,
	importTemplate,
	manualTrigger,
	PAGE_PATH,
} from './templates.mjs';

const SET_UP = '00-set-up';
const DEMO_TRAFFIC = '09-demo-traffic';

const SCHEDULE = 'n8n-nodes-base.scheduleTrigger';
/** 01 starts 02 for each activity, and 02 starts 10 for each message. */
const STARTED_BY_OTHERS = new Set(['02-score', '10-deliver']);
const POSTGRES_CREDENTIAL = 'Tables of leads';

/**
 * @typedef {import('./host.mjs').OpenHost} OpenHost
 * @typedef {import('./templates.mjs').ImportedTemplate} ImportedTemplate
 * @typedef {import('./progress.mjs').Progress} Progress
 * @typedef {{
 *   credentials?: Partial<import('./templates.mjs').CredentialIds>, postgresCredential?: string,
 *   setUpHash?: string, historyPlayed?: boolean, demoPlayed?: boolean,
 *   templates: Record<string, import('./templates.mjs').Imported & { published?: boolean }>,
 * }} DemoState what earlier starts did
 * @typedef {{ server: import('./postgres.mjs').Postgres, credential: import('./client.mjs').Json }} InPostgres `credential`: data of
 *   n8n's credential for it
 */

/**
 * @param {string} checkout
 * @param {'demo' | 'scale'} [kind] `scale`: the one in queue mode
 * @returns {string} the folder of this checkout's demo in the cache
 */
export function demoFolder(checkout, kind = 'demo') {
	return join(cacheFolder(), `${kind}-${shortHash(checkout)}`);
}

/**
 * @param {string} folder
 * @throws {HostFailure} when an n8n runs on it
 */
export async function refuseWhileRunning(folder) {
	const file = join(folder, 'running.json');
	if (!existsSync(file)) return;
	const { url, process: id } = JSON.parse(await readFile(file, 'utf8'));
	if (!isAlive(id) || !(await answers(url))) return;
	throw new HostFailure(
		`This demo is running already, at ${url}.`,
		`Stop it first: Ctrl-C where it was started, or kill ${id}.`,
	);
}

/**
 * @param {number} id of a process
 * @returns {boolean}
 */
function isAlive(id) {
	try {
		return process.kill(id, 0);
	} catch {
		return false;
	}
}

/**
 * @param {string} url
 * @returns {Promise<boolean>}
 */
async function answers(url) {
	try {
		return (await fetch(`${url}/healthz`, { signal: AbortSignal.timeout(5000) })).ok;
	} catch {
		return false;
	}
}

/**
 * Notes that an n8n runs on a folder, until this process ends.
 *
 * @param {string} folder
 * @param {import('./server.mjs').Server} server
 */
export async function noteRunning(folder, server) {
	const file = join(folder, 'running.json');
	await writeFile(file, JSON.stringify({ url: server.url, process: process.pid }), { mode: 0o600 });
	process.once('exit', () => rmSync(file, { force: true }));
}

/**
 * Imports, sets up, publishes; what earlier starts did is not done again.
 *
 * @param {OpenHost} host
 * @param {{ checkout: string, folder: string, playTraffic: boolean, progress: Progress, postgres?: InPostgres }} options `postgres`:
 *   where the tables are, if not in n8n's Data Tables
 * @returns {Promise<{ templates: ImportedTemplate[], isPlayed: boolean }>} `isPlayed`: the past is in the tables
 */
export async function prepareDemo(host, { checkout, folder, playTraffic, progress, postgres }) {
	const { client, secrets } = host;
	const state = await readState(folder);
	const save = () => writeState(folder, state);
	const credentials = (state.credentials = await ensureCredentials(client, state.credentials ?? {}, secrets));
	const store = postgres ? await inPostgres(client, state, postgres) : dataTables(client);
	await save();

	/** @param {{ file: string, template: import('./client.mjs').Template }} source */
	const bring = async ({ file, template }) => {
		const result = await importTemplate(client, { file, template }, state.templates[file]);
		const published = result.change === 'new' ? false : state.templates[file]?.published;
		state.templates[file] = { id: result.id, hash: result.hash, published };
		await save();
		return result;
	};
	const sources = await store.sources(checkout);
	const setUpSource = sources.find(({ file }) => file === SET_UP);
	/** @type {ImportedTemplate[]} */
	const templates = [];
	if (setUpSource !== undefined) {
		// It is executed by hand, and who does that sees its error.
		const template = store.forSetUp(bindErrorWorkflow(setUpSource.template, undefined));
		templates.push(await bring({ file: SET_UP, template }));
	}
	await setUp(client, templates, state, store, progress);
	await save();

	const withTables = await store.forOthers();
	// Messages link to the lead page; its address changes with the port.
	await store.writeSetting('page_address', `${client.url}${PAGE_PATH}`);
	await progress.step('Importing the templates', async () => {
		for (const { file, template } of errorWorkflowFirst(sources.filter((source) => source !== setUpSource))) {
			const bound = bindErrorWorkflow(template, state.templates[ERROR_WORKFLOW]?.id);
			templates.push(await bring({ file, template: withTables(bindCredentials(bound, credentials)) }));
		}
	});
	for (const { file } of templates.filter(({ change }) => change === 'updated'))
		progress.note(`  ${file} has a new version; what you had changed in it is in the workflow's history`);

	if (playTraffic && state.historyPlayed !== true) {
		await playPast(host, templates, credentials, progress);
		state.historyPlayed = true;
		await save();
	}
	await publishAll(client, templates, state, progress, save);
	if (playTraffic && state.demoPlayed !== true) {
		state.demoPlayed = await playDemoTraffic(client, templates, progress);
		await save();
	}
	return { templates, isPlayed: state.historyPlayed === true };
}

/**
 * @template {{ file: string }} Source
 * @param {Source[]} sources
 * @returns {Source[]} in their order, but the one whose id the others name comes first
 */
const errorWorkflowFirst = (sources) => [
	...sources.filter(({ file }) => file === ERROR_WORKFLOW),
	...sources.filter(({ file }) => file !== ERROR_WORKFLOW),
];

/**
 * @param {OpenHost['client']} client
 * @param {Partial<import('./templates.mjs').CredentialIds>} known of an earlier start
 * @param {OpenHost['secrets']} secrets
 * @returns {Promise<import('./templates.mjs').CredentialIds>}
 */
export async function ensureCredentials(client, known, secrets) {
	const ids = { leadActivityWebhookApi: '', httpHeaderAuth: '', httpBasicAuth: '' };
	for (const { type, name, data } of demoCredentials(secrets)) {
		const id = known[type];
		const isThere = id !== undefined && (await client.hasCredential(id));
		ids[type] = isThere ? id : await client.createCredential(name, type, data);
	}
	return ids;
}

/**
 * @param {OpenHost['client']} client
 * @param {DemoState} state
 * @param {InPostgres} postgres
 * @returns {Promise<import('./store.mjs').Store>}
 */
async function inPostgres(client, state, { server, credential }) {
	const known = state.postgresCredential;
	if (known === undefined || !(await client.hasCredential(known))) {
		state.postgresCredential = await client.createCredential(POSTGRES_CREDENTIAL, 'postgres', credential);
	} else {
		// It may listen on another port than before.
		await client.updateCredential(known, credential);
	}
	return postgresTables(server, { id: String(state.postgresCredential), name: POSTGRES_CREDENTIAL });
}

/**
 * @param {OpenHost['client']} client
 * @param {ImportedTemplate[]} templates
 * @param {DemoState} state
 * @param {import('./store.mjs').Store} store
 * @param {Progress} progress
 */
async function setUp(client, templates, state, store, progress) {
	const template = templates.find(({ file }) => file === SET_UP);
	const hash = state.templates[SET_UP]?.hash;
	if (template === undefined || state.setUpHash === hash) return;
	await progress.step('Creating the tables and loading the rules and settings', async () => {
		await store.beforeSetUp(template.template);
		await client.runWorkflow(template.id, manualTrigger(template));
	});
	state.setUpHash = hash;
}

/**
 * @param {OpenHost['client']} client
 * @param {ImportedTemplate[]} templates
 * @param {DemoState} state
 * @param {Progress} progress
 * @param {() => Promise<void>} save
 */
async function publishAll(client, templates, state, progress, save) {
	for (const { file, id, template, change } of templates.filter(({ template }) => hasOwnTrigger(template))) {
		const known = state.templates[file];
		if (known.published === true) {
			// n8n republishes an updated workflow by itself, and one that the user unpublished stays so.
			if (change === 'updated' && (await client.isPublished(id))) await client.untilPublished(id, template.name);
			continue;
		}
		await progress.step(`Publishing ${file}`, () => client.publish(id));
		// Its first run notes which workflow it is, so that others can start it.
		const schedule = template.nodes.find(({ type }) => type === SCHEDULE);
		if (STARTED_BY_OTHERS.has(file) && schedule) await client.runWorkflow(id, schedule.name);
		known.published = true;
		await save();
	}
}

/**
 * Before anything is published: a schedule that fires in between would work at another time than the story's.
 *
 * @param {OpenHost} host
 * @param {ImportedTemplate[]} templates
 * @param {import('./templates.mjs').CredentialIds} credentials
 * @param {Progress} progress
 */
async function playPast(host, templates, credentials, progress) {
	let detail = '';
	await progress.step(
		'Playing the last three months through the templates',
		() =>
			playHistory(host, templates, credentials, (done, all) => {
				detail = `${done} of ${all} moments`;
			}),
		{ usual: 'one or two minutes', detail: () => detail },
	);
}

/**
 * @param {OpenHost['client']} client
 * @param {ImportedTemplate[]} templates
 * @param {Progress} progress
 * @returns {Promise<boolean>} whether it was played to its end
 */
async function playDemoTraffic(client, templates, progress) {
	const template = templates.find(({ file }) => file === DEMO_TRAFFIC);
	if (template === undefined) return false;
	let leads = 0;
	await progress.step(
		'Playing the traffic of today through the webhook',
		async () => {
			const counting = setInterval(() => {
				client.rows('ll_lead_book').then(
					(rows) => (leads = rows.length),
					() => {},
				);
			}, 2000);
			try {
				await client.runWorkflow(template.id, manualTrigger(template));
				// The webhook answers before a lead is scored: the end of the traffic is not yet the end of the work.
				await client.untilIdle();
			} finally {
				clearInterval(counting);
			}
		},
		{ usual: 'under a minute', detail: () => `${leads} leads in the lead book` },
	);
	return true;
}

/**
 * @param {string} folder
 * @returns {Promise<DemoState>}
 */
async function readState(folder) {
	const file = join(folder, 'demo.json');
	return existsSync(file) ? JSON.parse(await readFile(file, 'utf8')) : { templates: {} };
}

/**
 * @param {string} folder
 * @param {DemoState} state
 */
async function writeState(folder, state) {
	await mkdir(folder, { recursive: true, mode: 0o700 });
	const written = join(folder, 'demo.json.new');
	await writeFile(written, `${JSON.stringify(state, null, '\t')}\n`, { mode: 0o600 });
	await rename(written, join(folder, 'demo.json'));
}

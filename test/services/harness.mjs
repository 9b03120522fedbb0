// @ts-check
/**
 * One call from nothing to an n8n with the templates at work on services that run here:
 *
 * ```ts
 * const host = await openIntegrationHost({
 * 	services: ['slack', 'mail', 'hubspot'],
 * 	seeds: { hubspot: { owners: [{ email: 'rep@sales.example' }], properties: ['lead_total'] } },
 * 	templates: ['01-capture', '02-score', '10-deliver'],
 * });
 * await host.services.hubspot.fault({ status: 429, retryAfter: 1, times: 3, path: '/contacts/v1' });
 * await host.post([{ lead: 'dana@acme.example', type: 'demo_request', at: new Date().toISOString() }]);
 * expect(await host.rows('ll_outbox', { kind: 'hand_off' })).toHaveLength(1);
 * expect(await host.services.slack.messages('#sales')).toHaveLength(1);
 * expect(await host.services.slack.violations()).toEqual([]);
 * expect(await host.services.hubspot.writes({ object: 'contacts' })).toHaveLength(1);
 * expect(await host.leaks()).toEqual([]);
 * await host.stop();
 * ```
 *
 * `replayed` names templates that run at a time of the test's choosing: `await host.runAt('04-sla-watch', '2026-03-02T09:00Z')`.
 */

import { randomBytes } from 'node:crypto';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { askUntilReady } from '../../scripts/host/busy.mjs';
import { buildCheckout } from '../../scripts/host/checkout.mjs';
import { ensureCredentials } from '../../scripts/host/demo.mjs';
import { HostFailure } from '../../scripts/host/failure.mjs';
import { openHost } from '../../scripts/host/host.mjs';
import { createProgress } from '../../scripts/host/progress.mjs';
import { Replay, replayable } from '../../scripts/host/replay.mjs';
import {
	bindCredentials,
	bindErrorWorkflow,
	ERROR_WORKFLOW,
	FORM_USER,
	hasOwnTrigger,
	manualTrigger,
	WEBHOOK_HEADER,
	WEBHOOK_PATH,
} from '../../scripts/host/templates.mjs';
import { credentialsFor, secretsOf, switchOn } from './credentials.mjs';
import { findLeaks } from './leaks.mjs';
import { openServices } from './services.mjs';
import { SIGN_IN_HOST } from './teams.mjs';

const CHECKOUT = resolve(dirname(fileURLToPath(import.meta.url)), '..', '..');
/** Without a credential for HubSpot the second one does nothing. */
const SET_UPS = ['00-set-up', '00-crm-properties'];
const SCHEDULE = 'n8n-nodes-base.scheduleTrigger';
const CALL_LIMIT = 120_000;
/** n8n shows its pages of answers to people only. */
const BROWSER = 'Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0';

/**
 * @typedef {import('../../scripts/host/client.mjs').Json} Json
 * @typedef {import('../../scripts/host/client.mjs').Template} Template
 * @typedef {{
 *   services: readonly import('./services.mjs').ServiceName[], seeds?: import('./services.mjs').Seeds,
 *   templates?: readonly string[], replayed?: readonly string[], switchedOn?: (node: Json) => boolean,
 *   credentials?: Record<string, Json>, environment?: Record<string, string>, timezone?: string, setUp?: boolean,
 * }} IntegrationOptions `templates`: published as they are, e.g. `01-capture` or `odoo/16-crm-sync`; `replayed`:
 *   copies that run when `runAt` says so; `switchedOn`: which of the nodes there is a credential for, all unless said
 *   otherwise; `credentials`: further ones by type, e.g. `odooApi`; `setUp`: whether 00 makes the tables and HubSpot's
 *   properties, true
 * @typedef {readonly [place: string, text: string]} PlacedText
 * @typedef {{ status: number, body: any }} Answered `body`: parsed where it is JSON
 */

export class IntegrationHost {
	#host;
	#folder;
	#replay;
	/** n8n stores the headers of a call to a webhook. A schedule that was made one for the test has a secret of its own. */
	#replaySecret = randomBytes(18).toString('hex');
	/** @type {string[]} names of those workflows */
	#replayedSchedules = [];
	#secrets;
	/** @type {Map<string, string>} ids of workflows by template */
	#workflows = new Map();
	/** @type {import('./credentials.mjs').Bindings} */
	#bindings = {};

	/**
	 * @param {import('../../scripts/host/host.mjs').OpenHost} host
	 * @param {import('./services.mjs').Services} services
	 * @param {string} folder
	 * @param {Record<string, Json>} credentials
	 */
	constructor(host, services, folder, credentials) {
		this.#host = host;
		this.#folder = folder;
		this.#replay = new Replay(host.client, this.#replaySecret);
		this.#secrets = [
			...secretsOf(credentials),
			...secretsOf({ host: { webhookSecret: host.secrets.webhookSecret, password: host.secrets.salesPassword } }),
		];
		this.services = services;
		this.client = host.client;
		this.url = host.server.url;
	}

	/**
	 * @param {IntegrationOptions} options
	 * @param {Record<string, Json>} credentials data by type
	 */
	async prepare({ templates = [], replayed = [], switchedOn, setUp = true }, credentials) {
		const ids = await ensureCredentials(this.client, {}, this.#host.secrets);
		for (const [type, data] of Object.entries(credentials)) {
			const name = `Test ${type}`;
			this.#bindings[type] = { id: await this.client.createCredential(name, type, data), name };
		}
		const ready = async (/** @type {string} */ file) => {
			const template = bindErrorWorkflow(await readTemplate(file), this.#workflows.get(ERROR_WORKFLOW));
			return { file, template: switchOn(bindCredentials(template, ids), this.#bindings, switchedOn) };
		};
		for (const file of setUp ? SET_UPS : []) {
			const { template } = await ready(file);
			this.#workflows.set(file, await this.client.createWorkflow(template));
			await this.run(file);
		}
		const others = templates.filter((name) => !SET_UPS.includes(name));
		others.sort((left, right) => Number(right === ERROR_WORKFLOW) - Number(left === ERROR_WORKFLOW));
		for (const file of others) {
			const { template } = await ready(file);
			this.#workflows.set(file, await this.#publish(template));
		}
		if (replayed.length === 0) return;
		const sources = await Promise.all(replayed.map(ready));
		const scheduled = sources.filter(({ template }) => template.nodes.some(({ type }) => type === SCHEDULE));
		this.#replayedSchedules = scheduled.map(({ file, template }) => replayable(template, file).name);
		const secrets = { ...this.#host.secrets, webhookSecret: this.#replaySecret };
		await this.#replay.open(sources, await ensureCredentials(this.client, {}, secrets));
	}

	/**
	 * Brings a workflow of the test's own into n8n, its nodes bound to the credentials there are, and publishes it where
	 * something other than a person can start it.
	 *
	 * @param {Template} template
	 * @returns {Promise<string>} its id
	 */
	async add(template) {
		return await this.#publish(switchOn(template, this.#bindings));
	}

	/** @param {Template} template */
	async #publish(template) {
		const id = await this.client.createWorkflow(template);
		if (hasOwnTrigger(template)) await this.client.publish(id);
		return id;
	}

	/**
	 * @param {string} file of a template
	 * @returns {string} id of its workflow
	 */
	workflowId(file) {
		const id = this.#workflows.get(file);
		if (id === undefined) throw new HostFailure(`"${file}" was not imported.`, 'Name it in "templates".');
		return id;
	}

	/**
	 * Posts activities to 01 as a sender that knows the secret, and waits until all that follows is done.
	 *
	 * @param {unknown} activities one or a list
	 * @returns {Promise<Answered>}
	 */
	async post(activities) {
		return await this.call(WEBHOOK_PATH, activities);
	}

	/**
	 * Calls a webhook as a sender that knows the secret, and waits until all that follows is done.
	 *
	 * @param {string} path e.g. `/webhook/lead-decision`
	 * @param {unknown} body
	 * @returns {Promise<Answered>}
	 */
	async call(path, body) {
		const answered = await this.callOnly(path, body);
		await this.idle();
		return answered;
	}

	/**
	 * Calls a webhook as a sender that knows the secret, and waits for nothing but its answer.
	 *
	 * @param {string} path
	 * @param {unknown} body
	 * @returns {Promise<Answered>}
	 */
	async callOnly(path, body) {
		const headers = { 'content-type': 'application/json', [WEBHOOK_HEADER]: this.#host.secrets.webhookSecret };
		return await fetchFrom(this.url + path, { method: 'POST', headers, body: JSON.stringify(body) });
	}

	/** What a salesperson writes into the browser's sign-in, for form and pages. */
	get signIn() {
		return { username: FORM_USER, password: this.#host.secrets.salesPassword };
	}

	/**
	 * Follows a link as a person does who reads it in a message, and waits until all that follows is done.
	 *
	 * @param {string} link
	 * @returns {Promise<Answered>}
	 */
	async follow(link) {
		const answered = await fetchFrom(link, { headers: { 'user-agent': BROWSER } });
		await this.idle();
		return answered;
	}

	/** Waits until every execution has ended; those that wait for a person do not count. */
	async idle() {
		await this.client.untilIdle();
	}

	/**
	 * Runs a template by its manual trigger, to its end.
	 *
	 * @param {string} file
	 * @param {string} [trigger] name of another trigger
	 * @returns {Promise<Json>} the execution
	 */
	async run(file, trigger) {
		const start = trigger ?? manualTrigger({ file, template: await readTemplate(file) });
		return await this.client.runWorkflow(this.workflowId(file), start);
	}

	/**
	 * Runs one of the `replayed` at a moment, to its end.
	 *
	 * @param {string} file
	 * @param {string} asOf ISO 8601; activities are captured at the time of the newest
	 * @param {unknown} [body] of the call, for those that a webhook starts
	 * @returns {Promise<{ status: number, body: string }>}
	 */
	async runAt(file, asOf, body) {
		return await this.#replay.run(file, asOf, body);
	}

	/**
	 * @param {string} table
	 * @param {Record<string, unknown>} [where] values by column
	 * @returns {Promise<Json[]>}
	 */
	async rows(table, where = {}) {
		const filters = Object.entries(where).map(([columnName, value]) => ({ columnName, condition: 'eq', value }));
		const filter = /** @type {import('../../scripts/host/client.mjs').Filter} */ ({ type: 'and', filters });
		return await this.client.rows(table, filters.length > 0 ? { filter } : {});
	}

	/**
	 * @param {string} [query] e.g. `status=error`
	 * @returns {Promise<Json[]>} executions with their data, newest first
	 */
	async executions(query = '') {
		/** @type {Json[]} */
		const found = [];
		for (let cursor = ''; ;) {
			const page = `includeData=true&limit=100&${query}${cursor && `&cursor=${encodeURIComponent(cursor)}`}`;
			const { data, nextCursor } = await this.client.api('GET', `/executions?${page}`);
			found.push(...data);
			if (!nextCursor) return found;
			cursor = nextCursor;
		}
	}

	/** @returns {Promise<string[]>} what each execution that ended with an error said */
	async failures() {
		const failed = await this.executions('status=error');
		return failed.map(({ id, data, workflowData }) => {
			const { lastNodeExecuted, error } = data?.resultData ?? {};
			return `${id} ${workflowData?.name}: ${lastNodeExecuted}: ${error?.message}`;
		});
	}

	/**
	 * Looks for every secret of every credential in all that n8n stored and printed, and in all that left it.
	 *
	 * @param {readonly string[]} [more] further secrets
	 * @returns {Promise<string[]>} the places, without the secrets
	 */
	async leaks(more = []) {
		const executions = await this.executions();
		const nameOf = (/** @type {Json} */ { workflowData, workflowId }) => workflowData?.name ?? workflowId;
		const texts = [...(await this.#storedRows()), ...executions.map(textOf), ...(await this.#sentOut())];
		const { salesforce, teams } = this.services;
		const sessions = [...(salesforce ? [await salesforce.accessToken()] : []), ...(teams ? await teams.tokens() : [])];
		const { folder } = this;
		const files = [this.#host.server.logFile, join(folder, 'database.sqlite'), join(folder, 'database.sqlite-wal')];
		const found = await findLeaks([...this.#secrets, ...sessions, ...more], texts, files);
		const ownTriggers = executions.filter((execution) => !this.#replayedSchedules.includes(nameOf(execution)));
		return [...found, ...(await findLeaks([this.#replaySecret], ownTriggers.map(textOf)))];
	}

	/** @returns {Promise<PlacedText[]>} */
	async #storedRows() {
		const names = [...(await this.client.tables()).keys()];
		return await Promise.all(
			names.map(async (name) => /** @type {const} */ ([`table ${name}`, JSON.stringify(await this.rows(name))])),
		);
	}

	/** @returns {Promise<PlacedText[]>} bodies of calls, and mails */
	async #sentOut() {
		const calls = (await this.services.proxy.requests())
			// Who signs in says by which secret.
			.filter(({ host }) => host !== SIGN_IN_HOST)
			.map(({ method, host, path, body }) => /** @type {const} */ ([`body of ${method} ${host}${path}`, body]));
		const mails = this.services.mail ? await this.services.mail.messages() : [];
		return [...calls, ...mails.map(({ subject, raw }) => /** @type {const} */ ([`mail "${subject}"`, raw]))];
	}

	/** @returns {Promise<string>} */
	async log() {
		return await readFile(this.#host.server.logFile, 'utf8');
	}

	/** Who may open the forms. */
	get sales() {
		return { user: FORM_USER, password: this.#host.secrets.salesPassword };
	}

	/** Of n8n's public API. */
	get apiKey() {
		return this.#host.secrets.apiKey ?? '';
	}

	/** The id of n8n's process. */
	get process() {
		return this.#host.server.process;
	}

	/** Stops n8n alone; its folder is there until `stop`. */
	async halt() {
		await this.#host.server.stop();
	}

	/** With n8n's database and logs. */
	get folder() {
		return join(this.#folder, '.n8n');
	}

	/** Stops n8n and the services, and takes away all they wrote. */
	async stop() {
		await this.#host.server.stop();
		await this.services.stop();
		await rm(this.#folder, { recursive: true, force: true });
	}
}

/**
 * @param {IntegrationOptions} options
 * @returns {Promise<IntegrationHost>} end it with `stop()`
 */
export async function openIntegrationHost(options) {
	const progress = createProgress();
	await buildCheckout(CHECKOUT, progress);
	const services = await openServices(options.services, options.seeds);
	const folder = await mkdtemp(join(tmpdir(), 'lead-lifecycle-integrations-'));
	/** @type {import('../../scripts/host/host.mjs').OpenHost | undefined} */
	let host;
	try {
		const credentials = { ...(await credentialsFor(services)), ...options.credentials };
		host = await openHost({
			userFolder: folder,
			checkout: CHECKOUT,
			timezone: options.timezone ?? 'UTC',
			environment: { ...throughProxy(services), ...options.environment },
			progress,
		});
		const opened = new IntegrationHost(host, services, folder, credentials);
		await opened.prepare(options, credentials);
		return opened;
	} catch (error) {
		await host?.server.stop();
		await services.stop();
		await rm(folder, { recursive: true, force: true });
		throw error;
	}
}

/**
 * @param {Json} execution
 * @returns {PlacedText}
 */
const textOf = ({ id, workflowData, workflowId, data }) => [
	`execution ${id} of "${workflowData?.name ?? workflowId}"`,
	JSON.stringify(data) ?? '',
];

/**
 * @param {import('./services.mjs').Services} services
 * @returns {Record<string, string>} n8n's nodes read these
 */
export const throughProxy = ({ proxyUrl, certificateFile }) => ({
	HTTP_PROXY: proxyUrl,
	HTTPS_PROXY: proxyUrl,
	NO_PROXY: '127.0.0.1,localhost',
	NODE_EXTRA_CA_CERTS: certificateFile,
});

/**
 * @param {string} file below workflows/, without `.json`
 * @returns {Promise<Template>}
 */
async function readTemplate(file) {
	return JSON.parse(await readFile(join(CHECKOUT, 'workflows', `${file}.json`), 'utf8'));
}

/**
 * @param {string} url
 * @param {RequestInit & { headers: Record<string, string> }} options
 * @returns {Promise<Answered>}
 */
async function fetchFrom(url, { headers, ...options }) {
	const { response, text } = await askUntilReady(() =>
		fetch(url, {
			...options,
			// A connection kept open may be closed by n8n just as the next call starts on it.
			headers: { ...headers, connection: 'close' },
			signal: AbortSignal.timeout(CALL_LIMIT),
		}),
	);
	try {
		return { status: response.status, body: JSON.parse(text) };
	} catch {
		return { status: response.status, body: text };
	}
}

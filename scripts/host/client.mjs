// @ts-check
/**
 * n8n over HTTP: its public API (`/api/v1`, with an API key) where it offers what is needed, and the API of its
 * editor (`/rest`, with the owner's session) for the owner's account, manual runs and the state of a publication.
 */

import { setTimeout as sleep } from 'node:timers/promises';
import { askUntilReady } from './busy.mjs';
import { HostFailure } from './failure.mjs';

const CALL_LIMIT = 60_000;
const PUBLISH_LIMIT = 30_000;
const RUN_LIMIT = 300_000;
const POLL_EVERY = 100;
const PAGE = 250;

/**
 * @typedef {{ email: string, password: string }} Owner
 * @typedef {Record<string, any>} Json
 * @typedef {{ name: string, nodes: Json[], connections: Json, nodeGroups?: Json[], settings?: Json, [key: string]: unknown }} Template
 * @typedef {{ type: 'and' | 'or', filters: { columnName: string, condition: 'eq' | 'neq' | 'like' | 'ilike' | 'gt' | 'gte' | 'lt' | 'lte', value: unknown }[] }} Filter
 */

/** An answer of n8n other than 2xx. */
export class N8nRefusal extends HostFailure {
	/**
	 * @param {string} call e.g. `POST /api/v1/workflows`
	 * @param {number} status
	 * @param {string} message n8n's own words
	 */
	constructor(call, status, message) {
		super(`n8n answered ${call} with ${status}: ${message}`, "Read n8n's words above; its log has more.");
		this.status = status;
	}
}

/** One n8n, signed in as its owner. */
export class N8nClient {
	#session = '';

	/**
	 * @param {string} url without a slash at its end
	 * @param {string} [apiKey] without one, `signIn` makes it
	 */
	constructor(url, apiKey = '') {
		this.url = url;
		this.apiKey = apiKey;
	}

	/**
	 * Creates the owner's account on a fresh n8n, signs in on another, and sees to it that there is an API key.
	 *
	 * @param {Owner} owner
	 */
	async signIn({ email, password }) {
		const { userManagement } = await this.editor('GET', '/settings');
		if (userManagement.showSetupOnFirstLoad) {
			await this.editor('POST', '/owner/setup', {
				email,
				password,
				firstName: 'Lead',
				lastName: 'Lifecycle',
			});
		} else {
			await this.editor('POST', '/login', { emailOrLdapLoginId: email, password });
		}
		if (!(await this.#apiKeyWorks())) this.apiKey = await this.#createApiKey();
	}

	async #apiKeyWorks() {
		if (this.apiKey === '') return false;
		try {
			await this.api('GET', '/workflows?limit=1');
			return true;
		} catch (error) {
			if (error instanceof N8nRefusal && error.status === 401) return false;
			throw error;
		}
	}

	async #createApiKey() {
		const scopes = await this.editor('GET', '/api-keys/scopes');
		const label = `Set-up ${Date.now()}`;
		const { rawApiKey } = await this.editor('POST', '/api-keys', { label, scopes, expiresAt: null });
		return rawApiKey;
	}

	/**
	 * @param {string} method
	 * @param {string} path below `/api/v1`
	 * @param {unknown} [body]
	 * @returns {Promise<any>}
	 */
	async api(method, path, body) {
		return (await this.#call(method, `/api/v1${path}`, { 'X-N8N-API-KEY': this.apiKey }, body)).answer;
	}

	/**
	 * @param {string} method
	 * @param {string} path below `/rest`
	 * @param {unknown} [body]
	 * @returns {Promise<any>} what n8n wraps in `data`
	 */
	async editor(method, path, body) {
		const { answer, response } = await this.#call(method, `/rest${path}`, { cookie: this.#session }, body);
		const cookie = response.headers.getSetCookie().find((value) => value.startsWith('n8n-auth='));
		if (cookie !== undefined) this.#session = cookie.split(';')[0];
		return answer.data;
	}

	/**
	 * @param {string} method
	 * @param {string} path
	 * @param {Record<string, string>} headers
	 * @param {unknown} body
	 */
	async #call(method, path, headers, body) {
		const { response, text } = await askUntilReady(() =>
			fetch(this.url + path, {
				method,
				// A connection kept open may be closed by n8n just as the next call starts on it.
				headers: { ...headers, 'content-type': 'application/json', connection: 'close' },
				body: body === undefined ? undefined : JSON.stringify(body),
				signal: AbortSignal.timeout(CALL_LIMIT),
			}),
		).catch((error) => {
			const reason = error.cause?.message ?? error.message;
			throw new HostFailure(
				`n8n did not answer ${method} ${path}: ${reason}.`,
				'See whether it still runs; its log tells.',
			);
		});
		const answer = /json/.test(response.headers.get('content-type') ?? '') && text !== '' ? JSON.parse(text) : text;
		if (response.ok) return { answer, response };
		throw new N8nRefusal(`${method} ${path}`, response.status, answer.message ?? text.slice(0, 500));
	}

	/**
	 * @param {string} name
	 * @param {string} type e.g. `httpHeaderAuth`
	 * @param {Json} data
	 * @returns {Promise<string>} its id
	 */
	async createCredential(name, type, data) {
		return (await this.api('POST', '/credentials', { name, type, data })).id;
	}

	/**
	 * @param {string} id
	 * @param {Json} data of the credential, all of it
	 */
	async updateCredential(id, data) {
		await this.api('PATCH', `/credentials/${id}`, { data });
	}

	/**
	 * @param {Template} template
	 * @returns {Promise<string>} its id
	 */
	async createWorkflow(template) {
		return (await this.api('POST', '/workflows', workflowBody(template))).id;
	}

	/**
	 * Writes a new version; n8n republishes a workflow that is published.
	 *
	 * @param {string} id
	 * @param {Template} template
	 */
	async updateWorkflow(id, template) {
		await this.api('PUT', `/workflows/${id}`, workflowBody(template));
	}

	/**
	 * @param {string} id
	 * @returns {Promise<boolean>} whether there is such a workflow, and not archived
	 */
	async hasWorkflow(id) {
		const workflow = await this.#find(`/workflows/${id}`);
		return workflow !== undefined && workflow.isArchived !== true;
	}

	/**
	 * @param {string} id
	 * @returns {Promise<boolean>}
	 */
	async hasCredential(id) {
		return (await this.#find(`/credentials/${id}`)) !== undefined;
	}

	/**
	 * @param {string} path below `/api/v1`
	 * @returns {Promise<Json | undefined>}
	 */
	async #find(path) {
		try {
			return await this.api('GET', path);
		} catch (error) {
			if (error instanceof N8nRefusal && error.status === 404) return undefined;
			throw error;
		}
	}

	/**
	 * Publishes a workflow and waits until its triggers listen: n8n answers before they do.
	 *
	 * @param {string} id
	 */
	async publish(id) {
		const { name } = await this.api('POST', `/workflows/${id}/publish`, {});
		await this.untilPublished(id, name);
	}

	/**
	 * @param {string} id
	 * @returns {Promise<boolean>} whether it is published, or about to be
	 */
	async isPublished(id) {
		const { status } = await this.editor('GET', `/workflows/${id}/publication-status`);
		return status !== 'not_published';
	}

	/**
	 * @param {string} id
	 * @param {string} name for the message
	 */
	async untilPublished(id, name) {
		const givenUpAt = Date.now() + PUBLISH_LIMIT;
		for (;;) {
			const { status, triggers } = await this.editor('GET', `/workflows/${id}/publication-status`);
			if (status === 'published') return;
			if (status === 'failed' || status === 'partial' || Date.now() > givenUpAt) {
				const reasons = triggers.map((/** @type {Json} */ trigger) => trigger.errorMessage).filter(Boolean);
				throw new HostFailure(
					`n8n could not publish "${name}" (${status}): ${reasons.join('; ') || 'no reason given'}.`,
					`Open ${this.url}/workflow/${id}, mend the trigger that is named and publish it there.`,
				);
			}
			await sleep(POLL_EVERY);
		}
	}

	/**
	 * Takes a workflow away, and its executions with it; one that is published is unpublished first.
	 *
	 * @param {string} id
	 */
	async deleteWorkflow(id) {
		const givenUpAt = Date.now() + PUBLISH_LIMIT;
		await this.api('POST', `/workflows/${id}/unpublish`, {});
		for (;;) {
			try {
				return await this.api('DELETE', `/workflows/${id}`);
			} catch (error) {
				// n8n unpublishes in the background.
				const isBusy = error instanceof N8nRefusal && error.status === 409;
				if (!isBusy || Date.now() > givenUpAt) throw error;
			}
			await sleep(POLL_EVERY);
		}
	}

	/**
	 * Runs a workflow from one of its triggers, as the editor's button does, and waits for its end.
	 *
	 * @param {string} id
	 * @param {string} trigger name of the trigger node
	 * @returns {Promise<Json>} the execution with its data
	 * @throws {HostFailure} when it ends otherwise than well
	 */
	async runWorkflow(id, trigger) {
		const { executionId } = await this.editor('POST', `/workflows/${id}/run`, {
			triggerToStartFrom: { name: trigger },
		});
		const execution = await this.untilFinished(executionId);
		const { error, runData } = execution.data?.resultData ?? {};
		// n8n calls a run from a trigger that does not exist a success.
		if (execution.status === 'success' && runData?.[trigger] !== undefined) return execution;
		const { message, description, node } = error ?? { message: `There is no trigger "${trigger}".` };
		const where = node?.name === undefined ? '' : ` at "${node.name}"`;
		throw new HostFailure(
			`"${execution.workflowData?.name ?? id}" ended with ${execution.status}${where}: ${[message, description].filter(Boolean).join(' ')}`,
			`Open ${this.url}/workflow/${id}/executions/${executionId} to see the step that failed.`,
		);
	}

	/**
	 * @param {string} executionId
	 * @returns {Promise<Json>}
	 */
	async untilFinished(executionId) {
		const givenUpAt = Date.now() + RUN_LIMIT;
		for (;;) {
			const execution = await this.api('GET', `/executions/${executionId}?includeData=true`);
			if (!['new', 'running', 'waiting'].includes(execution.status)) return execution;
			if (Date.now() > givenUpAt) return execution;
			await sleep(POLL_EVERY);
		}
	}

	/** Waits until no execution is at work, or waiting for its turn, any more. */
	async untilIdle() {
		const givenUpAt = Date.now() + RUN_LIMIT;
		const busy = async (/** @type {string} */ status) =>
			(await this.api('GET', `/executions?status=${status}&limit=1`)).data.length > 0;
		while ((await busy('new')) || (await busy('running'))) {
			if (Date.now() > givenUpAt) {
				throw new HostFailure(
					`n8n was still at work after ${RUN_LIMIT / 1000} seconds.`,
					`Look at ${this.url}/home/executions for the workflow that does not end.`,
				);
			}
			await sleep(POLL_EVERY);
		}
	}

	/** @returns {Promise<Map<string, Json>>} the data tables by name, each with `id` and `projectId` */
	async tables() {
		const tables = await this.#all('/data-tables', {});
		return new Map(tables.map((table) => [table.name, table]));
	}

	/**
	 * Adds columns to a data table; n8n's node makes tables, but adds nothing to one that is there.
	 *
	 * @param {string} id of the table
	 * @param {{ name: string, type: string }} column
	 */
	async addColumn(id, { name, type }) {
		await this.api('POST', `/data-tables/${id}/columns`, { name, type });
	}

	/**
	 * @param {string} name of a data table
	 * @param {{ filter?: Filter, sortBy?: string }} [query] `sortBy`: `column:asc`
	 * @returns {Promise<Json[]>} all its rows, `[]` when there is no such table
	 */
	async rows(name, { filter, sortBy } = {}) {
		const table = (await this.tables()).get(name);
		if (table === undefined) return [];
		const query = { ...(filter && { filter: JSON.stringify(filter) }), ...(sortBy && { sortBy }) };
		return await this.#all(`/data-tables/${table.id}/rows`, query);
	}

	/**
	 * @param {string} path
	 * @param {Record<string, string>} query
	 * @returns {Promise<Json[]>} the items of all pages
	 */
	async #all(path, query) {
		/** @type {Json[]} */
		const items = [];
		for (let cursor = ''; ;) {
			const page = new URLSearchParams({ ...query, limit: String(PAGE), ...(cursor && { cursor }) });
			// n8n refuses a plus for a space.
			const { data, nextCursor } = await this.api('GET', `${path}?${page.toString().replaceAll('+', '%20')}`);
			items.push(...data);
			if (!nextCursor) return items;
			cursor = nextCursor;
		}
	}
}

/**
 * @param {Template} template
 * @returns {Json} the fields that n8n's public API takes
 */
function workflowBody({ name, nodes, connections, nodeGroups = [], settings = {} }) {
	return { name, nodes, connections, nodeGroups, settings };
}

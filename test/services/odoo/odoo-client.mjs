// @ts-check
/** Odoo's models over its JSON-2 API, which takes an API key and named arguments. */

import { HostFailure } from '../../../scripts/host/failure.mjs';

const CALL_LIMIT = 60_000;

/**
 * @typedef {Record<string, unknown>} Values of fields by name; a linked record by its id
 * @typedef {readonly unknown[]} Domain Odoo's filters, e.g. `[['email_from', '=', 'ann@example.com']]`
 */

/** An answer of Odoo other than 2xx. */
export class OdooRefusal extends HostFailure {
	/**
	 * @param {string} call e.g. `crm.lead.create`
	 * @param {number} status
	 * @param {string} name of Odoo's exception
	 * @param {string} message Odoo's own words
	 */
	constructor(call, status, name, message) {
		super(`Odoo answered ${call} with ${status}: ${message}`, "Read Odoo's words above; its log has more.");
		this.status = status;
		this.exception = name;
	}
}

/** Calls Odoo as the user of an API key. */
export class OdooClient {
	#apiKey;

	/** @param {{ url: string, database: string, apiKey: string }} options */
	constructor({ url, database, apiKey }) {
		this.url = url;
		this.database = database;
		this.#apiKey = apiKey;
	}

	/**
	 * @param {string} model e.g. `crm.lead`
	 * @param {string} method a public method of it
	 * @param {Record<string, unknown>} [named] its arguments by name; `ids`: the records to call it on, `context`: Odoo's
	 * @returns {Promise<any>} what the method returns, records as ids
	 * @throws {OdooRefusal}
	 */
	async call(model, method, named = {}) {
		const response = await fetch(`${this.url}/json/2/${model}/${method}`, {
			method: 'POST',
			headers: {
				authorization: `bearer ${this.#apiKey}`,
				'content-type': 'application/json',
				'X-Odoo-Database': this.database,
				connection: 'close',
			},
			body: JSON.stringify(named),
			signal: AbortSignal.timeout(CALL_LIMIT),
		});
		const text = await response.text();
		const isJson = /json/.test(response.headers.get('content-type') ?? '');
		const answer = isJson ? JSON.parse(text) : text;
		if (response.ok) return answer;
		const { name = '', message = text.slice(0, 500) } = answer;
		throw new OdooRefusal(`${model}.${method}`, response.status, name, message);
	}

	/**
	 * @param {string} model
	 * @param {Values} values
	 * @returns {Promise<number>} id of the new record
	 */
	async create(model, values) {
		const [id] = await this.createAll(model, [values]);
		return id;
	}

	/**
	 * @param {string} model
	 * @param {readonly Values[]} records
	 * @returns {Promise<number[]>} their ids, in the same order
	 */
	async createAll(model, records) {
		return await this.call(model, 'create', { vals_list: records });
	}

	/**
	 * @param {string} model
	 * @param {Domain} domain
	 * @param {{ fields?: readonly string[], order?: string, limit?: number }} [options]
	 * @returns {Promise<Record<string, any>[]>} linked records as `[id, name]`, empty fields as `false`
	 */
	async search(model, domain, options = {}) {
		return await this.call(model, 'search_read', { domain, ...options });
	}

	/**
	 * @param {string} model
	 * @param {Domain} domain that fits one record
	 * @param {readonly string[]} [fields]
	 * @returns {Promise<Record<string, any>>}
	 * @throws {HostFailure} when there is none, or more than one
	 */
	async one(model, domain, fields) {
		const found = await this.search(model, domain, { fields, limit: 2 });
		if (found.length === 1) return found[0];
		const count = found.length === 0 ? 'no' : 'more than one';
		throw new HostFailure(
			`Odoo has ${count} ${model} with ${JSON.stringify(domain)}.`,
			'Look at the data of the test.',
		);
	}

	/**
	 * @param {string} model
	 * @param {number} id
	 * @param {readonly string[]} [fields]
	 * @returns {Promise<Record<string, any>>}
	 */
	async read(model, id, fields) {
		return await this.one(model, [['id', '=', id]], fields);
	}

	/**
	 * @param {string} model
	 * @param {readonly number[]} ids
	 * @param {Values} values
	 */
	async write(model, ids, values) {
		await this.call(model, 'write', { ids, vals: values });
	}
}

// @ts-check
/**
 * A mock of HubSpot's API: the paths that n8n's HubSpot node and our templates call, in the shapes HubSpot documents
 * (contacts v1 from its legacy pages, the rest from https://developers.hubspot.com/docs/api-reference). It holds what is
 * written to it and refuses what HubSpot would: a stranger's token, a property that was never made.
 */

import { answer, router } from './http.mjs';
import { associations } from './hubspot/associations.mjs';
import { legacyContacts } from './hubspot/legacy-contacts.mjs';
import { objects } from './hubspot/objects.mjs';
import { owners } from './hubspot/owners.mjs';
import { properties } from './hubspot/properties.mjs';
import { HubspotState } from './hubspot/state.mjs';
import { refusal } from './hubspot/refusal.mjs';
import { webhooks } from './hubspot/webhooks.mjs';

export const HUBSPOT_HOST = 'api.hubapi.com';
export const HUBSPOT_TOKEN = 'pat-eu1-5b0c7d18-lifecycle-tests';
/** Of a developer's account, which an app's webhooks belong to. */
export const HUBSPOT_DEVELOPER_KEY = 'dev-eu1-9f2a6c31-lifecycle-tests';

/**
 * @typedef {import('./http.mjs').Json} Json
 * @typedef {{
 *   owners?: { id?: string, email: string, firstName?: string, lastName?: string }[], contacts?: Json[], properties?: string[],
 * }} HubspotSeed `contacts`: properties of each; `properties`: names of custom ones that are there already
 */

export class HubspotMock {
	#state;
	#route;

	/** @param {HubspotSeed} [seed] */
	constructor(seed) {
		this.#state = new HubspotState(seed);
		const routes = [legacyContacts, objects, associations, owners, properties].flatMap((part) => part(this.#state));
		this.#route = router([
			['GET', '/account-info/v3/details', () => answer(200, { portalId: 1, accountType: 'DEVELOPER_TEST' })],
			...webhooks(this.#state),
			...routes,
		]);
	}

	/**
	 * @param {import('./http.mjs').Call} call
	 * @returns {Promise<import('./http.mjs').Answer | undefined>}
	 */
	async handle(call) {
		const isKnown = call.path.startsWith('/webhooks/')
			? call.query.hapikey === HUBSPOT_DEVELOPER_KEY
			: call.headers.authorization === `Bearer ${HUBSPOT_TOKEN}`;
		if (!isKnown) {
			return refusal(401, 'Authentication credentials not found.', 'INVALID_AUTHENTICATION');
		}
		return await this.#route(call);
	}

	/**
	 * @param {number} status
	 * @returns {Json}
	 */
	failure(status) {
		if (status !== 429) return { status: 'error', message: 'internal error', correlationId: 'a-test' };
		const policyName = 'SECONDLY';
		return { status: 'error', message: 'You have reached your secondly limit.', errorType: 'RATE_LIMIT', policyName };
	}

	/** @returns {Json[]} the properties of every contact, with its `id` */
	contacts() {
		return this.records('contacts');
	}

	/**
	 * @param {string} email
	 * @returns {Json | undefined}
	 */
	contact(email) {
		return this.contacts().find((contact) => String(contact.email).toLowerCase() === email.toLowerCase());
	}

	/** @returns {Json[]} the properties of every task, with its `id` and the ids of its `contacts` */
	tasks() {
		return this.records('tasks').map((task) => ({
			...task,
			contacts: this.#state.linked('tasks', task.id, 'contacts'),
		}));
	}

	/**
	 * @param {string} object e.g. `companies`
	 * @returns {Json[]}
	 */
	records(object) {
		return this.#state.records.all(object).map(({ id, fields }) => ({ ...fields, id }));
	}

	/** @returns {Json[]} the definitions of custom properties of contacts */
	customProperties() {
		return this.#state.definitions('contacts').filter(({ hubspotDefined }) => hubspotDefined !== true);
	}

	/** @returns {string | undefined} the address to which an app wants its events */
	webhookUrl() {
		return this.#state.webhook?.targetUrl;
	}

	/**
	 * A person changes something in HubSpot: not a write of the templates'.
	 *
	 * @param {string} email
	 * @param {Json} changed
	 */
	changeContact(email, changed) {
		const contact = this.#state.records.find('contacts', 'email', email);
		if (contact === undefined) throw new Error(`There is no contact ${email}.`);
		Object.assign(contact.fields, changed);
	}

	/** @param {Parameters<import('./records.mjs').Records['writes']>[0]} [filter] */
	writes(filter) {
		return this.#state.records.writes(filter);
	}

	async close() {}
}

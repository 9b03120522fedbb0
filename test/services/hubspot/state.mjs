// @ts-check
/** What the mock of HubSpot remembers. */

import { Records } from '../records.mjs';

/** Properties of contacts that HubSpot brings, as far as templates and tests speak of them. */
const CONTACT_PROPERTIES =
	`email firstname lastname jobtitle company phone mobilephone website industry country city state zip
	address numemployees annualrevenue lifecyclestage hs_lead_status hubspot_owner_id hs_object_id createdate lastmodifieddate
	hs_email_open hs_email_click hs_email_delivered hs_email_bounce hs_email_last_open_date hs_email_last_click_date
	hs_email_optout hs_analytics_num_page_views hs_analytics_num_visits hs_analytics_last_timestamp
	hs_analytics_last_visit_timestamp hs_analytics_first_timestamp hs_analytics_source hs_analytics_last_url
	num_conversion_events first_conversion_date first_conversion_event_name recent_conversion_date
	recent_conversion_event_name num_unique_conversion_events hs_lifecyclestage_lead_date associatedcompanyid message
	notes_last_updated notes_last_contacted num_notes hubspotscore salutation hs_persona hs_analytics_first_url
	hs_analytics_num_event_completions hs_latest_source hs_buying_role hs_seniority lastname fax`.split(/\s+/);

/** @typedef {import('../http.mjs').Json} Json */

export class HubspotState {
	records = new Records(String);
	/** @type {Json[]} */
	owners;
	/** @type {Json | undefined} settings of an app's webhooks */
	webhook;
	/** @type {Map<string, Map<string, Json>>} definitions by object and name */
	#properties = new Map();
	/** @type {{ from: string, fromId: string, to: string, toId: string }[]} */
	#links = [];

	/** @param {import('../hubspot.mjs').HubspotSeed} [seed] */
	constructor({ owners = [], contacts = [], properties = [] } = {}) {
		this.owners = owners.map((owner, index) => ({ id: String(701 + index), firstName: '', lastName: '', ...owner }));
		for (const name of CONTACT_PROPERTIES) this.define('contacts', { name, label: name, hubspotDefined: true });
		for (const name of properties) this.define('contacts', { name, label: name, type: 'string', fieldType: 'text' });
		for (const contact of contacts) this.records.seed('contacts', contact);
	}

	/**
	 * @param {string} object
	 * @returns {Json[]}
	 */
	definitions(object) {
		return [...(this.#properties.get(object)?.values() ?? [])];
	}

	/**
	 * @param {string} object
	 * @param {Json} definition
	 * @returns {boolean} false when there was one of that name
	 */
	define(object, definition) {
		const known = this.#properties.get(object) ?? new Map();
		this.#properties.set(object, known);
		const isNew = !known.has(definition.name);
		if (isNew) known.set(definition.name, { type: 'string', fieldType: 'text', ...definition });
		return isNew;
	}

	/**
	 * @param {string} object only contacts are held to their definitions
	 * @param {Json} fields
	 * @returns {{ isValid: false, message: string, error: string, name: string }[]} as HubSpot words it
	 */
	invalidIn(object, fields) {
		const known = this.#properties.get(object);
		if (object !== 'contacts' || known === undefined) return [];
		return Object.entries(fields).flatMap(([name, value]) => {
			const definition = known.get(name);
			if (definition === undefined)
				return [invalid(name, `Property "${name}" does not exist`, 'PROPERTY_DOESNT_EXIST')];
			const isEmpty = value === '' || value === null || value === undefined;
			if (definition.type !== 'number' || isEmpty || !Number.isNaN(Number(value))) return [];
			return [invalid(name, `${JSON.stringify(value)} was not a valid number.`, 'INVALID_DOUBLE')];
		});
	}

	/**
	 * @param {{ from: string, fromId: string, to: string, toId: string }} link
	 */
	link({ from, fromId, to, toId }) {
		const [one, other] = [
			{ from, fromId: String(fromId), to, toId: String(toId) },
			{ from: to, fromId: String(toId), to: from, toId: String(fromId) },
		];
		this.#links.push(one, other);
	}

	/**
	 * @param {string} from
	 * @param {string} fromId
	 * @param {string} to
	 * @returns {string[]} ids
	 */
	linked(from, fromId, to) {
		const ids = this.#links.filter((link) => link.from === from && link.fromId === String(fromId) && link.to === to);
		return [...new Set(ids.map(({ toId }) => toId))];
	}
}

/**
 * @param {string} name
 * @param {string} message
 * @param {string} error
 */
const invalid = (name, message, error) => ({ isValid: /** @type {const} */ (false), message, error, name });

// @ts-check
/**
 * A mock of Pipedrive's API, versions 1 and 2: users, persons, their fields, activities and leads, in the shapes of its API
 * reference. Version 2 refuses what it does not know, and text where it wants a number; so does this.
 */

import { randomBytes } from 'node:crypto';
import { answer, router } from './http.mjs';
import { faultOfActivity, faultOfPerson } from './pipedrive/validation.mjs';
import { Records } from './records.mjs';

export const PIPEDRIVE_HOST = 'api.pipedrive.com';
export const PIPEDRIVE_TOKEN = '4b1e7c09d2a84f6fb83e5d10lifecycletests00';

/**
 * @typedef {import('./http.mjs').Json} Json
 * @typedef {import('./http.mjs').Answer} Answer
 * @typedef {import('./http.mjs').Request} Request
 * @typedef {{
 *   users?: { name?: string, email: string, active_flag?: boolean }[], persons?: Json[], fields?: Record<string, string>,
 * }} PipedriveSeed `persons`: as version 2 shows them; `fields`: types of custom fields of persons by name, such as
 *   `{ 'Lead score': 'double' }`
 */

export class PipedriveMock {
	#records = new Records(String, 1);
	/** @type {Json[]} */
	#users;
	/** @type {{ field_code: string, field_name: string, field_type: string }[]} */
	#fields;
	#route;

	/** @param {PipedriveSeed} [seed] */
	constructor({ users = [], persons = [], fields = {} } = {}) {
		const everyone = [{ name: 'Integration', email: 'integration@lifecycle.example' }, ...users];
		this.#users = everyone.map((user, index) => ({ id: 11 + index, active_flag: true, ...user }));
		this.#fields = Object.entries(fields).map(([name, type]) => fieldOf(name, type));
		for (const person of persons) this.#records.seed('persons', withEmails(person));
		this.#route = router([
			['GET', '/v1/users', () => ok(this.#users)],
			['GET', '/v1/users/me', () => ok(this.#users[0])],
			['GET', '/v1/userSettings', () => ok({})],
			...this.#fieldRoutes(),
			...this.#personRoutes(),
			...this.#activityRoutes(),
		]);
	}

	/**
	 * @param {import('./http.mjs').Call} call
	 * @returns {Promise<Answer | undefined>}
	 */
	async handle(call) {
		const token = call.query.api_token ?? call.headers['x-api-token'];
		if (token !== PIPEDRIVE_TOKEN) return refusal(401, 'unauthorized access');
		return await this.#route(call);
	}

	/**
	 * @param {number} status
	 * @returns {Json}
	 */
	failure(status) {
		return { success: false, error: status === 429 ? 'request over limit' : 'Internal error', errorCode: status };
	}

	/** @returns {Json[]} as version 2 shows them, custom fields by name under `named` */
	persons() {
		return this.#records.all('persons').map((record) => {
			const person = personOf(record);
			const named = this.#fields.map((field) => [field.field_name, person.custom_fields[field.field_code] ?? null]);
			return { ...person, named: Object.fromEntries(named) };
		});
	}

	/**
	 * @param {string} email
	 * @returns {Json | undefined}
	 */
	person(email) {
		return this.persons().find(({ emails }) => emails.some((/** @type {Json} */ { value }) => value === email));
	}

	/** @returns {Json[]} */
	activities() {
		return this.#records.all('activities').map(activityOf);
	}

	/** @returns {Json[]} */
	users() {
		return this.#users;
	}

	/** @returns {Json[]} custom fields of persons: `field_code`, `field_name`, `field_type` */
	fields() {
		return this.#fields;
	}

	/**
	 * A person changes something in Pipedrive: not a write of the templates'.
	 *
	 * @param {string | number} id
	 * @param {Json} changed
	 */
	changePerson(id, changed) {
		const record = this.#records.get('persons', String(id));
		if (record === undefined) throw new Error(`There is no person ${id}.`);
		Object.assign(record.fields, changed);
	}

	/** @param {Parameters<Records['writes']>[0]} [filter] `object`: `persons`, `activities` or `leads` */
	writes(filter) {
		return this.#records.writes(filter);
	}

	async close() {}

	/** @returns {import('./http.mjs').Route[]} */
	#fieldRoutes() {
		const legacy = () =>
			this.#fields.map((field, index) => ({
				id: index + 1,
				key: field.field_code,
				name: field.field_name,
				field_type: field.field_type,
				edit_flag: true,
			}));
		return [
			['GET', '/v1/personFields', () => ok(legacy(), { pagination: { more_items_in_collection: false } })],
			['POST', '/v1/personFields', ({ body }) => this.#addField(body.name, body.field_type, () => legacy().at(-1))],
			['GET', '/api/v2/personFields', () => ok(this.#fields, { next_cursor: null })],
			[
				'POST',
				'/api/v2/personFields',
				({ body }) => this.#addField(body.field_name, body.field_type, () => this.#fields.at(-1)),
			],
			['GET', '/api/v2/activityFields', () => ok([], { next_cursor: null })],
		];
	}

	/**
	 * @param {string} name
	 * @param {string} type
	 * @param {() => unknown} made
	 */
	#addField(name, type, made) {
		if (!name || !type) return refusal(400, 'Field name and type are required');
		this.#fields.push(fieldOf(name, type));
		return answer(201, { success: true, data: made() });
	}

	/** @returns {import('./http.mjs').Route[]} */
	#personRoutes() {
		return [
			['GET', '/v1/persons/search', ({ query }) => this.#search(query, true)],
			['GET', '/api/v2/persons/search', ({ query }) => this.#search(query, false)],
			['GET', '/api/v2/persons', ({ query }) => page(this.#records.all('persons').map(personOf), query)],
			['GET', '/api/v2/persons/:id', ({ params }) => one(this.#records.get('persons', params.id), personOf)],
			['POST', '/api/v2/persons', ({ body }) => this.#savePerson(body)],
			['PATCH', '/api/v2/persons/:id', ({ params, body }) => this.#savePerson(body, params.id)],
			['DELETE', '/api/v2/persons/:id', ({ params }) => this.#delete('persons', params.id)],
			[
				'POST',
				'/v1/leads',
				({ body }) => answer(201, { success: true, data: { ...body, id: this.#records.create('leads', body).id } }),
			],
		];
	}

	/** @returns {import('./http.mjs').Route[]} */
	#activityRoutes() {
		return [
			['GET', '/api/v2/activities', ({ query }) => this.#activitiesOf(query)],
			['GET', '/api/v2/activities/:id', ({ params }) => one(this.#records.get('activities', params.id), activityOf)],
			['POST', '/api/v2/activities', ({ body }) => this.#saveActivity(body)],
			['PATCH', '/api/v2/activities/:id', ({ params, body }) => this.#saveActivity(body, params.id)],
			['DELETE', '/api/v2/activities/:id', ({ params }) => this.#delete('activities', params.id)],
		];
	}

	/**
	 * @param {Record<string, string>} query
	 * @param {boolean} isLegacy
	 */
	#search({ term = '', exact_match: exact, fields, limit = '100' }, isLegacy) {
		if (term.length < (exact === 'true' ? 1 : 2)) return refusal(400, 'term must be at least 2 characters long');
		const wanted = term.toLowerCase();
		const fits = (/** @type {unknown} */ text) => {
			const actual = String(text).toLowerCase();
			return exact === 'true' ? actual === wanted : actual.includes(wanted);
		};
		const isSearched = (/** @type {string} */ field) => fields === undefined || fields.split(',').includes(field);
		const found = this.#records
			.all('persons')
			.map(personOf)
			.filter(
				(person) =>
					(isSearched('email') && person.emails.some((/** @type {Json} */ { value }) => fits(value))) ||
					(isSearched('name') && fits(person.name)),
			);
		const items = found.slice(0, Number(limit)).map((person) => ({ result_score: 1, item: searchItem(person) }));
		const legacyMore = { pagination: { start: 0, limit: Number(limit), more_items_in_collection: false } };
		return ok({ items }, isLegacy ? legacyMore : { next_cursor: null });
	}

	/**
	 * @param {Json} body
	 * @param {string} [id] of a person that is there already
	 */
	#savePerson(body, id) {
		const fault = faultOfPerson(body, this.#fields, id === undefined);
		if (fault !== undefined) return refusal(400, fault);
		if (id === undefined) return answer(201, { success: true, data: personOf(this.#records.create('persons', body)) });
		const known = this.#records.get('persons', id);
		if (known === undefined) return refusal(404, 'Person not found');
		const customFields = { ...known.fields.custom_fields, ...body.custom_fields };
		return ok(personOf(this.#records.update('persons', id, { ...body, custom_fields: customFields })));
	}

	/**
	 * @param {Json} body
	 * @param {string} [id] of an activity that is there already
	 */
	#saveActivity(body, id) {
		const fault = faultOfActivity(body, id === undefined);
		if (fault !== undefined) return refusal(400, fault);
		if (id === undefined) {
			return answer(201, { success: true, data: activityOf(this.#records.create('activities', body)) });
		}
		if (this.#records.get('activities', id) === undefined) return refusal(404, 'Activity not found');
		return ok(activityOf(this.#records.update('activities', id, body)));
	}

	/** @param {Record<string, string>} query */
	#activitiesOf(query) {
		const isWanted = (/** @type {Json} */ activity) =>
			(query.person_id === undefined || String(activity.person_id) === query.person_id) &&
			(query.owner_id === undefined || String(activity.owner_id) === query.owner_id) &&
			(query.done === undefined || String(activity.done) === query.done);
		const found = this.#records.all('activities').map(activityOf).filter(isWanted);
		return page(query.sort_direction === 'desc' ? found.reverse() : found, query);
	}

	/**
	 * @param {string} object
	 * @param {string} id
	 */
	#delete(object, id) {
		return this.#records.delete(object, id) ? ok({ id: Number(id) }) : refusal(404, 'Not found');
	}
}

/**
 * @param {unknown} data
 * @param {Json} [additional]
 */
const ok = (data, additional) =>
	answer(200, { success: true, data, ...(additional && { additional_data: additional }) });

/**
 * @param {number} status
 * @param {string} error
 */
const refusal = (status, error) =>
	answer(status, { success: false, error, error_info: 'Please check developers.pipedrive.com', data: null });

/**
 * @param {string} name
 * @param {string} type
 */
const fieldOf = (name, type) => ({
	field_code: randomBytes(20).toString('hex'),
	field_name: name,
	field_type: type,
	is_custom_field: true,
});

/** @param {Json} person with `email` for short */
const withEmails = ({ email, ...person }) =>
	email === undefined ? person : { ...person, emails: [{ value: email, primary: true, label: 'work' }] };

/** @param {import('./records.mjs').StoredRecord} record */
const personOf = ({ id, fields, createdAt, updatedAt }) => ({
	name: '',
	owner_id: 11,
	org_id: null,
	phones: [],
	emails: [],
	label_ids: [],
	...fields,
	custom_fields: fields.custom_fields ?? {},
	id: Number(id),
	add_time: createdAt,
	update_time: updatedAt,
	is_deleted: false,
});

/** @param {Json} person */
const searchItem = ({ id, name, emails, owner_id: owner }) => ({
	id,
	type: 'person',
	name,
	phones: [],
	emails: emails.map((/** @type {Json} */ { value }) => value),
	primary_email: emails.find((/** @type {Json} */ { primary }) => primary)?.value ?? null,
	visible_to: 3,
	owner: { id: owner },
	organization: null,
	custom_fields: [],
	notes: [],
});

/** @param {import('./records.mjs').StoredRecord} record */
const activityOf = ({ id, fields, createdAt, updatedAt }) => ({
	subject: '',
	type: 'call',
	owner_id: 11,
	done: false,
	due_date: null,
	note: null,
	participants: [],
	...fields,
	person_id: fields.participants?.find((/** @type {Json} */ { primary }) => primary)?.person_id ?? null,
	id: Number(id),
	add_time: createdAt,
	update_time: updatedAt,
	is_deleted: false,
});

/**
 * @param {import('./records.mjs').StoredRecord | undefined} record
 * @param {(record: import('./records.mjs').StoredRecord) => Json} shown
 */
const one = (record, shown) => (record === undefined ? refusal(404, 'Not found') : ok(shown(record)));

/**
 * @param {Json[]} all
 * @param {Record<string, string>} query
 */
function page(all, { limit = '100', cursor }) {
	const start = cursor === undefined ? 0 : Number(Buffer.from(cursor, 'base64').toString());
	const size = Math.min(Number(limit), 500);
	const end = start + size;
	const next = all.length > end ? Buffer.from(String(end)).toString('base64') : null;
	return ok(all.slice(start, end), { next_cursor: next });
}

// @ts-check
/**
 * A mock of Salesforce's REST API: the sign-in by signed token, queries, and records of a few objects, in the shapes of its
 * REST API Developer Guide. It checks the token's signature and refuses fields that nobody made.
 */

import { createVerify, generateKeyPairSync } from 'node:crypto';
import { answer, router } from './http.mjs';
import { Records } from './records.mjs';
import { OBJECTS, objectNamed, SET_BY_SALESFORCE } from './salesforce/fields.mjs';
import { MalformedQuery, parseQuery, valueAt } from './salesforce/soql.mjs';

export const SALESFORCE_HOST = 'lifecycle-tests.my.salesforce.com';

const INSTANCE = `https://${SALESFORCE_HOST}`;
const CLIENT_ID = '3MVG9-lifecycle-tests';
const USERNAME = 'integration@lifecycle-tests.example';
const ACCESS_TOKEN = '00D000000000001!session-6f2c81ab90';
const DATA = '/services/data/:version';
const PAGE = 2000;

/**
 * @typedef {import('./http.mjs').Json} Json
 * @typedef {import('./http.mjs').Answer} Answer
 * @typedef {import('./http.mjs').Request} Request
 * @typedef {{
 *   users?: { Email: string, [field: string]: unknown }[], leads?: Json[], contacts?: Json[],
 *   customFields?: Record<string, string[]>,
 * }} SalesforceSeed `customFields`: names by object, such as `{ Lead: ['Lead_Score__c'] }`
 */

export class SalesforceMock {
	#records = new Records((number, object) => `${OBJECTS[object].prefix}${String(number).padStart(12, '0')}AAA`);
	#customFields;
	#keys = generateKeyPairSync('rsa', {
		modulusLength: 2048,
		privateKeyEncoding: { type: 'pkcs8', format: 'pem' },
		publicKeyEncoding: { type: 'spki', format: 'pem' },
	});
	#route;

	/** @param {SalesforceSeed} [seed] */
	constructor({ users = [], leads = [], contacts = [], customFields = {} } = {}) {
		this.#customFields = customFields;
		const own = { Email: USERNAME, Name: 'Integration', Username: USERNAME };
		for (const user of [own, ...users]) this.#records.seed('User', { IsActive: true, Username: user.Email, ...user });
		for (const lead of leads) this.#records.seed('Lead', { IsConverted: false, ...lead });
		for (const contact of contacts) this.#records.seed('Contact', contact);
		this.#route = router([
			['GET', `${DATA}/query`, ({ query }) => this.#query(query.q ?? '')],
			['GET', `${DATA}/query/:locator`, ({ params }) => this.#more(params.locator)],
			['GET', `${DATA}/sobjects/:object/describe`, ({ params }) => this.#describe(params.object)],
			['POST', `${DATA}/sobjects/:object`, (request) => this.#create(request)],
			['GET', `${DATA}/sobjects/:object/:id`, ({ params }) => this.#get(params)],
			['PATCH', `${DATA}/sobjects/:object/:id`, (request) => this.#update(request)],
			['DELETE', `${DATA}/sobjects/:object/:id`, ({ params }) => this.#delete(params)],
			['PATCH', `${DATA}/sobjects/:object/:field/:value`, (request) => this.#upsert(request)],
		]);
	}

	/**
	 * @param {import('./http.mjs').Call} call
	 * @returns {Promise<Answer | undefined>}
	 */
	async handle(call) {
		if (call.method === 'POST' && call.path === '/services/oauth2/token') return this.#signIn(call.body);
		if (call.headers.authorization !== `Bearer ${ACCESS_TOKEN}`) {
			return refusal(401, 'INVALID_SESSION_ID', 'Session expired or invalid');
		}
		return await this.#route(call);
	}

	/**
	 * @param {number} status
	 * @returns {Json}
	 */
	failure(status) {
		if (status === 429 || status === 403) {
			return [{ errorCode: 'REQUEST_LIMIT_EXCEEDED', message: 'TotalRequests Limit exceeded.' }];
		}
		return [{ errorCode: 'SERVER_UNAVAILABLE', message: 'Request timed out or server unavailable' }];
	}

	/** @returns {Json} data of n8n's credential for it */
	credential() {
		return {
			environment: 'production',
			clientId: CLIENT_ID,
			username: USERNAME,
			privateKey: this.#keys.privateKey,
			myDomainUrl: INSTANCE,
		};
	}

	/** @returns {string} what a session is known by; may stand nowhere */
	accessToken() {
		return ACCESS_TOKEN;
	}

	/**
	 * @param {string} object `Lead`, `Contact`, `Task`, `User` …
	 * @returns {Json[]} fields of its records, `Id` among them
	 */
	records(object) {
		return this.#records.all(object).map((record) => this.#full(object, record));
	}

	/**
	 * A person changes something in Salesforce: not a write of the templates'.
	 *
	 * @param {string} object
	 * @param {string} id
	 * @param {Json} changed
	 */
	change(object, id, changed) {
		const record = this.#records.get(object, id);
		if (record === undefined) throw new Error(`There is no ${object} ${id}.`);
		Object.assign(record.fields, changed);
	}

	/** @param {Parameters<Records['writes']>[0]} [filter] */
	writes(filter) {
		return this.#records.writes(filter);
	}

	async close() {}

	/** @param {string} form */
	#signIn(form) {
		const { grant_type: grant, assertion = '' } = Object.fromEntries(new URLSearchParams(form));
		const [head, payload, signature] = assertion.split('.');
		const verifier = createVerify('RSA-SHA256').update(`${head}.${payload}`);
		const isSigned = verifier.verify(this.#keys.publicKey, signature ?? '', 'base64url');
		const { iss, sub, aud, exp } = isSigned ? JSON.parse(Buffer.from(payload, 'base64url').toString()) : {};
		const isOurs = iss === CLIENT_ID && sub === USERNAME && aud === INSTANCE && exp * 1000 > Date.now();
		if (grant !== 'urn:ietf:params:oauth:grant-type:jwt-bearer' || !isOurs) {
			return answer(400, { error: 'invalid_grant', error_description: 'invalid assertion' });
		}
		return answer(200, {
			access_token: ACCESS_TOKEN,
			instance_url: INSTANCE,
			id: `${INSTANCE}/id/00D000000000001AAA/005000000001001AAA`,
			token_type: 'Bearer',
			scope: 'api',
		});
	}

	/**
	 * @param {string} text
	 * @returns {Answer}
	 */
	#query(text) {
		let query;
		try {
			query = parseQuery(text);
		} catch (error) {
			if (error instanceof MalformedQuery) return refusal(400, 'MALFORMED_QUERY', error.message);
			throw error;
		}
		const { fields, where, named, orderBy, limit } = query;
		const object = objectNamed(query.object);
		if (object === undefined) {
			return refusal(400, 'INVALID_TYPE', `sObject type '${query.object}' is not supported.`);
		}
		const unknown = this.#unknownIn(object, [...fields, ...named]);
		if (unknown.length > 0) {
			return refusal(400, 'INVALID_FIELD', `No such column '${unknown[0]}' on entity '${object}'.`);
		}
		const found = this.records(object).filter(where);
		const sorted = orderBy === undefined ? found : found.toSorted(byField(orderBy));
		const shown = sorted.slice(0, limit).map((record) => projected(object, record, fields));
		return this.#page(shown, 0);
	}

	/** @type {Json[][]} results that go on after their first page */
	#cursors = [];

	/**
	 * @param {Json[]} records
	 * @param {number} start
	 */
	#page(records, start) {
		const isLast = records.length <= start + PAGE;
		const cursor = isLast ? -1 : this.#cursors.push(records) - 1;
		const nextRecordsUrl = `/services/data/v59.0/query/${cursor}-${start + PAGE}`;
		return answer(200, {
			totalSize: records.length,
			done: isLast,
			...(!isLast && { nextRecordsUrl }),
			records: records.slice(start, start + PAGE),
		});
	}

	/** @param {string} locator */
	#more(locator) {
		const [cursor, start] = locator.split('-').map(Number);
		const records = this.#cursors[cursor];
		return records === undefined
			? refusal(400, 'INVALID_QUERY_LOCATOR', 'invalid query locator')
			: this.#page(records, start);
	}

	/** @param {Request} request */
	#create({ params, body }) {
		const object = objectNamed(params.object);
		if (object === undefined) return noObject();
		const refused = this.#refused(object, body);
		if (refused !== undefined) return refused;
		const missing = OBJECTS[object].required.filter((name) => !body[name]);
		if (missing.length > 0) {
			const names = missing.join(', ');
			return refusal(400, 'REQUIRED_FIELD_MISSING', `Required fields are missing: [${names}]`, missing);
		}
		const defaults = object === 'Lead' ? { IsConverted: false, Status: 'Open - Not Contacted' } : {};
		const owner = this.#records.find('User', 'Username', USERNAME)?.id;
		const { id } = this.#records.create(object, { ...defaults, OwnerId: owner, ...body });
		return answer(201, { id, success: true, errors: [] });
	}

	/** @param {Record<string, string>} params */
	#get({ object: name, id }) {
		const object = objectNamed(name);
		const record = object === undefined ? undefined : this.#records.get(object, id);
		if (object === undefined || record === undefined) return noRecord();
		return answer(200, { attributes: attributes(object, id), ...this.#full(object, record) });
	}

	/** @param {Request} request */
	#update({ params, body }) {
		const object = objectNamed(params.object);
		if (object === undefined) return noObject();
		if (this.#records.get(object, params.id) === undefined) return noRecord();
		const refused = this.#refused(object, body);
		if (refused !== undefined) return refused;
		this.#records.update(object, params.id, body);
		return answer(204);
	}

	/** @param {Request} request */
	#upsert({ params, body, ...request }) {
		const object = objectNamed(params.object);
		if (object === undefined) return noObject();
		const known = this.#records.find(object, params.field, params.value);
		const fields = { ...body, [params.field]: params.value };
		if (known === undefined) return this.#create({ ...request, params, body: fields });
		const refused = this.#refused(object, body);
		if (refused !== undefined) return refused;
		this.#records.update(object, known.id, body);
		return answer(200, { id: known.id, success: true, errors: [], created: false });
	}

	/** @param {Record<string, string>} params */
	#delete({ object: name, id }) {
		const object = objectNamed(name);
		return object !== undefined && this.#records.delete(object, id) ? answer(204) : noRecord();
	}

	/** @param {string} name */
	#describe(name) {
		const object = objectNamed(name);
		if (object === undefined) return noObject();
		const own = OBJECTS[object].fields.filter((field) => !field.includes('.'));
		const field = (/** @type {string} */ fieldName, /** @type {boolean} */ custom) => ({
			name: fieldName,
			label: fieldName,
			custom,
			updateable: !SET_BY_SALESFORCE.includes(fieldName),
			idLookup: fieldName === 'Id' || fieldName === 'Email',
			externalId: false,
			picklistValues: [],
		});
		const fields = [
			...own.map((fieldName) => field(fieldName, false)),
			...(this.#customFields[object] ?? []).map((fieldName) => field(fieldName, true)),
		];
		return answer(200, { name: object, fields });
	}

	/**
	 * @param {string} object
	 * @param {Json} fields
	 * @returns {Answer | undefined}
	 */
	#refused(object, fields) {
		const unknown = this.#unknownIn(object, Object.keys(fields));
		if (unknown.length > 0) {
			const message = `No such column '${unknown[0]}' on sobject of type ${object}`;
			return refusal(400, 'INVALID_FIELD', message);
		}
		const own = Object.keys(fields).filter((name) => SET_BY_SALESFORCE.includes(name));
		if (own.length > 0) {
			const message = `Unable to create/update fields: ${own.join(', ')}.`;
			return refusal(400, 'INVALID_FIELD_FOR_INSERT_UPDATE', message, own);
		}
		return undefined;
	}

	/**
	 * @param {string} object
	 * @param {readonly string[]} names
	 */
	#unknownIn(object, names) {
		const known = [...OBJECTS[object].fields, ...(this.#customFields[object] ?? [])].map((name) => name.toLowerCase());
		return names.filter((name) => !known.includes(name.toLowerCase()));
	}

	/**
	 * @param {string} object
	 * @param {import('./records.mjs').StoredRecord} record
	 * @returns {Json}
	 */
	#full(object, { id, fields, createdAt, updatedAt }) {
		const owner = fields.OwnerId === undefined ? undefined : this.#records.get('User', fields.OwnerId);
		const isPerson = object === 'Lead' || object === 'Contact';
		return {
			...(isPerson && { Name: [fields.FirstName, fields.LastName].filter(Boolean).join(' ') }),
			...fields,
			Id: id,
			CreatedDate: fields.CreatedDate ?? createdAt,
			LastModifiedDate: updatedAt,
			...(owner && { Owner: { Id: owner.id, Email: owner.fields.Email, Name: owner.fields.Name } }),
		};
	}
}

/**
 * @param {number} status
 * @param {string} errorCode
 * @param {string} message
 * @param {readonly string[]} [fields]
 */
const refusal = (status, errorCode, message, fields) =>
	answer(status, [{ message, errorCode, ...(fields && { fields }) }]);

const noObject = () => refusal(404, 'NOT_FOUND', 'The requested resource does not exist');
const noRecord = () => refusal(404, 'NOT_FOUND', 'Provided external ID field does not exist or is not accessible');

/**
 * @param {string} object
 * @param {string} id
 */
const attributes = (object, id) => ({ type: object, url: `/services/data/v59.0/sobjects/${object}/${id}` });

/**
 * @param {string} object
 * @param {Json} record
 * @param {readonly string[]} fields
 */
function projected(object, record, fields) {
	/** @type {Json} */
	const shown = { attributes: attributes(object, record.Id) };
	for (const field of fields) {
		const [first, second] = field.split('.');
		const value = valueAt(record, field) ?? null;
		shown[first] = second === undefined ? value : { ...shown[first], [second]: value };
	}
	return shown;
}

/** @param {{ field: string, descending: boolean }} order */
function byField({ field, descending }) {
	const sign = descending ? -1 : 1;
	return (/** @type {Json} */ one, /** @type {Json} */ other) => {
		const [left, right] = [one, other].map((record) => String(valueAt(record, field) ?? ''));
		return sign * (left.localeCompare(right, 'en', { numeric: true }) || one.Id.localeCompare(other.Id));
	};
}

// @ts-check
/** CRM objects v3: contacts, tasks, companies and the like, one by one, in batches, by search. */

import { answer } from '../http.mjs';
import { refusal } from './refusal.mjs';

/**
 * @typedef {import('../http.mjs').Json} Json
 * @typedef {import('../http.mjs').Request} Request
 * @typedef {import('./state.mjs').HubspotState} HubspotState
 * @typedef {import('../records.mjs').StoredRecord} StoredRecord
 */

/** HubSpot's own ids of kinds of associations. */
const ASSOCIATION_TARGETS = new Map([
	[204, 'contacts'],
	[192, 'companies'],
	[216, 'deals'],
]);
const SEARCH_LIMIT = 200;
const SEARCH_DEPTH = 10_000;

/**
 * @param {HubspotState} state
 * @returns {import('../http.mjs').Route[]}
 */
export const objects = (state) => [
	['POST', '/crm/v3/objects/:object/search', (request) => search(state, request)],
	['POST', '/crm/v3/objects/:object/batch/read', (request) => batch(state, request, readOne)],
	['POST', '/crm/v3/objects/:object/batch/create', (request) => batch(state, request, createOne)],
	['POST', '/crm/v3/objects/:object/batch/update', (request) => batch(state, request, updateOne)],
	['POST', '/crm/v3/objects/:object/batch/upsert', (request) => batch(state, request, upsertOne)],
	['GET', '/crm/v3/objects/:object/:id', ({ params, query }) => found(state, params, query)],
	[
		'PATCH',
		'/crm/v3/objects/:object/:id',
		({ params, query, body }) =>
			updateOne(state, params.object, { ...body, id: params.id, idProperty: query.idProperty }),
	],
	['DELETE', '/crm/v3/objects/:object/:id', ({ params }) => remove(state, params)],
	['POST', '/crm/v3/objects/:object', ({ params, body }) => createOne(state, params.object, body)],
	['GET', '/crm/v3/objects/:object', (request) => list(state, request)],
];

/**
 * @param {HubspotState} state
 * @param {string} object
 * @param {string} id
 * @param {string} [idProperty] property that the id is of, `hs_object_id` unless said otherwise
 */
const lookUp = (state, object, id, idProperty) =>
	idProperty === undefined || idProperty === 'hs_object_id'
		? state.records.get(object, id)
		: state.records.find(object, idProperty, id);

/**
 * @param {StoredRecord} record
 * @param {readonly string[]} [names] of properties
 * @returns {Json}
 */
function shown({ id, fields, createdAt, updatedAt }, names) {
	const own = { ...fields, hs_object_id: id, createdate: fields.createdate ?? createdAt, lastmodifieddate: updatedAt };
	const wanted = names === undefined ? Object.keys(own) : [...names, 'hs_object_id', 'createdate', 'lastmodifieddate'];
	const text = (/** @type {unknown} */ value) => (value === undefined || value === null ? null : String(value));
	const properties = Object.fromEntries(wanted.map((name) => [name, text(own[/** @type {keyof own} */ (name)])]));
	return { id, properties, createdAt, updatedAt, archived: false };
}

/**
 * @param {HubspotState} state
 * @param {string} object
 * @param {Json} fields
 */
function refuseInvalid(state, object, fields) {
	const reasons = state.invalidIn(object, fields);
	if (reasons.length === 0) return undefined;
	return refusal(400, `Property values were not valid: ${JSON.stringify(reasons)}`);
}

/** @param {string} id */
const missing = (id) => refusal(404, `Object not found.  objectId are usually numeric. ${id}`, 'OBJECT_NOT_FOUND');

/**
 * @param {HubspotState} state
 * @param {string} object
 * @param {Json} input
 * @returns {import('../http.mjs').Answer}
 */
function createOne(state, object, { properties = {}, associations = [] }) {
	const refused = refuseInvalid(state, object, properties);
	if (refused !== undefined) return refused;
	const twin =
		object === 'contacts' && properties.email ? state.records.find(object, 'email', properties.email) : undefined;
	if (twin !== undefined) return refusal(409, `Contact already exists. Existing ID: ${twin.id}`, 'CONFLICT');
	const record = state.records.create(object, properties);
	for (const { to, types } of associations) {
		const target = ASSOCIATION_TARGETS.get(types?.[0]?.associationTypeId) ?? 'contacts';
		state.link({ from: object, fromId: record.id, to: target, toId: to.id });
	}
	return answer(201, shown(record));
}

/**
 * @param {HubspotState} state
 * @param {string} object
 * @param {Json} input
 * @returns {import('../http.mjs').Answer}
 */
function updateOne(state, object, { id, idProperty, properties = {} }) {
	const record = lookUp(state, object, id, idProperty);
	if (record === undefined) return missing(id);
	return (
		refuseInvalid(state, object, properties) ?? answer(200, shown(state.records.update(object, record.id, properties)))
	);
}

/**
 * @param {HubspotState} state
 * @param {string} object
 * @param {Json} input
 * @returns {import('../http.mjs').Answer}
 */
function upsertOne(state, object, { id, idProperty, properties = {} }) {
	const isNew = lookUp(state, object, id, idProperty) === undefined;
	const named = idProperty === undefined ? properties : { ...properties, [idProperty]: id };
	const result = isNew
		? createOne(state, object, { properties: named })
		: updateOne(state, object, { id, idProperty, properties });
	const body = /** @type {Json} */ (result.body);
	return result.status >= 400 ? result : answer(200, { ...body, new: isNew });
}

/**
 * @param {HubspotState} state
 * @param {string} object
 * @param {Json} input
 * @param {Json} whole the body of the call
 * @returns {import('../http.mjs').Answer}
 */
function readOne(state, object, { id }, { idProperty, properties }) {
	const record = lookUp(state, object, id, idProperty);
	return record === undefined ? missing(id) : answer(200, shown(record, properties));
}

/**
 * @param {HubspotState} state
 * @param {Request} request
 * @param {(state: HubspotState, object: string, input: Json, whole: Json) => import('../http.mjs').Answer} one
 */
function batch(state, { params, body }, one) {
	const inputs = body.inputs ?? [];
	if (inputs.length > 100) return refusal(400, 'The maximum number of inputs is 100.');
	const results = inputs.map((/** @type {Json} */ input) => one(state, params.object, input, body));
	const bad = results.find((/** @type {Json} */ { status }) => status >= 400 && status !== 404);
	if (bad !== undefined) return bad;
	const good = results.filter((/** @type {Json} */ { status }) => status < 400);
	const bodies = good.map((/** @type {Json} */ result) => result.body);
	return answer(good.length < results.length ? 207 : 200, { status: 'COMPLETE', results: bodies });
}

/**
 * @param {HubspotState} state
 * @param {Record<string, string>} params
 * @param {Record<string, string>} query
 */
function found(state, { object, id }, { idProperty, properties }) {
	const record = lookUp(state, object, id, idProperty);
	return record === undefined ? missing(id) : answer(200, shown(record, properties?.split(',')));
}

/**
 * @param {HubspotState} state
 * @param {Record<string, string>} params
 */
function remove(state, { object, id }) {
	state.records.delete(object, id);
	return answer(204);
}

/**
 * @param {HubspotState} state
 * @param {Request} request
 */
function list(state, { params, query }) {
	const limit = Math.min(Number(query.limit ?? 10), 100);
	const all = state.records.all(params.object).filter(({ id }) => Number(id) >= Number(query.after ?? 0));
	const next = all[limit];
	return answer(200, {
		results: all.slice(0, limit).map((record) => shown(record, query.properties?.split(','))),
		...(next && { paging: { next: { after: next.id, link: '' } } }),
	});
}

/**
 * @param {HubspotState} state
 * @param {Request} request
 */
function search(state, { params, body }) {
	const { filterGroups = [], sorts = [], limit = 10, after = 0, properties } = body;
	if (limit > SEARCH_LIMIT) return refusal(400, `The limit is ${SEARCH_LIMIT} objects a page.`);
	// Sought further, HubSpot answers 400; who wants more has to narrow the search.
	if (Number(after) + limit > SEARCH_DEPTH)
		return refusal(400, `Paging beyond ${SEARCH_DEPTH} results is not allowed.`);
	const matching = state.records
		.all(params.object)
		.filter((record) => fits(record, filterGroups, (to) => state.linked(params.object, record.id, to)));
	const sorted = sorts.length > 0 ? matching.toSorted(comparison(sorts[0])) : matching;
	const start = Number(after);
	const results = sorted.slice(start, start + limit);
	const hasMore = sorted.length > start + limit;
	return answer(200, {
		total: sorted.length,
		results: results.map((record) => shown(record, properties)),
		...(hasMore && { paging: { next: { after: String(start + limit) } } }),
	});
}

/**
 * @param {StoredRecord} record
 * @param {readonly Json[]} groups
 * @param {(object: string) => readonly string[]} linked ids of the records that it is associated with, by object
 */
function fits(record, groups, linked) {
	if (groups.length === 0) return true;
	const { properties } = shown(record);
	// `associations.contact` stands for the contacts that a record is associated with.
	const isLinked = (/** @type {Json} */ { propertyName, value }) =>
		linked(`${propertyName.slice('associations.'.length)}s`).includes(String(value));
	return groups.some(({ filters }) =>
		filters.every((/** @type {Json} */ filter) =>
			filter.propertyName.startsWith('associations.')
				? isLinked(filter)
				: passes(properties[filter.propertyName] ?? null, filter),
		),
	);
}

/** @type {Record<string, (actual: string | null, filter: Json) => boolean>} */
const OPERATORS = {
	EQ: (actual, { value }) => actual !== null && actual.toLowerCase() === String(value).toLowerCase(),
	NEQ: (actual, { value }) => actual === null || actual.toLowerCase() !== String(value).toLowerCase(),
	IN: (actual, { values }) => actual !== null && values.map(lower).includes(actual.toLowerCase()),
	NOT_IN: (actual, { values }) => actual === null || !values.map(lower).includes(actual.toLowerCase()),
	HAS_PROPERTY: (actual) => actual !== null && actual !== '',
	NOT_HAS_PROPERTY: (actual) => actual === null || actual === '',
	CONTAINS_TOKEN: (actual, { value }) =>
		actual !== null && actual.toLowerCase().includes(lower(value).replaceAll('*', '')),
	GT: (actual, { value }) => actual !== null && measure(actual) > measure(value),
	GTE: (actual, { value }) => actual !== null && measure(actual) >= measure(value),
	LT: (actual, { value }) => actual !== null && measure(actual) < measure(value),
	LTE: (actual, { value }) => actual !== null && measure(actual) <= measure(value),
	BETWEEN: (actual, { value, highValue }) =>
		actual !== null && measure(actual) >= measure(value) && measure(actual) <= measure(highValue),
};

/**
 * @param {string | null} actual
 * @param {Json} filter
 */
function passes(actual, filter) {
	const operator = OPERATORS[filter.operator];
	if (operator === undefined) throw new Error(`The mock of HubSpot does not know the operator ${filter.operator}.`);
	return operator(actual, filter);
}

/** @param {unknown} value */
const lower = (value) => String(value).toLowerCase();

/**
 * @param {unknown} value a number, a date as ISO text or in milliseconds
 * @returns {number}
 */
const measure = (value) => (Number.isNaN(Number(value)) ? Date.parse(String(value)) : Number(value));

/** @param {Json | string} sort */
function comparison(sort) {
	const { propertyName, direction } = typeof sort === 'string' ? { propertyName: sort, direction: 'ASCENDING' } : sort;
	const sign = direction === 'DESCENDING' ? -1 : 1;
	return (/** @type {StoredRecord} */ one, /** @type {StoredRecord} */ other) => {
		const [left, right] = [one, other].map((record) => measure(shown(record).properties[propertyName] ?? ''));
		return sign * (left - right || Number(one.id) - Number(other.id));
	};
}

// @ts-check
/** Properties v3: their definitions, and groups of them. */

import { answer } from '../http.mjs';
import { refusal } from './refusal.mjs';

/**
 * @typedef {import('./state.mjs').HubspotState} HubspotState
 * @typedef {import('../http.mjs').Json} Json
 */

const GROUPS = ['contactinformation'];
const TYPES = {
	string: ['text', 'textarea', 'file', 'html', 'phonenumber'],
	number: ['number', 'calculation_equation'],
	date: ['date'],
	datetime: ['date'],
	enumeration: ['select', 'radio', 'checkbox', 'booleancheckbox'],
	bool: ['booleancheckbox', 'calculation_equation'],
};

/**
 * @param {HubspotState} state
 * @returns {import('../http.mjs').Route[]}
 */
export const properties = (state) => {
	const groups = new Set(GROUPS);
	const create = (/** @type {string} */ object, /** @type {Json} */ definition) => {
		const fault = faultOf(definition, groups);
		if (fault !== undefined) return refusal(400, fault);
		if (state.define(object, definition)) return answer(201, definition);
		return refusal(409, `A property named '${definition.name}' already exists.`, 'OBJECT_ALREADY_EXISTS');
	};
	return [
		['GET', '/crm/v3/properties/:object/groups', () => answer(200, { results: [...groups].map((name) => ({ name })) })],
		['POST', '/crm/v3/properties/:object/groups', ({ body }) => createGroup(groups, body)],
		[
			'POST',
			'/crm/v3/properties/:object/batch/create',
			({ params, body }) => {
				const results = body.inputs.map((/** @type {Json} */ input) => create(params.object, input));
				const good = results.filter((/** @type {Json} */ { status }) => status < 400);
				const errors = results.filter((/** @type {Json} */ { status }) => status >= 400);
				return answer(errors.length > 0 ? 207 : 201, {
					status: 'COMPLETE',
					results: good.map((/** @type {Json} */ result) => result.body),
					...(errors.length > 0 && { errors: errors.map((/** @type {Json} */ result) => result.body) }),
				});
			},
		],
		['POST', '/crm/v3/properties/:object', ({ params, body }) => create(params.object, body)],
		['GET', '/crm/v3/properties/:object', ({ params }) => answer(200, { results: state.definitions(params.object) })],
		[
			'GET',
			'/crm/v3/properties/:object/:name',
			({ params }) => {
				const found = state.definitions(params.object).find(({ name }) => name === params.name);
				return found === undefined ? refusal(404, 'property does not exist', 'OBJECT_NOT_FOUND') : answer(200, found);
			},
		],
	];
};

/**
 * @param {Set<string>} groups
 * @param {Json} body
 */
function createGroup(groups, { name, label }) {
	if (groups.has(name)) return refusal(409, `A group named '${name}' already exists.`, 'OBJECT_ALREADY_EXISTS');
	groups.add(name);
	return answer(201, { name, label, archived: false });
}

/**
 * @param {Json} definition
 * @param {Set<string>} groups
 * @returns {string | undefined} what HubSpot would say against it
 */
function faultOf({ name, label, type, fieldType, groupName }, groups) {
	if (typeof name !== 'string' || !/^[a-z][a-z0-9_]*$/.test(name)) return `Property name '${name}' is invalid.`;
	if (!label) return 'label is required';
	if (!groups.has(groupName)) return `Property group '${groupName}' does not exist.`;
	const fields = TYPES[/** @type {keyof typeof TYPES} */ (type)];
	if (fields === undefined) return `'${type}' is not a type of property.`;
	return fields.includes(fieldType)
		? undefined
		: `A property of type '${type}' cannot have the field type '${fieldType}'.`;
}

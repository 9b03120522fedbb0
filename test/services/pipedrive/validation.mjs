// @ts-check
/** What version 2 of Pipedrive's API takes: the fields of its request models, each of its own type. */

/** @typedef {import('../http.mjs').Json} Json */

/** @type {Record<string, (value: unknown) => boolean>} */
const IS = {
	text: (value) => typeof value === 'string',
	number: (value) => typeof value === 'number',
	boolean: (value) => typeof value === 'boolean',
	list: Array.isArray,
	object: (value) => typeof value === 'object' && value !== null && !Array.isArray(value),
	date: (value) => typeof value === 'string' && /^\d{4}-\d\d-\d\d$/.test(value),
};

const PERSON = {
	name: 'text',
	owner_id: 'number',
	org_id: 'number',
	add_time: 'text',
	update_time: 'text',
	emails: 'list',
	phones: 'list',
	visible_to: 'number',
	label_ids: 'list',
	marketing_status: 'text',
	custom_fields: 'object',
};

/** `person_id` is read from the primary participant, and cannot be written. */
const ACTIVITY = {
	subject: 'text',
	type: 'text',
	owner_id: 'number',
	deal_id: 'number',
	lead_id: 'text',
	org_id: 'number',
	project_id: 'number',
	due_date: 'date',
	due_time: 'text',
	duration: 'text',
	busy: 'boolean',
	done: 'boolean',
	location: 'object',
	participants: 'list',
	attendees: 'list',
	public_description: 'text',
	priority: 'number',
	note: 'text',
};

/** @type {Record<string, keyof typeof IS>} */
const CUSTOM = { double: 'number', varchar: 'text', varchar_auto: 'text', text: 'text', date: 'date', enum: 'number' };

/**
 * @param {Json} body
 * @param {readonly Json[]} fields custom fields
 * @param {boolean} isNew
 * @returns {string | undefined}
 */
export function faultOfPerson(body, fields, isNew) {
	if (isNew && !body.name) return 'Validation failed: name: required';
	const fault = faultIn(body, PERSON);
	if (fault !== undefined) return fault;
	for (const [code, value] of Object.entries(body.custom_fields ?? {})) {
		const field = fields.find(({ field_code: known }) => known === code);
		if (field === undefined) return `Validation failed: custom_fields.${code}: unknown field`;
		const type = CUSTOM[field.field_type];
		if (value !== null && type !== undefined && !IS[type](value)) {
			return `Validation failed: custom_fields.${code}: should be ${type}, got ${JSON.stringify(value)}`;
		}
	}
	return undefined;
}

/**
 * @param {Json} body
 * @param {boolean} isNew
 * @returns {string | undefined}
 */
export function faultOfActivity(body, isNew) {
	if (isNew && !body.subject) return 'Validation failed: subject: required';
	return faultIn(body, ACTIVITY);
}

/**
 * @param {Json} body
 * @param {Record<string, string>} shape
 */
function faultIn(body, shape) {
	for (const [name, value] of Object.entries(body)) {
		const type = shape[name];
		if (type === undefined) return `Validation failed: ${name}: unknown property`;
		if (value !== null && !IS[type](value)) return `Validation failed: ${name}: should be ${type}`;
	}
	return undefined;
}

// @ts-check
/** Contacts v1 and engagements v1: what n8n's HubSpot node still calls for contacts and tasks. */

import { answer } from '../http.mjs';
import { refusal } from './refusal.mjs';

/**
 * @typedef {import('../http.mjs').Json} Json
 * @typedef {import('./state.mjs').HubspotState} HubspotState
 */

/**
 * @param {HubspotState} state
 * @returns {import('../http.mjs').Route[]}
 */
export const legacyContacts = (state) => [
	['POST', '/contacts/v1/contact/createOrUpdate/email/:email', (request) => upsert(state, request)],
	['GET', '/contacts/v1/contact/vid/:id/profile', ({ params }) => profile(state.records.get('contacts', params.id))],
	[
		'GET',
		'/contacts/v1/contact/email/:email/profile',
		({ params }) => profile(state.records.find('contacts', 'email', params.email)),
	],
	['DELETE', '/contacts/v1/contact/vid/:id', ({ params }) => remove(state, 'contacts', params.id)],
	['GET', '/contacts/v1/lists/all/contacts/all', ({ query }) => page(state, query)],
	['GET', '/contacts/v1/lists/recently_updated/contacts/recent', ({ query }) => page(state, query)],
	['POST', '/engagements/v1/engagements', ({ body }) => engage(state, body)],
	['GET', '/engagements/v1/engagements/paged', () => engagements(state)],
	['GET', '/engagements/v1/engagements/:id', ({ params }) => engagement(state, params.id)],
	['DELETE', '/engagements/v1/engagements/:id', ({ params }) => remove(state, 'tasks', params.id)],
];

/**
 * @param {HubspotState} state
 * @param {import('../http.mjs').Request} request
 */
function upsert(state, { params, body }) {
	const sent = Object.fromEntries(
		(body.properties ?? []).map((/** @type {Json} */ { property, value }) => [property, value]),
	);
	const validationResults = state.invalidIn('contacts', sent);
	if (validationResults.length > 0) {
		return refusal(400, 'Property values were not valid', 'VALIDATION_ERROR', { validationResults });
	}
	const known = state.records.find('contacts', 'email', params.email);
	const fields = { ...sent, email: sent.email ?? params.email };
	const { id } = known ? state.records.update('contacts', known.id, fields) : state.records.create('contacts', fields);
	return answer(200, { vid: Number(id), isNew: known === undefined });
}

/** @param {import('../records.mjs').StoredRecord | undefined} record */
const profile = (record) =>
	record === undefined
		? refusal(404, 'contact does not exist', 'OBJECT_NOT_FOUND')
		: answer(200, legacyContact(record));

/** @param {import('../records.mjs').StoredRecord} record */
const legacyContact = ({ id, fields, createdAt }) => ({
	vid: Number(id),
	'canonical-vid': Number(id),
	'portal-id': 1,
	'is-contact': true,
	addedAt: Date.parse(createdAt),
	properties: Object.fromEntries(
		Object.entries(fields).map(([name, value]) => [name, { value: String(value), versions: [] }]),
	),
	'identity-profiles': [{ vid: Number(id), identities: [{ type: 'EMAIL', value: fields.email, 'is-primary': true }] }],
});

/**
 * @param {HubspotState} state
 * @param {Record<string, string>} query
 */
function page(state, { count = '20', vidOffset = '0' }) {
	const all = state.records.all('contacts').filter(({ id }) => Number(id) > Number(vidOffset));
	const contacts = all.slice(0, Math.min(Number(count), 100));
	const last = Number(contacts.at(-1)?.id ?? 0);
	return answer(200, {
		contacts: contacts.map(legacyContact),
		'has-more': all.length > contacts.length,
		'vid-offset': last,
	});
}

/**
 * @param {HubspotState} state
 * @param {Json} body
 */
function engage(state, { engagement: head = {}, metadata = {}, associations: links = {} }) {
	const { id } = state.records.create('tasks', {
		hs_task_subject: metadata.subject,
		hs_task_body: metadata.body,
		hs_task_status: metadata.status,
		hs_timestamp: head.timestamp === undefined ? undefined : new Date(head.timestamp).toISOString(),
		hubspot_owner_id: head.ownerId === undefined ? undefined : String(head.ownerId),
		hs_engagement_type: head.type,
	});
	for (const contact of links.contactIds ?? [])
		state.link({ from: 'tasks', fromId: id, to: 'contacts', toId: contact });
	return engagement(state, id);
}

/**
 * @param {HubspotState} state
 * @param {string} id
 */
function engagement(state, id) {
	const record = state.records.get('tasks', id);
	if (record === undefined) return refusal(404, 'engagement does not exist', 'OBJECT_NOT_FOUND');
	return answer(200, legacyEngagement(state, record));
}

/** @param {HubspotState} state */
const engagements = (state) =>
	answer(200, {
		results: state.records.all('tasks').map((record) => legacyEngagement(state, record)),
		hasMore: false,
		offset: 0,
	});

/**
 * @param {HubspotState} state
 * @param {import('../records.mjs').StoredRecord} record
 */
const legacyEngagement = (state, { id, fields, createdAt }) => ({
	engagement: {
		id: Number(id),
		type: fields.hs_engagement_type ?? 'TASK',
		ownerId: Number(fields.hubspot_owner_id),
		createdAt: Date.parse(createdAt),
		timestamp: Date.parse(fields.hs_timestamp ?? createdAt),
	},
	associations: { contactIds: state.linked('tasks', id, 'contacts').map(Number) },
	metadata: { subject: fields.hs_task_subject, body: fields.hs_task_body, status: fields.hs_task_status },
});

/**
 * @param {HubspotState} state
 * @param {string} object
 * @param {string} id
 */
const remove = (state, object, id) =>
	state.records.delete(object, id)
		? answer(200, { vid: Number(id), deleted: true, reason: 'OK' })
		: refusal(404, 'object does not exist', 'OBJECT_NOT_FOUND');

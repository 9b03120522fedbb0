// @ts-check
/** Owners v3: the users that records are assigned to. */

import { answer } from '../http.mjs';
import { refusal } from './refusal.mjs';

/**
 * @param {import('./state.mjs').HubspotState} state
 * @returns {import('../http.mjs').Route[]}
 */
export const owners = (state) => [
	[
		'GET',
		'/crm/v3/owners/:id',
		({ params }) => {
			const owner = state.owners.find(({ id }) => id === params.id);
			return owner === undefined ? refusal(404, 'owner does not exist', 'OBJECT_NOT_FOUND') : answer(200, owner);
		},
	],
	[
		'GET',
		'/crm/v3/owners',
		({ query }) => {
			const isWanted = (/** @type {import('../http.mjs').Json} */ { email }) =>
				query.email === undefined || email === query.email;
			return answer(200, { results: state.owners.filter(isWanted) });
		},
	],
];

// @ts-check
/** Links between objects: v4, and the batch that n8n's node sends to v1. */

import { answer } from '../http.mjs';

/**
 * @param {import('./state.mjs').HubspotState} state
 * @returns {import('../http.mjs').Route[]}
 */
export const associations = (state) => [
	[
		'PUT',
		'/crm/v4/objects/:from/:fromId/associations/default/:to/:toId',
		({ params: { from, fromId, to, toId } }) => {
			state.link({ from, fromId, to, toId });
			return answer(200, { status: 'COMPLETE', results: [] });
		},
	],
	[
		'PUT',
		'/crm/v4/objects/:from/:fromId/associations/:to/:toId',
		({ params: { from, fromId, to, toId } }) => {
			state.link({ from, fromId, to, toId });
			return answer(201, { fromObjectTypeId: from, fromObjectId: fromId, toObjectTypeId: to, toObjectId: toId });
		},
	],
	[
		'GET',
		'/crm/v4/objects/:from/:fromId/associations/:to',
		({ params: { from, fromId, to } }) =>
			answer(200, {
				results: state.linked(from, fromId, to).map((id) => ({ toObjectId: Number(id), associationTypes: [] })),
			}),
	],
	['PUT', '/crm-associations/v1/associations/create-batch', () => answer(204)],
];

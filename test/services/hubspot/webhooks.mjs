// @ts-check
/** Webhooks v3: where an app's events go, and which ones; asked with the key of a developer's account. */

import { answer } from '../http.mjs';
import { refusal } from './refusal.mjs';

/**
 * @param {import('./state.mjs').HubspotState} state
 * @returns {import('../http.mjs').Route[]}
 */
export const webhooks = (state) => {
	/** @type {Map<string, import('../http.mjs').Json>} */
	const subscriptions = new Map();
	let newest = 0;
	return [
		[
			'GET',
			'/webhooks/v3/:app/settings',
			() =>
				state.webhook === undefined ? refusal(404, 'No settings', 'OBJECT_NOT_FOUND') : answer(200, state.webhook),
		],
		['PUT', '/webhooks/v3/:app/settings', ({ body }) => answer(200, (state.webhook = body))],
		[
			'DELETE',
			'/webhooks/v3/:app/settings',
			() => {
				state.webhook = undefined;
				return answer(204);
			},
		],
		['GET', '/webhooks/v3/:app/subscriptions', () => answer(200, { results: [...subscriptions.values()] })],
		[
			'POST',
			'/webhooks/v3/:app/subscriptions',
			({ body }) => {
				newest += 1;
				const subscription = { ...body, id: String(newest) };
				subscriptions.set(subscription.id, subscription);
				return answer(201, subscription);
			},
		],
		[
			'DELETE',
			'/webhooks/v3/:app/subscriptions/:id',
			({ params }) => {
				subscriptions.delete(params.id);
				return answer(204);
			},
		],
	];
};

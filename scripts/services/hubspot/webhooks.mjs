// @ts-check
/** Webhooks v3: where an app's events go, and which ones; asked with the key of a developer's account. */

import { answer } from '../http.mjs';
import { refusal } from './refusal.mjs';

/** @returns {import('../http.mjs').Route[]} */
export const webhooks = () => {
	/** @type {import('../http.mjs').Json | undefined} */
	let settings;
	/** @type {Map<string, import('../http.mjs').Json>} */
	const subscriptions = new Map();
	let newest = 0;
	return [
		[
			'GET',
			'/webhooks/v3/:app/settings',
			() => (settings === undefined ? refusal(404, 'No settings', 'OBJECT_NOT_FOUND') : answer(200, settings)),
		],
		['PUT', '/webhooks/v3/:app/settings', ({ body }) => answer(200, (settings = body))],
		[
			'DELETE',
			'/webhooks/v3/:app/settings',
			() => {
				settings = undefined;
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

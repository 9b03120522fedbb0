// @ts-check
/** Asking again an n8n that has no time: its database did not answer its own question within two seconds. */

import { setTimeout as sleep } from 'node:timers/promises';

/** How long n8n may say so. */
const LIMIT = 60_000;
const PAUSE = 1000;

/**
 * What n8n turns away with 503 “Database is not ready!” it has not looked at; a busy machine is enough for that, and a sender asks
 * again.
 *
 * @param {() => Promise<Response>} ask
 * @returns {Promise<{ response: Response, text: string }>} its answer with its body; the last refusal after a minute
 */
export async function askUntilReady(ask) {
	for (const end = Date.now() + LIMIT; ; await sleep(PAUSE)) {
		const response = await ask();
		const text = await response.text();
		const isBusy = response.status === 503 && /database is not ready/i.test(text);
		if (!isBusy || Date.now() > end) return { response, text };
	}
}

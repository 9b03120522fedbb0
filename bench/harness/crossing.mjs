// @ts-check
/** From the 202 of the activity with which a lead crosses to the message at Slack (its emulator), on an n8n that is idle. */

import { setTimeout as sleep } from 'node:timers/promises';
import { HostFailure } from '../../scripts/host/failure.mjs';
import { WEBHOOK_PATH } from '../../scripts/host/templates.mjs';
import { DIRECTOR } from '../../scripts/welcome.mjs';
import { openIntegrationHost } from '../../test/services/harness.mjs';

const LEADS = 10;
const CHANNEL = '#sales-leads';
const LIMIT = 120_000;
const POLL_EVERY = 50;
const STARTED_BY_OTHERS = ['02-score', '10-deliver'];

/**
 * @param {import('../../scripts/host/progress.mjs').Progress} progress
 * @returns {Promise<number[]>} milliseconds, lead by lead
 */
export async function measureCrossing(progress) {
	const host = await openIntegrationHost({ services: ['slack'], templates: ['01-capture', ...STARTED_BY_OTHERS] });
	try {
		// A workflow that never ran is not known to those that start it.
		for (const file of STARTED_BY_OTHERS) await host.run(file, 'Every 5 minutes');
		/** @type {number[]} */
		const waits = [];
		await progress.step(`${LEADS} leads cross, one after the other`, async () => {
			for (let index = 0; index < LEADS; index++) {
				await host.idle();
				waits.push(await cross(host, index));
			}
		});
		return waits;
	} finally {
		await host.stop();
	}
}

/**
 * @param {import('../../test/services/harness.mjs').IntegrationHost} host
 * @param {number} index
 */
async function cross(host, index) {
	const at = new Date().toISOString();
	const lead = `crossing-${index}@northwind.example`;
	const { status } = await host.callOnly(WEBHOOK_PATH, [
		{ lead, type: 'page_view', at, properties: { path: '/pricing' } },
		{ lead, type: 'form_submit', at, properties: { form: 'contact' }, attributes: DIRECTOR },
	]);
	const answeredAt = performance.now();
	if (status !== 202) throw new HostFailure(`The webhook answered ${status}.`, "See n8n's list of executions.");
	while ((await host.services.slack.messages(CHANNEL)).length <= index) {
		if (performance.now() - answeredAt > LIMIT)
			throw new HostFailure(
				`No message of ${lead} came to Slack within ${LIMIT / 1000} seconds.`,
				"See n8n's list of executions for one that failed.",
			);
		await sleep(POLL_EVERY);
	}
	return performance.now() - answeredAt;
}

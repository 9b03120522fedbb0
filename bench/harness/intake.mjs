// @ts-check
/** Template 01 on a real n8n, by HTTP: how long until activities are in the log, and until their leads are scored. */

import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { buildCheckout } from '../../scripts/host/checkout.mjs';
import { prepareDemo } from '../../scripts/host/demo.mjs';
import { HostFailure } from '../../scripts/host/failure.mjs';
import { openHost } from '../../scripts/host/host.mjs';
import { WEBHOOK_HEADER, WEBHOOK_PATH } from '../../scripts/host/templates.mjs';

const CHECKOUT = dirname(dirname(dirname(fileURLToPath(import.meta.url))));
const ACTIVITIES_PER_LEAD = 10;
const ANSWER_LIMIT = 300_000;
const START = Date.parse('2026-01-05T08:00:00Z');

/**
 * One call after the other. The last two bring the same number of leads, first unknown and then known ones.
 *
 * @type {readonly { label: string, size: number, calls: number, leadsFrom: number }[]}
 */
const LOADS = [
	{ label: '1 a call', size: 1, calls: 20, leadsFrom: 0 },
	{ label: '100 a call, 10 new leads each', size: 100, calls: 5, leadsFrom: 1_000 },
	{ label: '5,000 a call, 500 new leads', size: 5_000, calls: 1, leadsFrom: 10_000 },
	{ label: '5,000 a call, 500 known leads', size: 5_000, calls: 1, leadsFrom: 10_000 },
];

/**
 * @typedef {{ label: string, activities: number, durable: number, scored: number }} Intake milliseconds for all calls
 */

/**
 * @param {{ progress: import('../../scripts/host/progress.mjs').Progress }} options
 * @returns {Promise<Intake[]>}
 */
export async function measureIntake({ progress }) {
	await buildCheckout(CHECKOUT, progress);
	const folder = await mkdtemp(join(tmpdir(), 'lead-lifecycle-intake-'));
	const host = await openHost({ userFolder: folder, checkout: CHECKOUT, progress, timezone: 'UTC' });
	try {
		await prepareDemo(host, { checkout: CHECKOUT, folder, playTraffic: false, progress });
		const results = [];
		await send(host, activities(1, 900, 'warm'));
		await host.client.untilIdle();
		for (const [index, load] of LOADS.entries())
			results.push(await progress.step(load.label, () => measure(host, load, String(index))));
		return results;
	} finally {
		await host.server.stop();
		await rm(folder, { recursive: true, force: true });
	}
}

/**
 * @param {import('../../scripts/host/host.mjs').OpenHost} host
 * @param {typeof LOADS[number]} load
 * @param {string} round keeps the activities of one load from being those of another
 * @returns {Promise<Intake>}
 */
async function measure(host, { label, size, calls, leadsFrom }, round) {
	const startedAt = performance.now();
	for (let call = 0; call < calls; call++)
		await send(host, activities(size, leadsFrom + call * Math.ceil(size / ACTIVITIES_PER_LEAD), round));
	const durable = performance.now() - startedAt;
	await host.client.untilIdle();
	return { label, activities: size * calls, durable, scored: performance.now() - startedAt };
}

/**
 * @param {import('../../scripts/host/host.mjs').OpenHost} host
 * @param {unknown} body
 */
async function send({ server, secrets }, body) {
	const response = await fetch(server.url + WEBHOOK_PATH, {
		method: 'POST',
		headers: { 'content-type': 'application/json', connection: 'close', [WEBHOOK_HEADER]: secrets.webhookSecret },
		body: JSON.stringify(body),
		signal: AbortSignal.timeout(ANSWER_LIMIT),
	});
	if (response.status === 202) return;
	throw new HostFailure(
		`The webhook answered ${response.status}: ${(await response.text()).slice(0, 300)}`,
		'See template 01 in n8n, list of executions.',
	);
}

const PATHS = ['/', '/pricing', '/product', '/blog/reporting', '/customers', '/careers'];

/**
 * @param {number} count
 * @param {number} from number of the first lead
 * @param {string} round
 */
function activities(count, from, round) {
	return Array.from({ length: count }, (_, index) => ({
		activity: `${round}-${from}-${index}`,
		lead: `lead${from + Math.floor(index / ACTIVITIES_PER_LEAD)}@company${from % 97}.example`,
		type: 'page_view',
		at: new Date(START + index * 61_000).toISOString(),
		properties: { path: PATHS[index % PATHS.length] },
		attributes: index % ACTIVITIES_PER_LEAD === 0 ? { title: 'Marketing Manager', country: 'United States' } : {},
	}));
}

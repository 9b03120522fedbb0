// @ts-check
/** Template 13 on a real n8n of little memory: a HubSpot of many contacts imported, killed on the way, gone on with. */

import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { buildCheckout } from '../../scripts/host/checkout.mjs';
import { HostFailure } from '../../scripts/host/failure.mjs';
import { openHost } from '../../scripts/host/host.mjs';
import { credentialsFor, switchOn } from '../../test/services/credentials.mjs';
import { openServices } from '../../test/services/services.mjs';

const CHECKOUT = dirname(dirname(dirname(fileURLToPath(import.meta.url))));
const TEMPLATE = '13-import-from-hubspot';
const DAY = 86_400_000;
const NOW = Date.parse('2026-03-01T08:00:00Z');
const RUN_LIMIT = 60 * 60_000;

/**
 * @typedef {{ contacts: number, megabytes: number, progress: import('../../scripts/host/progress.mjs').Progress }} Options
 *   `megabytes`: the most that n8n's heap may hold
 * @typedef {{
 *   contacts: number, activities: number, seconds: number, peakMegabytes: number, killedAt: number,
 * }} Import `peakMegabytes`: resident memory of n8n's process; `killedAt`: contacts that were in by then
 */

/**
 * @param {Options} options
 * @returns {Promise<Import>}
 * @throws {HostFailure} when a contact is missing, or there twice
 */
export async function measureImport({ contacts, megabytes, progress }) {
	await buildCheckout(CHECKOUT, progress);
	const seed = { contacts: Array.from({ length: contacts }, (_none, index) => contactOf(index)) };
	const services = await openServices(['hubspot'], { hubspot: seed });
	const environment = environmentOf(services, megabytes);
	const userFolder = await mkdtemp(join(tmpdir(), 'lead-lifecycle-import-'));
	const open = () => openHost({ userFolder, checkout: CHECKOUT, progress, timezone: 'UTC', environment });
	let host = await open();
	try {
		const id = await prepare(host.client, services);
		const startedAt = performance.now();
		const first = await watch(host, id, contacts / 2, progress);
		const seconds = (performance.now() - startedAt) / 1000;
		process.kill(host.server.process, 'SIGKILL');
		await host.server.exited;
		host = await open();
		const restartedAt = performance.now();
		const second = await watch(host, id, Infinity, progress);
		const both = seconds + (performance.now() - restartedAt) / 1000;
		const peakMegabytes = Math.max(first.peak, second.peak);
		return { ...(await count(host.client, contacts)), seconds: both, peakMegabytes, killedAt: first.done };
	} finally {
		await host.server.stop();
		await services.stop();
		await rm(userFolder, { recursive: true, force: true });
	}
}

/**
 * @param {import('../../test/services/services.mjs').Services} services
 * @param {number} megabytes
 */
const environmentOf = ({ proxyUrl, certificateFile }, megabytes) => ({
	HTTP_PROXY: proxyUrl,
	HTTPS_PROXY: proxyUrl,
	NO_PROXY: '127.0.0.1,localhost',
	NODE_EXTRA_CA_CERTS: certificateFile,
	NODE_OPTIONS: `--max-old-space-size=${megabytes}`,
	// What n8n allows by default holds some 50,000 contacts, little more.
	N8N_DATA_TABLES_MAX_SIZE_BYTES: String(1024 * 1024 * 1024),
});

/**
 * Each contact has a history such as HubSpot keeps it: two of three opened letters, a third visited the site, a quarter
 * filled in a form.
 *
 * @param {number} index
 */
function contactOf(index) {
	const ago = (/** @type {number} */ days) => new Date(NOW - days * DAY).toISOString();
	return {
		email: `person${index}@company${index % 5000}.example`,
		firstname: 'Person',
		lastname: String(index),
		jobtitle: ['Director of Marketing', 'Analyst', 'Manager', 'Student'][index % 4],
		company: `Company ${index % 5000}`,
		industry: index % 3 === 0 ? 'HOSPITAL_HEALTH_CARE' : 'RETAIL',
		country: 'United States',
		numemployees: String(10 + (index % 900)),
		lifecyclestage: ['subscriber', 'lead', 'marketingqualifiedlead', 'opportunity', 'customer'][index % 5],
		createdate: ago(400 + (index % 300)),
		hs_analytics_source: 'ORGANIC_SEARCH',
		...(index % 3 !== 0 && { hs_email_open: '7', hs_email_last_open_date: ago(10 + (index % 200)) }),
		...(index % 3 === 1 && { hs_email_click: '2', hs_email_last_click_date: ago(10 + (index % 200)) }),
		...(index % 3 === 2 && {
			hs_analytics_num_page_views: '12',
			hs_analytics_last_timestamp: ago(5 + (index % 90)),
			hs_analytics_last_url: 'https://www.example.com/pricing',
		}),
		...(index % 4 === 0 && {
			num_conversion_events: '1',
			recent_conversion_date: ago(3 + (index % 120)),
			recent_conversion_event_name: 'Contact us',
		}),
	};
}

/**
 * @param {import('../../scripts/host/client.mjs').N8nClient} client
 * @param {import('../../test/services/services.mjs').Services} services
 * @returns {Promise<string>} id of the workflow
 */
async function prepare(client, services) {
	const setUp = await client.createWorkflow(await readTemplate('00-set-up'));
	await client.runWorkflow(setUp, 'Set up');
	const [[type, data]] = Object.entries(await credentialsFor(services));
	const credential = { id: await client.createCredential(type, type, data), name: type };
	return await client.createWorkflow(switchOn(await readTemplate(TEMPLATE), { [type]: credential }));
}

/** @param {string} name */
const readTemplate = async (name) => JSON.parse(await readFile(join(CHECKOUT, 'workflows', `${name}.json`), 'utf8'));

/**
 * Starts the import and looks at it until it is over, or until so many contacts are in.
 *
 * @param {import('../../scripts/host/host.mjs').OpenHost} host
 * @param {string} id
 * @param {number} until
 * @param {import('../../scripts/host/progress.mjs').Progress} progress
 * @returns {Promise<{ done: number, peak: number }>} `peak` in megabytes
 */
async function watch({ client, server }, id, until, progress) {
	const { executionId } = await client.editor('POST', `/workflows/${id}/run`, {
		triggerToStartFrom: { name: 'Import' },
	});
	const givenUpAt = Date.now() + RUN_LIMIT;
	let seen = '';
	const work = async () => {
		for (;;) {
			await sleep(1000);
			const [row] = await client.rows('ll_import_progress');
			const peak = await peakOf(server.process);
			const { status } = await client.api('GET', `/executions/${executionId}`);
			seen = `${row?.done ?? 0} contacts, ${peak} MB`;
			if (row?.status === 'done' || row?.done >= until) return { done: row.done, peak };
			if (['error', 'crashed'].includes(status) || Date.now() > givenUpAt)
				throw new HostFailure(
					`The import ended with ${status} after ${row?.done} contacts.`,
					`Read ${server.logFile}.`,
				);
		}
	};
	return await progress.step('Importing', work, { detail: () => seen });
}

/**
 * @param {number} id of a process
 * @returns {Promise<number>} its resident memory at the most, in megabytes; Linux tells
 */
async function peakOf(id) {
	const status = await readFile(`/proc/${id}/status`, 'utf8').catch(() => '');
	return Math.round(Number(/VmHWM:\s+(\d+)/.exec(status)?.[1] ?? 0) / 1024);
}

/**
 * @param {import('../../scripts/host/client.mjs').N8nClient} client
 * @param {number} contacts that there must be, each once
 */
async function count(client, contacts) {
	const log = await client.rows('ll_activity_log');
	const book = await client.rows('ll_lead_book');
	const twice = log.length - new Set(log.map(({ activity }) => activity)).size;
	const leads = new Set(book.map(({ lead }) => lead)).size;
	if (twice > 0 || leads !== contacts || book.length !== contacts)
		throw new HostFailure(
			`Of ${contacts} contacts came ${leads} leads in ${book.length} rows, and ${twice} activities stand twice in the log.`,
			'Look at what a page does when it is repeated.',
		);
	return { contacts, activities: log.length };
}

// @ts-check
/**
 * The intake on a real n8n, by HTTP: how long a call waits for its 202, until its activities are scored, and what the
 * same n8n needs for the bare work: a webhook that only inserts a row, and updates of rows without anything around them.
 */

import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { buildCheckout } from '../../scripts/host/checkout.mjs';
import { HostFailure } from '../../scripts/host/failure.mjs';
import { ensureCredentials } from '../../scripts/host/demo.mjs';
import { bindCredentials, WEBHOOK_HEADER, WEBHOOK_PATH } from '../../scripts/host/templates.mjs';
import { BARE_INSERT, BARE_TABLE, BARE_UPDATES, CHECKED_INSERT } from './bare-workflows.mjs';

const CHECKOUT = dirname(dirname(dirname(fileURLToPath(import.meta.url))));
const ANSWER_LIMIT = 300_000;
const SCORE_LIMIT = 300_000;
const POLL_EVERY = 200;
const START = Date.parse('2026-01-05T08:00:00Z');

const ANSWERS = 40;
const SINGLES = { calls: 200, leads: 50 };
const CALLERS = 25;
const BULK = { activities: 5_000, leads: 500 };

/**
 * @typedef {import('../../scripts/host/host.mjs').OpenHost} OpenHost
 * @typedef {{ ours: number[], bare: number[], checked: number[] }} Answers milliseconds until the answer, call by call;
 *   `checked`: of the bare workflow whose webhook asks for a secret, as ours does
 * @typedef {{ lastAnswered: number, lastScored: number }} Singles
 * @typedef {{
 *   idle: Answers, whileScoring: Answers,
 *   singles: Singles, crowd: Singles, bulkNew: number, bulkKnown: number, bareUpdates: number,
 * }} Intake milliseconds; of `singles` and `crowd` from the first call
 */

/**
 * @param {{ checkout?: string, progress: import('../../scripts/host/progress.mjs').Progress }} options `checkout`: another
 *   version of this project, to compare with
 * @returns {Promise<Intake>}
 */
export async function measureIntake({ checkout = CHECKOUT, progress }) {
	await buildCheckout(checkout, progress);
	const { openHost, prepareDemo } = await ownHost(checkout);
	const folder = await mkdtemp(join(tmpdir(), 'lead-lifecycle-intake-'));
	const host = await openHost({ userFolder: folder, checkout, progress, timezone: 'UTC' });
	try {
		await prepareDemo(host, { checkout, folder, playTraffic: false, progress });
		await addBareWorkflows(host);
		await send(host, activities('warm', 10, 1));
		await untilScored(host, 'warm', 10);
		await bare(host, BARE_INSERT.path, row('warm', 0));
		const idle = await progress.step(`${ANSWERS} answers while idle`, () =>
			measureAnswers(host, 'idle', () => host.client.untilIdle()),
		);
		await untilScored(host, 'idle', ANSWERS);
		const singles = await progress.step(`${SINGLES.calls} calls, one after the other`, () =>
			measureSingles(host, 'single', 1),
		);
		const crowd = await progress.step(`${SINGLES.calls} calls, ${CALLERS} at a time`, () =>
			measureSingles(host, 'crowd', CALLERS),
		);
		const bulkNew = await progress.step('5,000 activities of 500 new leads', () => measureBulk(host, 1));
		const bulkKnown = await progress.step('5,000 activities of 500 known leads', () => measureBulk(host, 2));
		const bareUpdates = await progress.step('500 bare updates', () => measureBareUpdates(host));
		const whileScoring = await progress.step(`${ANSWERS} answers while scoring runs`, async () => {
			await send(host, activities('busy', BULK.activities, BULK.leads));
			return await measureAnswers(host, 'beside', async () => {});
		});
		return { idle, whileScoring, singles, crowd, bulkNew, bulkKnown, bareUpdates };
	} finally {
		await host.server.stop();
		await rm(folder, { recursive: true, force: true });
	}
}

/**
 * Each version knows its own templates and how to set them up.
 *
 * @param {string} checkout
 * @returns {Promise<{
 *   openHost: typeof import('../../scripts/host/host.mjs').openHost,
 *   prepareDemo: typeof import('../../scripts/host/demo.mjs').prepareDemo,
 * }>}
 */
async function ownHost(checkout) {
	const load = (/** @type {string} */ name) => import(pathToFileURL(join(checkout, 'scripts', 'host', name)).href);
	return { ...(await load('host.mjs')), ...(await load('demo.mjs')) };
}

/** @param {OpenHost} host */
async function addBareWorkflows({ client, secrets }) {
	await client.api('POST', '/data-tables', BARE_TABLE);
	const credentials = await ensureCredentials(client, {}, secrets);
	for (const { template } of [BARE_INSERT, CHECKED_INSERT, BARE_UPDATES]) {
		await client.publish(await client.createWorkflow(bindCredentials(template, credentials)));
	}
}

/**
 * The three in turn, so that what slows one slows the others too.
 *
 * @param {OpenHost} host
 * @param {string} round
 * @param {() => Promise<void>} before each call
 * @returns {Promise<Answers>}
 */
async function measureAnswers(host, round, before) {
	/** @type {Answers} */
	const answers = { ours: [], bare: [], checked: [] };
	for (let index = 0; index < ANSWERS; index++) {
		await before();
		answers.ours.push(await timed(() => send(host, activity(round, index, index % SINGLES.leads))));
		await before();
		answers.bare.push(await timed(() => bare(host, BARE_INSERT.path, row(round, index))));
		await before();
		answers.checked.push(await timed(() => bare(host, CHECKED_INSERT.path, row(round, index))));
	}
	return answers;
}

/**
 * @param {OpenHost} host
 * @param {string} round
 * @param {number} callers at a time, each of which waits for its answer before it calls again
 */
async function measureSingles(host, round, callers) {
	const startedAt = performance.now();
	let next = 0;
	const call = async () => {
		while (next < SINGLES.calls) {
			const index = next++;
			await send(host, activity(round, index, index % SINGLES.leads));
		}
	};
	await Promise.all(Array.from({ length: callers }, call));
	const lastAnswered = performance.now() - startedAt;
	await untilScored(host, round, SINGLES.calls);
	return { lastAnswered, lastScored: performance.now() - startedAt };
}

/**
 * @param {OpenHost} host
 * @param {number} time the first brings new leads, the second known ones
 */
async function measureBulk(host, time) {
	const startedAt = performance.now();
	await send(host, activities('bulk', BULK.activities, BULK.leads, time));
	await untilScored(host, 'bulk', BULK.activities * time);
	return performance.now() - startedAt;
}

/** @param {OpenHost} host */
async function measureBareUpdates(host) {
	for (let index = 0; index < BULK.leads; index++) await bare(host, BARE_INSERT.path, row('update', index));
	return await timed(() => bare(host, BARE_UPDATES.path, { most: BULK.leads }));
}

/** @param {() => Promise<unknown>} work */
export async function timed(work) {
	const startedAt = performance.now();
	await work();
	return performance.now() - startedAt;
}

/**
 * Until the rows of the lead book of a round come from so many entries of the log.
 *
 * @param {OpenHost} host
 * @param {string} round
 * @param {number} entries
 */
async function untilScored({ client }, round, entries) {
	const givenUpAt = Date.now() + SCORE_LIMIT;
	for (;;) {
		const rows = await client.rows('ll_lead_book', {
			filter: { type: 'and', filters: [{ columnName: 'lead', condition: 'like', value: `${round}-%` }] },
		});
		const scored = rows.reduce((sum, { logged }) => sum + (logged ?? 0), 0);
		if (scored >= entries) return;
		if (Date.now() > givenUpAt) {
			throw new HostFailure(
				`Of ${entries} activities ${scored} were scored within ${SCORE_LIMIT / 60_000} minutes.`,
				"See n8n's list of executions for one that failed.",
			);
		}
		await sleep(POLL_EVERY);
	}
}

/**
 * @param {OpenHost} host
 * @param {unknown} body
 */
export async function send({ server, secrets }, body) {
	await post(server.url + WEBHOOK_PATH, { [WEBHOOK_HEADER]: secrets.webhookSecret }, body, 202);
}

/**
 * @param {OpenHost} host
 * @param {string} path
 * @param {unknown} body
 */
export const bare = ({ server, secrets }, path, body) =>
	post(`${server.url}/webhook/${path}`, { [WEBHOOK_HEADER]: secrets.webhookSecret }, body, 200);

/**
 * @param {string} url
 * @param {Record<string, string>} headers
 * @param {unknown} body
 * @param {number} expected status
 */
async function post(url, headers, body, expected) {
	const response = await fetch(url, {
		method: 'POST',
		headers: { 'content-type': 'application/json', connection: 'close', ...headers },
		body: JSON.stringify(body),
		signal: AbortSignal.timeout(ANSWER_LIMIT),
	});
	const text = await response.text();
	if (response.status === expected) return;
	throw new HostFailure(
		`${new URL(url).pathname} answered ${response.status}: ${text.slice(0, 300)}`,
		"See n8n's list of executions.",
	);
}

const PATHS = ['/', '/pricing', '/product', '/blog/reporting', '/customers', '/careers'];

/**
 * @param {string} round keeps the activities of one load from being those of another
 * @param {number} index
 * @param {number} lead
 */
export const activity = (round, index, lead) => ({
	activity: `${round}-${index}`,
	lead: `${round}-${lead}@company${lead % 97}.example`,
	type: 'page_view',
	at: new Date(START + index * 61_000).toISOString(),
	properties: { path: PATHS[index % PATHS.length] },
	attributes: index % 10 === 0 ? { title: 'Marketing Manager', country: 'United States' } : {},
});

/**
 * @param {string} round
 * @param {number} count
 * @param {number} leads
 * @param {number} [time] tells the second load of the same leads from the first
 */
export const activities = (round, count, leads, time = 1) =>
	Array.from({ length: count }, (_, index) => activity(round, index + (time - 1) * count, index % leads));

/** A row as long as one of the log. */
export const row = (/** @type {string} */ round, /** @type {number} */ index) => {
	const { properties, attributes, ...texts } = activity(round, index, index % SINGLES.leads);
	return { ...texts, properties: JSON.stringify(properties), attributes: JSON.stringify(attributes) };
};

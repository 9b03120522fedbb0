// @ts-check
/**
 * A whole lead book on a real n8n with its default limits: what it takes to bring it in by the webhook, how much of
 * n8n's Data Tables it fills, and what the nightly rescore of all leads costs when few of them change.
 */

import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { buildCheckout } from '../../scripts/host/checkout.mjs';
import { prepareDemo } from '../../scripts/host/demo.mjs';
import { HostFailure } from '../../scripts/host/failure.mjs';
import { openHost } from '../../scripts/host/host.mjs';
import { WEBHOOK_HEADER, WEBHOOK_PATH } from '../../scripts/host/templates.mjs';

const CHECKOUT = dirname(dirname(dirname(fileURLToPath(import.meta.url))));
const ACTIVITIES_A_LEAD = 8;
const LEADS_A_CALL = 625;
const LIMIT = 60 * 60_000;
const POLL_EVERY = 500;
const DAY = 86_400_000;
/** Leads whose points somebody adjusts by hand before the night, so that they change in it. */
const CHANGED = 500;
const ADJUSTMENT = 7;
/** Stands for a night that is over, as Follow Log writes it. */
const LAST_NIGHT = '2026-01-01 done';

/**
 * @typedef {import('../../scripts/host/host.mjs').OpenHost} OpenHost
 * @typedef {{ seconds: number, peakMegabytes: number }} Effort `peakMegabytes`: resident memory of n8n's process
 * @typedef {{
 *   leads: number, activities: number, handedOver: number, changed: number,
 *   fill: Effort, night: Effort, idleMegabytes: number, tables: { name: string, bytes: number }[], bytes: number,
 * }} Book `changed`: rows that the night wrote; `bytes`: of all tables, by n8n's own count
 */

/**
 * @param {{ leads: number, progress: import('../../scripts/host/progress.mjs').Progress }} options
 * @returns {Promise<Book>}
 */
export async function measureBook({ leads, progress }) {
	await buildCheckout(CHECKOUT, progress);
	const folder = await mkdtemp(join(tmpdir(), 'lead-lifecycle-book-'));
	const host = await openHost({ userFolder: folder, checkout: CHECKOUT, progress, timezone: 'UTC' });
	try {
		await prepareDemo(host, { checkout: CHECKOUT, folder, playTraffic: false, progress });
		await host.client.untilIdle();
		const idleMegabytes = await residentOf(host, 'VmRSS');
		const fill = await measured(host, () => fillBook(host, leads, progress));
		const { handedOver, ...size } = await lookAt(host);
		await adjustByHand(host);
		const night = await measured(host, () => progress.step('The nightly rescore', () => rescore(host)));
		const changed = await changedSince(host);
		return { leads, activities: leads * ACTIVITIES_A_LEAD, handedOver, changed, fill, night, idleMegabytes, ...size };
	} finally {
		await host.server.stop();
		await rm(folder, { recursive: true, force: true });
	}
}

/**
 * @param {OpenHost} host
 * @param {() => Promise<void>} work
 * @returns {Promise<Effort>}
 */
async function measured(host, work) {
	// From here on Linux counts the most that the process holds anew.
	await writeFile(`/proc/${host.server.process}/clear_refs`, '5');
	const startedAt = performance.now();
	await work();
	return { seconds: (performance.now() - startedAt) / 1000, peakMegabytes: await residentOf(host, 'VmHWM') };
}

/**
 * @param {OpenHost} host
 * @param {'VmRSS' | 'VmHWM'} what what it holds now, or held at the most
 * @returns {Promise<number>} megabytes
 */
export async function residentOf({ server }, what) {
	const status = await readFile(`/proc/${server.process}/status`, 'utf8');
	return Math.round(Number(new RegExp(String.raw`${what}:\s+(\d+)`).exec(status)?.[1]) / 1024);
}

// --- What is measured -------------------------------------------------------------------------------------------------

/**
 * @param {OpenHost} host
 * @param {number} leads
 * @param {import('../../scripts/host/progress.mjs').Progress} progress
 */
async function fillBook(host, leads, progress) {
	let scored = 0;
	const work = async () => {
		for (let first = 0; first < leads; first += LEADS_A_CALL) {
			const last = Math.min(first + LEADS_A_CALL, leads);
			await send(host, activitiesOf(first, last));
			await untilFollowed(host, last * ACTIVITIES_A_LEAD);
			scored = last;
		}
		await host.client.untilIdle();
	};
	await progress.step(`Bringing in ${leads} leads`, work, { detail: () => `${scored} scored` });
}

/**
 * Until a run has followed the log to its end and nobody holds the lease.
 *
 * @param {OpenHost} host
 * @param {number} entries of the log
 */
async function untilFollowed(host, entries) {
	const work = async () => {
		const { position, until } = await stateOf(host);
		return Number(position) >= entries && !until;
	};
	await untilTrue(work, `The log was not followed to entry ${entries}.`);
}

/** @param {OpenHost} host */
async function rescore(host) {
	const { id } = await stateOf(host);
	await updateRows(host, 'll_state', only('id', 'eq', id), { sweep: LAST_NIGHT });
	// Any activity starts 02, and the night is due.
	await send(host, [{ ...activity(0, 0), activity: 'the-night', lead: leadName(0) }]);
	const work = async () => {
		const { sweep, until } = await stateOf(host);
		return sweep !== LAST_NIGHT && String(sweep).endsWith('done') && !until;
	};
	await untilTrue(work, 'The nightly rescore did not come to its end.');
	await host.client.untilIdle();
}

/** @param {OpenHost} host */
async function stateOf({ client }) {
	const rows = await client.rows('ll_state', { filter: only('name', 'eq', 'scoring') });
	return rows[0] ?? {};
}

/** @param {OpenHost} host */
async function adjustByHand(host) {
	await updateRows(host, 'll_lead_book', only('lead', 'like', 'adjusted.%'), { scoreAdjustment: ADJUSTMENT });
}

/** @param {OpenHost} host */
async function changedSince({ client }) {
	const adjusted = await client.rows('ll_lead_book', { filter: only('lead', 'like', 'adjusted.%') });
	return adjusted.filter(({ version }) => version > 0).length;
}

/**
 * @param {OpenHost} host
 * @returns {Promise<Pick<Book, 'handedOver' | 'tables' | 'bytes'>>}
 */
async function lookAt({ client }) {
	const { totalBytes, dataTables } = await client.editor('GET', '/data-tables-global/limits');
	const tables = Object.values(dataTables)
		.map(({ name, sizeBytes }) => ({ name, bytes: sizeBytes }))
		.sort((left, right) => right.bytes - left.bytes);
	const handedOver = await client.rows('ll_stage_log', { filter: only('to', 'eq', 'mql') });
	return { tables, bytes: totalBytes, handedOver: handedOver.length };
}

// --- n8n ----------------------------------------------------------------------------------------------------------------

/**
 * @param {string} columnName
 * @param {'eq' | 'like'} condition
 * @param {string | number} value
 * @returns {import('../../scripts/host/client.mjs').Filter}
 */
const only = (columnName, condition, value) => ({ type: 'and', filters: [{ columnName, condition, value }] });

/**
 * @param {OpenHost} host
 * @param {string} table
 * @param {import('../../scripts/host/client.mjs').Filter} filter
 * @param {object} data
 */
async function updateRows({ client }, table, filter, data) {
	const { id } = (await client.tables()).get(table) ?? {};
	await client.api('PATCH', `/data-tables/${id}/rows/update`, { filter, data });
}

/**
 * @param {() => Promise<boolean>} isTrue
 * @param {string} otherwise what is said when it never comes true
 */
async function untilTrue(isTrue, otherwise) {
	const givenUpAt = Date.now() + LIMIT;
	while (!(await isTrue())) {
		if (Date.now() > givenUpAt) throw new HostFailure(otherwise, "See n8n's list of executions for one that failed.");
		await sleep(POLL_EVERY);
	}
}

/**
 * @param {OpenHost} host
 * @param {unknown} body
 */
async function send({ server, secrets }, body) {
	const response = await fetch(server.url + WEBHOOK_PATH, {
		method: 'POST',
		headers: {
			'content-type': 'application/json',
			connection: 'close',
			[WEBHOOK_HEADER]: secrets.webhookSecret,
		},
		body: JSON.stringify(body),
	});
	if (response.status === 202) return;
	throw new HostFailure(`The webhook answered ${response.status}: ${await response.text()}`, 'Read its words above.');
}

// --- Who does what ------------------------------------------------------------------------------------------------------

const PATHS = ['/', '/pricing', '/product/analytics', '/blog/reporting', '/customers', '/careers', '/docs/start'];
const TITLES = ['Director of Marketing', 'Marketing Manager', 'Analyst', 'Student', 'VP Sales', 'Consultant'];
const NAMES = ['Lindqvist', 'Okafor', 'Moreau', 'Tanaka', 'Smith', 'Garcia', 'Novak'];
const COUNTRIES = ['United States', 'Germany', 'France', 'India'];

/** One of twenty is ready for sales. */
const isHot = (/** @type {number} */ lead) => lead % 20 === 0;

const leadName = (/** @type {number} */ index) =>
	`${index < CHANGED ? 'adjusted' : 'jo'}.${index.toString(36)}@company${index % 6000}.example`;

/**
 * @param {number} first
 * @param {number} last
 */
const activitiesOf = (first, last) =>
	Array.from({ length: last - first }, (_lead, offset) =>
		Array.from({ length: ACTIVITIES_A_LEAD }, (_activity, index) => activity(first + offset, index)),
	).flat();

/**
 * Eight a lead, as a site and its letters send them, without an id of their own: each gets one from what it says.
 *
 * @param {number} lead
 * @param {number} index 0-7, the oldest first
 */
function activity(lead, index) {
	const at = new Date(
		Date.now() - ((isHot(lead) ? 0 : lead % 60) + (ACTIVITIES_A_LEAD - index) * 3) * DAY - lead * 977,
	).toISOString();
	const said = { lead: leadName(lead), at };
	if (index === 0)
		return {
			...said,
			type: 'form_submit',
			properties: { form: isHot(lead) ? 'contact' : 'newsletter' },
			attributes: {
				name: `Firstname ${NAMES[lead % NAMES.length]}`,
				title: isHot(lead) ? TITLES[0] : TITLES[lead % TITLES.length],
				company: `Company ${lead % 6000}`,
				country: COUNTRIES[lead % COUNTRIES.length],
				...(isHot(lead) && { industry: 'Health', authority: 'decision maker', timeline: 'under 3 months' }),
			},
		};
	if (index === 3) return { ...said, type: 'email_open', properties: { message: `Newsletter ${lead % 12}` } };
	if (index === 5 && lead % 3 === 0)
		return { ...said, type: 'email_click', properties: { message: `Newsletter ${lead % 12}`, link: '/pricing' } };
	return { ...said, type: 'page_view', properties: { path: PATHS[(lead + index) % PATHS.length] } };
}

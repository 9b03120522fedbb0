// @ts-check
/** The pages of template 18 from a real n8n: of ten thousand leads, and of one lead with a long log. From the call to the last byte. */

import { readFile } from 'node:fs/promises';
import { openIntegrationHost } from '../../test/services/harness.mjs';

const PAGE = '18-lead-page';
const RUNS = 7;
const ROWS_A_CALL = 2500;
const HOUR = 3_600_000;
const BUSY = 'busy@x.example';
const TYPES = ['page_view', 'email_click', 'webinar_attend', 'content_download'];
const PATHS = ['/pricing', '/product', '/blog'];

/** @typedef {import('../../test/services/harness.mjs').IntegrationHost} IntegrationHost */
/**
 * @typedef {{ label: string, milliseconds: number, longest: number, processor: number, bytes: number }} PageTime median and longest of
 *   seven calls, after one; `processor`: milliseconds that n8n worked per call, to which others on the machine do not add
 */

/**
 * @param {{ leads: number, activities: number, progress: import('../../scripts/host/progress.mjs').Progress }} options
 * @returns {Promise<PageTime[]>}
 */
export async function measurePages({ leads, activities, progress }) {
	const host = await openIntegrationHost({ services: [], templates: [PAGE] });
	try {
		await progress.step('Filling the tables', () => fill(host, leads, activities));
		const lead = `?lead=${encodeURIComponent(BUSY)}`;
		/** @type {Array<[label: string, query: string]>} */
		const pages = [
			['the list, as it opens', ''],
			['all leads, the last page', `?view=all&page=${Math.ceil(leads / 50)}`],
			['a search with a filter', '?view=all&q=lead1&stage=mql&sort=-due'],
			[`one lead, by its ${activities.toLocaleString('en')} activities`, lead],
			['the last page of its timeline', `${lead}&page=50`],
		];
		/** @type {PageTime[]} */
		const times = [];
		for (const [label, query] of pages) times.push(await timeOf(host, label, query));
		return times;
	} finally {
		await host.stop();
	}
}

/** As much as 02 writes of a lead with twelve reasons. */
const LEAD_SCORE = JSON.stringify({
	reasons: Array.from({ length: 12 }, (_, index) => ({
		...{ rule: `A rule of the model, ${index}`, row: `Row ${index}`, dimension: 'engagement', points: 12, count: 2 },
		...{ lastAt: '2026-11-01T12:00:00.000Z', faded: 0, text: 'Pricing page ×2 +24' },
	})),
	...{ dropsBelow: { at: '2026-12-24T12:00:00.000Z', threshold: 65 }, told: [] },
});

/**
 * @param {IntegrationHost} host
 * @param {number} leads
 * @param {number} activities
 */
async function fill(host, leads, activities) {
	const now = Date.now();
	const ago = (/** @type {number} */ hours) => new Date(now - hours * HOUR).toISOString();
	const stageOf = (/** @type {number} */ index) => (index % 5 === 0 ? 'mql' : 'nurture');
	const book = Array.from({ length: leads }, (_, index) => ({
		...{
			lead: index === 0 ? BUSY : `lead${index}@x.example`,
			name: `Lead ${index}`,
			company: `Company ${index % 400}`,
		},
		...{ email: `lead${index}@x.example`, owner: `rep${index % 20}@x.example`, title: 'Director of Operations' },
		...{ total: index % 120, cell: 'B2', label: index % 5 === 0 ? 'Hot' : 'Warm', stage: stageOf(index), version: 1 },
		...{ handedOffAt: index % 5 === 0 ? ago(index % 90) : null, lastActivityAt: ago(index % 900) },
		leadScore: LEAD_SCORE,
		summary: 'Pricing page ×2 +24 · Decision maker +15 · Director +12',
	}));
	const scores = book.map(({ lead, total }, index) => ({
		...{ lead, at: ago(index % 160), previousTotal: total - (index % 9), total, fit: 40, engagement: total - 40 },
	}));
	const log = Array.from({ length: activities }, (_, index) => ({
		...{ activity: `b${index}`, lead: BUSY, type: TYPES[index % TYPES.length], at: ago(index), channel: 'web' },
		...{ source: 'site', quarantine: '', attributes: '' },
		properties: JSON.stringify({ path: PATHS[index % PATHS.length] }),
	}));
	await insert(host, 'll_lead_book', book);
	await insert(host, 'll_score_log', scores);
	await insert(host, 'll_activity_log', log);
}

/**
 * @param {IntegrationHost} host
 * @param {string} table
 * @param {readonly object[]} rows
 */
async function insert(host, table, rows) {
	const id = (await host.client.tables()).get(table)?.id;
	for (let start = 0; start < rows.length; start += ROWS_A_CALL) {
		const data = rows.slice(start, start + ROWS_A_CALL);
		await host.client.api('POST', `/data-tables/${id}/rows`, { data, returnType: 'count' });
	}
}

/**
 * @param {IntegrationHost} host
 * @param {string} label
 * @param {string} query
 * @returns {Promise<PageTime>}
 */
async function timeOf(host, label, query) {
	const { username, password } = host.signIn;
	const headers = { authorization: `Basic ${btoa(`${username}:${password}`)}` };
	/** @type {number[]} */
	const times = [];
	let bytes = 0;
	let worked = 0;
	for (let run = 0; run <= RUNS; run++) {
		if (run === 1) worked = await workedBy(host);
		const started = performance.now();
		const answer = await fetch(`${host.url}/webhook/lead-page${query}`, { headers });
		bytes = (await answer.arrayBuffer()).byteLength;
		if (answer.status !== 200) throw new Error(`${label} was answered with ${answer.status}.`);
		if (run > 0) times.push(performance.now() - started);
	}
	const processor = ((await workedBy(host)) - worked) / RUNS;
	times.sort((left, right) => left - right);
	return { label, milliseconds: times[RUNS >> 1], longest: times[RUNS - 1], processor, bytes };
}

/** Linux counts in hundredths of a second. */
const TICK = 10;

/**
 * @param {IntegrationHost} host
 * @returns {Promise<number>} milliseconds that n8n's process has worked so far; NaN where this is not Linux
 */
async function workedBy(host) {
	const stat = await readFile(`/proc/${host.process}/stat`, 'utf8').catch(() => '');
	const [user, system] = stat.slice(stat.lastIndexOf(')')).split(' ').slice(12, 14);
	return (Number(user) + Number(system)) * TICK;
}

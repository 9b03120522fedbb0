// @ts-check
/**
 * Takes the pictures of the docs: `node scripts/screenshots.mjs [OUTPUT_FOLDER] [--starters] [--canvas=03,04] [--canvas=all] [--pages]`, by default docs/images.
 * Starts a throw-away n8n with the built package and the demo in it and looks at it in Debian's Chromium (apt-get install chromium).
 * With `--starters` only the canvases of the starters, with `--canvas` only those of some templates or all, both without the demo; with `--pages`
 * only the pages of 18 and 19.
 */

import { mkdir, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { chromium } from 'playwright-core';
import { buildCheckout } from './host/checkout.mjs';
import { prepareDemo } from './host/demo.mjs';
import { openHost } from './host/host.mjs';
import { createProgress } from './host/progress.mjs';
import { FORM_USER, PAGE_PATH, readTemplates } from './host/templates.mjs';
import { pastLeads } from '../test/support/past-leads.mjs';

const CHECKOUT = dirname(dirname(fileURLToPath(import.meta.url)));
const WINDOW = { width: 1600, height: 900 };
const QUIET_BROWSER = [
	'--no-sandbox',
	'--disable-gpu',
	'--disable-background-networking',
	'--disable-component-update',
	'--disable-sync',
];
/** The starters for the other CRMs look like the one for HubSpot. */
const PICTURED = ['starter-hubspot-contacts', 'starter-form-to-slack', 'starter-google-sheet'];
/** The canvas of a starter fits into a window. */
const CANVAS = { width: 2000, height: 900 };
/** Canvases are long. */
const WIDE = { width: 3200, height: 1600 };
const DESK = { width: 1440, height: 900 };
const PHONE = { width: 375, height: 812 };
/** Leads of the past in the pictures of the report. */
const PAST_LEADS = 600;
const REVIEW_PATH = '/webhook/scoring-review';
/** Of the demo's story. */
const PICTURED_LEAD = 'dana.whitfield@northwind-health.example';
const PICTURED_COMPANY = 'northwind-health.example';
/** Pixels left around what stands on a canvas. */
const MARGIN = 16;

const LEAD = {
	email: 'dana.reyes@northwind.example',
	name: 'Dana Reyes',
	title: 'Director of Marketing',
	industry: 'Health',
	country: 'United States',
};

const ACTIVITIES = [
	{ type: 'page_view', at: '2026-10-28T09:12:00Z', properties: { path: '/pricing' } },
	{ type: 'page_view', at: '2026-10-30T15:40:00Z', properties: { path: '/pricing' } },
	{ type: 'demo_request', at: '2026-10-30T15:44:00Z' },
	{ type: 'page_view', at: '2026-10-31T08:02:00Z', properties: { path: '/careers' } },
].map((activity, index) => ({ activity: `a${index + 1}`, lead: LEAD.email, ...activity }));

/** One lead through each node whose form is to be seen. */
function sampler() {
	const node = (name, type, typeVersion, position, parameters) => ({
		id: name,
		name,
		type,
		typeVersion,
		position,
		parameters,
	});
	const ours = (name, type, position, parameters) =>
		node(name, `n8n-nodes-lead-lifecycle.${type}`, 1, position, parameters);
	const items = (name, y, list) =>
		node(name, 'n8n-nodes-base.set', 3.4, [220, y], { mode: 'raw', jsonOutput: JSON.stringify(list), options: {} });
	const nodes = [
		node('Start', 'n8n-nodes-base.manualTrigger', 1, [0, 0], {}),
		items('A lead', -100, LEAD),
		items('Its activities', 100, { activities: ACTIVITIES }),
		node('One item an activity', 'n8n-nodes-base.splitOut', 1, [440, 100], {
			fieldToSplitOut: 'activities',
			options: {},
		}),
		ours('Score Lead', 'scoreLead', [660, 0], {
			activitiesSource: 'input',
			options: { asOf: '2026-11-01T12:00:00Z', decay: 'half-life 30d' },
		}),
		ours('Classify Grid', 'classifyGrid', [880, 0], { options: {} }),
	];
	const to = (node, index = 0) => ({ node, type: 'main', index });
	const connections = {
		Start: { main: [[to('A lead'), to('Its activities')]] },
		'A lead': { main: [[to('Score Lead')]] },
		'Its activities': { main: [[to('One item an activity')]] },
		'One item an activity': { main: [[to('Score Lead', 1)]] },
		'Score Lead': { main: [[to('Classify Grid')]] },
	};
	return { name: 'Score one lead', nodes, connections, settings: {} };
}

/**
 * @param {import('playwright-core').Page} page
 * @param {string} url
 * @param {import('./host/secrets.mjs').Secrets['owner']} owner
 */
async function signIn(page, url, { email, password }) {
	await page.goto(`${url}/signin`);
	await page.locator('input[name="emailOrLdapLoginId"]').fill(email);
	await page.locator('input[name="password"]').fill(password);
	await page.locator('button:has-text("Sign in")').click();
	await page.waitForURL((address) => !address.pathname.includes('signin'), { timeout: 60_000 });
}

/**
 * @param {import('playwright-core').Page} page
 * @param {string} address
 */
async function openCanvas(page, address) {
	await page.goto(address);
	await page.locator('[data-test-id="canvas-node"]').first().waitFor({ timeout: 60_000 });
	await closeHints(page);
	await unfoldGroups(page);
	await page.keyboard.press('1');
	await page.waitForTimeout(1500);
}

/**
 * Takes n8n's own advice off the canvas: it has no mark of its own to find it by, so the largest box that holds
 * little more than it goes.
 *
 * @param {import('playwright-core').Page} page
 */
async function closeHints(page) {
	await page.waitForTimeout(1500);
	await page.evaluate(() => {
		const boxes = [...globalThis.document.querySelectorAll('body *')];
		const advice = boxes.find(
			({ textContent }) => textContent?.startsWith('Production Checklist') && textContent.length < 600,
		);
		advice?.remove();
	});
}

/**
 * A picture is to show the nodes; n8n opens a canvas with its groups folded.
 *
 * @param {import('playwright-core').Page} page with a canvas
 */
async function unfoldGroups(page) {
	const folded = page.locator('[data-test-id="canvas-node-group-toggle"][aria-expanded="false"]');
	for (let count = await folded.count(); count > 0; count--) {
		await folded.first().click();
		await page.waitForTimeout(500);
	}
}

/**
 * @param {import('playwright-core').Page} page with a canvas
 * @returns {Promise<{ x: number, y: number, width: number, height: number }>} the part of the page on which anything stands
 */
async function usedPart(page) {
	return await page.evaluate((margin) => {
		const boxes = [...globalThis.document.querySelectorAll('.vue-flow__node')].map((box) =>
			box.getBoundingClientRect(),
		);
		const x = Math.min(...boxes.map(({ left }) => left)) - margin;
		const y = Math.min(...boxes.map(({ top }) => top)) - margin;
		const right = Math.max(...boxes.map(({ right }) => right)) + margin;
		const bottom = Math.max(...boxes.map(({ bottom }) => bottom)) + margin;
		return { x, y, width: right - x, height: bottom - y };
	}, MARGIN);
}

/**
 * @param {import('playwright-core').Page} page
 * @param {import('./host/host.mjs').OpenHost} host
 * @param {import('./host/templates.mjs').ImportedTemplate[]} templates
 * @param {(name: string, clip?: Awaited<ReturnType<typeof usedPart>>) => Promise<unknown>} shoot
 */
async function shootDemo(page, { client, server: { url } }, templates, shoot) {
	await page.setViewportSize(WIDE);
	for (const { file, id } of templates) {
		await openCanvas(page, `${url}/workflow/${id}`);
		await shoot(pictureOf(file), await usedPart(page));
	}
	await page.setViewportSize(WINDOW);
	const tables = await client.tables();
	for (const name of ['ll_lead_book', 'll_outbox']) {
		const table = tables.get(name);
		await page.goto(`${url}/projects/${table?.projectId}/datatables/${table?.id}`);
		await page.locator('.ag-center-cols-container .ag-row').first().waitFor({ timeout: 60_000 });
		await page.waitForTimeout(1500);
		await shoot(name.replace('ll_', '').replace('_', '-'));
	}
}

/**
 * @param {import('playwright-core').Page} page
 * @param {import('./host/host.mjs').OpenHost} host
 * @param {(name: string, clip?: Awaited<ReturnType<typeof usedPart>>) => Promise<unknown>} shoot
 */
async function shootStarters(page, { client, server: { url } }, shoot) {
	await page.setViewportSize(CANVAS);
	const starters = await readTemplates(join(CHECKOUT, 'workflows', 'starters'));
	for (const { file, template } of starters.filter(({ file }) => PICTURED.includes(file))) {
		await openCanvas(page, `${url}/workflow/${await client.createWorkflow(template)}`);
		await shoot(`canvas-${file}`, await usedPart(page));
	}
}

/**
 * @param {import('playwright-core').Page} page
 * @param {import('./host/host.mjs').OpenHost} host
 * @param {string} numbers of templates, such as 03,04, or all
 * @param {(name: string, clip?: Awaited<ReturnType<typeof usedPart>>) => Promise<unknown>} shoot
 */
async function shootCanvas(page, { client, server: { url } }, numbers, shoot) {
	await page.setViewportSize(WIDE);
	const templates = await readTemplates(join(CHECKOUT, 'workflows'));
	const isMeant = (file) => numbers === 'all' || numbers.split(',').some((number) => file.startsWith(number));
	for (const { file, template } of templates.filter((each) => isMeant(each.file))) {
		await openCanvas(page, `${url}/workflow/${await client.createWorkflow(template)}`);
		await shoot(pictureOf(file), await usedPart(page));
	}
}

/**
 * The pages of leads as salespeople see them, on a desk and on a phone.
 *
 * @param {import('playwright-core').Browser} browser
 * @param {import('./host/host.mjs').OpenHost} host
 * @param {string} output
 */
async function shootPages(browser, { client, server: { url }, secrets }, output) {
	const httpCredentials = { username: FORM_USER, password: secrets.salesPassword };
	const lead = `${PAGE_PATH}?lead=${encodeURIComponent(PICTURED_LEAD)}`;
	const account = `${PAGE_PATH}?account=${encodeURIComponent(PICTURED_COMPANY)}`;
	for (const [name, path, viewport, colorScheme] of /** @type {const} */ ([
		['page-leads', PAGE_PATH, DESK, 'light'],
		['page-lead', lead, DESK, 'light'],
		['page-lead-dark', lead, DESK, 'dark'],
		['page-company', account, DESK, 'light'],
		['page-leads-phone', PAGE_PATH, PHONE, 'light'],
		['page-lead-phone', lead, PHONE, 'light'],
		['page-review', REVIEW_PATH, DESK, 'light'],
		['page-review-phone', REVIEW_PATH, PHONE, 'light'],
	])) {
		if (name === 'page-review') await insertPast(client);
		const context = await browser.newContext({ viewport, colorScheme, httpCredentials });
		const page = await context.newPage();
		await page.goto(url + path);
		await page.screenshot({ path: join(output, `${name}.png`) });
		await context.close();
	}
}

/**
 * The demo has a past of weeks; a review needs a year of outcomes.
 *
 * @param {import('./host/host.mjs').OpenHost['client']} client
 */
async function insertPast(client) {
	const { leadBook, activityLog, stageLog } = pastLeads(PAST_LEADS, Date.now());
	const tables = await client.tables();
	for (const [name, data] of Object.entries({
		...{ ll_lead_book: leadBook, ll_activity_log: activityLog, ll_stage_log: stageLog },
	}))
		await client.api('POST', `/data-tables/${tables.get(name)?.id}/rows`, { data, returnType: 'count' });
}

/** By the number of a template; two have the same. */
const pictureOf = (file) => `canvas-${file.startsWith('00-crm') ? '00-crm-properties' : file.slice(0, 2)}`;

/**
 * @param {import('playwright-core').Page} page
 * @param {import('./host/host.mjs').OpenHost} host
 * @param {(name: string) => Promise<unknown>} shoot
 */
async function shootForms(page, { client, server: { url } }, shoot) {
	await openCanvas(page, `${url}/workflow/${await client.createWorkflow(sampler())}`);
	await page.locator('[data-test-id="execute-workflow-button"]').first().click();
	await page.waitForTimeout(5000);
	for (const [name, picture] of [
		['Score Lead', 'scored-lead'],
		['Classify Grid', 'classified-lead'],
	]) {
		await page.locator(`[data-test-id="canvas-node"][data-node-name="${name}"]`).first().dblclick();
		await page.waitForTimeout(2500);
		await page.locator('[data-test-id="output-panel"] >> text=JSON').first().click();
		await page.waitForTimeout(1000);
		await shoot(picture);
		await page.keyboard.press('Escape');
		await page.waitForTimeout(800);
	}
}

/**
 * @param {string} output
 * @param {{ starters: boolean, pages: boolean, canvas: string | undefined }} alone what is to be seen, where it is not everything
 */
async function main(output, { starters, pages, canvas }) {
	const progress = createProgress();
	const userFolder = await mkdtemp(join(tmpdir(), 'lead-lifecycle-screenshots-'));
	await mkdir(output, { recursive: true });
	await buildCheckout(CHECKOUT, progress);
	const host = await openHost({ userFolder, checkout: CHECKOUT, progress });
	const executablePath = process.env.CHROMIUM ?? '/usr/bin/chromium';
	const browser = await chromium.launch({ executablePath, args: QUIET_BROWSER });
	try {
		const demo = { checkout: CHECKOUT, folder: userFolder, playTraffic: true, progress };
		const { templates } = starters || canvas ? { templates: [] } : await prepareDemo(host, demo);
		if (pages) return await shootPages(browser, host, output);
		const page = await browser.newPage({ viewport: WINDOW, deviceScaleFactor: 1 });
		/** @type {(name: string, clip?: Awaited<ReturnType<typeof usedPart>>) => Promise<unknown>} */
		const shoot = (name, clip) => page.screenshot({ path: join(output, `${name}.png`), clip });
		await signIn(page, host.server.url, host.secrets.owner);
		if (canvas) return await shootCanvas(page, host, canvas, shoot);
		await shootStarters(page, host, shoot);
		if (starters) return;
		await page.setViewportSize(WINDOW);
		await shootDemo(page, host, templates, shoot);
		await shootForms(page, host, shoot);
		await shootPages(browser, host, output);
	} finally {
		await browser.close();
		await host.server.stop();
		await rm(userFolder, { recursive: true, force: true });
	}
}

const [output = join(CHECKOUT, 'docs', 'images')] = process.argv.slice(2).filter((each) => !each.startsWith('--'));
const canvas = process.argv.find((each) => each.startsWith('--canvas='))?.slice('--canvas='.length);
const has = (name) => process.argv.includes(name);
await main(resolve(output), { starters: has('--starters'), pages: has('--pages'), canvas });

/** The pages of 18 and 19 from a real n8n, in a real browser; and the report of 19 in a real mailbox. */
import { existsSync } from 'node:fs';
import type { IDataObject } from 'n8n-workflow';
import { chromium, type Browser, type BrowserContextOptions, type Page } from 'playwright-core';
import { openIntegrationHost, type IntegrationHost } from '../services/harness.mjs';
import * as team from '../support/page-tables';
import { pastLeads } from '../support/past-leads.mjs';
import { RITA } from '../support/page-tables';
import { DELIVER, insertRows, sweep } from './support/outbox';

jest.setTimeout(600_000);

const CHROMIUM = process.env.CHROMIUM ?? '/usr/bin/chromium';
const QUIET = ['--no-sandbox', '--disable-gpu', '--disable-background-networking', '--disable-component-update'];

const MARKUP =
	'<img src=https://evil.example/x.png onerror=alert(1)><script>alert(2)</script>"\' onmouseover="alert(3)';
const BACKWARDS = '\u202etxt.exe\u202c مرحبا بالعالم \u2066x';
const LONG = 'W'.repeat(300);
const LINK = 'javascript:alert(document.domain)';
const NASTY = [MARKUP, BACKWARDS, LONG, LINK];
const REVIEW = '19-scoring-review';
const ACCOUNT = 'quayside-health.example';

/** A lead in whose every field that people or visitors fill stands the text. */
const nasty = (text: string, index: number): IDataObject => ({
	...{
		lead: `nasty-${index}@x.example`,
		email: `nasty-${index}@x.example`,
		stage: 'mql',
		total: 50 - index,
		cell: 'B2',
	},
	...{ name: text, title: text, company: text, owner: text, summary: text, label: 'Hot', account: ACCOUNT, version: 1 },
	scoreAdjustmentNote: text,
});
const did = (text: string, index: number): IDataObject => ({
	...{ activity: `nasty-${index}`, lead: RITA, type: 'page_view', channel: 'web', source: text, quarantine: '' },
	at: new Date(Date.parse(team.AS_OF) - (index + 1) * 7_200_000).toISOString(),
	properties: JSON.stringify({ path: text, name: text }),
});

/** What the report is about; some owners and sources are hostile. */
const PAST = 150;
const past = pastLeads(PAST, Date.parse(team.AS_OF));
const isNasty = (index: number): boolean => index % 5 === 0;
const hostile = (index: number): string => NASTY[(index / 5) % NASTY.length];
const pastBook = past.leadBook.map((row, index) => (isNasty(index) ? { ...row, owner: hostile(index) } : row));
const pastLog = past.activityLog.map((row, index) => (isNasty(index) ? { ...row, source: hostile(index) } : row));

let host: IntegrationHost;
let browser: Browser;

const rows = (list: readonly IDataObject[]): IDataObject[] => list.map(({ id: _id, ...row }) => row);

beforeAll(async () => {
	host = await openIntegrationHost({
		services: ['mail'],
		templates: ['18-lead-page', REVIEW, '05-feedback', DELIVER],
	});
	await insertRows(host, 'll_lead_book', rows([...team.leadBook, ...NASTY.map(nasty), ...pastBook]));
	await insertRows(host, 'll_activity_log', rows([...team.activityLog, ...NASTY.map(did), ...pastLog]));
	await insertRows(host, 'll_alias_book', rows(team.links));
	await insertRows(host, 'll_stage_log', rows([...team.stageLog, ...past.stageLog]));
	await insertRows(host, 'll_score_log', rows(team.scoreLog));
	await insertRows(host, 'll_account_book', rows(team.accountBook));
	if (existsSync(CHROMIUM)) browser = await chromium.launch({ executablePath: CHROMIUM, args: QUIET });
});

afterAll(async () => {
	await browser?.close();
	await host?.stop();
});

const PATHS = {
	leads: '/webhook/lead-page',
	all: '/webhook/lead-page?view=all',
	lead: `/webhook/lead-page?lead=${encodeURIComponent(RITA)}`,
	company: `/webhook/lead-page?account=${ACCOUNT}`,
	report: '/webhook/scoring-review',
};
const NAMES = Object.keys(PATHS) as Array<keyof typeof PATHS>;

const fetched = (path: string, { username, password } = host.signIn): Promise<Response> =>
	fetch(host.url + path, { headers: { authorization: `Basic ${btoa(`${username}:${password}`)}` } });

describe('a call', () => {
	it.each(NAMES)('%s is shown to those who know the password, and to nobody else', async (name) => {
		for (const authorization of ['', `Basic ${btoa('sales:wrong')}`])
			expect((await fetch(host.url + PATHS[name], { headers: { authorization } })).status).toBe(401);
		const answer = await fetched(PATHS[name]);
		expect(answer.status).toBe(200);
		const headers = Object.fromEntries(answer.headers);
		expect(headers).toMatchObject({
			'content-type': 'text/html; charset=utf-8',
			'cache-control': 'private, no-store',
			'referrer-policy': 'no-referrer',
			'x-content-type-options': 'nosniff',
			'x-frame-options': 'DENY',
		});
		expect(headers['content-security-policy']).toMatch(/^sandbox /);
	});

	it.each([
		['?lead=nobody%40nowhere.example', 404, 'Lead not found'],
		['?lead=%3Cscript%3Ealert(1)%3C/script%3E', 404, 'Lead not found'],
		['?lead[]=a&lead[]=b', 404, 'Lead not found'],
		['?lead[toString]=x&lead[trim]=y', 404, 'Lead not found'],
		['?lead=%00', 404, 'Lead not found'],
		['?account=%27%20OR%201%3D1', 404, 'Company not found'],
		['?page=-1&view=x&sort=%00&cell[]=A1', 200, 'Leads'],
	])('%s is answered with %d and a page', async (query, status, heading) => {
		const answer = await fetched(PATHS.leads + query);
		const text = await answer.text();
		expect([answer.status, /<h1>(.*?)<\/h1>/.exec(text)?.[1]]).toEqual([status, heading]);
		expect(text).not.toContain('<script');
	});

	// SQLite keeps what was deleted in its files until it needs the room; see docs/templates/18-lead-page.md.
	it('is kept by n8n in no execution, table or log', async () => {
		await host.idle();
		expect(await host.executions()).not.toContainEqual(
			expect.objectContaining({ workflowId: host.workflowId('18-lead-page') }),
		);
		expect((await host.leaks()).filter((leak: string) => !leak.startsWith('file database.sqlite'))).toEqual([]);
	});
});

const withBrowser = existsSync(CHROMIUM) ? describe : describe.skip;

/** Opens a page; gives what the browser complained of and what it asked others for. */
async function open(
	name: keyof typeof PATHS,
	options: BrowserContextOptions,
): Promise<{ page: Page; wrong: string[] }> {
	const context = await browser.newContext({ httpCredentials: host.signIn, ...options });
	const page = await context.newPage();
	const wrong: string[] = [];
	page.on('console', (message) => void wrong.push(`${message.type()}: ${message.text()}`));
	page.on('pageerror', (error) => void wrong.push(error.message));
	page.on('dialog', (dialog) => {
		wrong.push(`dialog: ${dialog.message()}`);
		void dialog.dismiss();
	});
	page.on('request', (request) => {
		const url = request.url();
		if (!url.startsWith(`${host.url}/webhook/`) && !url.startsWith('data:')) wrong.push(`request: ${url}`);
	});
	await page.goto(host.url + PATHS[name]);
	return { page, wrong };
}

const DESK = { width: 1440, height: 900 };
const VIEWPORTS: ReadonlyArray<readonly [string, BrowserContextOptions]> = [
	['on a desk', { viewport: DESK }],
	['on a desk, dark', { viewport: DESK, colorScheme: 'dark' }],
	// What is zoomed to 200 % has half the room.
	['at 200 %', { viewport: { width: 720, height: 450 }, deviceScaleFactor: 2 }],
	['on a phone', { viewport: { width: 375, height: 812 }, isMobile: true, hasTouch: true }],
	['on a small phone', { viewport: { width: 320, height: 568 } }],
];

withBrowser('a page in the browser', () => {
	it.each(VIEWPORTS.flatMap(([where, options]) => NAMES.map((name) => [name, where, options] as const)))(
		'%s %s: no complaint, nothing from elsewhere, nothing to the side',
		async (name, _where, options) => {
			const { page, wrong } = await open(name, options);
			const [width, room] = await page.evaluate<[number, number]>(
				'[document.documentElement.scrollWidth, document.documentElement.clientWidth]',
			);
			expect(width).toBeLessThanOrEqual(room);
			expect(await page.locator('h1').first().isVisible()).toBe(true);
			expect(wrong).toEqual([]);
			await page.context().close();
		},
	);

	it('shows hostile names as what they are, and runs none of them', async () => {
		const { page, wrong } = await open('all', { viewport: DESK });
		const text = await page.locator('main').innerText();
		expect(text).toContain('<script>alert(2)</script>');
		expect(text).toContain(LINK);
		expect(text).toContain('W'.repeat(300));
		await page.mouse.move(300, 500);
		const protocols = await page.evaluate<string[]>('[...document.links].map(({ protocol }) => protocol)');
		expect(protocols.filter((protocol) => !/^(https?|mailto):$/.test(protocol))).toEqual([]);
		expect(await page.locator('main img, main script').count()).toBe(0);
		expect(wrong).toEqual([]);
		await page.context().close();
	});

	it('is used by keyboard alone', async () => {
		const { page, wrong } = await open('leads', { viewport: DESK });
		const focused = () => page.evaluate<string>("document.activeElement?.textContent ?? ''");
		const tabTo = async (text: string): Promise<void> => {
			for (let presses = 0; presses < 60; presses++) {
				await page.keyboard.press('Tab');
				if ((await focused()).trim() === text) return;
			}
			throw new Error(`“${text}” is not reached by the keyboard.`);
		};
		await page.keyboard.press('Tab');
		expect(await focused()).toBe('Skip to the content');
		expect(await page.locator('.skip').isVisible()).toBe(true);
		await tabTo('More filters');
		await page.keyboard.press('Enter');
		expect(await page.locator('select[name=stage]').isVisible()).toBe(true);
		await page.locator('input[name=q]').focus();
		await page.keyboard.type('okoye');
		await page.keyboard.press('Enter');
		await page.waitForURL(/q=okoye/);
		expect(await page.locator('tbody tr').count()).toBe(1);
		await tabTo('Rita Okoye');
		const outline = await page.evaluate<string>('getComputedStyle(document.activeElement).outlineStyle');
		expect(outline).toBe('solid');
		await page.keyboard.press('Enter');
		await page.waitForURL(/\?lead=rita/);
		await tabTo('Show as table');
		await page.keyboard.press('Enter');
		expect(await page.getByRole('table', { name: 'Score over time' }).isVisible()).toBe(true);
		await page.keyboard.press('Home');
		await page.locator('.skip').focus();
		await tabTo('Accept');
		expect(wrong).toEqual([]);
		await page.keyboard.press('Enter');
		await page.waitForURL(/\/form\/lead-feedback\?lead=rita/);
		expect(await page.getByLabel('Lead', { exact: false }).first().inputValue()).toBe(RITA);
		await page.context().close();
	});

	it('shows the report with drawings that fit, and their tables by keyboard', async () => {
		for (const [where, viewport] of [
			['wide', DESK],
			['narrow', { width: 375, height: 812 }],
		] as const) {
			const { page, wrong } = await open('report', { viewport });
			expect(await page.locator('ol.short li').count()).toBe(5);
			const shown = await page.locator('svg.plot:visible').count();
			expect(shown).toBeGreaterThanOrEqual(5);
			expect(await page.locator(`svg.plot.${where}:visible`).count()).toBe(shown);
			await page.locator('summary').first().focus();
			await page.keyboard.press('Enter');
			const table = page.getByRole('table').first();
			expect(await table.isVisible()).toBe(true);
			await page.keyboard.press('Tab');
			expect(await page.evaluate<string>("document.activeElement?.className ?? ''")).toBe('scroll');
			// What comes from outside is text in it too.
			await page.evaluate("document.querySelectorAll('details').forEach((each) => { each.open = true; })");
			expect(await page.locator('main').innerText()).toContain('<script>alert(2)</script>');
			expect(await page.locator('main img, main script').count()).toBe(0);
			expect(await page.evaluate('document.documentElement.scrollWidth <= document.documentElement.clientWidth')).toBe(
				true,
			);
			expect(wrong).toEqual([]);
			await page.context().close();
		}
	});

	it('prints', async () => {
		const { page } = await open('lead', { viewport: DESK, colorScheme: 'dark' });
		await page.emulateMedia({ media: 'print' });
		expect(await page.locator('.buttons').isVisible()).toBe(false);
		const ground = await page.evaluate<string>("getComputedStyle(document.querySelector('.card')).backgroundColor");
		expect(ground).toBe('rgb(255, 255, 255)');
		await page.context().close();
	});
});

describe('the weekly mail', () => {
	it('comes once to the manager, with the whole report as a file that opens without a network', async () => {
		for (let run = 0; run < 2; run++) {
			await host.run(REVIEW, 'Every Monday');
			await host.idle();
			await sweep(host);
		}
		const [manager] = await host.rows('ll_settings', { name: 'audience_manager' });
		const [mail, ...more] = await host.services.mail.messages();
		expect(more).toEqual([]);
		expect(mail).toMatchObject({ subject: expect.stringMatching(/Scoring review, /), to: addressesIn(manager.value) });
		expect(mail.text).toContain('Change first');
		const [file] = mail.attachments;
		expect(file.fileName).toMatch(/^scoring-review-\d{4}-\d\d-\d\d\.html$/);
		expect(file.text).toMatch(/^<!doctype html>/);
		expect(file.text).toContain('<ol class="short">');
		expect(file.text.match(/<svg/g)?.length).toBeGreaterThanOrEqual(10);
		expect(file.text).not.toMatch(/<script|<img|<link rel="stylesheet"|url\(/);
		expect(await host.rows('ll_outbox', { status: 'sent' })).toHaveLength(1);
	});
});

const addressesIn = (text: unknown): string[] => String(text).match(/[^\s,;]+@[^\s,;]+/g) ?? [];

/**
 * A stranger at every public door of a real n8n: the webhook behind the signatures of vendors, whose events a visitor fills in,
 * and open to all; the form and the webhook for decisions; the page behind a question in Slack. What he sends stands in
 * test/cases/attacks.json; whatever it is, owner, stage, points by hand, other leads and other people's mail stay out of reach.
 */
import { createHmac, randomBytes } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { askUntilReady } from '../../scripts/host/busy.mjs';
import type { Json, Template } from '../../scripts/host/client.mjs';
import { ACTIVITY_TRIGGER } from '../../scripts/host/templates.mjs';
import attacks from '../cases/attacks.json';
import { openIntegrationHost, type IntegrationHost } from '../services/harness.mjs';
import { DELIVER, insertRows, messageAbout, sweep } from './support/outbox';

jest.setTimeout(600_000);

const [SCORE, FEEDBACK, ASK] = ['02-score', '05-feedback', '17-ask-in-slack'];
const [VIP, QUIET, OTHER] = ['vip@north.example', 'quiet@north.example', 'other@north.example'];
const MALLORY = 'mallory@evil.example';
const RITA = 'rita@sales.example';
/** Who may get mail: those of ll_settings, and the owner. */
const OURS = /^(sales|manager|marketing)@example\.com$|^rita@sales\.example$/;
const SECRET = randomBytes(24).toString('hex');

type Door = 'segment' | 'typeform' | 'calendly' | 'none' | 'stripe' | 'hmac' | 'slack' | 'mailgun';

const hmac = (algorithm: string, text: string, encoding: 'hex' | 'base64' = 'hex'): string =>
	createHmac(algorithm, SECRET).update(text).digest(encoding);
const seconds = (): string => String(Math.floor(Date.now() / 1000));
const timed = (text: string): string => {
	const at = seconds();
	return `t=${at},v1=${hmac('sha256', `${at}.${text}`)}`;
};
/** What the stranger sends is signed by the tool that he fills in. */
const SIGNED: Readonly<Record<Door, (text: string) => Readonly<Record<string, string>>>> = {
	segment: (text) => ({ 'X-Signature': hmac('sha1', text) }),
	typeform: (text) => ({ 'Typeform-Signature': `sha256=${hmac('sha256', text, 'base64')}` }),
	calendly: (text) => ({ 'Calendly-Webhook-Signature': timed(text) }),
	none: () => ({}),
	stripe: (text) => ({ 'Stripe-Signature': timed(text) }),
	hmac: (text) => ({ 'X-Signature': hmac('sha256', text) }),
	slack: (text) => {
		const at = seconds();
		const signature = `v0=${hmac('sha256', `v0:${at}:${text}`)}`;
		return { 'X-Slack-Signature': signature, 'X-Slack-Request-Timestamp': at };
	},
	mailgun: () => ({}),
};
const DOORS = Object.keys(SIGNED) as Door[];

let host: IntegrationHost;

const FORM: Readonly<Partial<Record<Door, object>>> = {
	stripe: { timedHeader: 'Stripe-Signature' },
	hmac: { signatureHeader: 'X-Signature', prefix: '', algorithm: 'sha256', encoding: 'hex' },
};

async function keyOf(name: string, scheme: Door): Promise<Json> {
	const data = { scheme, secret: SECRET, ...FORM[scheme] };
	return { id: await host.client.createCredential(name, 'leadActivityWebhookApi', data), name };
}

/** Another 01, at an address and behind a signature of its own. */
async function openDoor(scheme: Door): Promise<void> {
	const template = JSON.parse(await readFile(join('workflows', '01-capture.json'), 'utf8')) as Template;
	const name = `Door ${scheme}`;
	const key = scheme === 'none' ? undefined : await keyOf(name, scheme);
	const nodes = template.nodes.map((node) => {
		if (node.type !== ACTIVITY_TRIGGER) return node;
		const parameters = { ...(node.parameters as object), path: `door-${scheme}` };
		return key === undefined
			? { ...node, webhookId: `door-${scheme}`, parameters: { ...parameters, authentication: 'none' } }
			: { ...node, webhookId: `door-${scheme}`, parameters, credentials: { leadActivityWebhookApi: key } };
	});
	const { errorWorkflow: _none, ...settings } = template.settings ?? {};
	const workflow = await host.client.createWorkflow({ ...template, name, nodes, settings });
	await host.client.publish(workflow);
}

/** With the times of now, for what is old is judged otherwise. */
function textOf(door: Door, body: unknown): string {
	const now = new Date();
	const text = JSON.stringify(body)
		.replaceAll('"NOW"', JSON.stringify(now.toISOString()))
		.replaceAll('"MS"', String(now.getTime()))
		.replaceAll('"S"', seconds());
	if (door !== 'mailgun') return text;
	const [timestamp, token] = [seconds(), randomBytes(25).toString('hex')];
	const signature = { timestamp, token, signature: hmac('sha256', timestamp + token) };
	return JSON.stringify({ ...(JSON.parse(text) as object), signature });
}

async function send(path: string, text: string, headers: Readonly<Record<string, string>> = {}): Promise<number> {
	const { response } = await askUntilReady(() =>
		fetch(host.url + path, {
			method: 'POST',
			headers: { 'content-type': 'application/json', ...headers },
			body: text,
		}),
	);
	await host.idle();
	return response.status;
}

/** What only colleagues, or nobody, may change of a lead. */
const GUARDED = [
	...['owner', 'stage', 'scoreAdjustment', 'scoreAdjustmentNote', 'mergedInto', 'recycles', 'recycledAt', 'retained'],
	...['coolOffUntil', 'handedOffAt', 'acceptedAt', 'track', 'crm'],
];
async function guarded(): Promise<Record<string, Json>> {
	const book = await host.rows('ll_lead_book');
	const of = (lead: string): Json => {
		const rows = book.filter((row) => row.lead === lead);
		const [row] = rows;
		return { rows: rows.length, ...Object.fromEntries(GUARDED.map((name) => [name, row?.[name]])) };
	};
	return Object.fromEntries([VIP, QUIET, OTHER].map((lead) => [lead, of(lead)]));
}
const logOf = async (lead: string): Promise<number> => (await host.rows('ll_activity_log', { lead })).length;
const audiences = async (): Promise<string[]> =>
	(await host.rows('ll_outbox'))
		.map(({ audience }) => String(audience))
		.filter((each) => /evil|mallory|\n|,/.test(each));

let before: Record<string, Json>;

beforeAll(async () => {
	host = await openIntegrationHost({
		services: ['slack', 'mail'],
		seeds: { slack: { users: [{ name: 'rita', email: RITA }], channels: ['sales-leads', 'marketing-leads'] } },
		templates: ['01-capture', SCORE, FEEDBACK, DELIVER, ASK],
	});
	for (const file of [SCORE, DELIVER]) await sweep(host, file);
	for (const door of DOORS) await openDoor(door);
	const at = (minutes: number): string => new Date(Date.now() - minutes * 60_000).toISOString();
	const vip = (activity: string, type: string, more: object = {}) => ({
		activity,
		lead: VIP,
		type,
		at: at(30),
		...more,
	});
	await host.post([
		vip('vip-0', 'form_submit', {
			attributes: { title: 'Director of Marketing', country: 'US', industry: 'Software' },
		}),
		vip('vip-1', 'demo_request'),
		vip('vip-2', 'webinar_attend'),
		vip('vip-3', 'page_view', { properties: { path: '/pricing' } }),
		{ activity: 'q-1', lead: QUIET, type: 'email_unsubscribe', at: at(30) },
		{ activity: 'o-1', lead: OTHER, type: 'page_view', at: at(30) },
	]);
	await host.call('/webhook/lead-decision', { lead: VIP, decision: 'owner', owner: RITA, by: RITA });
	await sweep(host, SCORE);
	before = await guarded();
	expect(before[VIP]).toMatchObject({ rows: 1, owner: RITA, stage: 'mql' });
});

afterAll(async () => {
	await host?.stop();
});

describe('behind the signature of a tool', () => {
	it.each(attacks.map(({ door, why, body }) => [door as Door, why, body] as const))(
		'%s: %s',
		async (door, _why, body) => {
			const text = textOf(door, body);
			const counts = [await logOf(QUIET), await logOf(OTHER)];
			expect([202, 400]).toContain(await send(`/webhook/door-${door}`, text, SIGNED[door](text)));
			expect(await guarded()).toEqual(before);
			expect(await audiences()).toEqual([]);
			// Nobody takes activities from another lead; consent is not given back to one who unsubscribed.
			expect(await logOf(VIP)).toBeGreaterThanOrEqual(4);
			expect(await logOf(OTHER)).toBe(counts[1]);
			expect((await host.rows('ll_activity_log', { lead: QUIET, type: 'email_subscribe' })).length).toBe(0);
		},
	);

	it('gives the stranger himself no more than what he did is worth', async () => {
		for (const row of (await host.rows('ll_lead_book')).filter(({ lead }) => String(lead).includes('evil'))) {
			expect([null, '']).toContain(row.owner);
			expect([null, '', 0]).toContain(row.scoreAdjustment);
			expect(row).toMatchObject({ stage: 'nurture', handedOffAt: null, mergedInto: null });
			expect(Number(row.total)).toBeLessThan(100);
		}
	});

	it('sees the id of a known activity as one that is done, of that source alone', async () => {
		const [first] = await host.rows('ll_activity_log', { activity: 'vip-1' });
		expect(first).toMatchObject({ lead: VIP, type: 'demo_request' });
	});
});

describe('without the secret', () => {
	const decision = { lead: VIP, decision: 'lost', reason: 'no budget', by: 'sales', owner: MALLORY };
	it.each([
		['01, no header', '/webhook/lead-activity', {}],
		['01, another secret', '/webhook/lead-activity', { 'X-Lead-Activity-Key': SECRET }],
		['01, the secret in the address', `/webhook/lead-activity?X-Lead-Activity-Key=${SECRET}`, {}],
		['01, an empty secret', '/webhook/lead-activity', { 'X-Lead-Activity-Key': '' }],
		['05, no header', '/webhook/lead-decision', {}],
		['05, another secret', '/webhook/lead-decision', { 'X-Lead-Activity-Key': SECRET }],
		['05, a signature of a tool', '/webhook/lead-decision', { 'X-Signature': 'sha256=00' }],
		['a door, a wrong signature', '/webhook/door-segment', { 'X-Signature': 'a'.repeat(40) }],
		['a door, no signature', '/webhook/door-typeform', {}],
	])('%s: is refused, and nothing is written', async (_why, path, headers) => {
		const log = (await host.rows('ll_activity_log')).length;
		expect([401, 403]).toContain(await send(path, JSON.stringify(decision), headers as Record<string, string>));
		expect((await host.rows('ll_activity_log')).length).toBe(log);
		expect(await guarded()).toEqual(before);
	});

	it.each([
		['nobody', {}],
		['a wrong password', { authorization: `Basic ${btoa('sales:sales')}` }],
		['a token that was made up', { 'x-auth-token': 'a'.repeat(64) }],
	])('the form is shown to nobody and takes nothing: %s', async (_why, headers) => {
		const page = `${host.url}/form/lead-feedback`;
		const seen = await fetch(`${page}?lead=${VIP}&decision=Accept`, { headers: headers as Record<string, string> });
		expect([401, 403]).toContain(seen.status);
		const body = new FormData();
		for (const [field, answer] of [VIP, 'Accept', '', '', MALLORY].entries()) body.append(`field-${field}`, answer);
		const sent = await fetch(page, { method: 'POST', headers: headers as Record<string, string>, body });
		expect([401, 403]).toContain(sent.status);
		await host.idle();
		expect(await guarded()).toEqual(before);
	});
});

describe('what a colleague passes on without looking', () => {
	it.each([
		['a second header of a mail', { decision: 'owner', owner: `a@b.example\r\nBcc: ${MALLORY}` }],
		['two addresses', { decision: 'owner', owner: `${RITA}, ${MALLORY}` }],
		['a decision that there is not', { decision: 'delete' }],
		['a lead that there is not', { lead: `${VIP}\r\n${MALLORY}`, decision: 'accepted' }],
	])('%s is refused', async (_why, said) => {
		const { body } = (await host.call('/webhook/lead-decision', { lead: VIP, by: RITA, ...said })) as { body: Json };
		expect(JSON.stringify(body)).not.toMatch(/"outcome":"done"/);
		expect(await guarded()).toEqual(before);
	});
});

it('answers no question in Slack without the address that Slack was given', async () => {
	const { handedOffAt } = before[VIP] as { handedOffAt: string };
	const key = `ask:hand_off:${VIP}:${handedOffAt}`;
	await insertRows(host, 'll_outbox', [messageAbout(VIP, { kind: 'ask', audience: RITA, key })]);
	await sweep(host, ASK);
	const waiting = (await host.executions('status=waiting')).map(({ id }) => String(id));
	expect(waiting.length).toBeGreaterThan(0);
	for (const id of waiting) {
		for (const path of [`webhook-waiting/${id}`, `webhook-waiting/${id}?signature=${'0'.repeat(64)}`]) {
			for (const method of ['GET', 'POST']) {
				const { status } = await fetch(`${host.url}/${path}`, { method });
				expect([path, method, status < 400]).toEqual([path, method, false]);
			}
		}
	}
	await host.idle();
	expect(await guarded()).toEqual(before);
});

it('sent mail and messages to our own people alone', async () => {
	await sweep(host);
	const mails = await host.services.mail.messages();
	const to = mails.flatMap(({ raw }) => [...String(raw).matchAll(/^(?:to|cc|bcc): (.*)$/gim)].map(([, line]) => line));
	const addresses = to.flatMap((line) => [...line.matchAll(/[^\s<>,]+@[^\s<>,]+/g)].map(([each]) => each));
	expect(addresses.length).toBeGreaterThan(0);
	expect(addresses.filter((each) => !OURS.test(each))).toEqual([]);
	expect(await host.services.slack.violations()).toEqual([]);
	expect(await host.leaks([SECRET])).toEqual([]);
});

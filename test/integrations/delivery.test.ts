/** 10 and 17 on a real n8n, with Slack and a mail server that run here; the messages are put into the outbox by the test. */
import type { Json, Template } from '../../scripts/host/client.mjs';
import { openIntegrationHost, type IntegrationHost } from '../services/harness.mjs';
import { DELIVER, insertRows, messageAbout, oneMinute, sweep } from './support/outbox';

jest.setTimeout(600_000);

const ASK = '17-ask-in-slack';
const SCORE = '02-score';
const REP = 'rep@sales.example';
const BROWSER = 'Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0';
const CROWD = Array.from({ length: 12 }, (_, index) => `lead-${index}@crowd-delivery.example`);

let host: IntegrationHost;

beforeAll(async () => {
	host = await openIntegrationHost({
		services: ['slack', 'mail'],
		seeds: {
			slack: {
				users: [{ name: 'rep', real_name: 'Rita Rep', email: REP }],
				channels: ['sales-leads', 'marketing-leads'],
			},
		},
		templates: [DELIVER, ASK, '05-feedback', SCORE],
	});
	await activate(ASK, 'Send the answer to 05');
});

afterAll(async () => {
	await host?.stop();
});

/** What a user does who has chosen the credential of a node. */
async function activate(file: string, name: string): Promise<void> {
	const workflow = (await host.client.api('GET', `/workflows/${host.workflowId(file)}`)) as Template;
	const nodes = workflow.nodes.map((node: Json) => {
		const { disabled, ...on } = node;
		return node.name === name ? on : node;
	});
	await host.client.updateWorkflow(host.workflowId(file), { ...workflow, nodes });
	await host.client.publish(host.workflowId(file));
}

const insert = (table: string, rows: readonly Json[]): Promise<void> => insertRows(host, table, rows);
const deliver = (): Promise<void> => sweep(host);
const ofLead = async (lead: string): Promise<Json> => (await host.rows('ll_outbox', { lead }))[0];
const inChannel = async (words: string): Promise<Json[]> =>
	(await host.services.slack.messages('#sales-leads')).filter(({ text }: Json) => String(text).includes(words));
const inMailbox = async (words: string): Promise<number> =>
	(await host.services.mail.messages()).filter(({ text }) => text.includes(words)).length;
async function eventually<Result>(what: string, look: () => Promise<Result | undefined>): Promise<Result> {
	for (const end = Date.now() + 120_000; Date.now() < end;) {
		const found = await look();
		if (found !== undefined) return found;
		await new Promise((resolve) => setTimeout(resolve, 1000));
	}
	throw new Error(`${what}: not within two minutes.`);
}

describe('messages in the outbox', () => {
	it('are sent once each, to whom they are for', async () => {
		await insert('ll_outbox', [
			messageAbout('one@delivery.example', { audience: REP }),
			messageAbout('two@delivery.example', { audience: 'sales' }),
		]);
		await deliver();
		await deliver();
		const rows = await host.rows('ll_outbox');
		expect(rows.map(({ status, attempts, nextAt }) => [status, attempts, nextAt] as unknown[])).toEqual([
			['sent', 1, null],
			['sent', 1, null],
		]);
		for (const lead of ['one@delivery.example', 'two@delivery.example']) {
			expect(await inChannel(lead)).toHaveLength(1);
			expect(await inMailbox(lead)).toBe(1);
		}
		const [{ blocks }] = await inChannel('one@delivery.example');
		expect(JSON.stringify(blocks)).toMatch(/For <@U\w+>/);
	});

	it('are one message where a run wrote them twice', async () => {
		const message = messageAbout('twice@delivery.example');
		await insert('ll_outbox', [message, message]);
		await deliver();
		const rows = await host.rows('ll_outbox', { lead: 'twice@delivery.example' });
		expect(rows.map(({ status }) => String(status))).toEqual(['sent', 'duplicate']);
		expect(await inMailbox('twice@delivery.example')).toBe(1);
	});
});

describe('messages while Slack and the mail server are down', () => {
	const [down, half] = ['down@delivery.example', 'half@delivery.example'];

	it('are kept as undelivered, with the reason', async () => {
		await host.services.slack.fault({ status: 429, retryAfter: 1, path: '/api/chat.postMessage' });
		await host.services.mail.fault({ code: 450 });
		await insert('ll_outbox', [messageAbout(down, { audience: REP })]);
		await deliver();
		const row = await ofLead(down);
		expect(row).toMatchObject({ status: 'undelivered', channel: 'slack,email', attempts: 1 });
		expect(row.error).toMatch(/^Slack: .+ E-mail: .+/);
	});

	it('go to the channel that is up', async () => {
		await host.services.slack.clearFaults();
		await host.services.mail.clearFaults();
		await host.services.mail.fault({ kind: 'drop' });
		await insert('ll_outbox', [messageAbout(half, { audience: REP })]);
		await deliver();
		expect(await ofLead(half)).toMatchObject({ status: 'undelivered', channel: 'email', attempts: 1 });
		expect(await inChannel(half)).toHaveLength(1);
	});

	it('leave the rest to the next run, and are all sent in the end, none twice', async () => {
		await host.services.mail.clearFaults();
		await host.services.slack.fault({ kind: 'reset', path: '/api/chat.postMessage' });
		await insert(
			'll_outbox',
			CROWD.map((lead) => messageAbout(lead)),
		);
		await deliver();
		const tried = (await host.rows('ll_outbox')).filter(
			({ lead, attempts }) => CROWD.includes(String(lead)) && Number(attempts) > 0,
		);
		expect(tried).toHaveLength(1);
		await host.services.slack.clearFaults();
		await oneMinute();
		await Promise.all([deliver(), deliver()]);
		await deliver();
		for (const lead of [down, half, ...CROWD]) {
			expect(await ofLead(lead)).toMatchObject({ lead, status: 'sent' });
			expect([lead, (await inChannel(`(${lead})`)).length, await inMailbox(`(${lead})`)]).toEqual([lead, 1, 1]);
		}
	});
});

describe('the owner of a hand-off', () => {
	const lead = 'asked@delivery.example';
	const at = new Date().toISOString();

	it('is asked in Slack, and “bad timing” sends the lead back', async () => {
		await insert('ll_lead_book', [
			{
				...{ lead, email: lead, name: 'Ask Ed', stage: 'mql', handedOffAt: at, version: 1, activities: 1 },
				...{ total: 94, engagement: 27, leadScore: JSON.stringify({ total: 94, engagement: 27, reasons: [] }) },
			},
		]);
		await insert('ll_outbox', [messageAbout(lead, { kind: 'ask', audience: REP, key: `ask:hand_off:${lead}:${at}` })]);
		await sweep(host, ASK);
		const link = await eventually('a question', () => linkOf());
		const page = await host.follow(link);
		expect(page).toMatchObject({ status: 200 });
		expect(String(page.body)).toContain('What happened with this lead?');
		const form = new FormData();
		form.set('field-0', 'Send back to marketing');
		form.set('field-1', 'Bad timing');
		form.set('field-2', 'after the summer');
		const answered = await fetch(link, {
			method: 'POST',
			body: form,
			headers: { 'user-agent': BROWSER, connection: 'close' },
		});
		expect(answered.status).toBe(200);
		await eventually('back with marketing', async () => {
			const [row] = await host.rows('ll_lead_book', { lead });
			return row.stage === 'recycled' ? row : undefined;
		});
		// 02 copies the news of the lead's row to the log.
		await sweep(host, SCORE);
		const [line] = await host.rows('ll_stage_log', { lead, to: 'recycled' });
		expect(line.why).toMatch(/bad timing/);
		expect(line.why).toContain('after the summer');
	});

	it('was asked once, and nothing of all this failed, broke Slack’s rules or gave a secret away', async () => {
		await sweep(host, ASK);
		expect(await host.rows('ll_outbox', { lead, kind: 'ask' })).toMatchObject([{ status: 'sent', attempts: 1 }]);
		expect(await host.failures()).toEqual([]);
		expect(await host.services.slack.violations()).toEqual([]);
		expect(await host.leaks()).toEqual([]);
		expect(await host.services.proxy.refused()).toEqual([]);
	});
});

/** The link in the question to the rep. */
async function linkOf(): Promise<string | undefined> {
	const questions = (await host.services.slack.messages('@rep')).map(({ blocks }: Json) => JSON.stringify(blocks));
	const links = questions.flatMap((blocks) => [...blocks.matchAll(/https?:[^"\\]+webhook-waiting\/(\d+)[^"\\]*/g)]);
	return links.at(-1)?.[0];
}

import { openIntegrationHost, type IntegrationHost } from '../services/harness.mjs';
import type { Json, Template } from '../../scripts/host/client.mjs';
import { DIRECTOR } from '../../scripts/welcome.mjs';

jest.setTimeout(600_000);

const REP = 'rep@sales.example';
const BROWSER = 'Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0';
/** 10 runs every minute. */
const SWEEP = 240_000;

const DOWN = 'down@delivery.example';
const HALF = 'half@delivery.example';
const CROWD = Array.from({ length: 25 }, (_, index) => `lead-${index}@crowd-delivery.example`);
const ASKED = 'asked@delivery.example';

let host: IntegrationHost;
/** What stood in the outbox, and had come in, when each call was done; all wait for 10 together. */
const then = { down: {} as Json, half: {} as Json, halfInSlack: 0, crowd: [] as Json[], crowdInMailbox: 0 };

beforeAll(async () => {
	host = await openIntegrationHost({
		services: ['slack', 'mail'],
		seeds: {
			slack: {
				users: [{ name: 'rep', real_name: 'Rita Rep', email: REP }],
				channels: ['sales-leads', 'marketing-leads'],
			},
		},
		templates: ['01-capture-and-score', '05-recycle', '10-deliver'],
	});
	await askInSlack();
	const { slack, mail } = host.services;

	await slack.fault({ status: 429, retryAfter: 1, path: '/api/chat.postMessage' });
	await mail.fault({ code: 450 });
	await host.post(crossing(DOWN, REP));
	then.down = await handOff(DOWN);

	await slack.clearFaults();
	await mail.clearFaults();
	await mail.fault({ kind: 'drop' });
	await host.post(crossing(HALF, REP));
	then.half = await handOff(HALF);
	then.halfInSlack = (await inChannel(HALF)).length;

	await mail.clearFaults();
	await slack.fault({ kind: 'reset', path: '/api/chat.postMessage' });
	await host.post(CROWD.flatMap((lead) => crossing(lead)));
	then.crowd = await ofCrowd();
	then.crowdInMailbox = (await inMailbox('crowd-delivery.example')).length;

	await slack.clearFaults();
	await host.post(crossing(ASKED, REP));
	await eventually('all sent', async () => {
		const rows = await host.rows('ll_outbox', { kind: 'hand_off' });
		return rows.every(({ status }) => status === 'sent') ? rows : undefined;
	});
});

afterAll(async () => {
	await host?.stop();
});

/** What a user does to have hand-offs asked about: nodes of 10 switched on, which have their credentials already. */
async function askInSlack(): Promise<void> {
	const deliver = (await host.client.api('GET', `/workflows/${host.workflowId('10-deliver')}`)) as Template;
	const nodes = deliver.nodes.map((node: Json) => {
		const { disabled, ...on } = node;
		return ['Hand-offs to ask about', 'Give the answer to 05'].includes(String(node.name)) ? on : node;
	});
	await host.client.updateWorkflow(host.workflowId('10-deliver'), { ...deliver, nodes });
	await host.client.publish(host.workflowId('10-deliver'));
}

/** Everything that makes a lead cross, in one call. */
const crossing = (lead: string, owner?: string) => {
	const at = new Date().toISOString();
	return [
		{ lead, type: 'page_view', at, properties: { path: '/pricing' } },
		{
			lead,
			type: 'form_submit',
			at,
			properties: { form: 'contact' },
			attributes: { ...DIRECTOR, ...(owner ? { owner } : {}) },
		},
	];
};
const handOff = async (lead: string): Promise<Json> => (await host.rows('ll_outbox', { lead, kind: 'hand_off' }))[0];
const ofCrowd = async (): Promise<Json[]> =>
	(await host.rows('ll_outbox', { kind: 'hand_off' })).filter(({ lead }) => CROWD.includes(String(lead)));
const inChannel = async (words: string): Promise<Json[]> =>
	(await host.services.slack.messages('#sales-leads')).filter(({ text }: Json) => String(text).includes(words));
const inMailbox = async (words: string): Promise<Json[]> =>
	(await host.services.mail.messages()).filter(({ text }: Json) => String(text).includes(words));

async function eventually<Result>(
	what: string,
	look: () => Promise<Result | undefined>,
	limit = SWEEP,
): Promise<Result> {
	for (const end = Date.now() + limit; Date.now() < end;) {
		const found = await look();
		if (found !== undefined) return found;
		await new Promise((resolve) => setTimeout(resolve, 1000));
	}
	throw new Error(`${what}: not within ${limit / 1000} seconds.`);
}

describe('a hand-off while Slack and the mail server are down', () => {
	it('is kept as undelivered, with the reason', () => {
		expect(then.down).toMatchObject({ status: 'undelivered', channel: 'slack,email', attempts: 1 });
		expect(then.down.error).toMatch(/^Slack: .+ E-mail: .+/);
	});

	it('is delivered once when they are back', async () => {
		expect(await inChannel(DOWN)).toHaveLength(1);
		expect(await inMailbox(DOWN)).toHaveLength(1);
	});
});

describe('a hand-off while the mail server alone is down', () => {
	it('is told in Slack at once, and left for e-mail', () => {
		expect(then.half).toMatchObject({ status: 'undelivered', channel: 'email', attempts: 1 });
		expect(then.halfInSlack).toBe(1);
	});

	it('is told by e-mail when it is back, and in Slack not again', async () => {
		expect(await inChannel(HALF)).toHaveLength(1);
		expect(await inMailbox(HALF)).toHaveLength(1);
	});
});

describe('many hand-offs while Slack breaks every connection', () => {
	it('are all undelivered in Slack, and all told by e-mail', () => {
		expect(then.crowd.map(({ status, channel }) => `${status} ${channel}`)).toEqual(
			CROWD.map(() => 'undelivered slack'),
		);
		expect(then.crowdInMailbox).toBe(CROWD.length);
	});

	it('are all delivered in the end, and none twice', async () => {
		const told = (await inChannel('crowd-delivery.example')).map(({ text }) => String(text));
		expect(told).toHaveLength(CROWD.length);
		expect(new Set(told).size).toBe(CROWD.length);
		expect(await inMailbox('crowd-delivery.example')).toHaveLength(CROWD.length);
	});
});

describe('the owner of a hand-off', () => {
	const lead = ASKED;

	it('is asked in Slack, and “bad timing” sends the lead back', async () => {
		const link = await eventually('a question', () => linkOf(lead));
		const page = await host.follow(link);
		expect(page).toMatchObject({ status: 200 });
		expect(String(page.body)).toContain('Accept the lead that was handed to you');
		const form = new FormData();
		form.set('field-0', 'I send it back to marketing');
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
		const [line] = await host.rows('ll_stage_log', { lead, to: 'recycled' });
		expect(line.why).toContain(`Sent back by ${REP}: bad timing, in the words of sales “after the summer”`);
	});

	it('may be answered for by whoever knows the secret, in the words of 05', async () => {
		const say = (body: unknown) => host.call('/webhook/lead-decision', body);
		const result = { item: 0, decision: 'sent_back', outcome: 'already' };
		expect(await say({ lead, decision: 'sent_back', reason: 'bad timing', by: REP })).toMatchObject({
			status: 200,
			body: { done: 0, already: 1, refused: 0, results: [result] },
		});
		expect(await say([])).toMatchObject({ status: 400, body: { faults: [] } });
		expect(await say([{ lead, decision: 'won' }, 'text'])).toMatchObject({
			status: 400,
			body: { message: expect.stringContaining('1 of 2 items cannot be read'), faults: [{ item: 1, field: '' }] },
		});
		const url = `${host.url}/webhook/lead-decision`;
		const stranger = await fetch(url, { method: 'POST', body: '{}', headers: { connection: 'close' } });
		expect(stranger.status).toBe(401);
	});

	it('was asked once, and nothing of all this failed, broke Slack’s rules or gave a secret away', async () => {
		const questions = await host.rows('ll_outbox', { lead, kind: 'ask' });
		expect(questions).toMatchObject([{ status: 'sent', attempts: 1 }]);
		expect(await host.failures()).toEqual([]);
		expect(await host.services.slack.violations()).toEqual([]);
		expect(await host.leaks()).toEqual([]);
		expect(await host.services.proxy.refused()).toEqual([]);
	});
});

/** The link in the question about a lead: of the messages to the rep, the one of the execution that waits for it. */
async function linkOf(lead: string): Promise<string | undefined> {
	const waiting = await host.executions('status=waiting');
	const execution = waiting.find(({ data }) => JSON.stringify(data).includes(lead));
	const questions = (await host.services.slack.messages('@rep')).map(({ blocks }: Json) => JSON.stringify(blocks));
	const links = questions.flatMap((blocks) => [...blocks.matchAll(/https?:[^"\\]+webhook-waiting\/(\d+)[^"\\]*/g)]);
	return links.find(([, id]) => id === String(execution?.id))?.[0];
}

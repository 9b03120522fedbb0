import { openIntegrationHost, type IntegrationHost } from '../../scripts/services/harness.mjs';
import type { Json, Template } from '../../scripts/host/client.mjs';
import { DIRECTOR } from '../../scripts/welcome.mjs';

jest.setTimeout(600_000);

const REP = 'rep@sales.example';
const BROWSER = 'Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0';
/** 10 runs every minute. */
const SWEEP = 150_000;

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
		templates: ['01-capture-and-score', '05-recycle', '10-deliver'],
	});
	await askInSlack();
});

afterAll(async () => {
	await host?.stop();
});

/** What a user does to have hand-offs asked about: three nodes of 10 switched on, one with the credential of 05. */
async function askInSlack(): Promise<void> {
	const workflow = async (file: string) =>
		(await host.client.api('GET', `/workflows/${host.workflowId(file)}`)) as Template;
	const { credentials } = (await workflow('05-recycle')).nodes.find(
		({ name }: Json) => name === 'Lead decision',
	) as Json;
	const deliver = await workflow('10-deliver');
	const nodes = deliver.nodes.map((node: Json) => {
		const { disabled, ...on } = node;
		if (node.name === 'Hand-offs to ask about') return on;
		return node.name === 'Give the answer to 05' ? { ...on, credentials } : node;
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
	const lead = 'down@delivery.example';

	it('is kept as undelivered, with the reason, and delivered once when they are back', async () => {
		await host.services.slack.fault({ status: 429, retryAfter: 1, path: '/api/chat.postMessage' });
		await host.services.mail.fault({ code: 450 });
		await host.post(crossing(lead, REP));
		expect(await handOff(lead)).toMatchObject({ status: 'undelivered', channel: 'slack,email', attempts: 1 });
		expect((await handOff(lead)).error).toMatch(/^Slack: .+ E-mail: .+/);
		await host.services.slack.clearFaults();
		await host.services.mail.clearFaults();
		await eventually('sent', async () => ((await handOff(lead)).status === 'sent' ? true : undefined));
		expect(await inChannel(lead)).toHaveLength(1);
		expect(await inMailbox(lead)).toHaveLength(1);
	});
});

describe('a hand-off while the mail server alone is down', () => {
	const lead = 'half@delivery.example';

	it('is told in Slack once, and by e-mail once it is back', async () => {
		await host.services.mail.fault({ kind: 'drop' });
		await host.post(crossing(lead, REP));
		expect(await handOff(lead)).toMatchObject({ status: 'undelivered', channel: 'email', attempts: 1 });
		expect(await inChannel(lead)).toHaveLength(1);
		await host.services.mail.clearFaults();
		await eventually('sent', async () => ((await handOff(lead)).status === 'sent' ? true : undefined));
		expect(await inChannel(lead)).toHaveLength(1);
		expect(await inMailbox(lead)).toHaveLength(1);
	});
});

describe('forty hand-offs while Slack breaks every connection', () => {
	const leads = Array.from({ length: 40 }, (_, index) => `lead-${index}@crowd-delivery.example`);

	it('are all delivered in the end, and none twice', async () => {
		await host.services.slack.fault({ kind: 'reset', path: '/api/chat.postMessage' });
		await host.post(leads.flatMap((lead) => crossing(lead)));
		const ours = async () =>
			(await host.rows('ll_outbox', { kind: 'hand_off' })).filter(({ lead }) => leads.includes(String(lead)));
		expect((await ours()).map(({ status }) => String(status))).toEqual(leads.map(() => 'undelivered'));
		expect(await inMailbox('crowd-delivery.example')).toHaveLength(40);
		await host.services.slack.clearFaults();
		await eventually(
			'all sent',
			async () => ((await ours()).every(({ status }) => status === 'sent') ? true : undefined),
			300_000,
		);
		const told = await inChannel('crowd-delivery.example');
		expect(told).toHaveLength(40);
		expect(new Set(told.map(({ text }) => String(text))).size).toBe(40);
		expect(await inMailbox('crowd-delivery.example')).toHaveLength(40);
	});
});

describe('the owner of a hand-off', () => {
	const lead = 'asked@delivery.example';

	it('is asked in Slack, and “bad timing” sends the lead back', async () => {
		await host.post(crossing(lead, REP));
		expect(await host.rows('ll_lead_book', { lead })).toMatchObject([{ stage: 'mql' }]);
		const asked = await eventually('a question', async () =>
			(await host.services.slack.messages('@rep')).find(
				({ blocks }: Json) =>
					JSON.stringify(blocks).includes('Dana Reyes') && JSON.stringify(blocks).includes('Do you take it?'),
			),
		);
		// Questions about the leads before are there too: each message is followed by its own link.
		const questions = (await host.services.slack.messages('@rep')).filter(({ blocks }: Json) =>
			JSON.stringify(blocks).includes('Do you take it?'),
		);
		expect(asked).toBeDefined();
		const link = await linkOf(lead, questions);
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

	it('was asked once, and nothing of all this failed, broke Slack’s rules or gave a secret away', async () => {
		const questions = await host.rows('ll_outbox', { lead, kind: 'ask' });
		expect(questions).toMatchObject([{ status: 'sent', attempts: 1 }]);
		expect(await host.failures()).toEqual([]);
		expect(await host.services.slack.violations()).toEqual([]);
		expect(await host.leaks()).toEqual([]);
		expect(await host.services.proxy.refused()).toEqual([]);
	});
});

/** The link of the question about a lead: of those that wait, the one whose form belongs to its execution. */
async function linkOf(lead: string, questions: readonly Json[]): Promise<string> {
	const waiting = await host.executions('status=waiting');
	const execution = waiting.find(
		({ data }) => JSON.stringify(data).includes(`"${lead}"`) || JSON.stringify(data).includes(lead),
	);
	const links = questions.flatMap(({ blocks }) => [
		...JSON.stringify(blocks).matchAll(/https?:[^"\\]+webhook-waiting\/(\d+)[^"\\]*/g),
	]);
	const found = links.find(([, id]) => id === String(execution?.id));
	if (found === undefined) throw new Error(`There is no link of the question about ${lead}.`);
	return found[0].replaceAll('\\u0026', '&');
}

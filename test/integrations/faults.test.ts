/** What the services do when they are told to fail; without n8n. */
import { createRequire } from 'node:module';

import { HUBSPOT_TOKEN } from '../services/hubspot.mjs';
import { findDovecot } from '../services/mailbox/install-dovecot.mjs';
import { PIPEDRIVE_TOKEN } from '../services/pipedrive.mjs';
import { openServices, type Services } from '../services/services.mjs';
import { SLACK_TOKEN } from '../services/slack.mjs';
import { callThrough } from './support/client';

jest.setTimeout(120_000);

let services: Services;

beforeAll(async () => {
	services = await openServices(['slack', 'teams', 'mail', 'hubspot', 'salesforce', 'pipedrive'], {
		pipedrive: { fields: { 'Lead score': 'double' } },
	});
});

afterAll(async () => {
	await services?.stop();
});

const HUBSPOT = { authorization: `Bearer ${HUBSPOT_TOKEN}` };
const OWNERS = 'https://api.hubapi.com/crm/v3/owners';
const TASKS = 'https://api.hubapi.com/crm/v3/objects/tasks';

/** A call of each service that works when nothing is wrong. */
const CALLS = {
	hubspot: { url: OWNERS, headers: HUBSPOT },
	salesforce: { url: 'https://lifecycle-tests.my.salesforce.com/services/data/v59.0/query?q=', headers: {} },
	pipedrive: { url: `https://api.pipedrive.com/v1/users?api_token=${PIPEDRIVE_TOKEN}`, headers: {} },
	teams: { url: 'https://graph.microsoft.com/v1.0/me/joinedTeams', headers: {} },
	slack: { url: 'https://slack.com/api/users.list', headers: { authorization: `Bearer ${SLACK_TOKEN}` } },
} as const;
const names = Object.keys(CALLS) as (keyof typeof CALLS)[];

describe.each(names)('%s', (name) => {
	const { url, headers } = CALLS[name];
	const call = async (patience?: number) => await callThrough(services, url, { headers, patience });
	const limited: Record<string, unknown> = {
		hubspot: { errorType: 'RATE_LIMIT' },
		salesforce: [{ errorCode: 'REQUEST_LIMIT_EXCEEDED' }],
		pipedrive: { success: false },
		teams: { error: { code: 'TooManyRequests' } },
		slack: { ok: false, error: 'ratelimited' },
	};

	it('answers 429 in its own words, with when to come back, as often as it was told', async () => {
		await services[name].fault({ status: 429, retryAfter: 7, times: 2 });
		for (let turn = 0; turn < 2; turn++) {
			const { status, headers: answered, body } = await call();
			expect({ status, after: answered['retry-after'], body }).toMatchObject({
				status: 429,
				after: '7',
				body: limited[name],
			});
		}
		expect((await call()).status).not.toBe(429);
	});

	it('fails until told otherwise', async () => {
		await services[name].fault({ status: 500 });
		for (let turn = 0; turn < 3; turn++) expect((await call()).status).toBe(500);
		await services[name].clearFaults();
		expect((await call()).status).not.toBe(500);
	});

	it('hangs, hangs up half-way, breaks the connection, takes none', async () => {
		await services[name].fault({ kind: 'hang', times: 1 });
		await expect(call(300)).rejects.toThrow(/abort/i);
		await services[name].fault({ kind: 'half_closed', times: 1 });
		await expect(call()).rejects.toThrow(/aborted/);
		await services[name].fault({ kind: 'reset', times: 1 });
		await expect(call()).rejects.toThrow(/hang up|ECONNRESET/);
		await services[name].fault({ kind: 'refuse', times: 1 });
		await expect(call()).rejects.toThrow('The proxy answered 502.');
		expect((await call()).status).toBeLessThan(500);
	});
});

it('befalls only what it names', async () => {
	await services.hubspot.fault({ status: 500, path: '/crm/v3/objects', method: 'POST' });
	expect((await callThrough(services, OWNERS, { headers: HUBSPOT })).status).toBe(200);
	expect((await callThrough(services, TASKS, { headers: HUBSPOT })).status).toBe(200);
	expect((await callThrough(services, TASKS, { headers: HUBSPOT, method: 'POST', body: {} })).status).toBe(500);
	await services.hubspot.clearFaults();
});

it('is carried out all the same where only the answer is lost', async () => {
	const before = await services.hubspot.tasks();
	await services.hubspot.fault({ kind: 'reset', times: 1, applied: true });
	const body = { properties: { hs_task_subject: 'Call Dana' } };
	await expect(callThrough(services, TASKS, { headers: HUBSPOT, method: 'POST', body })).rejects.toThrow();
	expect(await services.hubspot.tasks()).toHaveLength(before.length + 1);
});

it('is refused where it makes no sense', async () => {
	await expect(services.hubspot.fault({ kind: 'refuse', path: '/crm' })).rejects.toThrow('before its "path"');
	await expect(services.hubspot.fault({})).rejects.toThrow('needs a "status"');
	await expect(services.mail.fault({})).rejects.toThrow('needs a "code"');
});

it('lets nobody reach a host that no service stands in for', async () => {
	await expect(callThrough(services, 'https://example.com/')).rejects.toThrow('The proxy answered 403.');
	expect(await services.proxy.refused()).toEqual(['example.com:443']);
});

interface Mailer {
	sendMail(message: object): Promise<unknown>;
	close(): void;
}

describe('mail', () => {
	// The library with which n8n's Send Email node sends.
	const load = createRequire(require.resolve('n8n-nodes-base/package.json'));
	const { createTransport } = load('nodemailer') as { createTransport(options: object): Mailer };

	async function send(subject: string, password?: string): Promise<void> {
		const { host, port, user, password: right } = await services.mail.address();
		const mailer = createTransport({
			host,
			port,
			secure: false,
			ignoreTLS: true,
			auth: { user, pass: password ?? right },
		});
		try {
			await mailer.sendMail({
				from: 'leads@example.com',
				to: 'rep@sales.example',
				bcc: 'manager@sales.example',
				subject,
				text: 'Who: Zoë',
				html: '<p>Who: Zoë</p>',
			});
		} finally {
			mailer.close();
		}
	}

	it('is parsed as a mail client would', async () => {
		await send('Zoë crossed: 74 points');
		const [message] = await services.mail.messages({ subject: 'Zoë crossed' });
		expect(message).toMatchObject({
			from: 'leads@example.com',
			to: ['rep@sales.example', 'manager@sales.example'],
			subject: 'Zoë crossed: 74 points',
			html: '<p>Who: Zoë</p>',
			headers: { 'content-type': expect.stringContaining('multipart/alternative') },
		});
		expect(message.text.trim()).toBe('Who: Zoë');
		expect(await services.mail.messages({ to: 'nobody@sales.example' })).toEqual([]);
	});

	it('lies in the order in which it came, in a mailbox where there can be one', async () => {
		const subjects = ['First', 'Second', 'Third'].map((name) => `${name} in order`);
		for (const subject of subjects) await send(subject);
		const found = await services.mail.messages({ subject: 'in order' });
		expect(found.map(({ subject }) => subject)).toEqual(subjects);
		expect((await services.mail.mailbox()) !== undefined).toBe(findDovecot() !== undefined);
	});

	it('is refused to strangers', async () => {
		await expect(send('From a stranger', 'wrong')).rejects.toThrow('535');
	});

	it.each([450, 550])('is refused with %i as often as told', async (code) => {
		const before = await services.mail.attempts();
		await services.mail.fault({ code, times: 1 });
		await expect(send(`Refused with ${code}`)).rejects.toThrow(String(code));
		expect(await services.mail.attempts()).toBe(before + 1);
		await send(`After ${code}`);
		expect(await services.mail.messages({ subject: /^Refused/ })).toEqual([]);
		expect(await services.mail.messages({ subject: `After ${code}` })).toHaveLength(1);
	});

	it('breaks off before the message, or after it is taken', async () => {
		await services.mail.fault({ kind: 'drop' });
		await expect(send('Dropped')).rejects.toThrow(/closed|ECONNRESET/);
		await expect(send('Dropped')).rejects.toThrow(/closed|ECONNRESET/);
		await services.mail.clearFaults();
		await services.mail.fault({ kind: 'lost', times: 1 });
		await expect(send('Lost')).rejects.toThrow(/closed|ECONNRESET/);
		expect(await services.mail.messages({ subject: 'Dropped' })).toEqual([]);
		expect(await services.mail.messages({ subject: 'Lost' })).toHaveLength(1);
	});
});

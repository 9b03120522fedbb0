/** n8n's Teams node in the templates, on a real n8n; Microsoft is a mock that holds each message to Microsoft's own types. */
import type { Json } from '../../scripts/host/client.mjs';
import { openIntegrationHost, type IntegrationHost } from '../services/harness.mjs';
import { CHANNEL, TEAM } from '../services/teams.mjs';
import { DIRECTOR } from '../../scripts/welcome.mjs';
import { DELIVER, insertRows, messageAbout, oneMinute, sweep } from './support/outbox';

jest.setTimeout(600_000);

const SCORE = '02-score';
const WATCH = '04-sla-watch';
const POSTS = '/beta/teams';

const NAME = 'Zoë <b>&"Bold"</b> O’Hara';

let host: IntegrationHost;

beforeAll(async () => {
	host = await openIntegrationHost({ services: ['teams', 'mail'], templates: [SCORE, WATCH, DELIVER] });
});

afterAll(async () => {
	await host?.stop();
});

/** Puts a hand-off into the outbox and sends it. */
async function handOver(lead: string, facts: object = {}): Promise<Json> {
	await insertRows(host, 'll_outbox', [messageAbout(lead, { audience: 'sales' }, facts)]);
	await sweep(host);
	return await handOff(lead);
}

const handOff = async (lead: string): Promise<Json> => (await host.rows('ll_outbox', { lead, kind: 'hand_off' }))[0];
const posted = async (words: string): Promise<string[]> => {
	const messages = await host.services.teams.messages();
	return messages.map(({ body }) => String((body as Json).content)).filter((html) => html.includes(words));
};
const mailed = async (words: string): Promise<number> =>
	(await host.services.mail.messages()).filter(({ text }) => text.includes(words)).length;
const attempts = async (): Promise<number> =>
	(await host.services.proxy.requests({ host: 'graph.microsoft.com', method: 'POST', path: POSTS })).length;

interface Offered {
	readonly name: string;
	readonly value: string;
}

/** What n8n offers in a list of the node, as its editor asks for it. */
async function offered(methodName: string, path: string, parameters: object): Promise<Offered[]> {
	const { data } = (await host.client.api('GET', '/workflows')) as { data: Array<{ nodes: Json[] }> };
	const nodes = data.flatMap((workflow) => workflow.nodes);
	const node = nodes.find(({ type }) => type === 'n8n-nodes-base.microsoftTeams') as Json;
	// The editor fills in what a template leaves at its default.
	const filledIn = { authentication: 'microsoftTeamsOAuth2Api', resource: 'channelMessage', operation: 'create' };
	const { results } = (await host.client.editor('POST', '/dynamic-node-parameters/resource-locator-results', {
		nodeTypeAndVersion: { name: node.type, version: node.typeVersion },
		currentNodeParameters: { ...filledIn, ...parameters },
		...{ methodName, path, credentials: node.credentials },
	})) as { results: Offered[] };
	return results;
}

it('has its team and its channel offered in a list', async () => {
	expect(await offered('getTeams', 'teamId', {})).toEqual([{ name: TEAM.displayName, value: TEAM.id }]);
	const teamId = { __rl: true, mode: 'list', value: TEAM.id };
	const channels = await offered('getChannels', 'channelId', { teamId });
	expect(channels.map(({ name, value }) => [name, value])).toContainEqual([CHANNEL.displayName, CHANNEL.id]);
});

describe('a hand-off', () => {
	const lead = 'zoe@teams.example';

	it('is told in Teams at once, by a token that was renewed because it had expired', async () => {
		await host.services.teams.expire();
		const row = await handOver(lead, { name: NAME });
		expect(row).toMatchObject({ status: 'sent', error: 'Slack: this channel’s node is deactivated.' });
		expect(await posted(lead)).toHaveLength(1);
		expect(await host.services.teams.renewals()).toBe(1);
	});

	it('is HTML in which what came from outside is escaped, in the channel that was chosen', async () => {
		const [html] = await posted(lead);
		expect(html).toContain('Zoë &lt;b&gt;&amp;&quot;Bold&quot;&lt;/b&gt; O’Hara');
		expect(html).not.toContain('<b>&');
		expect(html).toMatch(/<a href="[^"]+lead=zoe%40teams\.example[^"]*">Accept<\/a>/);
		const [message] = await host.services.teams.messages();
		expect(message).toMatchObject({
			body: { contentType: 'html' },
			channelIdentity: { teamId: TEAM.id, channelId: CHANNEL.id },
		});
	});
});

describe('a hand-off that nobody takes up', () => {
	const lead = 'overdue@teams.example';

	it('is told as overdue', async () => {
		const before = await host.services.teams.messages();
		const handedOffAt = new Date(Date.now() - 10 * 86_400_000).toISOString();
		await insertRows(host, 'll_lead_book', [
			{ lead, email: lead, name: NAME, stage: 'mql', handedOffAt, version: 1, cell: 'A3', label: 'Hot' },
		]);
		// What it did keeps it in the cells of sales.
		const did = { lead, at: handedOffAt, channel: 'web', source: 'canonical', quarantine: '' };
		const attributes = JSON.stringify({ ...DIRECTOR, name: NAME });
		await insertRows(host, 'll_activity_log', [
			{ ...did, activity: 'page', type: 'page_view', properties: '{"path":"/pricing"}', attributes: '{}' },
			{ ...did, activity: 'form', type: 'form_submit', properties: '{"form":"contact"}', attributes },
		]);
		// What 04 finds is news of the lead's row, which 02 copies to the outbox.
		for (const file of [WATCH, SCORE, DELIVER]) await sweep(host, file);
		const alerts = (await host.rows('ll_outbox', { lead })).filter(({ kind }) => String(kind).startsWith('sla_'));
		expect(alerts.map(({ kind, status }) => `${kind} ${status}`)).toContain('sla_breached sent');
		expect(alerts.filter(({ status }) => status !== 'sent')).toEqual([]);
		const told = (await host.services.teams.messages()).slice(before.length);
		expect(told).toHaveLength(alerts.length);
		for (const { body } of told) expect((body as Json).content).toContain('Zoë &lt;b&gt;&amp;');
	});
});

describe('a hand-off while Teams takes no more', () => {
	const lead = 'busy@teams.example';

	it('waits as undelivered, and e-mail has it', async () => {
		const before = await attempts();
		await host.services.teams.fault({ status: 429, retryAfter: 30, times: 1, path: POSTS });
		const row = await handOver(lead);
		expect(row).toMatchObject({ status: 'undelivered', channel: 'teams', attempts: 1 });
		expect(row.error).toMatch(/^Teams: .*(too many|retry)/i);
		expect(await attempts()).toBe(before + 1);
		expect(await mailed(lead)).toBe(1);
	});

	it('is told once when 10 tries again, and e-mail not again', async () => {
		await oneMinute();
		await sweep(host);
		expect(await handOff(lead)).toMatchObject({ status: 'sent', attempts: 2 });
		expect(await posted(lead)).toHaveLength(1);
		expect(await mailed(lead)).toBe(1);
	});
});

describe('hand-offs while Teams is down', () => {
	const leads = ['one', 'two', 'three'].map((name) => `${name}@down-teams.example`);
	const tries = async () => await Promise.all(leads.map(async (lead) => Number((await handOff(lead)).attempts)));

	it('wait, and a run does not go through them all', async () => {
		await host.services.teams.fault({ kind: 'refuse' });
		await insertRows(
			host,
			'll_outbox',
			leads.map((lead) => messageAbout(lead, { audience: 'sales' })),
		);
		await sweep(host);
		expect(await tries()).toEqual([1, 0, 0]);
		await host.services.teams.clearFaults();
		await host.services.teams.fault({ status: 429, retryAfter: 60, path: POSTS });
		await sweep(host);
		expect(await tries()).toEqual([1, 1, 0]);
	});

	it('are told once each when it is back', async () => {
		await host.services.teams.clearFaults();
		await host.services.teams.fault({ status: 500, times: 1, path: POSTS });
		for (let round = 0; round < 3; round++) {
			await sweep(host);
			await oneMinute();
		}
		await sweep(host);
		for (const lead of leads) {
			expect(await handOff(lead)).toMatchObject({ status: 'sent', error: null });
			expect(await posted(lead)).toHaveLength(1);
			expect(await mailed(lead)).toBe(1);
		}
	});
});

it('waits with a hand-off until someone signs in again where the consent is withdrawn', async () => {
	await host.services.teams.revoke();
	const row = await handOver('revoked@teams.example');
	expect(row).toMatchObject({ status: 'undelivered', channel: 'teams' });
	expect(row.error).toMatch(/^Teams: .*needs to be reconnected/);
});

it('left no token anywhere, sent nothing that Graph’s types do not allow, and reached nobody else', async () => {
	expect(await host.services.teams.violations()).toEqual([]);
	// n8n kept the token it was given when the first had expired.
	expect(await host.services.teams.renewals()).toBe(1);
	expect(await host.leaks()).toEqual([]);
	expect(await host.failures()).toEqual([]);
	expect(await host.services.proxy.unknown()).toEqual([]);
	expect(await host.services.proxy.refused()).toEqual([]);
});

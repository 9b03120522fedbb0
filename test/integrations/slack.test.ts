/** Slack's stand-in: what it takes, and what it holds against a body; without n8n. */
import { openServices, type Services } from '../services/services.mjs';
import { SLACK_TOKEN } from '../services/slack.mjs';
import { callThrough } from './support/client';

jest.setTimeout(120_000);

let services: Services;

beforeAll(async () => {
	services = await openServices(['slack'], {
		slack: { users: [{ name: 'rita', email: 'rita@sales.example' }], channels: ['sales-leads'] },
	});
});

afterAll(async () => {
	await services?.stop();
});

const ask = async (method: string, body: object, verb = 'POST') => {
	const query = verb === 'GET' ? `?${new URLSearchParams(body as Record<string, string>).toString()}` : '';
	return await callThrough(services, `https://slack.com/api/${method}${query}`, {
		method: verb,
		headers: { authorization: `Bearer ${SLACK_TOKEN}` },
		body: verb === 'GET' ? undefined : body,
		// The schema of a method is generated when it is first called.
		patience: 30_000,
	});
};

const mrkdwn = (text: string) => ({ type: 'section', text: { type: 'mrkdwn', text } });
const button = (text: string, more: object = {}) => ({ type: 'button', text: { type: 'plain_text', text }, ...more });
const actions = (...elements: object[]) => ({ type: 'actions', elements });

it('keeps what is posted, by the name of a channel, its id, or a person', async () => {
	const [{ id }] = (await services.slack.channels()).filter(({ name }) => name === 'sales-leads');
	const blocks = [
		mrkdwn('*Dana Reyes*'),
		actions(button('Accept', { style: 'primary', url: 'https://crm.example/1' })),
	];
	for (const channel of ['#sales-leads', 'sales-leads', id])
		expect((await ask('chat.postMessage', { channel, text: 'Dana Reyes', blocks })).body).toMatchObject({ ok: true });
	expect(await services.slack.messages('#sales-leads')).toHaveLength(3);
	const [rita] = (await services.slack.users()).filter(({ email }) => email === 'rita@sales.example');
	await ask('chat.postMessage', { channel: rita.id, text: 'For you' });
	expect(await services.slack.messages('@rita')).toMatchObject([{ text: 'For you', channel: '@rita' }]);
	expect((await ask('chat.postMessage', { channel: '#nowhere', text: 'x' })).body).toMatchObject({
		ok: false,
		error: 'channel_not_found',
	});
	expect(await services.slack.violations()).toEqual([]);
});

it('answers what is asked with GET, as n8n asks', async () => {
	expect((await ask('users.lookupByEmail', { email: 'rita@sales.example' }, 'GET')).body).toMatchObject({
		ok: true,
		user: { name: 'rita' },
	});
});

it('is closed to strangers', async () => {
	const { body } = await callThrough(services, 'https://slack.com/api/users.list', {
		headers: { authorization: 'Bearer xoxb-stranger' },
	});
	expect(body).toMatchObject({ ok: false });
});

const many = (count: number) => Array.from({ length: count }, () => ({ type: 'divider' }));

it.each([
	{ why: 'a property that is misspelt', body: { blocs: [] }, says: 'there is no property "blocs"' },
	{
		why: 'a block of no kind',
		body: { blocks: [{ type: 'sektion' }] },
		says: 'blocks/0: there is no block of type "sektion"',
	},
	{
		why: 'a property that the kind of block does not have',
		body: { blocks: [{ type: 'section', text: { type: 'mrkdwn', text: 'a' }, body: 'b' }] },
		says: 'blocks/0: must NOT have additional properties (body)',
	},
	{
		why: 'mrkdwn where Slack wants plain text',
		body: { blocks: [{ type: 'header', text: { type: 'mrkdwn', text: 'a' } }] },
		says: 'blocks/0: /text/type must be equal to constant (plain_text), found "mrkdwn"',
	},
	{
		why: 'a style that buttons do not have',
		body: { blocks: [actions(button('a', { style: 'bold' }))] },
		says: 'blocks/0: ',
	},
	{ why: 'a section of nothing', body: { blocks: [{ type: 'section' }] }, says: 'has neither text nor fields' },
	{ why: 'a long text', body: { text: 'a'.repeat(4001) }, says: 'text has 4001 characters; Slack takes 4000.' },
	{ why: 'a long section', body: { blocks: [mrkdwn('a'.repeat(3001))] }, says: 'Slack takes 3000.' },
	{ why: 'a long label', body: { blocks: [actions(button('a'.repeat(76)))] }, says: 'Slack takes 75.' },
	{
		why: 'a long value',
		body: { blocks: [actions(button('a', { value: 'v'.repeat(2001) }))] },
		says: 'Slack takes 2000.',
	},
	{ why: 'too many blocks', body: { blocks: many(51) }, says: 'blocks: 51; Slack takes 50.' },
])('holds against a body $why', async ({ body, says }) => {
	const before = (await services.slack.violations()).length;
	await ask('chat.postMessage', { channel: '#sales-leads', text: 'x', ...body });
	const found = (await services.slack.violations()).slice(before);
	expect(found.join('\n')).toContain(says);
});

it('holds a method that Slack does not have against whoever calls it', async () => {
	await ask('chat.shout', { channel: '#sales-leads', text: 'x' });
	expect((await services.slack.violations()).at(-1)).toContain('no method chat.shout');
});

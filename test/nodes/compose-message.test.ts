import type { IDataObject } from 'n8n-workflow';
import { outboxRowOf } from '../../lifecycle/message/outbox';
import { ComposeMessage } from '../../nodes/ComposeMessage/ComposeMessage.node';
import { itemsOf, jsonOf, runNode } from '../support/engine';
import { MESSAGE_CASES, messageOf, settingsOf } from '../support/messages';

const FORM = 'https://n8n.example/form/lead-feedback';
const row = (id: number, more: object = {}): IDataObject => ({
	id,
	...(outboxRowOf({ ...messageOf(MESSAGE_CASES[0]), ...more }, settingsOf()) as unknown as IDataObject),
});
const compose = async (
	parameters: object,
	messages: readonly object[],
	{ people = [], settings = [] }: { people?: object[]; settings?: object[] } = {},
	more: object = {},
) =>
	await runNode(ComposeMessage, {
		parameters: { formUrl: FORM, ...parameters },
		inputs: [itemsOf(messages), itemsOf(people), itemsOf(settings)],
		...more,
	});
const wording = (more: object) => ({ wordings: { wording: [{ situation: 'hand_off', language: 'en', ...more }] } });
const setting = (name: string, value: string) => ({ name, value, note: '' });
const person = (email: string, id: string) => ({ ok: true, user: { id, profile: { email } } });

describe('Compose Message', () => {
	it('gives each channel its own form, and passes the messages on', async () => {
		const { outputs, links } = await compose({}, [row(7), row(8, { channels: ['email'] })], {}, { links: true });
		const [slack, teams, email, messages] = outputs.map(jsonOf);
		expect(slack.map(({ outbox }) => outbox)).toEqual([7]);
		expect(Object.keys(slack[0])).toEqual(['outbox', 'place', 'text', 'blocks']);
		expect(teams.map(({ outbox }) => outbox)).toEqual([7]);
		expect(email.map(({ outbox, to }) => [outbox, to])).toEqual([
			[7, 'ben@sales.example'],
			[8, 'ben@sales.example'],
		]);
		expect(messages.map(({ id }) => id)).toEqual([7, 8]);
		expect(links[2]).toEqual([
			{ input: 0, item: 0 },
			{ input: 0, item: 1 },
		]);
	});

	it('finds each person among those of Slack', async () => {
		const people = [person('EVE@sales.example', 'U2'), person('ben@sales.example', 'U1'), { ok: false }];
		const messages = [row(1), row(2, { audience: 'eve@sales.example' }), row(3, { audience: 'who@sales.example' })];
		const { outputs } = await compose({}, messages, { people });
		const mentions = jsonOf(outputs[0]).map(({ blocks }) => /"text":"For ([^"]+)"/.exec(blocks as string)?.[1]);
		expect(mentions).toEqual(['<@U1>', '<@U2>', 'who@sales.example']);
	});

	it.each([
		['an answer without an address is about the only message', [row(1)], '<@U9>'],
		['but about none of several', [row(1), row(2)], 'ben@sales.example'],
		['nor about one that is for nobody in person', [row(1, { audience: 'sales' })], undefined],
	])('%s', async (_why, messages, mention) => {
		const { outputs } = await compose({}, messages, { people: [{ user: { id: 'U9' } }] });
		expect(/"text":"For ([^"]+)"/.exec(jsonOf(outputs[0])[0].blocks as string)?.[1]).toBe(mention);
	});

	it('follows the settings, and says what is wrong in them', async () => {
		const settings = [setting('language', 'fr'), setting('time_zone', 'Europe/Paris'), setting('langage', 'fr')];
		const { outputs, hints } = await compose({}, [row(1)], { settings });
		const [{ subject, text }] = jsonOf(outputs[2]);
		expect(subject).toMatch(/^Prêt pour les commerciaux/);
		expect(text).toContain('4 mars 2026 14:00');
		expect(hints.map(({ message }) => message).join(' ')).toContain('langage');
	});

	it.each([
		['that of the form', { options: { timeZone: 'Asia/Tokyo' } }, '22:00'],
		['else the workflow’s', {}, '13:00'],
	])('writes times in a zone: %s', async (_why, parameters, time) => {
		const { outputs } = await compose(parameters, [row(1)]);
		expect(jsonOf(outputs[2])[0].text).toContain(`4 Mar 2026 ${time}`);
	});

	it('says what the form says, for the language of the reader', async () => {
		const { outputs } = await compose(wording({ title: 'Call [name]' }), [row(1)]);
		expect(jsonOf(outputs[2])[0].subject).toBe('Call Dana Reyes');
		const settings = [setting('language', 'fr')];
		const french = await compose(wording({ title: 'Call [name]' }), [row(1)], { settings });
		expect(jsonOf(french.outputs[2])[0].subject).toMatch(/^Prêt/);
	});

	it('makes no buttons without the address of the form', async () => {
		const { outputs } = await compose({ formUrl: '' }, [row(1)]);
		expect(jsonOf(outputs[0])[0].blocks).not.toContain('"actions"');
	});

	it('asks a question in one text', async () => {
		const { outputs } = await compose({ operation: 'question' }, [row(1, { kind: 'ask' })]);
		const [slack, teams, email] = outputs.map(jsonOf);
		expect([teams, email]).toEqual([[], []]);
		expect(slack).toMatchObject([
			{ outbox: 1, lead: 'dana@northwind.example', by: 'ben@sales.example', place: '#sales-leads' },
		]);
		expect(slack[0].question).toContain('*Do you take this lead? Dana Reyes');
	});

	it.each([
		[
			'a placeholder that the message does not know',
			wording({ next: 'Call [nobody].' }),
			/^Row 1 of “Wording”, “Next Step”: this message has nothing to put in place of \[nobody\]/,
		],
		['a message that is not of the list', wording({ situation: 'x' }), /^Row 1 of “Wording”: “Message” or “Language”/],
		['a time zone that is none', { options: { timeZone: 'Mars' } }, /^“Time Zone” is “Mars”/],
	])('refuses %s', async (_why, parameters, message) => {
		const { error } = await compose(parameters, [row(1)]);
		expect(error?.message).toMatch(message);
		const { outputs } = await compose(parameters, [row(1)], {}, { onError: 'continueRegularOutput' });
		expect(jsonOf(outputs[3])[0].error).toMatch(message);
	});

	it('goes on with the other messages where one holds nothing', async () => {
		const empty = { id: 9, channel: 'email', kind: 'moment', audience: 'sales', title: '', text: '', details: '' };
		const { outputs } = await compose({}, [empty, row(1)], {}, { onError: 'continueRegularOutput' });
		expect(jsonOf(outputs[2]).map(({ outbox }) => outbox)).toEqual([1]);
		expect(jsonOf(outputs[3])[0].error).toMatch(/^Item 0 has neither facts in “details” nor a “title” or “text”/);
		const stopped = await compose({}, [empty]);
		expect(stopped.error).toMatchObject({ context: { itemIndex: 0 } });
	});

	it('skips blank items, and runs with nothing', async () => {
		const { outputs, error } = await compose({}, [{}, row(1)]);
		expect(outputs.map((items) => items.length)).toEqual([1, 1, 1, 1]);
		expect(error).toBeUndefined();
		const none = await compose({}, []);
		expect(none.error).toBeUndefined();
	});
});

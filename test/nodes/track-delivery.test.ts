import type { IDataObject } from 'n8n-workflow';
import { TrackDelivery } from '../../nodes/TrackDelivery/TrackDelivery.node';
import { itemsOf, jsonOf, runNode } from '../support/engine';

const options = { asOf: '2026-03-04T12:00:00.000Z' };
const row = (id: number, more: object = {}): IDataObject => ({
	...{ id, key: `key ${id}`, kind: 'hand_off', status: 'new', channel: 'slack,teams,email', audience: 'sales' },
	...{ title: `Ready ${id}`, text: 'Who', details: '', attempts: 0, at: '2026-03-04T11:00:00.000Z', nextAt: '' },
	...more,
});
const due = async (rows: object[], parameters: object = {}, settings: object[] = [], more: object = {}) =>
	await runNode(TrackDelivery, {
		parameters: { operation: 'due', options, ...parameters },
		inputs: [itemsOf(rows), itemsOf(settings)],
		...more,
	});
const result = async (messages: object[], answers: object[][] = [], more: object = {}) =>
	await runNode(TrackDelivery, {
		parameters: { operation: 'result', options },
		inputs: [messages, ...[0, 1, 2].map((input) => answers[input] ?? [])].map(itemsOf),
		...more,
	});
const held = (id: number, more: object = {}) => row(id, { status: 'sending', attempts: 1, ...more });

describe('what is due', () => {
	it('keeps the whole message, and adds what reserves it', async () => {
		const { outputs, links } = await due([row(1), row(2, { status: 'sent' }), row(3)], {}, [], { links: true });
		expect(jsonOf(outputs[0])).toEqual(
			[1, 3].map((id) => ({
				...row(id),
				...{ tried: 0, attempts: 1, status: 'sending', nextAt: '2026-03-04T12:30:00.000Z', address: '' },
			})),
		);
		expect(links[0]).toEqual([
			{ input: 0, item: 0 },
			{ input: 0, item: 2 },
		]);
	});

	it('follows the settings', async () => {
		const settings = [
			{ name: 'channels_hand_off', value: 'none' },
			{ name: 'audience_manager', value: 'zoe@example.com' },
		];
		const rows = [row(1), row(2, { kind: 'sla_breached', audience: 'manager' })];
		const { outputs } = await due(rows, {}, settings);
		expect(jsonOf(outputs[0])).toMatchObject([{ id: 2, address: 'zoe@example.com' }]);
		expect(jsonOf(outputs[1])).toMatchObject([{ id: 1, status: 'no_channel' }]);
	});

	it('reports what is left unsure, in one message to the manager', async () => {
		const rows = [1, 2].map((id) => held(id, { nextAt: '2026-03-04T11:30:00.000Z' }));
		const { outputs } = await due(rows, { whenUnsure: 'leave' });
		expect(jsonOf(outputs[1]).map(({ status }) => status)).toEqual(['unsure', 'unsure']);
		expect(jsonOf(outputs[2])).toMatchObject([{ kind: 'fault', audience: 'manager', key: 'not_delivered:1.1,2.1' }]);
	});

	it('gives no more than the limit, and questions only where it is asked for them', async () => {
		const rows = [row(1), row(2), row(3, { kind: 'ask', channel: 'slack' })];
		const few = await due(rows, { options: { ...options, most: 1 } });
		expect(jsonOf(few.outputs[0]).map(({ id }) => id)).toEqual([1]);
		const questions = await due(rows, { what: 'questions' });
		expect(jsonOf(questions.outputs[0]).map(({ id }) => id)).toEqual([3]);
	});

	it('refuses a limit that is none', async () => {
		const parameters = { options: { ...options, most: 0 } };
		expect((await due([row(1)], parameters)).error?.message).toBe('“Limit” is not a whole number above 0');
		const { outputs } = await due([row(1)], parameters, [], { onError: 'continueRegularOutput' });
		expect(jsonOf(outputs[0])).toEqual([]);
		expect(jsonOf(outputs[2])[0].error).toContain('“Limit”');
	});

	it('passes over what is no row, and runs with nothing', async () => {
		const { outputs, error } = await due([{}, { title: 'no id' }]);
		expect([error, outputs.flat()]).toEqual([undefined, []]);
	});
});

describe('what came of it', () => {
	it('takes each answer for the message it is about, though not all go everywhere', async () => {
		const messages = [
			held(1, { channel: 'email' }),
			held(2, { channel: 'slack,email' }),
			held(3, { channel: 'slack' }),
		];
		const { outputs } = await result(messages, [
			[{ ok: true }, { error: 'channel_not_found' }],
			[],
			[{ error: '550 no such user' }, { messageId: 'm' }],
		]);
		expect(jsonOf(outputs[0]).map(({ id, status, channel }) => [id, status, channel])).toEqual([
			[1, 'undelivered', 'email'],
			[2, 'sent', 'slack,email'],
			[3, 'undelivered', 'slack'],
		]);
	});

	it('knows a node that is deactivated by what it passes on, and one that is not there', async () => {
		const passedOn = [{ outbox: 1, html: '' }];
		const { outputs } = await result([held(1)], [[{ ok: true, channel: 'C1' }], passedOn]);
		const deactivated = 'this channel’s node is deactivated.';
		expect(jsonOf(outputs[0])).toMatchObject([
			{ status: 'sent', error: `Teams: ${deactivated} E-mail: ${deactivated}` },
		]);
	});

	it('takes an empty answer for a message that was sent', async () => {
		const { outputs } = await result([held(1, { channel: 'email' })], [[], [], [{}]]);
		expect(jsonOf(outputs[0])).toMatchObject([{ status: 'sent' }]);
	});

	it('goes to an output of its own where a channel takes nothing', async () => {
		const { outputs } = await result([held(1, { channel: 'slack' })], [[{ error: { message: 'ratelimited' } }]]);
		expect(outputs.map((items) => items.length)).toEqual([0, 1, 0]);
		expect(jsonOf(outputs[1])).toMatchObject([{ status: 'undelivered', error: 'Slack: ratelimited.' }]);
	});

	it('reports what is given up', async () => {
		const old = held(1, { channel: 'slack', at: '2026-02-01T00:00:00.000Z', attempts: 9 });
		const { outputs } = await result([old], [[{ error: 'channel_not_found' }]]);
		expect(jsonOf(outputs[0])).toMatchObject([{ status: 'failed' }]);
		expect(jsonOf(outputs[2])).toMatchObject([{ kind: 'fault', status: 'new', key: 'not_delivered:1.9' }]);
	});

	it('says which item is no row, and goes on with the others', async () => {
		const messages = [{ title: 'no id' }, held(1)];
		const { outputs } = await result(messages, [[{ ok: true }]], { onError: 'continueRegularOutput' });
		expect(jsonOf(outputs[0])).toMatchObject([{ id: 1, status: 'sent' }]);
		expect(jsonOf(outputs[2])[0].error).toMatch(/^Item 0 is not a row of the table ll_outbox\./);
		expect((await result(messages)).error?.message).toBe('Item 0 is not a row of the table ll_outbox');
	});

	it('skips blank items', async () => {
		const { outputs, error } = await result([{}]);
		expect([error, outputs.flat()]).toEqual([undefined, []]);
	});
});

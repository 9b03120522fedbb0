import { Settings } from 'luxon';
import type { IDataObject } from 'n8n-workflow';
import { outboxRowOf } from '../../lifecycle/message/outbox';
import { readSettings } from '../../lifecycle/settings/read-settings';
import { ComposeMessage } from '../../nodes/ComposeMessage/ComposeMessage.node';
import { TrackDelivery } from '../../nodes/TrackDelivery/TrackDelivery.node';
import deliver from '../../workflows/10-deliver.json';
import { TABLES } from '../../workflows/src/tables';
import { DataTables, type Row } from '../support/data-tables';
import { runWorkflow, type WorkflowFile, type WorkflowResult } from '../support/engine';
import { FakeService, withServices, type Service } from '../support/fake-services';
import { MESSAGE_CASES, messageOf } from '../support/messages';

const SLACK = 'Send to Slack';
const TEAMS = 'Send to Teams';
const EMAIL = 'Send e-mail';
const FIND = 'Find the person in Slack';
const START = 'Every 5 minutes';
const NOW = '2026-03-04T12:00:00.000Z';

type Services = Readonly<Record<string, Service>>;

const clock = Settings.now;
const at = (iso: string): void => {
	const moment = Date.parse(iso);
	Settings.now = () => moment;
};
beforeEach(() => at(NOW));
afterAll(() => {
	Settings.now = clock;
});
const minutesLater = (minutes: number): string => new Date(Date.parse(NOW) + minutes * 60_000).toISOString();

const handOff = messageOf(MESSAGE_CASES[0]);
/** A new message, as every template puts it into the outbox. */
const message = (key: string, more: object = {}, row: Row = {}): Row => ({
	...(outboxRowOf({ ...handOff, audience: 'sales', ...more, key }, readSettings([]).settings) as unknown as Row),
	...row,
});
const undelivered = (key: string, row: Row = {}): Row =>
	message(key, {}, { status: 'undelivered', attempts: 1, nextAt: NOW, ...row });

const holding = (...rows: Row[]): DataTables => {
	const tables = new DataTables();
	tables.insert(TABLES.outbox, ...rows);
	return tables;
};
const outbox = (tables: DataTables): Row[] => tables.all(TABLES.outbox);
const statuses = (tables: DataTables) => outbox(tables).map(({ key, status }) => [key, status]);

const run = (tables: DataTables, services: Services, file: unknown = deliver): Promise<WorkflowResult> =>
	runWorkflow(withServices(file as WorkflowFile, services), {
		tables,
		nodeTypes: [FakeService, ComposeMessage, TrackDelivery],
		startNode: START,
		pinData: { [START]: [{ json: {} }] },
	});

async function delivered(services: Services, ...rows: Row[]): Promise<DataTables> {
	const tables = holding(...rows);
	const { error } = await run(tables, services);
	expect(error?.message).toBeUndefined();
	return tables;
}

/** A service that keeps what it was sent. */
function inbox(answer: Service = () => ({ ok: true })) {
	const items: IDataObject[] = [];
	const service: Service = async (item) => {
		items.push(item);
		return await answer(item, {});
	};
	return { items, service, ids: () => items.map(({ outbox: id }) => Number(id)) };
}
const refuses =
	(words: string): Service =>
	() => {
		throw new Error(words);
	};

describe('a new message', () => {
	it('is sent to every channel that is on, once', async () => {
		const [slack, email] = [inbox(), inbox(() => ({ accepted: ['sales@example.com'] }))];
		const tables = await delivered({ [SLACK]: slack.service, [EMAIL]: email.service }, message('one'), message('two'));
		expect(outbox(tables)).toMatchObject([
			{ status: 'sent', attempts: 1, nextAt: null, error: 'Teams: this channel’s node is deactivated.' },
			{ status: 'sent', attempts: 1, nextAt: null },
		]);
		expect([slack.ids(), email.ids()]).toEqual([
			[1, 2],
			[1, 2],
		]);
		await run(tables, { [SLACK]: slack.service, [EMAIL]: email.service });
		expect([slack.items.length, email.items.length]).toEqual([2, 2]);
	});

	it('is kept, and says so, while no channel is on', async () => {
		const tables = await delivered({}, message('one'));
		const [{ status, error }] = outbox(tables);
		expect(status).toBe('no_channel');
		expect(error).toMatch(/^Slack: this channel’s node is deactivated\. Teams: .* set status to “undelivered”\.$/);
	});

	it('is sent by hand when a channel is on', async () => {
		const tables = await delivered({}, message('one'));
		const [{ id: _id, createdAt: _createdAt, updatedAt: _updatedAt, ...row }] = outbox(tables);
		const slack = inbox();
		const later = await delivered({ [SLACK]: slack.service }, { ...row, status: 'undelivered' });
		expect(slack.ids()).toEqual([1]);
		expect(outbox(later)).toMatchObject([{ status: 'sent', attempts: 2 }]);
	});

	it('is left for the channel that did not take it', async () => {
		const slack = inbox();
		const services = { [SLACK]: slack.service, [EMAIL]: refuses('550 no such user') };
		const tables = await delivered(services, message('one'), message('two'));
		expect(outbox(tables)).toMatchObject(
			['one', 'two'].map((key) => ({
				...{ key, status: 'undelivered', channel: 'email', attempts: 1 },
				...{ nextAt: minutesLater(1), error: 'E-mail: 550 no such user.' },
			})),
		);
		expect(slack.ids()).toEqual([1, 2]);
	});

	it('goes only where its channel says', async () => {
		const [slack, email] = [inbox(), inbox()];
		await delivered(
			{ [SLACK]: slack.service, [EMAIL]: email.service },
			message('daily', { channels: ['slack', 'teams'] }),
			message('weekly', { channels: ['email'] }),
		);
		expect([slack.ids(), email.ids()]).toEqual([[1], [2]]);
	});

	it('of a version without facts is sent as it is', async () => {
		const slack = inbox();
		const old = { details: '{"cell":"A1"}', title: 'Ready for sales: Ana', text: 'Who: Ana\nWhat to do next: call.' };
		await delivered({ [SLACK]: slack.service }, message('one', {}, old));
		expect(slack.items[0].text).toBe('Ready for sales: Ana\nWho: Ana\nWhat to do next: call.');
	});

	it('has buttons that lead to the form of this n8n', async () => {
		const slack = inbox();
		await delivered({ [SLACK]: slack.service }, message('one'));
		expect(slack.items[0].blocks as string).toMatch(
			/https?:[^"]+\/form\/lead-feedback\?lead=dana%40northwind\.example/,
		);
	});
});

describe('where it goes in Slack', () => {
	const finds: Service = ({ address }) =>
		address === 'ben@sales.example' ? { ok: true, user: { id: 'U1' } } : { ok: false, error: 'users_not_found' };
	const alert = messageOf(MESSAGE_CASES.find(({ name }) => name === 'an SLA at risk') as never);

	it.each([
		['a hand-off is for all to see', { audience: 'ben@sales.example' }, finds, '#sales-leads', 'For <@U1>'],
		['an alert is for the owner', { ...alert, audience: 'ben@sales.example' }, finds, 'U1', undefined],
		[
			'an owner whom Slack does not know',
			{ ...alert, audience: 'eve@sales.example' },
			finds,
			'#sales-leads',
			'For eve@sales.example',
		],
		[
			'a look-up that is deactivated',
			{ ...alert, audience: 'ben@sales.example' },
			undefined,
			'#sales-leads',
			'For ben@sales.example',
		],
		[
			'a look-up that fails',
			{ ...alert, audience: 'ben@sales.example' },
			refuses('429'),
			'#sales-leads',
			'For ben@sales.example',
		],
		['two addresses in one', { ...alert, audience: 'a@b.example, c@d.example' }, finds, '#sales-leads', undefined],
	])('%s', async (_case, more, find, place, context) => {
		const slack = inbox();
		await delivered({ [SLACK]: slack.service, ...(find ? { [FIND]: find } : {}) }, message('one', more));
		const { blocks } = JSON.parse(slack.items[0].blocks as string) as {
			blocks: Array<{ type: string; elements?: Array<{ text: string }> }>;
		};
		expect(slack.items[0].place).toBe(place);
		expect(blocks.find(({ type }) => type === 'context')?.elements?.[0].text).toBe(context);
	});

	it('is asked for each message again, and an answer is not taken for another one', async () => {
		const slack = inbox();
		const find = inbox(finds);
		await delivered(
			{ [SLACK]: slack.service, [FIND]: find.service },
			message('one', { ...alert, audience: 'ben@sales.example' }),
			message('two', { ...alert, audience: 'sales' }),
			message('three', { ...alert, audience: 'ben@sales.example' }),
		);
		expect(slack.items.map(({ place }) => place)).toEqual(['U1', '#sales-leads', 'U1']);
		expect(find.items.map(({ address }) => address)).toEqual(['ben@sales.example', 'ben@sales.example']);
	});

	it('follows the settings', async () => {
		const slack = inbox();
		const tables = holding(message('one'));
		tables.insert(TABLES.settings, { name: 'audience_sales', value: 'emea@example.com, #emea, fr', note: null });
		await run(tables, { [SLACK]: slack.service });
		expect(slack.items[0].place).toBe('#emea');
		expect(slack.items[0].text).toMatch(/^Prêt pour les commerciaux/);
	});
});

describe('what waits', () => {
	it('is sent when it is due to the channels that are left, and nothing else', async () => {
		const [slack, email] = [inbox(), inbox()];
		const tables = await delivered(
			{ [SLACK]: slack.service, [TEAMS]: inbox().service, [EMAIL]: email.service },
			undelivered('due', { channel: 'email' }),
			undelivered('later', { nextAt: minutesLater(1) }),
			undelivered('by hand', { nextAt: null, attempts: null }),
			undelivered('sent', { status: 'sent' }),
			undelivered('given up', { status: 'failed' }),
		);
		expect([slack.ids(), email.ids().sort()]).toEqual([[3], [1, 3]]);
		expect(statuses(tables)).toEqual([
			['due', 'sent'],
			['later', 'undelivered'],
			['by hand', 'sent'],
			['sent', 'sent'],
			['given up', 'failed'],
		]);
	});

	it('is given up after three days, and the manager is notified once', async () => {
		const old = { channel: 'slack', at: '2026-03-01T12:00:00.000Z' };
		const tables = holding(
			undelivered('old', old),
			undelivered('a day younger', { channel: 'slack', at: '2026-03-02T12:00:00.000Z' }),
		);
		await run(tables, { [SLACK]: refuses('channel_not_found') });
		const [given, kept, report, ...more] = outbox(tables);
		expect(given).toMatchObject({ status: 'failed', nextAt: null });
		expect(given.error).toMatch(/^Given up after 3 days\. Slack: channel_not_found\. Fix the cause, then set status/);
		expect(kept.status).toBe('undelivered');
		expect(report).toMatchObject({ kind: 'fault', audience: 'manager', status: 'new', key: 'not_delivered:1.2' });
		expect(report.text).toContain('(old)');
		expect(more).toEqual([]);

		const email = inbox();
		await run(tables, { [EMAIL]: email.service });
		expect(email.items.map(({ to }) => to)).toEqual(['sales-manager@example.com']);
		expect(outbox(tables)).toHaveLength(3);
	});

	it('is left to the next run when a channel takes nothing', async () => {
		const slack = inbox(refuses('The connection timed out'));
		const rows = ['one', 'two', 'three'].map((key) => undelivered(key, { channel: 'slack' }));
		const tables = await delivered({ [SLACK]: slack.service }, ...rows);
		expect(slack.ids()).toEqual([1]);
		expect(outbox(tables).map(({ attempts }) => attempts)).toEqual([2, 1, 1]);
	});

	it('goes on when one message alone is refused', async () => {
		const slack = inbox(({ outbox: id }) => {
			if (id === 1) throw new Error('invalid_blocks');
			return {};
		});
		const rows = ['one', 'two'].map((key) => undelivered(key, { channel: 'slack' }));
		const tables = await delivered({ [SLACK]: slack.service }, ...rows);
		expect(outbox(tables).map(({ status }) => status)).toEqual(['undelivered', 'sent']);
	});

	it('says so when the node of a channel is deactivated', async () => {
		const tables = await delivered({}, undelivered('one', { channel: 'email' }));
		expect(outbox(tables)).toMatchObject([
			{ status: 'undelivered', channel: 'email', error: 'E-mail: this channel’s node is deactivated.' },
		]);
	});

	it('is a double, and marked as one', async () => {
		const slack = inbox();
		const tables = await delivered({ [SLACK]: slack.service }, message('one'), message('one'), message('one'));
		expect(slack.ids()).toEqual([1]);
		expect(statuses(tables)).toEqual([
			['one', 'sent'],
			['one', 'duplicate'],
			['one', 'duplicate'],
		]);
	});
});

describe('never twice, never lost', () => {
	it('sends each message once, however many runs meet', async () => {
		const tables = holding(...Array.from({ length: 12 }, (_, index) => message(`message ${index}`)));
		const slack = inbox(async () => {
			await new Promise((resolve) => setTimeout(resolve, 5));
			return {};
		});
		const runs = await Promise.all([1, 2, 3].map(() => run(tables, { [SLACK]: slack.service })));
		expect(runs.map(({ error }) => error?.message)).toEqual([undefined, undefined, undefined]);
		expect(slack.ids().sort((left, right) => left - right)).toEqual(
			Array.from({ length: 12 }, (_, index) => index + 1),
		);
		expect(outbox(tables).every(({ status }) => status === 'sent')).toBe(true);
	});

	it('does not touch a message that another run is sending', async () => {
		const tables = holding(message('one'));
		let other: WorkflowResult | undefined;
		const slack = inbox(async () => {
			// A slow server.
			at(minutesLater(29));
			other ??= await run(tables, { [SLACK]: slack.service });
			return {};
		});
		await run(tables, { [SLACK]: slack.service });
		expect(other?.finished).toBe(true);
		expect(slack.ids()).toEqual([1]);
		expect(outbox(tables)).toMatchObject([{ status: 'sent', attempts: 1 }]);
	});

	const killed = message('one', {}, { status: 'sending', attempts: 1, nextAt: minutesLater(-1) });

	it('sends again what a run that was killed had begun', async () => {
		const slack = inbox();
		const tables = await delivered({ [SLACK]: slack.service }, killed);
		expect(slack.ids()).toEqual([1]);
		expect(outbox(tables)).toMatchObject([{ status: 'sent', attempts: 2 }]);
	});

	it('or leaves it and says so, where it is told to', async () => {
		const file = structuredClone(deliver) as unknown as WorkflowFile;
		const find = file.nodes.find(({ name }) => name === 'Find what is due');
		Object.assign(find?.parameters ?? {}, { whenUnsure: 'leave' });
		const tables = holding(killed);
		const slack = inbox();
		await run(tables, { [SLACK]: slack.service }, file);
		await run(tables, { [SLACK]: slack.service }, file);
		const [row, report] = outbox(tables);
		expect(row.status).toBe('unsure');
		expect(report).toMatchObject({ kind: 'fault', audience: 'manager', status: 'sent' });
		expect(slack.ids()).toEqual([Number(report.id)]);
	});
});

describe('n8n that is killed after any step', () => {
	/** Tables of which nothing works any more after so many operations, as when n8n is gone. */
	class Mortal extends DataTables {
		left = Number.POSITIVE_INFINITY;

		override provider(): ReturnType<DataTables['provider']> {
			const provider = super.provider();
			const tables = this as Mortal;
			const mortal = <Table extends object>(table: Table): Table =>
				new Proxy(table, {
					get: (target, name) => {
						const operation = Reflect.get(target, name) as unknown;
						if (typeof operation !== 'function' || !/Rows?/.test(String(name))) return operation;
						return async (...given: unknown[]): Promise<unknown> => {
							if (tables.left-- <= 0) throw new Error('n8n is gone');
							return (await Reflect.apply(operation, target, given)) as unknown;
						};
					},
				});
			return {
				...provider,
				getDataTableProxy: async (...given) => mortal(await provider.getDataTableProxy(...given)),
			};
		}
	}

	/** Two messages, a run that dies after so many operations on the tables, and one after what it held is free again. */
	async function life(steps: number) {
		const tables = new Mortal();
		tables.insert(TABLES.outbox, message('one'), message('two'));
		const slack = inbox();
		tables.left = steps;
		const { error } = await run(tables, { [SLACK]: slack.service });
		tables.left = Number.POSITIVE_INFINITY;
		at(minutesLater(31));
		const before = slack.ids().length;
		await run(tables, { [SLACK]: slack.service });
		at(NOW);
		return { died: error !== undefined, sent: slack.ids(), sentBefore: before, rows: outbox(tables) };
	}

	it('loses no message, and sends at most the one twice that it was sending', async () => {
		const lives = [];
		for (let steps = 0; ; steps++) {
			const each = await life(steps);
			lives.push(each);
			if (!each.died) break;
		}
		expect(lives.length).toBeGreaterThan(8);
		for (const { sent, rows } of lives) {
			expect(rows.map(({ key, status }) => [key, status])).toEqual([
				['one', 'sent'],
				['two', 'sent'],
			]);
			expect([...new Set(sent)].sort()).toEqual([1, 2]);
			expect(sent.length).toBeLessThanOrEqual(3);
		}
		// The window is there, and only between sending and noting: once a message.
		expect(lives.filter(({ sent }) => sent.length === 3)).toHaveLength(2);
	}, 60_000);
});

describe('a hand-off without an owner, where 16 runs', () => {
	const LEAD = 'ana@acme.example';
	const task = message('task', {}, { kind: 'crm', channel: 'crm', lead: LEAD, audience: 'sales' });
	const unowned = message('one', {}, { lead: LEAD });
	const of16 = (more: Row = {}): Row => ({ name: 'crm', workflow: '16', seen: 3, ...more });

	/** Runs 10 with the row of 16; what was started, and what is sent. */
	async function runs(state: Row, ranAt: string, whenAsked?: (tables: DataTables) => void) {
		const tables = holding(unowned, task);
		tables.insert(TABLES.state, state);
		tables.written(TABLES.state, { name: 'crm' }, ranAt);
		const started: string[] = [];
		const slack = inbox();
		const { error } = await runWorkflow(withServices(deliver as unknown as WorkflowFile, { [SLACK]: slack.service }), {
			tables,
			nodeTypes: [FakeService, ComposeMessage, TrackDelivery],
			startNode: START,
			pinData: { [START]: [{ json: {} }] },
			onCall: async (id, items) => {
				started.push(id);
				whenAsked?.(tables);
				return await Promise.resolve(items);
			},
			onStart: (id) => started.push(id),
		});
		expect(error?.message).toBeUndefined();
		return { started, sent: slack.ids(), tables };
	}

	it('waits while 16 asks the CRM, and goes to the owner whom it names', async () => {
		const { started, sent, tables } = await runs(of16(), minutesLater(-4), (book) => {
			book.change(TABLES.outbox, { key: 'task' }, { status: 'sent', attempts: 1 });
			book.change(TABLES.outbox, { key: 'one' }, { audience: 'ben@sales.example' });
		});
		expect(started).toEqual(['16', '10-deliver']);
		expect(sent).toEqual([]);
		const slack = inbox();
		await run(tables, { [SLACK]: slack.service });
		expect(slack.ids()).toEqual([1]);
		expect(outbox(tables)[0]).toMatchObject({ audience: 'ben@sales.example', status: 'sent' });
	});

	it.each([
		['has not run for a while', of16(), -12],
		['has its nodes deactivated', of16({ seen: 0 }), -4],
		['never ran', of16({ workflow: null }), -4],
	])('goes to sales at once where 16 %s', async (_why, state, minutes) => {
		expect(await runs(state, minutesLater(minutes))).toMatchObject({ started: [], sent: [1] });
	});
});

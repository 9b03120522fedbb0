import { Settings } from 'luxon';
import type { IDataObject } from 'n8n-workflow';
import deliver from '../../workflows/10-deliver.json';
import { finished, startsWith, template } from '../../workflows/src/parts/canvas';
import { given } from '../../workflows/src/parts/steps';
import { tell } from '../../workflows/src/parts/tell';
import { TABLES } from '../../workflows/src/tables';
import { DataTables, type Row } from '../support/data-tables';
import { runWorkflow, type WorkflowFile, type WorkflowResult } from '../support/engine';
import { FakeService, withServices, type Service } from '../support/fake-services';

const SLACK = 'Tell the audience in Slack';
const TEAMS = 'Tell the audience in Teams';
const EMAIL = 'Tell the audience by e-mail';
const FIND = 'Find the person in Slack';
const NOW = '2026-03-04T12:00:00.000Z';

type Services = Readonly<Record<string, Service>>;

const message = (key: string, more: object = {}) => ({
	key,
	lead: 'ana@acme.example',
	kind: 'hand_off',
	audience: 'sales',
	title: `Ready for sales: ${key}`,
	text: 'Who: Ana\nWhat to do next: call.',
	at: NOW,
	...more,
});

/** The steps that tell, behind a step that gives the messages. */
function telling(messages: object[]): WorkflowFile {
	const start = startsWith('manualTrigger', 'Start', [0, 0]);
	const news = given('News', [1, 0], { messages });
	const steps = tell(news, [2, 0]);
	const flow = template('telling', 'Telling').add(start.to(news).to(steps.first));
	steps.connect(flow);
	return finished(flow) as unknown as WorkflowFile;
}

async function run(
	workflow: WorkflowFile,
	tables: DataTables,
	services: Services,
	more: object = {},
): Promise<WorkflowResult> {
	return await runWorkflow(withServices(workflow, services), { tables, nodeTypes: [FakeService], ...more });
}

/** Tells, and fails where the run failed. */
async function told(messages: object[], services: Services, tables = new DataTables()): Promise<DataTables> {
	const { error } = await run(telling(messages), tables, services);
	expect(error?.message).toBeUndefined();
	return tables;
}

const outbox = (tables: DataTables): Row[] => tables.all(TABLES.outbox);
const states = (tables: DataTables) =>
	outbox(tables).map(({ key, status, channel, attempts, nextAt, error }) => ({
		key,
		status,
		channel,
		attempts,
		nextAt,
		error,
	}));

/** A service that keeps what it was sent. */
function inbox(answer: Service = () => ({ ok: true })) {
	const items: IDataObject[] = [];
	const service: Service = async (item, parameters) => {
		items.push(item);
		return await answer(item, parameters);
	};
	return { items, service };
}
const refuses =
	(words: string): Service =>
	() => {
		throw new Error(words);
	};

const clock = Settings.now;
const at = (iso: string): void => {
	const moment = Date.parse(iso);
	Settings.now = () => moment;
};
beforeEach(() => at(NOW));
afterAll(() => {
	Settings.now = clock;
});

const sentOf = (items: readonly IDataObject[]): number[] => items.map(({ outbox: id }) => Number(id));
const minutesLater = (minutes: number): string => new Date(Date.parse(NOW) + minutes * 60_000).toISOString();

/** A row of the outbox, as a run left it. */
const row = (key: string, more: Row = {}): Row => ({
	...(message(key) as unknown as Row),
	channel: 'slack,teams,email',
	status: 'undelivered',
	attempts: 1,
	nextAt: NOW,
	details: '{}',
	...more,
});
const holding = (...rows: Row[]): DataTables => {
	const tables = new DataTables();
	tables.insert(TABLES.outbox, ...rows);
	return tables;
};
const sweep = (tables: DataTables, services: Services) =>
	run(deliver as unknown as WorkflowFile, tables, services, {
		startNode: 'Every minute',
		pinData: { 'Every minute': [{ json: {} }] },
	});

describe('a message that is told', () => {
	it('stays new while no channel is switched on, and is held by nobody', async () => {
		const tables = await told([message('one'), message('two')], {});
		expect(states(tables)).toEqual(
			['one', 'two'].map((key) => ({
				key,
				status: 'new',
				channel: 'slack,teams,email',
				attempts: 0,
				nextAt: null,
				error: null,
			})),
		);
	});

	it('is sent when every channel that is on took it', async () => {
		const [slack, email] = [inbox(), inbox(() => ({ accepted: ['sales@example.com'] }))];
		const tables = await told([message('one'), message('two')], { [SLACK]: slack.service, [EMAIL]: email.service });
		expect(states(tables).map(({ status, attempts, nextAt }) => [status, attempts, nextAt])).toEqual([
			['sent', 1, null],
			['sent', 1, null],
		]);
		expect([sentOf(slack.items), sentOf(email.items)]).toEqual([
			[1, 2],
			[1, 2],
		]);
	});

	it('is undelivered where one channel did not take it, which is left to be tried again', async () => {
		const slack = inbox();
		const services = { [SLACK]: slack.service, [EMAIL]: refuses('connect ECONNREFUSED 127.0.0.1:25') };
		const tables = await told([message('one'), message('two')], services);
		expect(states(tables)).toEqual(
			['one', 'two'].map((key) => ({
				key,
				status: 'undelivered',
				channel: 'email',
				attempts: 1,
				nextAt: minutesLater(1),
				error: 'E-mail: connect ECONNREFUSED 127.0.0.1:25.',
			})),
		);
		expect(sentOf(slack.items)).toEqual([1, 2]);
	});

	it('goes only where its channel says', async () => {
		const [slack, email] = [inbox(), inbox()];
		const services = { [SLACK]: slack.service, [EMAIL]: email.service };
		await told([message('daily', { channel: 'slack,teams' }), message('weekly', { channel: 'email' })], services);
		expect([sentOf(slack.items), sentOf(email.items)]).toEqual([[1], [2]]);
	});

	it('is told once by two runs at once', async () => {
		const tables = new DataTables();
		const slack = inbox();
		const both = [1, 2].map(() => told([message('one'), message('two')], { [SLACK]: slack.service }, tables));
		await Promise.all(both);
		expect(sentOf(slack.items).sort()).toEqual([1, 2]);
		expect(outbox(tables).filter(({ status }) => status === 'sent')).toHaveLength(2);
	});

	it('keeps its details as JSON', async () => {
		const tables = await told([message('one', { details: { cell: 'A1', due: undefined } })], {});
		expect(outbox(tables)[0].details).toBe('{"cell":"A1"}');
	});
});

describe('where it goes in Slack', () => {
	const finds: Service = ({ address }) =>
		address === 'ben@sales.example' ? { ok: true, user: { id: 'U1' } } : { ok: false, error: 'users_not_found' };
	const shown = async (more: object, find: Service | undefined): Promise<IDataObject> => {
		const slack = inbox();
		await told([message('one', more)], { [SLACK]: slack.service, ...(find ? { [FIND]: find } : {}) });
		return slack.items[0];
	};

	it.each([
		['a hand-off is for all to see', { audience: 'ben@sales.example' }, finds, '#sales-leads', 'For <@U1>'],
		['an alert is for the owner', { audience: 'ben@sales.example', kind: 'sla_at_risk' }, finds, 'U1', undefined],
		[
			'an owner whom Slack does not know',
			{ audience: 'eve@sales.example', kind: 'sla_at_risk' },
			finds,
			'#sales-leads',
			'For eve@sales.example',
		],
		[
			'a step that is switched off',
			{ audience: 'ben@sales.example', kind: 'sla_breached' },
			undefined,
			'#sales-leads',
			'For ben@sales.example',
		],
		[
			'a look-up that fails',
			{ audience: 'ben@sales.example', kind: 'reminder' },
			refuses('429'),
			'#sales-leads',
			'For ben@sales.example',
		],
		[
			'a manager whom Slack does not know',
			{ audience: 'manager', kind: 'sla_breached' },
			finds,
			'#sales-leads',
			undefined,
		],
		['marketing', { audience: 'marketing', kind: 'recycled' }, finds, '#marketing-leads', undefined],
		['an audience nobody knows', { audience: 'constructor', kind: 'recycled' }, finds, '#sales-leads', undefined],
		[
			'two addresses in one',
			{ audience: 'a@b.example, c@d.example', kind: 'reminder' },
			finds,
			'#sales-leads',
			undefined,
		],
	])('%s', async (_case, more, find, place, context) => {
		const item = await shown(more, find);
		const { blocks } = JSON.parse(item.blocks as string) as {
			blocks: Array<{ type: string; elements?: Array<{ text: string }> }>;
		};
		expect(item.place).toBe(place);
		expect(blocks.find(({ type }) => type === 'context')?.elements?.[0].text).toBe(context);
	});

	it('asks for each message anew, and does not take the answer for another one', async () => {
		const slack = inbox();
		const messages = [
			message('one', { audience: 'ben@sales.example', kind: 'reminder' }),
			message('two', { kind: 'reminder' }),
		];
		await told(messages, { [SLACK]: slack.service, [FIND]: finds });
		expect(slack.items.map(({ place }) => place)).toEqual(['U1', '#sales-leads']);
	});
});

describe('10-deliver', () => {
	it('sends what is due to the channels that are left, and nothing else', async () => {
		const [slack, email] = [inbox(), inbox()];
		const tables = holding(
			row('due', { channel: 'email' }),
			row('later', { nextAt: minutesLater(1) }),
			row('by hand', { nextAt: null }),
			row('sent', { status: 'sent' }),
			row('given up', { status: 'failed' }),
		);
		const { error } = await sweep(tables, { [SLACK]: slack.service, [TEAMS]: inbox().service, [EMAIL]: email.service });
		expect(error?.message).toBeUndefined();
		expect([sentOf(slack.items), sentOf(email.items).sort()]).toEqual([[3], [1, 3]]);
		expect(states(tables).map(({ key, status, attempts }) => [key, status, attempts])).toEqual([
			['due', 'sent', 2],
			['later', 'undelivered', 1],
			['by hand', 'sent', 2],
			['sent', 'sent', 1],
			['given up', 'failed', 1],
		]);
	});

	it.each([
		[1, 2],
		[2, 4],
		[3, 8],
		[4, 15],
		[5, 30],
		[6, 60],
		[7, 60],
		[40, 60],
	])('after %i tries and one more it waits %i minutes', async (attempts, minutes) => {
		const tables = holding(row('one', { channel: 'slack', attempts }));
		await sweep(tables, { [SLACK]: refuses('channel_not_found') });
		expect(states(tables)).toMatchObject([
			{
				status: 'undelivered',
				attempts: attempts + 1,
				nextAt: minutesLater(minutes),
				error: 'Slack: channel_not_found.',
			},
		]);
	});

	it('gives up after three days, and ends with an error that names the message', async () => {
		const old = { channel: 'slack', at: '2026-03-01T12:00:00.000Z' };
		const tables = holding(row('old', old), row('a day younger', { channel: 'slack', at: '2026-03-02T12:00:00.000Z' }));
		const { error } = await sweep(tables, { [SLACK]: refuses('channel_not_found') });
		expect(error?.message).toContain('Ready for sales: old');
		expect(error?.message).not.toContain('a day younger');
		const [given, kept] = states(tables);
		expect(given).toMatchObject({ status: 'failed', nextAt: null });
		expect(given.error).toMatch(/^Given up after 3 days\. Slack: channel_not_found\. Put that right/);
		expect(kept.status).toBe('undelivered');
	});

	it('says so when the step of a channel is switched off here', async () => {
		const tables = holding(row('one', { channel: 'email' }));
		await sweep(tables, {});
		expect(states(tables)).toMatchObject([
			{ status: 'undelivered', channel: 'email', error: 'E-mail: its step is switched off here.' },
		]);
	});

	// As n8n and the services word it.
	it.each([
		'The connection timed out',
		'ratelimited',
		'The service refused the connection - perhaps it is offline',
		'The connection to the server was closed unexpectedly, perhaps it is offline.',
		'The server closed the connection unexpectedly',
		'Bad gateway - the service failed to handle your request',
		'Please retry again later.',
	])('leaves the rest to the next run when a channel does not answer: %s', async (words) => {
		const tables = holding(
			row('one', { channel: 'slack' }),
			row('two', { channel: 'slack' }),
			row('three', { channel: 'slack' }),
		);
		const slack = inbox(refuses(words));
		await sweep(tables, { [SLACK]: slack.service });
		expect(sentOf(slack.items)).toEqual([1]);
		expect(states(tables).map(({ attempts }) => attempts)).toEqual([2, 1, 1]);
	});

	it('goes on when one message alone is refused', async () => {
		const tables = holding(row('one', { channel: 'slack' }), row('two', { channel: 'slack' }));
		const slack = inbox(({ outbox: id }) => {
			if (id === 1) throw new Error('invalid_blocks');
			return {};
		});
		await sweep(tables, { [SLACK]: slack.service });
		expect(states(tables).map(({ status }) => status)).toEqual(['undelivered', 'sent']);
	});

	it.each([
		['one that was never tried', { at: minutesLater(-16), attempts: 0, nextAt: null }, 'sent'],
		['one whose run may still be at it', { at: minutesLater(-14), attempts: 0, nextAt: null }, 'new'],
		['one for which no channel was on', { at: minutesLater(-61), attempts: 0, nextAt: null }, 'new'],
		['one that is being sent', { at: minutesLater(-30), attempts: 1, nextAt: minutesLater(1) }, 'new'],
		['one that was being sent', { at: minutesLater(-300), attempts: 1, nextAt: minutesLater(-1) }, 'sent'],
	])('of what was cut off by a crash: %s', async (_case, more, status) => {
		const tables = holding(row('one', { status: 'new', ...more }));
		await sweep(tables, { [SLACK]: inbox().service });
		expect(outbox(tables)[0].status).toBe(status);
	});

	it('sends each message once, however many runs meet', async () => {
		const tables = holding(...Array.from({ length: 12 }, (_, index) => row(`message ${index}`, { channel: 'slack' })));
		const slack = inbox(async () => {
			await new Promise((resolve) => setTimeout(resolve, 5));
			return {};
		});
		await Promise.all([1, 2, 3].map(() => sweep(tables, { [SLACK]: slack.service })));
		expect(sentOf(slack.items).sort((left, right) => left - right)).toEqual(
			Array.from({ length: 12 }, (_, index) => index + 1),
		);
		expect(outbox(tables).every(({ status }) => status === 'sent')).toBe(true);
	});

	it('does not touch a message that the run that wrote it is sending', async () => {
		const tables = new DataTables();
		let swept: WorkflowResult | undefined;
		const slack = inbox(async () => {
			// A slow server: by now the message is old enough to look cut off.
			at(minutesLater(14));
			swept ??= await sweep(tables, { [SLACK]: slack.service });
			return {};
		});
		await told([message('one', { at: minutesLater(-10) })], { [SLACK]: slack.service }, tables);
		expect(swept?.finished).toBe(true);
		expect(sentOf(slack.items)).toEqual([1]);
		expect(states(tables)).toMatchObject([{ status: 'sent', attempts: 1 }]);
	});
});

describe('an error in the outbox', () => {
	it.each([
		['a token of Slack', 'invalid_auth for xoxb-123-abc-DEF', 'Slack: invalid_auth for ….'],
		[
			'a bearer',
			'Header "Authorization: Bearer abc.def-ghi" refused',
			'Slack: Header "Authorization: Bearer …" refused.',
		],
		['a password', 'login failed: password=hunter2, user=ben', 'Slack: login failed: password=…, user=ben.'],
		[
			'an address with a password',
			'smtp at https://ben:hunter2@mail.example/in?key=abc failed',
			'Slack: smtp at https://mail.example/in failed.',
		],
		['something long and random', 'id 0123456789abcdef0123456789abcdef0123', 'Slack: id ….'],
	])('does not hold %s', async (_case, words, expected) => {
		const tables = await told([message('one')], { [SLACK]: refuses(words) });
		const { error } = outbox(tables)[0];
		expect(error).toContain(expected);
		expect(error).not.toMatch(/xoxb|hunter2|abc\.def|0123456789abcdef/);
	});
});

import { Settings } from 'luxon';
import type { IDataObject } from 'n8n-workflow';
import { finished, startsWith, template } from '../../workflows/src/parts/canvas';
import { given } from '../../workflows/src/parts/steps';
import { tell } from '../../workflows/src/parts/tell';
import { TABLES } from '../../workflows/src/tables';
import { DataTables, type Row } from '../support/data-tables';
import { runWorkflow, type WorkflowFile, type WorkflowResult } from '../support/engine';
import { FakeService, withServices, type Service } from '../support/fake-services';

const SLACK = 'Tell the audience in Slack';
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

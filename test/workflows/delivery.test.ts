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
	const service: Service = async (item) => {
		items.push(item);
		return await answer(item);
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
		expect(slack.items).toHaveLength(2);
		expect(email.items).toHaveLength(2);
	});
});

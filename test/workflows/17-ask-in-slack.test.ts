import type { IDataObject } from 'n8n-workflow';
import { outboxRowOf } from '../../lifecycle/message/outbox';
import { readSettings } from '../../lifecycle/settings/read-settings';
import { ComposeMessage } from '../../nodes/ComposeMessage/ComposeMessage.node';
import { TrackDelivery } from '../../nodes/TrackDelivery/TrackDelivery.node';
import asking from '../../workflows/17-ask-in-slack.json';
import { TABLES } from '../../workflows/src/tables';
import { DataTables, type Row } from '../support/data-tables';
import { runWorkflow, type WorkflowFile, type WorkflowResult } from '../support/engine';
import { FakeService, withServices, type Service } from '../support/fake-services';
import { MESSAGE_CASES, messageOf } from '../support/messages';

const FIND = 'Find the person in Slack';
const ASK = 'Ask in Slack and wait';
const GIVE = 'Send the answer to 05';
const START = 'Start asking';
const QUESTION = 'When a question is started';

const LEAD = 'dana@northwind.example';
const HANDED = new Date(Date.now() - 3_600_000).toISOString();
const facts = messageOf(MESSAGE_CASES.find(({ name }) => name === 'a question') as never);
/** A question of the outbox, as the hand-off puts it there. */
const question = (more: Row = {}): Row => ({
	...(outboxRowOf(
		{ ...facts, key: `ask:hand_off:${LEAD}:${HANDED}`, at: HANDED },
		readSettings([]).settings,
	) as unknown as Row),
	...more,
});
const stored: Row = { lead: LEAD, stage: 'mql', handedOffAt: HANDED };

const file = asking as unknown as WorkflowFile;
const nodeTypes = [FakeService, ComposeMessage, TrackDelivery];

describe('a question in the outbox', () => {
	const sweep = (tables: DataTables): Promise<WorkflowResult> =>
		runWorkflow(withServices(file, { [ASK]: () => ({}) }), {
			tables,
			nodeTypes,
			startNode: 'Every 5 minutes',
			pinData: { 'Every 5 minutes': [{ json: {} }], [START]: [{ json: {} }] },
		});
	const startedBy = (result: WorkflowResult): number => (result.runData[START] ?? []).length;
	const tablesWith = (...rows: Row[]): DataTables => {
		const tables = new DataTables();
		tables.insert(TABLES.outbox, ...rows);
		return tables;
	};

	it('is started once, however often and at once 17 runs', async () => {
		const tables = tablesWith(question(), question({ key: `ask:hand_off:eve@northwind.example:${HANDED}` }));
		const runs = await Promise.all([sweep(tables), sweep(tables)]);
		runs.push(await sweep(tables));
		expect(runs.map(({ error }) => error?.message)).toEqual([undefined, undefined, undefined]);
		expect(runs.map(startedBy).reduce((sum, count) => sum + count, 0)).toBe(2);
		expect(tables.all(TABLES.outbox)).toMatchObject([
			{ status: 'sent', attempts: 1 },
			{ status: 'sent', attempts: 1 },
		]);
	});

	it.each([
		['a message', { kind: 'hand_off' }],
		['a task', { kind: 'crm', channel: 'crm' }],
		['one that was asked', { status: 'sent' }],
		['one that waits for its next try', { status: 'undelivered', nextAt: new Date(Date.now() + 60_000).toISOString() }],
	])('is nothing else: %s', async (_case, more) => {
		expect(startedBy(await sweep(tablesWith(question(more))))).toBe(0);
	});
});

describe('one question', () => {
	const said = (decision: string, reason = '', note = '') => ({
		data: { 'Your decision': decision, Reason: reason, 'In your own words': note, respondedAt: HANDED },
	});
	const sentBack = said('Send back to marketing', 'Bad timing', ' after the summer ');

	interface Asking {
		answer?: Service;
		taken?: Service;
		find?: Service;
		book?: Row;
		row?: Row;
	}
	/** Runs one question; gives what was sent to Slack, and to 05. */
	async function asked({ answer, taken, find, book = {}, row = {} }: Asking) {
		const tables = new DataTables();
		tables.insert(TABLES.outbox, question({ status: 'sent', attempts: 1, ...row }));
		tables.insert(TABLES.leadBook, { ...stored, ...book });
		const sent: IDataObject[] = [];
		const given: IDataObject[] = [];
		const kept =
			(items: IDataObject[], service: Service): Service =>
			(item, parameters) => {
				items.push(item);
				return service(item, parameters);
			};
		const services = {
			...(find && { [FIND]: find }),
			...(answer && { [ASK]: kept(sent, answer) }),
			...(taken && { [GIVE]: kept(given, taken) }),
		};
		const { error } = await runWorkflow(withServices(file, services), {
			tables,
			nodeTypes,
			startNode: QUESTION,
			pinData: { [QUESTION]: [{ json: tables.all(TABLES.outbox)[0] }] },
		});
		return { sent, given, error: error?.message, row: tables.all(TABLES.outbox)[0] };
	}
	const takes: Service = () => ({ done: 1, already: 0, refused: 0, results: [{ outcome: 'done' }] });
	const finds: Service = () => ({ ok: true, user: { id: 'U1' } });

	it('goes to the owner, and its answer to 05', async () => {
		const { sent, given, error, row } = await asked({ answer: () => sentBack, taken: takes, find: finds });
		expect(error).toBeUndefined();
		expect(sent.map(({ place }) => place)).toEqual(['U1']);
		expect(given).toEqual([
			{ lead: LEAD, decision: 'sent_back', reason: 'Bad timing', note: 'after the summer', by: 'ben@sales.example' },
		]);
		expect(row.status).toBe('sent');
	});

	it('may be answered with one word', async () => {
		const { given } = await asked({ answer: () => said('Accept'), taken: takes, find: finds });
		expect(given).toMatchObject([{ decision: 'accepted', reason: '', note: '' }]);
	});

	it('survives that n8n takes one level of escapes away', async () => {
		const details = JSON.stringify({
			...facts,
			about: { ...(facts as { about: object }).about, name: 'Ana <!channel> & Co' },
		});
		const { sent } = await asked({ answer: () => ({}), find: finds, row: { details } });
		const shown = (sent[0].question as string).replace(
			/&(amp|lt|gt);/g,
			(escape) => ({ '&amp;': '&', '&lt;': '<', '&gt;': '>' })[escape] ?? '',
		);
		expect(shown).toContain('Do you take this lead? Ana &lt;!channel&gt; &amp; Co');
		expect(shown).toContain('<!date^');
	});

	it.each([
		['nobody of that address', () => ({ ok: false, error: 'users_not_found' })],
		['a look-up that is deactivated', undefined],
	])('%s: all of the channel can answer', async (_case, find) => {
		const { sent, row } = await asked({ answer: () => ({ data: {} }), find });
		expect(sent.map(({ place }) => place)).toEqual(['#sales-leads']);
		expect(row.status).toBe('sent');
	});

	it('is not noted as sent where the node that asks is deactivated', async () => {
		const { sent, given, error, row } = await asked({ find: finds, taken: takes });
		expect({ sent, given, error }).toEqual({ sent: [], given: [], error: undefined });
		expect(row).toMatchObject({ status: 'no_channel' });
		expect(row.error).toMatch(/^Slack: this channel’s node is deactivated/);
	});

	it.each([
		['accepted', { stage: 'accepted' }],
		['sent back and handed over again', { handedOffAt: new Date().toISOString() }],
	])('about a lead that is %s is not asked', async (_case, book) => {
		const { sent } = await asked({ answer: () => sentBack, taken: takes, find: finds, book });
		expect(sent).toEqual([]);
	});

	it('without an answer in time ends, and changes nothing', async () => {
		// n8n then hands on what the node was given, as if it were deactivated; but days have gone by.
		const at = new Date(Date.now() - 7 * 86_400_000).toISOString();
		const { given, error, row } = await asked({ answer: (item) => item, taken: takes, find: finds, row: { at } });
		expect([given, error, row.status]).toEqual([[], undefined, 'sent']);
	});

	it('that Slack does not take is asked again later', async () => {
		const answer: Service = () => {
			throw new Error('ratelimited for xoxb-123-abc');
		};
		const { row, given } = await asked({ answer, taken: takes, find: finds });
		expect(row).toMatchObject({ status: 'undelivered', error: 'Slack: ratelimited for ….' });
		expect(Date.parse(String(row.nextAt))).toBeGreaterThan(Date.now());
		expect(given).toEqual([]);
	});

	it.each([
		['05 is not switched on', undefined],
		['05 refuses', () => ({ results: [{ outcome: 'refused', message: 'It is won already.' }] })],
	])('whose answer is lost because %s says so, and quotes nobody', async (_case, taken) => {
		const { error } = await asked({ answer: () => sentBack, taken, find: finds });
		expect(error).toContain('05 did not take an answer that was given in Slack.');
		expect(error).not.toContain(LEAD);
	});
});

import type { IDataObject } from 'n8n-workflow';
import deliver from '../../workflows/10-deliver.json';
import { TABLES } from '../../workflows/src/tables';
import { DataTables, type Row } from '../support/data-tables';
import { runWorkflow, type WorkflowFile, type WorkflowResult } from '../support/engine';
import { FakeService, withServices, type Service } from '../support/fake-services';

const HAND_OFFS = 'Hand-offs to ask about';
const FIND = 'Find the owner in Slack';
const ASK = 'Ask, and wait for the answer';
const GIVE = 'Give the answer to 05';

const LEAD = 'ana@acme.example';
const HANDED = new Date(Date.now() - 3_600_000).toISOString();
const handOff: Row = {
	key: `hand_off:${LEAD}:${HANDED}`,
	lead: LEAD,
	kind: 'hand_off',
	audience: 'rep@sales.example',
	title: 'Ready for sales: Ana <!channel> & Co',
	text: 'Who: Ana',
	at: HANDED,
	channel: 'slack,teams,email',
	status: 'sent',
	attempts: 1,
	details: JSON.stringify({ cell: 'A1', label: 'Hot', total: 94, due: '2026-03-04T13:00:00.000Z', stage: 'mql' }),
};
const stored: Row = { lead: LEAD, stage: 'mql', handedOffAt: HANDED };

function tablesWith(...outbox: Row[]): DataTables {
	const tables = new DataTables();
	tables.insert(TABLES.outbox, ...outbox);
	tables.insert(TABLES.leadBook, stored);
	return tables;
}

/** 10 with the questions switched on, or as it comes. */
const workflow = (isOn = true): WorkflowFile => {
	const file = deliver as unknown as WorkflowFile;
	const nodes = file.nodes.map((node) => (node.name === HAND_OFFS && isOn ? { ...node, disabled: false } : node));
	return { ...file, nodes };
};

/** One run of the schedule; what would start executions of their own gives what it was given. */
const sweep = (tables: DataTables, isOn = true): Promise<WorkflowResult> =>
	runWorkflow(withServices(workflow(isOn), { [ASK]: () => ({}) }), {
		tables,
		nodeTypes: [FakeService],
		startNode: 'Every minute',
		pinData: { 'Every minute': [{ json: {} }], 'Start asking': [{ json: {} }] },
	});
const questions = (tables: DataTables): Row[] => tables.all(TABLES.outbox).filter(({ kind }) => kind === 'ask');

describe('a hand-off', () => {
	it('becomes one question, taken once, however often and at once 10 runs', async () => {
		const tables = tablesWith(handOff);
		const runs = await Promise.all([sweep(tables), sweep(tables)]);
		await sweep(tables);
		runs.push(await sweep(tables));
		expect(runs.map(({ error }) => error?.message)).toEqual([undefined, undefined, undefined]);
		expect(questions(tables)).toMatchObject([
			{ key: `ask:${String(handOff.key)}`, status: 'sent', attempts: 1, audience: 'rep@sales.example' },
		]);
		expect(JSON.parse(String(questions(tables)[0].details))).toMatchObject({
			cell: 'A1',
			address: 'rep@sales.example',
			place: '#sales-leads',
		});
	});

	it.each([
		['of yesterday', { at: new Date(Date.now() - 90_000_000).toISOString() }],
		['that is no hand-off', { kind: 'moment' }],
		['that is being written', { status: null }],
	])('%s is not asked about', async (_case, more) => {
		const tables = tablesWith({ ...handOff, ...more });
		await sweep(tables);
		expect(questions(tables)).toEqual([]);
	});

	it('is not asked about while the step is switched off', async () => {
		const tables = tablesWith(handOff);
		expect((await sweep(tables, false)).error?.message).toBeUndefined();
		expect(questions(tables)).toEqual([]);
	});
});

describe('a question', () => {
	const asked: Row = {
		...handOff,
		key: `ask:${String(handOff.key)}`,
		kind: 'ask',
		attempts: 1,
		details: JSON.stringify({
			...(JSON.parse(String(handOff.details)) as object),
			address: 'rep@sales.example',
			place: '#sales-leads',
		}),
	};
	const said = (decision: string, reason: string, note: string) => ({
		data: {
			'What do you say?': decision,
			'Why does it come back?': reason,
			'In your own words': note,
			respondedAt: HANDED,
		},
	});
	const sentBack = said('I send it back to marketing', 'Bad timing', ' after the summer ');

	/** Runs one question; gives what was sent to Slack, and to 05. */
	async function asking({
		answer,
		taken,
		find,
		book = {},
	}: {
		answer?: Service;
		taken?: Service;
		find?: Service;
		book?: Row;
	}) {
		const tables = new DataTables();
		tables.insert(TABLES.outbox, asked);
		tables.insert(TABLES.leadBook, { ...stored, ...book });
		const [row] = tables.all(TABLES.outbox);
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
		const { error } = await runWorkflow(withServices(workflow(), services), {
			tables,
			nodeTypes: [FakeService],
			startNode: 'A question',
			pinData: { 'A question': [{ json: row }] },
		});
		return { sent, given, error: error?.message, row: tables.all(TABLES.outbox)[0] };
	}
	const takes: Service = () => ({ done: 1, already: 0, refused: 0, results: [{ outcome: 'done' }] });
	const finds: Service = () => ({ ok: true, user: { id: 'U1' } });

	it('goes to the owner, and its answer to 05', async () => {
		const { sent, given, error } = await asking({ answer: () => sentBack, taken: takes, find: finds });
		expect(error).toBeUndefined();
		expect(sent.map(({ place }) => place)).toEqual(['U1']);
		expect(given).toEqual([
			{ lead: LEAD, decision: 'sent_back', reason: 'bad_timing', note: 'after the summer', by: 'rep@sales.example' },
		]);
	});

	it('survives that n8n takes one level of escapes away', async () => {
		const { sent } = await asking({ answer: () => ({}), find: finds });
		const shown = (sent[0].message as string).replace(
			/&(amp|lt|gt);/g,
			(escape) => ({ '&amp;': '&', '&lt;': '<', '&gt;': '>' })[escape] ?? '',
		);
		expect(shown).toContain('*Ready for sales: Ana &lt;!channel&gt; &amp; Co*');
		expect(shown).toContain('An answer is due <!date^1772629200^');
	});

	it.each([
		['nobody of that address', () => ({ ok: false, error: 'users_not_found' })],
		['a look-up that is switched off', undefined],
	])('%s: all of the channel can answer', async (_case, find) => {
		const { sent, row } = await asking({ answer: () => ({ place: '#sales-leads' }), find });
		expect(sent.map(({ place }) => place)).toEqual(['#sales-leads']);
		expect(row.status).toBe('sent');
	});

	it.each([
		['accepted', { stage: 'accepted' }],
		['sent back and handed over again', { handedOffAt: new Date().toISOString() }],
	])('about a lead that is %s is not asked', async (_case, book) => {
		const { sent } = await asking({ answer: () => sentBack, taken: takes, find: finds, book });
		expect(sent).toEqual([]);
	});

	it('without an answer in time ends, and changes nothing', async () => {
		const { given, error, row } = await asking({ answer: (item) => item, taken: takes, find: finds });
		expect([given, error, row.status]).toEqual([[], undefined, 'sent']);
	});

	it('that Slack does not take is asked again later', async () => {
		const answer: Service = () => {
			throw new Error('ratelimited');
		};
		const { row, given } = await asking({ answer, taken: takes, find: finds });
		expect(row).toMatchObject({ status: 'undelivered', error: 'Slack: ratelimited.' });
		expect(Date.parse(String(row.nextAt))).toBeGreaterThan(Date.now());
		expect(given).toEqual([]);
	});

	it.each([
		['05 is not switched on', undefined, 'is switched off'],
		[
			'05 refuses',
			() => ({ results: [{ outcome: 'refused', message: 'It is won already.' }] }),
			'was not taken: It is won already.',
		],
	])('whose answer is lost because %s says so', async (_case, taken, words) => {
		const { error } = await asking({ answer: () => sentBack, taken, find: finds });
		expect(error).toContain(words);
		expect(error).toContain(`The answer to “${LEAD}” (sent_back, bad_timing: after the summer)`);
	});
});

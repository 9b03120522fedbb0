import { readRow } from '../../lifecycle/lead/row';
import type { IDataObject } from 'n8n-workflow';
import { LEAD_COLUMNS } from '../../lifecycle/lead/row';
import { AdvanceLead } from '../../nodes/AdvanceLead/AdvanceLead.node';
import { itemsOf, jsonOf, runNode, type NodeRun } from '../support/engine';

const AS_OF = '2026-03-04T12:00:00.000Z';
const ANA = 'ana@acme.example';

const run = (operation: string, inputs: IDataObject[][], options: IDataObject = {}, more: Partial<NodeRun> = {}) =>
	runNode(AdvanceLead, {
		parameters: { operation, options: { asOf: AS_OF, by: 'test', ...options } },
		inputs: inputs.map(itemsOf),
		...more,
	});

const outputsOf = async (...given: Parameters<typeof run>): Promise<IDataObject[][]> => {
	const { outputs, error } = await run(...given);
	expect(error).toBeUndefined();
	return outputs.map(jsonOf);
};

const scored = (route: 'sales' | 'nurture', more: IDataObject = {}): IDataObject => ({
	lead: ANA,
	leadScore: {
		...{ total: 79, fit: 27, engagement: 52, quality: 0, recent: 12, signal: 'active', activities: 4 },
		...{
			summary: 'Demo request +40',
			lastActivityAt: AS_OF,
			excluded: null,
			moments: [],
			reasons: [],
			dropsBelow: null,
		},
	},
	grid: {
		...{ cell: route === 'sales' ? 'B1' : 'B3', label: route === 'sales' ? 'Hot' : 'Warm', route },
		...{ transition: 'stayed', since: AS_OF },
	},
	logged: 4,
	...more,
});
const mql: IDataObject = {
	...{ id: 3, lead: ANA, email: ANA, stage: 'mql', cell: 'B1', label: 'Hot', total: 79, fit: 27, engagement: 52 },
	...{ activities: 4, logged: 4, handedOffAt: '2026-03-04T08:00:00.000Z', owner: 'ben@sales.example', version: 6 },
};

interface NewsText {
	messages: Array<{ kind: string }>;
	stages: Array<{ from: string; to: string; by: string }>;
}
const newsOf = ({ news }: IDataObject): NewsText => JSON.parse(news as string) as NewsText;

describe('because of a score', () => {
	it('gives a new lead as a row with every column of the lead book, and its news', async () => {
		const [added, changed] = await outputsOf('score', [[scored('sales')], [], []]);
		expect(changed).toEqual([]);
		expect(Object.keys(added[0])).toEqual(LEAD_COLUMNS.map(([column]) => column));
		expect(added).toMatchObject([{ lead: ANA, stage: 'mql', handedOffAt: AS_OF, version: 0, crm: 'due' }]);
		expect(newsOf(added[0]).messages.map(({ kind }) => kind)).toEqual(['hand_off', 'ask', 'crm']);
		expect(newsOf(added[0]).stages).toMatchObject([
			{ from: 'new', to: 'nurture', by: 'test' },
			{ from: 'nurture', to: 'mql' },
		]);
	});

	it('gives of a known lead what changed, to be written where its version is what was read', async () => {
		const [added, changed] = await outputsOf('score', [[scored('nurture')], [mql], []]);
		expect(added).toEqual([]);
		expect(changed).toMatchObject([{ id: 3, stage: 'nurture', cell: 'B3', handedOffAt: null, version: 7 }]);
		expect(Object.keys(changed[0])).not.toContain('owner');
		expect(Object.keys(changed[0])).not.toContain('lead');
	});

	it('gives nothing of a lead that stays as it is', async () => {
		const [added] = await outputsOf('score', [[scored('sales')], [], []]);
		const row = { ...added[0], id: 3, news: null };
		expect(await outputsOf('score', [[scored('sales')], [row], []])).toEqual([[], []]);
	});

	it('places a lead that Classify Grid did not place, by the cells of the settings', async () => {
		const { grid: _grid, ...ungraded } = scored('sales');
		const [[usual]] = await outputsOf('score', [[ungraded], [], []]);
		expect(usual).toMatchObject({ cell: 'B1', stage: 'mql' });
		const [[other]] = await outputsOf('score', [[ungraded], [], [{ id: 1, name: 'sales_cells', value: 'A1' }]]);
		expect(other).toMatchObject({ cell: 'B1', stage: 'nurture' });
	});

	it('marks the rows of keys that turned out to be the lead, but for those that sales has', async () => {
		const visitor = { id: 8, lead: 'anon-1', stage: 'nurture', version: 3 };
		const withSales = { ...visitor, id: 9, lead: 'u-7', stage: 'mql', handedOffAt: AS_OF };
		const [, changed] = await outputsOf('score', [[scored('sales', { merged: [visitor, withSales] })], [visitor], []]);
		expect(changed).toMatchObject([{ id: 8, mergedInto: ANA, version: 4 }]);
	});

	it('passes over entries of the log that one read brought with the rows', async () => {
		const entry = { id: 3, activity: 'a1', lead: ANA, type: 'page_view', at: AS_OF };
		const [added, changed] = await outputsOf('score', [[scored('sales')], [entry], []]);
		expect([added.length, changed.length]).toEqual([1, 0]);
	});

	it('takes on news that waits on a row, whether its lead is due or not', async () => {
		const news = { messages: [], stages: [{ lead: ANA, from: 'mql', to: 'accepted' }], scores: [] };
		const waiting = { ...mql, stage: 'accepted', news: JSON.stringify(news), batch: '17' };
		const [, changed] = await outputsOf('score', [[], [waiting], []]);
		expect(changed).toEqual([{ id: 3, version: 7, batch: changed[0].batch, news: expect.any(String) }]);
		expect(readRow({ ...waiting, news: changed[0].news }).row.news).toEqual(news);
		expect(changed[0].batch).not.toBe('17');
	});

	it('applies a decision that a crash left in the log', async () => {
		const entry = {
			...{ activity: 'answer-1', lead: ANA, type: 'sales_decision', at: '2026-03-04T10:00:00.000Z' },
			properties: '{"decision":"accepted","by":"ben@sales.example"}',
		};
		const [, changed] = await outputsOf('score', [[scored('nurture', { decisions: [entry] })], [mql], []]);
		expect(changed).toMatchObject([{ stage: 'accepted', acceptedAt: '2026-03-04T10:00:00.000Z' }]);
	});

	it('changes nothing by a score from fewer entries than the last one', async () => {
		expect(await outputsOf('score', [[scored('nurture', { logged: 3 })], [mql], []])).toEqual([[], []]);
	});

	it('reads the fields that its form names', async () => {
		const item = { key: ANA, mine: { score: scored('sales').leadScore, place: scored('sales').grid }, size: 3 };
		const { outputs } = await runNode(AdvanceLead, {
			parameters: {
				...{ operation: 'score', leadKeyField: 'key', scoreField: 'mine.score', gridField: 'mine.place' },
				options: { asOf: AS_OF, loggedField: 'size' },
			},
			inputs: [[item], [mql], []].map((items) => itemsOf(items as IDataObject[])),
		});
		expect(outputs.map((items) => items.length)).toEqual([0, 0]);
	});

	it.each([
		['no key', { lead: ' ' }, 'Item 1: “Lead Key Field” is empty'],
		['no score', { leadScore: 'x' }, 'Item 1: “Score Field” is “x”, not what Score Lead gives'],
		['no cell', { grid: {} }, 'Item 1: “Grid Field” is “an object”, not what Classify Grid gives'],
	])('names an item with %s; the others come out right where the node continues', async (_what, broken, message) => {
		const items = [scored('sales'), scored('sales', { lead: 'bob@acme.example', ...broken })];
		const stopped = await run('score', [items, [], []]);
		expect(stopped.error?.message).toBe(message);
		const { outputs, error } = await run('score', [items, [], []], {}, { onError: 'continueErrorOutput' });
		expect(error).toBeUndefined();
		expect(jsonOf(outputs[0])).toMatchObject([{ lead: ANA, stage: 'mql' }]);
		expect(jsonOf(outputs[2])).toMatchObject([{ error: expect.stringContaining(message) as string }]);
	});

	it('says what is wrong in a row that was edited to nonsense, and in the settings, and goes on', async () => {
		const settings = [{ id: 1, name: 'sales_cells', value: 'Z9' }];
		const { outputs, hints, error } = await run('score', [
			[scored('nurture')],
			[{ ...mql, stage: 'mqll', recycles: 'two' }],
			settings,
		]);
		expect(error).toBeUndefined();
		expect(jsonOf(outputs[1])).toMatchObject([{ stage: 'nurture' }]);
		expect(hints.map(({ message }) => message)).toEqual([
			expect.stringContaining('Z9'),
			expect.stringContaining('column “stage”: “mqll” is not a stage. Write one of: new, nurture'),
			expect.stringContaining('column “recycles”: “two” is not a count'),
		]);
	});

	it('takes of two rows of a lead the one that came first', async () => {
		const [, changed] = await outputsOf('score', [[scored('nurture')], [{ ...mql, id: 9 }, mql], []]);
		expect(changed).toMatchObject([{ id: 3 }]);
	});

	it('links each row to the item it comes from', async () => {
		const bob = scored('sales', { lead: 'bob@acme.example' });
		const { links } = await run('score', [[bob, scored('nurture')], [mql], []], {}, { links: true });
		expect(links[0]).toMatchObject([{ item: 0 }]);
		expect(links[1]).toMatchObject([{ item: 1 }]);
	});
});

describe('because of a sales decision', () => {
	const said = (more: IDataObject): IDataObject => ({ lead: ANA, by: 'ben@sales.example', at: AS_OF, ...more });

	it('gives the row, the answer, and the entry for the log', async () => {
		const [changed, answers, entries] = await outputsOf('decision', [
			[said({ decision: 'Send back', reason: 'no budget', activity: 'form-1' })],
			[mql],
			[],
		]);
		expect(changed).toMatchObject([{ id: 3, stage: 'recycled', version: 7, recycles: 1 }]);
		expect(answers).toMatchObject([{ item: 0, lead: ANA, decision: 'sent_back', outcome: 'done', stage: 'recycled' }]);
		expect(entries).toEqual([
			{
				...{ activity: 'form-1', lead: ANA, type: 'sales_decision', at: AS_OF, channel: 'crm', source: 'feedback' },
				properties: JSON.stringify({
					...{ decision: 'sent_back', reason: 'no budget', by: 'ben@sales.example', note: '', owner: '' },
					...{ at: AS_OF, crm: '' },
				}),
				attributes: '{}',
				quarantine: 'decision',
			},
		]);
	});

	it('answers a decision that was written with the same words, and writes nothing again', async () => {
		const decisions = [said({ decision: 'accepted', activity: 'form-1' })];
		const [[changed], [first]] = await outputsOf('decision', [decisions, [mql], []]);
		const again = await outputsOf('decision', [decisions, [{ ...mql, ...changed }], []]);
		expect(again).toEqual([[], [first], []]);
	});

	it('lets several answers of a call about a lead follow each other, in one write', async () => {
		const [changed, answers, entries] = await outputsOf('decision', [
			[
				said({ decision: 'owner', owner: 'eve@sales.example', activity: 'a' }),
				said({ decision: 'accepted', activity: 'b' }),
				said({ decision: 'opportunity', activity: 'c' }),
				said({ decision: 'accepted', activity: 'd' }),
			],
			[mql],
			[],
		]);
		expect(changed).toMatchObject([{ stage: 'opportunity', owner: 'eve@sales.example', version: 7 }]);
		expect(answers.map(({ outcome, title }) => [outcome, title])).toEqual([
			['done', 'New owner'],
			['done', 'Accepted'],
			['done', 'Marked as opportunity'],
			['refused', 'Conflicting answers in one call'],
		]);
		expect(entries.map(({ activity }) => activity)).toEqual(['a', 'b', 'c']);
	});

	it('finds a lead by its key, by an address that is its alone, and by a key that was merged', async () => {
		const rows = [
			{ ...mql, id: 1, lead: 'crm-17', email: 'bob@acme.example' },
			{ ...mql, id: 2, lead: 'crm-18', email: 'eve@acme.example' },
			{ ...mql, id: 3, lead: 'crm-19', email: 'eve@acme.example' },
			{ ...mql, id: 4, lead: 'old-17', mergedInto: 'crm-17', email: null },
		];
		// Only addresses compare whatever their case: ids of a CRM may differ in it alone.
		const keys = ['crm-17 ', 'Bob@Acme.example', 'old-17', 'eve@acme.example', 'nobody', 'CRM-17'];
		const [, answers] = await outputsOf('decision', [
			keys.map((lead, index) => said({ lead, decision: 'owner', owner: `o${index}@sales.example` })),
			rows,
			[],
		]);
		expect(answers.map(({ lead, title }) => [lead, title])).toEqual([
			['crm-17', 'New owner'],
			['crm-17', 'New owner'],
			['crm-17', 'New owner'],
			['eve@acme.example', 'Which lead?'],
			['nobody', 'Lead not found'],
			['CRM-17', 'Lead not found'],
		]);
	});

	it('names an item that is no decision; the others are decided where the node continues', async () => {
		const items = [said({ decision: 'perhaps' }), said({ decision: 'accepted' })];
		const stopped = await run('decision', [items, [mql], []]);
		expect(stopped.error?.message).toBe('Item 0: “decision” is “perhaps”');
		const { outputs } = await run('decision', [items, [mql], []], {}, { onError: 'continueErrorOutput' });
		expect(jsonOf(outputs[0])).toMatchObject([{ stage: 'accepted' }]);
		expect(jsonOf(outputs[1])).toMatchObject([{ item: 1, outcome: 'done' }]);
		expect(jsonOf(outputs[3])).toMatchObject([{ error: expect.stringContaining('Use one of: accepted') as string }]);
	});
});

describe('because of a deadline', () => {
	it('warns by the promises of the settings', async () => {
		const rows = [
			{ ...mql, handedOffAt: '2026-03-03T10:00:00.000Z' },
			{ ...mql, id: 4, lead: 'b', stage: 'won' },
		];
		const [changed] = await outputsOf('deadline', [rows, []]);
		expect(changed).toMatchObject([{ id: 3, version: 7 }]);
		expect(changed).toHaveLength(1);
		expect(newsOf(changed[0]).messages.map(({ kind }) => kind)).toEqual(['sla_breached', 'sla_breached']);
	});

	it('warns by what Check SLA put into the item', async () => {
		const sla = {
			...{ policy: 'Mine', alert: 'at_risk', alertKey: 'Mine|at_risk|x', startedAt: 'x', dueAt: AS_OF },
			...{ elapsedMinutes: 3, remainingMinutes: 1 },
		};
		const [changed] = await outputsOf('deadline', [[{ ...mql, sla }], []]);
		expect(changed).toMatchObject([{ slaAlerts: '["Mine|at_risk|x"]' }]);
	});
});

describe('because of the weekly review', () => {
	it('puts leads back on a path and tells the manager, also when all is well', async () => {
		const rows = [
			{ ...mql, owner: null },
			{ ...mql, id: 4, lead: 'b', stage: 'wonn', name: 'Bob' },
		];
		const [changed, [digest]] = await outputsOf('review', [rows, [], []]);
		expect(changed).toMatchObject([
			{ id: 3, owner: 'sales' },
			{ id: 4, stage: 'won' },
		]);
		expect(digest).toMatchObject({
			...{ kind: 'digest', audience: 'manager', key: 'digest:no-lead-left-behind:2026-W10', status: 'new' },
			title: 'No lead left behind: 2 leads fixed',
		});
		const [none, [quiet]] = await outputsOf('review', [[mql], [], []]);
		expect(none).toEqual([]);
		expect(quiet).toMatchObject({ title: 'Every lead is on a path' });
	});

	it('counts movement from the stage log, where a line about another owner is none', async () => {
		const row = { ...mql, stage: 'opportunity', acceptedAt: '2025-10-01T00:00:00.000Z' };
		const line = (at: string, from = 'accepted') => ({ id: 1, lead: ANA, from, to: 'opportunity', at });
		expect((await outputsOf('review', [[row], [line('2026-02-01T00:00:00.000Z')], []]))[0]).toEqual([]);
		expect((await outputsOf('review', [[row], [line('2026-02-01T00:00:00.000Z', 'opportunity')], []]))[0]).toHaveLength(
			1,
		);
	});
});

describe('unfold news', () => {
	const batchOf = async () => (await outputsOf('score', [[scored('sales')], [], []]))[0][0].batch;

	it('gives rows of the outbox and lines of the logs, of the batch of this run alone', async () => {
		const [[row]] = await outputsOf('score', [[scored('sales')], [], []]);
		const other = { ...row, id: 8, lead: 'bob@acme.example', batch: 'another' };
		const [messages, stages, scores] = await outputsOf('unfold', [[other], [{ ...row, id: 7 }], []]);
		expect(messages.map(({ kind, lead, status }) => [kind, lead, status])).toEqual([
			['hand_off', ANA, 'new'],
			['ask', ANA, 'new'],
			['crm', ANA, 'new'],
		]);
		expect(stages.map(({ to }) => to)).toEqual(['nurture', 'mql']);
		expect(scores).toMatchObject([{ lead: ANA, total: 79 }]);
		expect(await batchOf()).toBe(row.batch);
	});

	it('moves the state on only where every planned row was written, and no longer than five times', async () => {
		const before = { position: 1, seen: 1, gaps: '[]', sweep: '2026-03-01 x', tries: 0 };
		const after = { position: 9, seen: 9, gaps: '[]', sweep: '2026-03-01 y', tries: 0 };
		const [[row]] = await outputsOf('score', [[scored('sales')], [], []]);
		const planned = [
			{ id: 7, version: 2 },
			{ id: 8, version: 5 },
		];
		const stateOf = async (written: IDataObject[], tries = 0) =>
			(await outputsOf('unfold', [[], written, [], planned, [{ ...after, before: { ...before, tries } }]]))[3];
		const both = [
			{ ...row, id: 7 },
			{ ...row, id: 8, lead: 'bo@acme.example' },
		];
		expect(await stateOf(both)).toEqual([after]);
		expect(await stateOf(both.slice(1))).toEqual([{ ...before, tries: 1 }]);
		expect(await stateOf([], 4)).toEqual([{ ...before, tries: 5 }]);
		expect(await stateOf([], 5)).toEqual([after]);
	});

	it('goes on past news that somebody edited so that it cannot be read', async () => {
		const [[row]] = await outputsOf('score', [[scored('sales')], [], []]);
		const news = '{"messages":[{"kind":"hand_off","about":5},{"kind":"nonsense"}]}';
		const edited = { ...row, id: 8, lead: 'bob@acme.example', news };
		const [messages] = await outputsOf('unfold', [[edited, { ...row, id: 7 }], [], []]);
		expect(messages.map(({ kind, lead }) => [kind, lead])).toEqual([
			['hand_off', ANA],
			['ask', ANA],
			['crm', ANA],
		]);
	});

	it('sends no message of a kind that is switched off', async () => {
		const [[row]] = await outputsOf('score', [[scored('sales')], [], []]);
		const settings = [
			{ id: 1, name: 'channels_ask', value: 'none' },
			{ id: 2, name: 'channels_crm', value: 'none' },
		];
		const [messages] = await outputsOf('unfold', [[{ ...row, id: 7 }], [], settings]);
		expect(messages.map(({ kind }) => kind)).toEqual(['hand_off']);
	});
});

it('does nothing with nothing, as a read with “Always Output Data” gives it', async () => {
	for (const operation of ['score', 'decision', 'deadline', 'unfold'])
		expect((await outputsOf(operation, [[{}], [{}], [{}]])).flat()).toEqual([]);
});

import type { NodeJSON } from '@n8n/workflow-sdk';
import capture from '../../workflows/01-capture-and-score.json';
import daily from '../../workflows/02-daily-decay.json';
import { workedOut } from '../support/worked-out';

const AS_OF = '2026-03-04T12:00:00.000Z';

const stored = {
	id: 1,
	lead: 'ana@example.com',
	stage: 'nurture',
	cell: 'B3',
	total: 40,
	activities: 4,
	logged: 5,
	recycles: 0,
	version: 3,
	handedOffAt: null,
	coolOffUntil: null,
	track: 'welcome',
};
type Stored = Partial<Record<keyof typeof stored, string | number | null>>;
interface Scored {
	readonly row?: Stored;
	readonly route?: string;
	readonly transition?: string;
	readonly excluded?: string | null;
}

/** What 01 or 02 finds due for one lead that the book knows. */
function due(
	workflow: typeof capture | typeof daily,
	before: Stored,
	{ row = {}, ...scored }: Scored = {},
	more: Record<string, Record<string, unknown>[]> = {},
) {
	const node = workflow.nodes.find(({ name }) => name === 'What is due') as unknown as NodeJSON;
	const known = { ...stored, ...before };
	const lead = {
		before: known,
		row: { ...known, version: 7, ...row },
		route: 'nurture',
		transition: 'stayed',
		excluded: null,
		moments: [],
		reasons: [],
		...scored,
	};
	const nodes = { 'Rows of the lead book': [{ scored: [lead] }], 'As of': [{ asOf: AS_OF }], ...more };
	const { starts, changed, demoted, moves, ready } = workedOut(node, { nodes }) as Record<string, Stored[]>;
	const all = { starts, changed, demoted, moves, ready };
	const lists = Object.entries(all).flatMap(([name, list]) => (list === undefined || list.length === 0 ? [] : [name]));
	return { lists, ...all };
}

const RECYCLED = { stage: 'recycled', recycles: 1 };
const SALES = { route: 'sales', transition: 'entered' };

describe.each([
	['01', capture],
	['02', daily],
])('what is due in %s', (_name, workflow) => {
	it('is nothing when nothing changed', () => expect(due(workflow, {}).lists).toEqual([]));

	it('is a hand-off for a lead in the sales cells', () => {
		const { ready } = due(workflow, {}, SALES);
		expect(ready).toEqual([{ id: 1, logged: 5, handedOffAt: AS_OF, acceptedAt: null, stage: 'mql', version: 7 }]);
	});

	it.each([
		['one that is with sales', { stage: 'mql', handedOffAt: '2026-03-01T00:00:00.000Z' }],
		['one that is accepted', { stage: 'accepted', handedOffAt: '2026-03-01T00:00:00.000Z' }],
		['one that is out', { stage: 'disqualified', track: null }],
		['one that rests after it was sent back', { ...RECYCLED, coolOffUntil: '2026-03-04T12:00:00.001Z' }],
	])('is no hand-off for %s', (_case, before) => expect(due(workflow, before, SALES).ready).toEqual([]));

	it('is a hand-off when the rest is over', () =>
		expect(due(workflow, { ...RECYCLED, coolOffUntil: AS_OF }, SALES).ready).toHaveLength(1));

	it('is a way back for one that was given up as silent and did something', () => {
		const before = { stage: 'disqualified', track: 'silent' };
		const row = { activities: 5 };
		expect(due(workflow, before, { row }).moves).toEqual([{ id: 1, stage: 'nurture', track: 're_engage' }]);
		expect(due(workflow, before, { row, ...SALES }).ready).toHaveLength(1);
		expect(due(workflow, before).moves).toEqual([]);
		expect(due(workflow, before, { row, excluded: 'Competitor' }).moves).toEqual([]);
	});
});

describe('what is due in 02', () => {
	const withSales = { stage: 'mql', handedOffAt: '2026-02-01T00:00:00.000Z', cell: 'B2' };
	const cooled = { transition: 'left', row: { cell: 'B3', total: 30 } };

	it('takes back what cooled off before it was accepted', () => {
		const { demoted, lists } = due(daily, withSales, cooled);
		expect(lists).toEqual(['demoted']);
		expect(demoted).toMatchObject([{ id: 1, stage: 'nurture', track: 're_engage', handedOffAt: null, total: 30 }]);
	});

	it('leaves what sales accepted, and writes its score', () =>
		expect(due(daily, { ...withSales, stage: 'accepted' }, cooled).lists).toEqual(['changed']));

	it('writes nothing over a row that was scored from a longer log', () =>
		expect(due(daily, {}, { row: { total: 20, logged: 4 } }).lists).toEqual([]));

	it('writes a score that fell because activities were held, though fewer count', () =>
		expect(due(daily, {}, { row: { total: 20, activities: 1 } }).changed).toHaveLength(1));

	it('writes a row whose score changed with time alone', () =>
		expect(due(daily, {}, { row: { total: 20 } }).changed).toHaveLength(1));
});

describe('what is due in 01', () => {
	it('leaves to the night what changed with time alone', () =>
		expect(due(capture, {}, { row: { total: 20 } }).lists).toEqual([]));

	const grown = { row: { logged: 6 } };

	it('is nothing for copies and for what is held, which change no score', () =>
		expect(due(capture, {}, grown).lists).toEqual([]));

	it('is the lower score of a lead of whom earlier activities are held now', () =>
		expect(due(capture, {}, { row: { logged: 6, total: 20, activities: 2 } }).lists).toEqual(['changed']));

	it('is a row whose log was judged anew, so that no call that saw less writes after it', () => {
		const judged = (lead: string) => ({ 'What is judged anew': [{ rows: [{ id: 1, lead }] }] });
		expect(due(capture, {}, grown, judged('ana@example.com')).lists).toEqual(['changed']);
		expect(due(capture, {}, grown, judged('bo@example.com')).lists).toEqual([]);
	});
});

describe('the news of 01 for the CRM', () => {
	const DUE = '2026-03-04T16:00:00.000Z';
	const row = { ...stored, email: 'ana@example.com', name: 'Ana', label: 'Hot', total: 74, fit: 27, engagement: 47 };
	interface News {
		crm: Array<{
			lead: string;
			stage: string;
			version: number;
			tasks: Array<{ key: string; text: string; due: string }>;
		}>;
		retold: unknown[];
	}
	const news = (before: Stored, nodes: Record<string, object>): News => {
		const node = capture.nodes.find(({ name }) => name === 'News') as unknown as NodeJSON;
		const lead = { before, stored: { ...stored, ...before }, row: { ...row, version: 7 }, excluded: null };
		const current = [{ ...lead, moments: [], reasons: [], isInserted: false, isBare: false }];
		return workedOut(node, {
			nodes: { 'What is due': [{ current }], 'As of': [{ asOf: AS_OF }], ...(nodes as Record<string, []>) },
		}) as unknown as News;
	};
	const claimed = { ...row, stage: 'mql', handedOffAt: AS_OF, version: 7 };

	it('has a task for a hand-off, due when the SLA says', () => {
		const sla = { ...claimed, sla: { dueAt: DUE } };
		const { crm, retold } = news({}, { 'Claim the hand-off': [claimed], 'Check SLA': { outputs: [[], [sla]] } });
		expect(crm).toMatchObject([
			{ stage: 'mql', version: 7, tasks: [{ key: `task:ana@example.com:${AS_OF}`, due: DUE }] },
		]);
		expect(crm[0].tasks[0].text).toContain('Due: 4 Mar 2026');
		expect(retold).toEqual([]);
	});

	it('has a task without an SLA too', () => {
		expect(news({}, { 'Claim the hand-off': [claimed] }).crm).toMatchObject([{ tasks: [{ due: AS_OF }] }]);
	});

	it('has a lead that only moved, as it was read', () => {
		const moved = { ...row, stage: 'disqualified' };
		expect(news({}, { 'Move the stage': [moved] }).crm).toMatchObject([
			{ stage: 'disqualified', version: 3, tasks: [] },
		]);
	});

	it('asks before it hands over again what was handed over a while ago', () => {
		const before = { stage: 'mql', handedOffAt: '2026-03-03T12:00:00.000Z' };
		expect(news(before, {}).retold).toEqual([{ key: 'hand_off:ana@example.com:2026-03-03T12:00:00.000Z' }]);
		expect(news({ ...before, handedOffAt: '2026-02-01T12:00:00.000Z' }, {}).crm).toEqual([]);
	});

	it('has nothing of a lead that nothing happened to', () => expect(news({}, {}).crm).toEqual([]));
});

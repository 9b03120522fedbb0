import {
	emptyRow,
	keptScore,
	KEPT_REASONS,
	LEAD_COLUMNS,
	printRow,
	readRow,
	STAGES,
	type LeadRow,
} from '../../lifecycle/lead/row';
import { nearestOf } from '../../lifecycle/nearest';
import type { Reason } from '../../lifecycle/score/reasons';
import type { LeadScore } from '../../lifecycle/score/score';
import cases from '../cases/lead-rows.json';

interface Case {
	why: string;
	raw: Record<string, unknown>;
	row: object;
	/** The message of each fault, or a part of it, and the beginning of its hint. */
	faults?: string[][];
}

describe('readRow', () => {
	it.each(cases as Case[])('$why', ({ raw, row, faults = [] }) => {
		const read = readRow(raw);
		expect(read.row).toMatchObject(row);
		expect(read.faults).toHaveLength(faults.length);
		read.faults.forEach(({ message, hint }, index) => {
			expect(message).toContain(faults[index][0]);
			expect(hint).toContain(faults[index][1]);
		});
	});

	it.each(cases as Case[])('reads what it printed as the same row: $why', ({ raw }) => {
		const { row } = readRow(raw);
		expect(readRow({ ...printRow(row), id: row.id })).toMatchObject({ row });
	});

	it.each(STAGES)('reads the stage %s', (stage) => {
		expect(readRow({ lead: 'ann@acme.com', stage })).toMatchObject({ row: { stage }, faults: [] });
	});

	it('has a field for each column, and no other but the id', () => {
		const columns = LEAD_COLUMNS.map(([name]) => name as string);
		expect(Object.keys(emptyRow('ann@acme.com')).sort()).toEqual([...columns, 'id'].sort());
	});
});

describe('printRow', () => {
	it('prints the columns in their order, objects as JSON text and what is empty as null', () => {
		const printed = printRow({ ...emptyRow('ann@acme.com'), attributes: { country: 'FR' }, slaAlerts: ['a'] });
		expect(Object.keys(printed)).toEqual(LEAD_COLUMNS.map(([name]) => name));
		expect(printed).toMatchObject({ attributes: '{"country":"FR"}', slaAlerts: '["a"]', leadScore: null, news: null });
		expect(Object.values(printed).some((cell) => cell === undefined || cell === '')).toBe(false);
	});

	it('prints text and numbers in the columns of their kind', () => {
		const full = Object.fromEntries(LEAD_COLUMNS.map(([name, kind]) => [name, kind === 'number' ? 1 : 'x']));
		const row: LeadRow = {
			...(full as unknown as LeadRow),
			stage: 'mql',
			slaAlerts: ['a'],
			attributes: { a: 1 },
			leadScore: { reasons: [], dropsBelow: { at: '2026-02-01T09:00:00.000Z', threshold: 65 }, told: [] },
			news: { messages: [], stages: [{ lead: 'x', from: 'new', to: 'mql', at: '', by: '', why: '' }], scores: [] },
		};
		const printed = printRow(row);
		for (const [name, kind] of LEAD_COLUMNS)
			expect([name, typeof printed[name]]).toEqual([name, kind === 'number' ? 'number' : 'string']);
	});
});

it('keeps the strongest reasons of a score, and the rest as one, so that they add up', () => {
	const reasons = Array.from(
		{ length: KEPT_REASONS + 2 },
		(_, index) =>
			({ rule: `Rule ${index}`, dimension: 'fit', points: 10.01 - index, count: 1, lastAt: null }) as Reason,
	);
	const score = { reasons, dropsBelow: null, total: 3 } as unknown as LeadScore;
	const told = [{ activity: 'demo-1', at: '2026-02-01T09:00:00.000Z' }];
	const rest = {
		...{ rule: '3 more reasons', dimension: 'other', points: 9.03, count: 3, lastAt: null },
		text: '3 more reasons +9.03',
	};
	const kept = keptScore(score, told);
	expect(kept).toEqual({ reasons: [...reasons.slice(0, KEPT_REASONS - 1), rest], dropsBelow: null, told });
	const row = { ...emptyRow('a@example.com'), leadScore: kept };
	expect(readRow(printRow(row)).row.leadScore.reasons.at(-1)).toEqual(rest);
});

it.each([
	['mqll', 'mql'],
	['nurtrue', 'nurture'],
	['oportunity', 'opportunity'],
	['open', undefined],
	['sales', undefined],
	['', undefined],
])('takes “%s” for %s', (word, stage) => {
	expect(nearestOf(word, STAGES)).toBe(stage);
});

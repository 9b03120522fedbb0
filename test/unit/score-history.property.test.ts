import fc from 'fast-check';
import { DateTime } from 'luxon';
import { scoreDifference, type Difference } from '../../lifecycle/review/history/difference';
import { openLead, type LeadOverTime } from '../../lifecycle/score/over-time';
import { scoreLead } from '../../lifecycle/score/score';
import { sharesOf } from '../../lifecycle/score/shares';
import { DAY } from '../../lifecycle/time';
import { activities, asOf, facts, lead, model, options, rules, silence } from '../support/generated-leads';

const hundredths = (points: number): number => Math.round(points * 100);

const learned = fc.array(
	fc.record({
		activity: fc.nat(1000).map((id) => `form${id}`),
		type: fc.constantFrom('form_submit', 'enriched'),
		at: fc.integer({ min: -10, max: 300 }).map((days) => new Date(asOf.toMillis() - days * DAY).toISOString()),
		attributes: fc.record({ title: fc.constantFrom('', 'Director') }),
	}),
	{ maxLength: 3 },
);

const worlds = fc.record({
	rows: rules(-20),
	log: fc.tuple(activities(), learned).map(([log, forms]) => [...log, ...forms]),
	fields: lead,
	given: options,
});
const instants = (count: number) =>
	fc.array(fc.integer({ min: -400 * DAY, max: 200 * DAY }), { minLength: count, maxLength: count });

type World = typeof worlds extends fc.Arbitrary<infer Value> ? Value : never;

function opened({ rows, log, fields, given }: World): LeadOverTime {
	const read = openLead({ lead: 'ann', fields, activities: log }, model([...facts, silence, ...rows], given));
	if (!read.ok) throw new Error(read.message);
	return read.value;
}

/** By the way that Score Lead goes, not by the history. */
function totalOf({ raw, model: using }: LeadOverTime, at: number): number {
	const score = scoreLead(raw, using, DateTime.fromMillis(at));
	if (!score.ok) throw new Error(score.message);
	return hundredths(score.value.total);
}

const sumOf = (list: ReadonlyArray<{ points: number }>): number =>
	list.reduce((sum, { points }) => sum + hundredths(points), 0);

function differenceOf(...ends: Parameters<typeof scoreDifference>): Difference {
	const difference = scoreDifference(...ends);
	if (!difference.ok) throw new Error(difference.message);
	return difference.value;
}

describe('the rows of a difference', () => {
	const INSTANTS = 25;

	it('add up to it exactly, for 100,000 random pairs of instants', () => {
		let pairs = 0;
		let misses = 0;
		const kinds = new Map<string, number>();
		fc.assert(
			fc.property(worlds, instants(INSTANTS), (world, offsets) => {
				const read = opened(world);
				const ats = offsets.map((offset) => asOf.toMillis() + offset).sort((left, right) => left - right);
				const totals = ats.map((at) => totalOf(read, at));
				for (let from = 0; from < ats.length; from++) {
					for (let to = from + 1; to < ats.length; to++) {
						const { changes } = differenceOf({ lead: read, at: ats[from] }, { lead: read, at: ats[to] });
						pairs++;
						if (sumOf(changes) !== totals[to] - totals[from]) misses++;
						for (const { kind } of changes) kinds.set(kind, (kinds.get(kind) ?? 0) + 1);
					}
				}
				return misses === 0;
			}),
			{ numRuns: 340 },
		);
		expect({ pairs, misses }).toEqual({ pairs: 340 * 300, misses: 0 });
		for (const kind of ['earned', 'faded', 'expired', 'capped', 'reset']) expect(kinds.get(kind)).toBeGreaterThan(1000);
	});

	it('add up to it exactly when model, fields and log are others too', () => {
		fc.assert(
			fc.property(worlds, worlds, instants(2), (former, latter, offsets) => {
				const [from, to] = offsets.map((offset) => asOf.toMillis() + offset).sort((left, right) => left - right);
				const [before, after] = [opened(former), opened(latter)];
				const { changes, points } = differenceOf({ lead: before, at: from }, { lead: after, at: to });
				expect(sumOf(changes)).toBe(totalOf(after, to) - totalOf(before, from));
				expect(hundredths(points)).toBe(sumOf(changes));
			}),
			{ numRuns: 2000 },
		);
	});

	it('tell what faded from what was earned: without new activity, silence and facts of time nothing is earned', () => {
		fc.assert(
			fc.property(rules(0), activities(), fc.integer({ min: 1, max: 400 }), (rows, log, days) => {
				const past = log.filter(({ at }) => Date.parse(at) <= asOf.toMillis());
				const read = openLead({ lead: 'ann', fields: {}, activities: past }, model(rows));
				if (!read.ok) throw new Error(read.message);
				const { changes } = differenceOf(
					{ lead: read.value, at: asOf.toMillis() },
					{ lead: read.value, at: asOf.toMillis() + days * DAY },
				);
				const lost = changes.filter(({ kind }) => kind !== 'capped');
				expect(lost.every(({ kind, points }) => (kind === 'faded' || kind === 'expired') && points < 0)).toBe(true);
			}),
			{ numRuns: 500 },
		);
	});

	it('split in between, they are the same sums', () => {
		fc.assert(
			fc.property(worlds, instants(3), (world, offsets) => {
				const read = opened(world);
				const [from, middle, to] = offsets
					.map((offset) => asOf.toMillis() + offset)
					.sort((left, right) => left - right);
				const points = (start: number, end: number) =>
					hundredths(differenceOf({ lead: read, at: start }, { lead: read, at: end }).points);
				expect(points(from, middle) + points(middle, to)).toBe(points(from, to));
			}),
			{ numRuns: 500 },
		);
	});
});

describe('the shares of activities', () => {
	it('and what stands beside them add up to the total exactly', () => {
		fc.assert(
			fc.property(worlds, instants(1), (world, [offset]) => {
				const read = opened(world);
				const at = asOf.toMillis() + offset;
				const { activities: shares, others } = sharesOf(read, at);
				expect(sumOf(shares) + sumOf(others)).toBe(totalOf(read, at));
			}),
			{ numRuns: 5000 },
		);
	});
});

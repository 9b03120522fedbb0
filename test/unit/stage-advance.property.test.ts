import fc from 'fast-check';
import { STAGES, type LeadRow } from '../../lifecycle/lead/row';
import { advance } from '../../lifecycle/stage/advance';
import { DECISIONS, type Cause, type Decision } from '../../lifecycle/stage/cause';
import { NO_NEWS } from '../../lifecycle/stage/news';
import { TRANSITIONS } from '../../lifecycle/stage/transitions';
import { AS_OF, decisionOf, policyAt, rowOf, scoreOf } from '../support/stage';

const policy = policyAt();

const instant = fc.option(
	fc.integer({ min: Date.UTC(2025, 0, 1), max: Date.parse(AS_OF) }).map((at) => new Date(at).toISOString()),
);
const later = fc.option(
	fc.integer({ min: Date.parse(AS_OF) - 1e9, max: Date.parse(AS_OF) + 1e9 }).map((at) => new Date(at).toISOString()),
);
const cell = fc.option(fc.constantFrom('A1', 'B1', 'C2', 'C3', 'D4'));
const address = fc.option(fc.constantFrom('ben@sales.example', 'Eve'));

const anyRow: fc.Arbitrary<LeadRow> = fc
	.record({
		stage: fc.constantFrom(...STAGES),
		cell,
		label: fc.option(fc.constantFrom('Hot', 'Warm', 'Cold')),
		total: fc.option(fc.integer({ min: -50, max: 120 })),
		engagement: fc.option(fc.integer({ min: -50, max: 60 })),
		fit: fc.option(fc.integer({ min: -50, max: 60 })),
		activities: fc.option(fc.nat(9)),
		logged: fc.option(fc.nat(9)),
		owner: address,
		handedOffAt: instant,
		acceptedAt: instant,
		recycledAt: instant,
		lastActivityAt: instant,
		coolOffUntil: later,
		recycles: fc.nat(4),
		track: fc.option(fc.constantFrom('silent', 're_engage', 'education')),
		crm: fc.option(fc.constantFrom('due', '4711', 'due 4711')),
		version: fc.nat(99),
		batch: fc.constant('run-0'),
	})
	.map(rowOf);

const anyDecision: fc.Arbitrary<Decision> = fc
	.record({
		activity: fc.constantFrom('answer-1', 'answer-2'),
		decision: fc.constantFrom(...DECISIONS),
		reason: fc.constantFrom('', 'no budget', 'competitor', 'x'),
		owner: fc.constantFrom('', 'eve@sales.example'),
		crm: fc.constantFrom('', 'Odoo'),
		at: fc.integer({ min: Date.parse(AS_OF) - 1e9, max: Date.parse(AS_OF) }).map((at) => new Date(at).toISOString()),
	})
	.map(decisionOf);

const anyMoment = fc.record({
	rule: fc.constant('Demo request'),
	activity: fc.constantFrom('demo-1', 'demo-2'),
	at: fc.integer({ min: Date.parse(AS_OF) - 5e8, max: Date.parse(AS_OF) }).map((at) => new Date(at).toISOString()),
});

type CauseOf = (row: LeadRow) => Cause;

const anyCause: fc.Arbitrary<CauseOf> = fc.oneof(
	anyDecision.map((decision): CauseOf => () => ({ kind: 'decision', decision })),
	fc
		.record({
			fit: fc.integer({ min: 0, max: 60 }),
			engagement: fc.integer({ min: 0, max: 60 }),
			excluded: fc.option(fc.constant('Competitor'), { freq: 4 }),
			moments: fc.array(anyMoment, { maxLength: 2 }),
			activities: fc.nat(9),
			logged: fc.nat(9),
			decisions: fc.array(anyDecision, { maxLength: 2 }),
		})
		.map(
			(score): CauseOf =>
				(row) =>
					scoreOf(row, score, policy),
		),
	fc.constant<CauseOf>((row) => ({ kind: 'deadline', sla: policy.slaOf(row) as never })),
	fc
		.record({
			kind: fc.constant('review' as const),
			createdAt: instant,
			movedAt: instant,
			brokenStage: fc.constant(null),
		})
		.map(
			(cause): CauseOf =>
				() =>
					cause,
		),
);

const caused = fc.tuple(anyRow, fc.array(anyCause, { minLength: 1, maxLength: 4 }));

describe('advance', () => {
	it('raises the version by one, names the batch, and has news or other columns when it writes', () => {
		fc.assert(
			fc.property(caused, ([row, causes]) => {
				const { after } = advance(
					row,
					causes.map((causeOf) => causeOf(row)),
					policy,
				);
				if (after === undefined) return;
				expect(after.version).toBe(row.version + 1);
				expect(after.batch).toBe('run-1');
				expect({ ...after, version: row.version, batch: row.batch }).not.toEqual(row);
			}),
		);
	});

	it('changes nothing when the same cause comes again', () => {
		fc.assert(
			fc.property(anyRow, anyCause, (row, causeOf) => {
				const cause = causeOf(row);
				const { after } = advance(row, [cause], policy);
				const isSentBack = after !== undefined && after.recycledAt !== row.recycledAt;
				// A score that came with the return of the lead waited for this.
				const settled = cause.kind === 'score' && isSentBack ? advance(after, [causeOf(after)], policy).after : after;
				const again = settled ?? after ?? row;
				// A score is placed in the grid from the cell that the row has now.
				const same = cause.kind === 'score' ? causeOf(again) : cause;
				expect(advance(again, [same], policy).after).toBeUndefined();
			}),
		);
	});

	it('keeps the news that waits on the row, and adds its own behind it', () => {
		fc.assert(
			fc.property(anyRow, anyCause, anyCause, (row, first, second) => {
				const { after } = advance(row, [first(row)], policy);
				const waiting = after ?? row;
				const { after: later } = advance(waiting, [second(waiting)], policy);
				if (later === undefined) return;
				for (const list of ['messages', 'stages', 'scores'] as const)
					expect(later.news[list].slice(0, waiting.news[list].length)).toEqual(waiting.news[list]);
			}),
		);
	});

	it('moves along known ways alone, and each step begins where the last one ended', () => {
		const ways = new Set(Object.values(TRANSITIONS).flatMap(({ from, to }) => from.map((name) => `${name} > ${to}`)));
		fc.assert(
			fc.property(caused, ([row, causes]) => {
				const { after } = advance(
					row,
					causes.map((causeOf) => causeOf(row)),
					policy,
				);
				let { stage } = row as { stage: string };
				for (const { from, to } of after?.news.stages ?? []) {
					expect(from).toBe(stage);
					if (from !== to) expect(ways).toContain(`${from} > ${to}`);
					stage = to;
				}
				expect(after?.stage ?? row.stage).toBe(stage);
			}),
		);
	});

	it('sends no key twice in one write, and to no one but words and addresses', () => {
		fc.assert(
			fc.property(caused, ([row, causes]) => {
				const { after } = advance(
					row,
					causes.map((causeOf) => causeOf(row)),
					policy,
				);
				const keys = (after?.news ?? NO_NEWS).messages.map(({ key }) => key);
				expect(new Set(keys).size).toBe(keys.length);
			}),
		);
	});

	it('never changes the row it is given', () => {
		fc.assert(
			fc.property(caused, ([row, causes]) => {
				const copy = structuredClone(row);
				advance(
					row,
					causes.map((causeOf) => causeOf(row)),
					policy,
				);
				expect(row).toEqual(copy);
			}),
		);
	});
});

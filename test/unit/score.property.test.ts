import fc from 'fast-check';
import { DateTime } from 'luxon';
import type { CompiledModel } from '../../lifecycle/model/compiled';
import type { ScoreOptions } from '../../lifecycle/model/rule';
import { compileStarter } from '../../lifecycle/model/starter';
import { scoreLead, type LeadScore } from '../../lifecycle/score/score';
import { activities, asOf, facts, lead, model, options, rules, silence } from '../support/generated-leads';

const start = asOf.toMillis();

function score(fields: Record<string, unknown>, log: unknown[], using: CompiledModel, at = asOf): LeadScore {
	const result = scoreLead({ lead: 'ann', fields, activities: log }, using, at);
	if (!result.ok) throw new Error(result.message);
	return result.value;
}

const hundredths = (points: number): number => Math.round(points * 100);

describe('a score is a pure function', () => {
	it('the order of the activities and copies of them never change it, to the last bit', () => {
		fc.assert(
			fc.property(
				rules(-20),
				activities(),
				lead,
				options,
				fc.infiniteStream(fc.nat()),
				(rows, log, fields, given, random) => {
					const using = model([...facts, silence, ...rows], given);
					const shuffled = [...log, ...log.filter((_, index) => index % 3 === 0)]
						.map((activity) => ({ activity, key: random.next().value as number }))
						.sort((left, right) => left.key - right.key)
						.map(({ activity }) => ({ ...activity }));
					expect(JSON.stringify(score(fields, shuffled, using))).toBe(JSON.stringify(score(fields, log, using)));
				},
			),
			{ numRuns: 300 },
		);
	});

	it('activities without an id count once, whatever the order of their keys', () => {
		fc.assert(
			fc.property(rules(-20), activities(12), (rows, log) => {
				const using = model(rows);
				const anonymous = log.map(({ type, at, properties }) => ({ type, at, properties }));
				const copies = anonymous.map(({ type, at, properties }) => ({
					at: at.replace('Z', '+00:00'),
					type,
					properties: JSON.stringify({ seconds: properties.seconds, path: properties.path }),
				}));
				const once = score({}, anonymous, using);
				expect(score({}, [...anonymous, ...copies].reverse(), using)).toEqual(once);
			}),
			{ numRuns: 150 },
		);
	});

	it('compiling the model anew and scoring others in between changes nothing', () => {
		fc.assert(
			fc.property(rules(-20), activities(), activities(), lead, (rows, log, other, fields) => {
				const using = model([...facts, ...rows]);
				const first = score(fields, log, using);
				score({ title: 'X' }, other, using);
				expect(score(fields, log, using)).toEqual(first);
				expect(score(fields, log, model([...facts, ...rows]))).toEqual(first);
			}),
			{ numRuns: 100 },
		);
	});
});

describe('every point is explained', () => {
	it('the reasons sum exactly to the total, each dimension to its score', () => {
		fc.assert(
			fc.property(rules(-20), activities(), lead, options, (rows, log, fields, given) => {
				const result = score(fields, log, model([...facts, silence, ...rows], given));
				const sum = (dimension?: string) =>
					result.reasons
						.filter((reason) => dimension === undefined || reason.dimension === dimension)
						.reduce((total, reason) => total + hundredths(reason.points), 0);
				expect(sum()).toBe(hundredths(result.total));
				if (given.maxReasons !== undefined) return;
				for (const dimension of ['fit', 'engagement', 'quality'] as const)
					expect(sum(dimension)).toBe(hundredths(result[dimension]));
				expect(Object.values(result.channels).reduce((total, points) => total + hundredths(points), 0)).toBe(
					hundredths(result.engagement),
				);
			}),
			{ numRuns: 400 },
		);
	});

	it('caps and floor bound the total', () => {
		fc.assert(
			fc.property(rules(-20), activities(), lead, (rows, log, fields) => {
				const { total } = score(fields, log, model([...facts, ...rows], { totalCap: 20, floor: -3 }));
				expect(total).toBeLessThanOrEqual(20);
				expect(total).toBeGreaterThanOrEqual(-3);
			}),
			{ numRuns: 100 },
		);
	});
});

describe('more and later', () => {
	it('adding an activity to rules that only give never lowers a score without caps', () => {
		fc.assert(
			fc.property(rules(0), activities(), (rows, log) => {
				fc.pre(log.length > 0);
				const using = model(rows);
				const [extra, ...rest] = log;
				expect(score({}, [extra, ...rest], using).total).toBeGreaterThanOrEqual(score({}, rest, using).total);
			}),
			{ numRuns: 300 },
		);
	});

	it('with no new activity, points that were given only fade', () => {
		fc.assert(
			fc.property(
				rules(0),
				activities(),
				fc.array(fc.integer({ min: 1, max: 24 * 400 }), { minLength: 1, maxLength: 6 }),
				(rows, log, hours) => {
					const using = model(rows);
					const past = log.filter(({ at }) => Date.parse(at) <= start);
					const totals = [0, ...hours.sort((left, right) => left - right)].map(
						(later) => score({}, past, using, asOf.plus({ hours: later })).total,
					);
					expect(totals).toEqual([...totals].sort((left, right) => right - left));
				},
			),
			{ numRuns: 200 },
		);
	});
});

describe('dropsBelow', () => {
	const check = (
		rows: Array<Record<string, unknown>>,
		log: unknown[],
		fields: Record<string, unknown>,
		given: ScoreOptions,
	) => {
		const using = model([...facts, silence, ...rows], given);
		const result = score(fields, log, using);
		const threshold = given.threshold ?? 65;
		if (result.dropsBelow === null) return { result, at: undefined, using, threshold };
		const at = DateTime.fromISO(result.dropsBelow.at);
		expect(at.toMillis()).toBeGreaterThan(start);
		expect(score(fields, log, using, at).total).toBeLessThan(threshold);
		expect(result.total).toBeGreaterThanOrEqual(threshold);
		return { result, at, using, threshold };
	};

	it('is true when scored again at that moment', () => {
		let solved = 0;
		fc.assert(
			fc.property(rules(-20), activities(), lead, options, (rows, log, fields, given) => {
				if (check(rows, log, fields, given).at) solved++;
			}),
			{ numRuns: 300 },
		);
		expect(solved).toBeGreaterThan(20);
	});

	it('is the first such moment: a millisecond earlier, and at any hour before, the lead is still above', () => {
		fc.assert(
			fc.property(
				rules(0),
				activities(),
				lead,
				options,
				fc.integer({ min: 1, max: 99 }),
				(rows, log, fields, given, percent) => {
					const past = log.filter(({ at }) => Date.parse(at) <= start);
					const { at, using, threshold } = check(rows, past, { ...fields, recycledAt: '' }, given);
					if (!at) return;
					expect(score({ ...fields, recycledAt: '' }, past, using, at.minus(1)).total).toBeGreaterThanOrEqual(
						threshold,
					);
					const between = asOf.plus(((at.toMillis() - start) * percent) / 100);
					if (between < at)
						expect(score({ ...fields, recycledAt: '' }, past, using, between).total).toBeGreaterThanOrEqual(threshold);
				},
			),
			{ numRuns: 300 },
		);
	});

	it('is the first such moment too where points that are taken off fade, or silence gives some', () => {
		const isStepped = ({ decay = '' }: { decay?: string }): boolean => !decay.startsWith('half-life');
		const stepped = rules(-20).filter((rows) => rows.every(isStepped));
		const [title] = facts;
		let solved = 0;
		fc.assert(
			fc.property(
				stepped,
				activities(60),
				options.filter(isStepped),
				fc.constantFrom(1, 4, 12, 20),
				fc.boolean(),
				(rows, log, others, threshold, isRewarded) => {
					const past = log.filter(({ at }) => Date.parse(at) <= start);
					const using = model([title, { ...silence, points: isRewarded ? 5 : -5 }, ...rows], { ...others, threshold });
					const totalAt = (at: typeof asOf): number => score({ title: 'Director' }, past, using, at).total;
					const { dropsBelow } = score({ title: 'Director' }, past, using);
					if (totalAt(asOf) < threshold) return;
					const end = dropsBelow === null ? asOf.plus({ days: 729 }) : asOf.plus(Date.parse(dropsBelow.at) - start);
					if (dropsBelow !== null) {
						solved++;
						expect(totalAt(end)).toBeLessThan(threshold);
						expect(totalAt(end.minus(1))).toBeGreaterThanOrEqual(threshold);
					}
					for (let share = 0.02; share < 1; share += 0.02) {
						const between = asOf.plus((end.toMillis() - start) * share);
						expect([between.toISO(), totalAt(between) >= threshold]).toEqual([between.toISO(), true]);
					}
				},
			),
			{ numRuns: 400 },
		);
		expect(solved).toBeGreaterThan(30);
	});

	it('is null only when the lead stays above for two years, or is below already', () => {
		fc.assert(
			fc.property(
				rules(0),
				activities(),
				lead,
				options,
				fc.integer({ min: 0, max: 729 }),
				(rows, log, fields, given, days) => {
					const past = log.filter(({ at }) => Date.parse(at) <= start);
					const { result, at, using, threshold } = check(rows, past, fields, given);
					if (at || result.total < threshold) return;
					expect(score(fields, past, using, asOf.plus({ days })).total).toBeGreaterThanOrEqual(threshold);
				},
			),
			{ numRuns: 200 },
		);
	});
});

describe('a log scored as it grows', () => {
	it('gives at each step what a score from scratch gives', () => {
		const compiled = compileStarter();
		if (!compiled.ok) throw new Error('starter');
		const using = compiled.value;
		fc.assert(
			fc.property(activities(15), (log) => {
				const grown: unknown[] = [];
				for (const activity of log) {
					grown.push(activity);
					expect(score({}, [...grown], using)).toEqual(score({}, log.slice(0, grown.length), using));
				}
				expect(score({}, grown, using)).toEqual(
					score(
						{},
						[...log].sort((left, right) => Date.parse(left.at) - Date.parse(right.at)),
						using,
					),
				);
			}),
			{ numRuns: 60 },
		);
	});
});

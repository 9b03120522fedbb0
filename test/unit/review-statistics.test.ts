import fc from 'fast-check';
import golden from '../cases/review-golden.json';
import { bootstrap } from '../../lifecycle/review/statistics/bootstrap';
import { brierScore } from '../../lifecycle/review/statistics/brier';
import { stabilityIndex } from '../../lifecycle/review/statistics/drift';
import { pairedBootstrap } from '../../lifecycle/review/statistics/paired-bootstrap';
import { quantile } from '../../lifecycle/review/statistics/quantile';
import { seededRandom } from '../../lifecycle/review/statistics/random';
import { areaUnderCurve, groupsOf, type Ranked } from '../../lifecycle/review/statistics/ranking';
import { wilsonInterval } from '../../lifecycle/review/statistics/wilson';

const ranked = (converted: readonly number[], others: readonly number[]): Ranked[] => [
	...converted.map((score) => ({ score, converted: true })),
	...others.map((score) => ({ score, converted: false })),
];

describe('Wilson’s interval', () => {
	it.each(golden.wilson)('$why', ({ of: [successes, trials], low, high }) => {
		const interval = wilsonInterval(successes, trials);
		expect(interval.low).toBeCloseTo(low, 4);
		expect(interval.high).toBeCloseTo(high, 4);
	});

	it('holds the share that it is of', () => {
		fc.assert(
			fc.property(fc.integer({ min: 1, max: 5000 }), fc.double({ min: 0, max: 1, noNaN: true }), (trials, part) => {
				const successes = Math.round(trials * part);
				const { low, high } = wilsonInterval(successes, trials);
				expect(low).toBeLessThanOrEqual(successes / trials + 1e-12);
				expect(high).toBeGreaterThanOrEqual(successes / trials - 1e-12);
			}),
		);
	});
});

describe('area under the curve', () => {
	it.each(golden.auc)('$why', ({ converted, others, area }) => {
		expect(areaUnderCurve(groupsOf(ranked(converted, others)))).toBeCloseTo(area, 5);
	});

	it('is no number without both kinds', () => {
		expect(areaUnderCurve(groupsOf(ranked([1], [])))).toBeNaN();
		expect(areaUnderCurve(groupsOf(ranked([], [1])))).toBeNaN();
	});

	it('is what counting every pair gives', () => {
		const scores = fc.array(fc.integer({ min: 0, max: 9 }), { minLength: 1, maxLength: 30 });
		fc.assert(
			fc.property(scores, scores, (converted, others) => {
				const pairs = converted.flatMap((one) => others.map((other) => (one > other ? 1 : one === other ? 0.5 : 0)));
				const counted = pairs.reduce((sum: number, pair) => sum + pair, 0) / pairs.length;
				expect(areaUnderCurve(groupsOf(ranked(converted, others)))).toBeCloseTo(counted, 12);
			}),
		);
	});
});

describe('the bootstrap', () => {
	const random = seededRandom(1);
	const sample = Array.from({ length: 400 }, () => {
		const converted = random() < 0.3;
		return { score: Math.round((random() + (converted ? 0.2 : 0)) * 100), converted };
	});

	it('gives the same interval each time, around the figure', () => {
		const interval = bootstrap(groupsOf(sample), { auc: areaUnderCurve }).auc;
		expect(bootstrap(groupsOf(sample), { auc: areaUnderCurve }).auc).toEqual(interval);
		const area = areaUnderCurve(groupsOf(sample));
		expect(interval.low).toBeLessThan(area);
		expect(interval.high).toBeGreaterThan(area);
		// The usual error of an area of about 0.7 from 120 and 280 leads is 0.029.
		expect(interval.high - interval.low).toBeGreaterThan(0.08);
		expect(interval.high - interval.low).toBeLessThan(0.16);
	});

	it('of a difference is far narrower for scores that agree, and holds 0 for the same score', () => {
		const noisy = sample.map(({ score, converted }) => ({ score: score + (converted ? 1 : 0), converted }));
		const { low, high } = pairedBootstrap(sample, noisy);
		expect(high - low).toBeLessThan(0.02);
		expect(low).toBeGreaterThan(0);
		expect(pairedBootstrap(sample, sample)).toEqual({ low: 0, high: 0 });
	});
});

describe('other figures', () => {
	it.each(golden.quantile)('a quantile: $why', ({ values, share, value }) => {
		expect(quantile(values, share)).toBeCloseTo(value, 12);
	});

	it('a quantile of nothing is no number', () => {
		expect(quantile([], 0.5)).toBeNaN();
	});

	it.each(golden.brier)('Brier’s score: $why', ({ forecasts, score }) => {
		const read = forecasts.map(([probability, converted]) => ({
			probability: Number(probability),
			converted: converted === true,
		}));
		expect(brierScore(read)).toBeCloseTo(score, 12);
	});

	it.each(golden.drift)('stability: $why', ({ before, after, index }) => {
		expect(stabilityIndex(before, after)).toBeCloseTo(index, 4);
	});
});

import fc from 'fast-check';
import { areaUnderCurve, marginOf } from '../../bench/odoo/auc.mjs';

const scored = (converted: readonly number[], others: readonly number[]) => [
	...converted.map((score) => ({ score, converted: true })),
	...others.map((score) => ({ score, converted: false })),
];

describe('area under the curve', () => {
	it.each([
		{ why: 'all above', converted: [3, 4], others: [1, 2], area: 1 },
		{ why: 'all below', converted: [1, 2], others: [3, 4], area: 0 },
		{ why: 'all equal: chance', converted: [5, 5], others: [5, 5, 5], area: 0.5 },
		// Pairs of 0.8, 0.4 with 0.6, 0.4, 0.1: 1 + 1 + 1 + 0 + ½ + 1 of 6.
		{ why: 'a tie counts half', converted: [0.8, 0.4], others: [0.6, 0.4, 0.1], area: 4.5 / 6 },
		// −5 is above −7 only, 0 above −7 and −1, 0 ties with 0: 1 + 0 + 0 + 1 + 1 + ½ of 6.
		{ why: 'scores below zero', converted: [-5, 0], others: [-7, -1, 0], area: 3.5 / 6 },
	])('$why', ({ converted, others, area }) => {
		expect(areaUnderCurve(scored(converted, others))).toBeCloseTo(area, 12);
	});

	it('is no number without both kinds', () => {
		expect(areaUnderCurve(scored([1], []))).toBeNaN();
		expect(areaUnderCurve(scored([], [1]))).toBeNaN();
	});

	it('is what counting every pair gives', () => {
		const scores = fc.array(fc.integer({ min: 0, max: 9 }), { minLength: 1, maxLength: 30 });
		fc.assert(
			fc.property(scores, scores, (converted, others) => {
				const pairs = converted.flatMap((high) => others.map((low) => (high > low ? 1 : high === low ? 0.5 : 0)));
				const mean = pairs.reduce<number>((sum, pair) => sum + pair, 0) / pairs.length;
				expect(areaUnderCurve(scored(converted, others))).toBeCloseTo(mean, 12);
			}),
		);
	});

	it('has the margin that the formula gives by hand', () => {
		// Area 0.8, 10 and 20: q1 = 2/3, q2 = 32/45; variance (0.16 + 9 × 0.0266667 + 19 × 0.0711111) / 200.
		const variance = (0.16 + 9 * (2 / 3 - 0.64) + 19 * (32 / 45 - 0.64)) / 200;
		expect(variance).toBeCloseTo(0.0087556, 6);
		expect(marginOf(0.8, 10, 20)).toBeCloseTo(1.96 * Math.sqrt(0.0087556), 5);
	});
});

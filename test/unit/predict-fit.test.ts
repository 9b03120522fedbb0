import fc from 'fast-check';
import { exp, log, logistic } from '../../lifecycle/predict/arithmetic';
import { calibrate, reliabilityOf, UNCHANGED } from '../../lifecycle/predict/calibration';
import { encode, learnEncodings, type Matrix } from '../../lifecycle/predict/encoding';
import { fitPredictor } from '../../lifecycle/predict/fit';
import { allRows, fitLine, logOddsOf, usualErrors } from '../../lifecycle/predict/logistic';
import { logOddsOfAll } from '../../lifecycle/predict/predictor';
import { randomSplit, timeSplit } from '../../lifecycle/predict/split';
import type { Table } from '../../lifecycle/predict/survey';
import { areaUnderCurve, groupsOf } from '../../lifecycle/review/statistics/ranking';
import { seededRandom } from '../../lifecycle/review/statistics/random';
import { examplesOf, madeUpLeads } from '../support/predict';

describe('exponential and logarithm', () => {
	it('are what the engine gives, within one unit of the last place', () => {
		fc.assert(
			fc.property(fc.double({ min: -700, max: 700, noNaN: true }), (x) => {
				expect(Math.abs(exp(x) - Math.exp(x))).toBeLessThanOrEqual(Math.exp(x) * 2 ** -52);
				const value = Math.exp(x);
				expect(Math.abs(log(value) - Math.log(value))).toBeLessThanOrEqual(Math.abs(Math.log(value)) * 2 ** -52);
			}),
		);
	});

	it.each([
		{ why: 'one', of: log(1), is: 0 },
		{ why: 'nothing', of: log(0), is: -Infinity },
		{ why: 'below nothing', of: log(-1), is: NaN },
		{ why: 'without end', of: log(Infinity), is: Infinity },
		{ why: 'the least number', of: log(5e-324), is: Math.log(5e-324) },
		{ why: 'too large', of: exp(710), is: Infinity },
		{ why: 'too small', of: exp(-800), is: 0 },
		{ why: 'e to the nothing', of: exp(0), is: 1 },
	])('know the edges: $why', ({ of, is }) => {
		expect(of).toBe(is);
	});
});

/** A matrix of plain columns. */
function matrixOf(rows: readonly (readonly number[])[]): Matrix {
	const width = rows[0].length;
	return {
		...{ rows: rows.length, width },
		starts: Uint32Array.from({ length: rows.length + 1 }, (_, row) => row * width),
		terms: Uint32Array.from({ length: rows.length * width }, (_, place) => place % width),
		values: Float64Array.from(rows.flat()),
	};
}

describe('logistic regression', () => {
	// A table of two by two: the weight is the logarithm of the odds ratio, and its error the root of the sum of 1 / n.
	const cells = [...Array<number>(30).fill(0), ...Array<number>(40).fill(1)];
	const outcomes = Uint8Array.from(cells, (_, row) => Number(row < 10 || (row >= 30 && row < 60)));
	const matrix = matrixOf(cells.map((cell) => [cell]));

	it('finds the odds ratio of a table of two by two, and its error', () => {
		const line = fitLine(matrix, outcomes, 0, allRows(70));
		expect(line.intercept).toBeCloseTo(Math.log(10 / 20), 6);
		expect(line.weights[0]).toBeCloseTo(Math.log(30 / 10 / (10 / 20)), 6);
		expect(usualErrors(matrix, outcomes, 0, line)[0]).toBeCloseTo(Math.sqrt(1 / 10 + 1 / 20 + 1 / 30 + 1 / 10), 6);
	});

	it('is at a place where no weight would cost less', () => {
		const random = seededRandom(4);
		const rows = Array.from({ length: 200 }, () => [random() - 0.5, random() * 3, Number(random() < 0.2)]);
		const won = Uint8Array.from(rows, ([one, other]) => Number(random() < logistic(one * 3 + other - 1)));
		const many = matrixOf(rows);
		const ridge = 3;
		const line = fitLine(many, won, ridge, allRows(200));
		const slopes = [0, 1, 2].map((term) =>
			rows.reduce(
				(sum, row, place) => sum + (logistic(logOddsOf(many, place, line)) - won[place]) * row[term],
				ridge * line.weights[term],
			),
		);
		for (const slope of slopes) expect(Math.abs(slope)).toBeLessThan(1e-4);
	});

	it('comes to an end where a column parts both kinds', () => {
		const parted = matrixOf(cells.map((_, row) => [outcomes[row]]));
		const line = fitLine(parted, outcomes, 1, allRows(70));
		expect(Number.isFinite(line.weights[0])).toBe(true);
	});
});

describe('encodings', () => {
	const table: Table = {
		columns: [
			{ of: 'attribute', name: 'kind', as: 'text' },
			{ of: 'attribute', name: 'size', as: 'number' },
			{ of: 'attribute', name: 'same', as: 'text' },
		],
		cells: [
			Array.from({ length: 100 }, (_, row) => (row < 50 ? 'a' : row < 80 ? 'b' : row < 95 ? `rare ${row}` : undefined)),
			Array.from({ length: 100 }, (_, row) => (row < 30 ? undefined : row)),
			Array.from({ length: 100 }, () => 'x'),
		],
	};

	it('pool rare categories, know what is missing, and leave out what is the same for all', () => {
		const encodings = learnEncodings(table);
		expect(encodings).toHaveLength(2);
		// Five missing values are too few for a term of their own.
		expect(encodings[0]).toMatchObject({ kind: 'category', categories: ['a', 'b'], rest: true, missing: false });
		expect(encodings[1]).toMatchObject({ kind: 'number', missing: true });
		const matrix = encode(table, encodings, 100);
		expect(matrix.width).toBe(5);
		const termsOf = (row: number) => [...matrix.terms.slice(matrix.starts[row], matrix.starts[row + 1])];
		expect(termsOf(0)).toEqual([0, 4]);
		expect(termsOf(60)).toEqual([1, 3]);
		expect(termsOf(90)).toEqual([2, 3]);
		expect(termsOf(97)).toEqual([3]);
	});
});

describe('splits', () => {
	it('by time are at the change of date nearest to the share, so that no day is on both sides', () => {
		const days = [1, 1, 1, 2, 2, 2, 2, 2, 3, 4];
		expect(timeSplit(days, 0.7)).toEqual({ learnt: [0, 1, 2, 3, 4, 5, 6, 7], measured: [8, 9] });
		expect(timeSplit([5, 5, 5]).learnt).toEqual([]);
	});

	it('by lot hold every lead once, the same each time', () => {
		const { learnt, measured } = randomSplit(100);
		expect([...learnt, ...measured].sort((one, other) => one - other)).toEqual(
			Array.from({ length: 100 }, (_, place) => place),
		);
		expect(learnt).toHaveLength(70);
		expect(randomSplit(100)).toEqual({ learnt, measured });
	});
});

describe('calibration', () => {
	const random = seededRandom(8);
	const truth = Float64Array.from({ length: 4000 }, () => random() * 4 - 2);
	const outcomes = Uint8Array.from(truth, (odds) => Number(random() < logistic(odds)));

	it('leaves forecasts alone that are off by no more than chance', () => {
		expect(calibrate(truth, outcomes)).toEqual(UNCHANGED);
	});

	it('draws in forecasts that are too sure, and keeps their order', () => {
		const { shift, slope } = calibrate(
			truth.map((odds) => 3 * odds + 1),
			outcomes,
		);
		expect(slope).toBeCloseTo(1 / 3, 1);
		expect(shift).toBeCloseTo(-1 / 3, 1);
		expect(
			calibrate(
				truth.map((odds) => -odds),
				outcomes,
			).slope,
		).toBeGreaterThan(0);
	});

	it('shows in tenths what was foretold and what came', () => {
		const rows = reliabilityOf(truth, outcomes);
		expect(rows).toHaveLength(10);
		for (const { foretold, converted, leads } of rows) {
			expect(leads).toBe(400);
			expect(Math.abs(foretold - converted)).toBeLessThan(0.08);
		}
	});
});

describe('a model', () => {
	const examples = examplesOf(madeUpLeads(2400));
	const first = examples.slice(0, 1600);
	const last = examples.slice(1600);
	const areaOf = (scores: ArrayLike<number>) =>
		areaUnderCurve(groupsOf(last.map(({ converted }, row) => ({ score: scores[row], converted }))));
	const fit = (method: 'logistic' | 'trees' | 'auto') =>
		fitPredictor(first, { method, halfLives: new Map(), without: new Set() });

	it.each(['logistic', 'trees'] as const)('finds what is there: %s', (method) => {
		const predictor = fit(method);
		expect(predictor.form.kind).toBe(method === 'trees' ? 'trees' : 'linear');
		// The truth itself ranks these leads with about 0.74.
		expect(areaOf(logOddsOfAll(predictor, last))).toBeGreaterThan(0.68);
	});

	it('is a line where trees would learn leads by heart', () => {
		expect(fit('auto').form.kind).toBe('linear');
	});
});

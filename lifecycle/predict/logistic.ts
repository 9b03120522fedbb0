import { logistic, softplus } from './arithmetic';
import type { Matrix } from './encoding';

/** A line through the log-odds: `intercept` + the sum of weight × term. */
export interface Line {
	readonly intercept: number;
	readonly weights: Float64Array;
}

const MOST_STEPS = 40;
const MOST_HALVINGS = 30;
const CLOSE_ENOUGH = 1e-10;

/**
 * Logistic regression with a penalty of `ridge`/2 × the sum of squared weights (the intercept apart), by Newton's method with
 * halved steps. Everything is added up in the order of rows and terms, so that the same rows give the same bits.
 *
 * @param rows which rows of the matrix to learn from, in this order
 * @param start where to begin, such as the line for another penalty
 */
export function fitLine(matrix: Matrix, outcomes: Uint8Array, ridge: number, rows: Rows, start?: Line): Line {
	const size = matrix.width + 1;
	const at = new Float64Array(size);
	if (start) {
		at.set(start.weights);
		at[size - 1] = start.intercept;
	}
	const problem: Problem = { matrix, outcomes, ridge, rows };
	let loss = lossOf(problem, at);
	for (let step = 0; step < MOST_STEPS; step++) {
		const { move, promise } = newtonStep(problem, at);
		const next = shortenedStep(problem, at, move, loss);
		// Close to the end each step doubles the digits that are right, so that the one just made is the last that matters.
		if (next === undefined || promise <= CLOSE_ENOUGH * (1 + loss)) break;
		loss = next;
	}
	return { intercept: at[size - 1], weights: at.slice(0, size - 1) };
}

/** Indexes of rows. */
export type Rows = Uint32Array;

export const allRows = (count: number): Rows => Uint32Array.from({ length: count }, (_, row) => row);

interface Problem {
	readonly matrix: Matrix;
	readonly outcomes: Uint8Array;
	readonly ridge: number;
	readonly rows: Rows;
}

/** The log-odds of a row. */
export function logOddsOf({ starts, terms, values }: Matrix, row: number, { intercept, weights }: Line): number {
	let sum = intercept;
	for (let place = starts[row]; place < starts[row + 1]; place++) sum += weights[terms[place]] * values[place];
	return sum;
}

function lossOf({ matrix, outcomes, ridge, rows }: Problem, at: Float64Array): number {
	const line = { intercept: at[matrix.width], weights: at };
	let loss = 0;
	for (const row of rows) {
		const odds = logOddsOf(matrix, row, line);
		loss += softplus(odds) - outcomes[row] * odds;
	}
	let squares = 0;
	for (let term = 0; term < matrix.width; term++) squares += at[term] * at[term];
	return loss + (ridge / 2) * squares;
}

/** Moves `at` by as much of the step as makes the loss less, and gives it; undefined where nothing does. */
function shortenedStep(problem: Problem, at: Float64Array, move: Float64Array, loss: number): number | undefined {
	const from = at.slice();
	for (let halving = 0, share = 1; halving < MOST_HALVINGS; halving++, share /= 2) {
		for (let term = 0; term < at.length; term++) at[term] = from[term] - share * move[term];
		const next = lossOf(problem, at);
		if (next <= loss) return next;
	}
	at.set(from);
	return undefined;
}

/** Where the loss would be least, were it a parabola, and by how much less. */
function newtonStep(problem: Problem, at: Float64Array): { move: Float64Array; promise: number } {
	const { gradient, curvature } = slopeOf(problem, at);
	const move = solve(curvature, gradient);
	return { move, promise: move.reduce((sum, each, term) => sum + each * gradient[term], 0) / 2 };
}

/** Gradient and, as its lower half in one row after the other, the matrix of second derivatives. */
function slopeOf({ matrix, outcomes, ridge, rows }: Problem, at: Float64Array) {
	const { width, starts, terms, values } = matrix;
	const size = width + 1;
	const gradient = new Float64Array(size);
	const curvature = new Float64Array(size * size);
	const line = { intercept: at[width], weights: at };
	for (const row of rows) {
		const probability = logistic(logOddsOf(matrix, row, line));
		const error = probability - outcomes[row];
		const weight = probability * (1 - probability);
		const end = starts[row + 1];
		for (let place = starts[row]; place < end; place++) {
			const term = terms[place];
			const value = values[place];
			gradient[term] += error * value;
			const weighted = weight * value;
			const base = term * size;
			// Terms of a row rise, so that the second is never above the first.
			for (let other = starts[row]; other <= place; other++) curvature[base + terms[other]] += weighted * values[other];
			curvature[width * size + term] += weighted;
		}
		gradient[width] += error;
		curvature[width * size + width] += weight;
	}
	for (let term = 0; term < width; term++) {
		gradient[term] += ridge * at[term];
		curvature[term * size + term] += ridge;
	}
	curvature[width * size + width] += 1e-9;
	return { gradient, curvature };
}

/** Cholesky's factor of a positive definite matrix, in place of its lower half. */
export function factor(matrix: Float64Array, size: number): void {
	for (let row = 0; row < size; row++) {
		for (let column = 0; column <= row; column++) {
			let sum = matrix[row * size + column];
			for (let term = 0; term < column; term++) sum -= matrix[row * size + term] * matrix[column * size + term];
			matrix[row * size + column] =
				column < row ? sum / matrix[column * size + column] : Math.sqrt(Math.max(sum, 1e-12));
		}
	}
}

function solve(matrix: Float64Array, right: Float64Array): Float64Array {
	const size = right.length;
	factor(matrix, size);
	return backward(matrix, forward(matrix, right));
}

export function forward(lower: Float64Array, right: Float64Array): Float64Array {
	const size = right.length;
	const found = right.slice();
	for (let row = 0; row < size; row++) {
		for (let term = 0; term < row; term++) found[row] -= lower[row * size + term] * found[term];
		found[row] /= lower[row * size + row];
	}
	return found;
}

export function backward(lower: Float64Array, right: Float64Array): Float64Array {
	const size = right.length;
	const found = right.slice();
	for (let row = size - 1; row >= 0; row--) {
		for (let term = row + 1; term < size; term++) found[row] -= lower[term * size + row] * found[term];
		found[row] /= lower[row * size + row];
	}
	return found;
}

/** The usual errors of the weights of a line, from the curvature of its loss. */
export function usualErrors(matrix: Matrix, outcomes: Uint8Array, ridge: number, line: Line): Float64Array {
	const size = matrix.width + 1;
	const at = new Float64Array(size);
	at.set(line.weights);
	at[size - 1] = line.intercept;
	const { curvature } = slopeOf({ matrix, outcomes, ridge, rows: allRows(matrix.rows) }, at);
	factor(curvature, size);
	return Float64Array.from({ length: matrix.width }, (_, term) => {
		const unit = new Float64Array(size);
		unit[term] = 1;
		return Math.sqrt(backward(curvature, forward(curvature, unit))[term]);
	});
}

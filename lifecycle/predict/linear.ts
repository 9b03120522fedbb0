import { encode, learnEncodings, type Encoding, type Matrix } from './encoding';
import { totalLoss } from './calibration';
import { allRows, fitLine, logOddsOf, type Line, type Rows } from './logistic';
import { foldsOf } from './split';
import type { Table } from './survey';

export interface LinearFit {
	readonly encodings: readonly Encoding[];
	readonly line: Line;
	readonly ridge: number;
	/** Means of the terms: what an average lead is made of. */
	readonly means: Float64Array;
	/** Log-odds of leads by lines that were not learnt on them, and what became of those leads. */
	readonly outOfFold: { readonly logOdds: Float64Array; readonly outcomes: Uint8Array };
}

/** Penalties to choose from, least first. */
const RIDGES = [1, 3, 10, 30, 100, 300, 1000];
const FOLDS = 4;
/** More leads than these choose no better penalty. */
const MOST_ROWS = 6000;

/** Logistic regression whose penalty, where none is given, is chosen by its forecasts of folds that it did not see. */
export function fitLinear(table: Table, outcomes: Uint8Array, given?: number): LinearFit {
	const encodings = learnEncodings(table);
	const matrix = encode(table, encodings, outcomes.length);
	const { ridge, outOfFold } = chooseRidge(matrix, outcomes, given === undefined ? undefined : [given]);
	const line = fitLine(matrix, outcomes, ridge, allRows(matrix.rows));
	return { encodings, line, ridge, means: meansOf(matrix), outOfFold };
}

function meansOf({ rows, width, terms, values }: Matrix): Float64Array {
	const means = new Float64Array(width);
	for (const [place, term] of terms.entries()) means[term] += values[place];
	return means.map((sum) => sum / rows);
}

/** The penalty under which lines foretell best what they did not see, of some. */
export function chooseRidge(matrix: Matrix, outcomes: Uint8Array, ridges: readonly number[] = RIDGES) {
	const parts = Math.max(FOLDS, Math.ceil((matrix.rows / MOST_ROWS) * FOLDS));
	const foldOf = foldsOf(matrix.rows, parts);
	const used = allRows(matrix.rows).filter((row) => foldOf[row] < FOLDS);
	const asked = Uint8Array.from(used, (row) => outcomes[row]);
	const starts: Array<Line | undefined> = new Array<undefined>(FOLDS).fill(undefined);
	let best = { ridge: NaN, loss: Infinity, logOdds: new Float64Array(0) };
	// From the strongest penalty down, each line begins where the one before ended.
	for (const ridge of [...ridges].reverse()) {
		const logOdds = new Float64Array(matrix.rows);
		for (let fold = 0; fold < FOLDS; fold++) {
			const learnt = used.filter((row) => foldOf[row] !== fold);
			const line = fitLine(matrix, outcomes, ridge, learnt, starts[fold]);
			starts[fold] = line;
			foretell(
				matrix,
				line,
				used.filter((row) => foldOf[row] === fold),
				logOdds,
			);
		}
		const own = Float64Array.from(used, (row) => logOdds[row]);
		const loss = totalLoss(own, asked);
		if (loss < best.loss) best = { ridge, loss, logOdds: own };
	}
	return { ridge: best.ridge, outOfFold: { logOdds: best.logOdds, outcomes: asked } };
}

function foretell(matrix: Matrix, line: Line, rows: Rows, logOdds: Float64Array): void {
	for (const row of rows) logOdds[row] = logOddsOf(matrix, row, line);
}

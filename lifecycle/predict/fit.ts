import { calibrate, lossesOf } from './calibration';
import { encode } from './encoding';
import { fitLinear, type LinearFit } from './linear';
import { logOddsOf } from './logistic';
import { linearForm, treesForm, type Predictor } from './predictor';
import type { Example } from './snapshot';
import { timeSplit, type Split } from './split';
import { columnsOf, outcomesOf, rowsOf, tableOf, type SurveyTerms, type Table } from './survey';
import { fitTrees, type TreesFit } from './trees';

/** `auto`: trees where there are enough leads and they foretell the last of them better, beyond chance; else logistic regression. */
export type Method = 'auto' | 'logistic' | 'trees';

export interface FitTerms extends SurveyTerms {
	readonly method: Method;
}

/** Below it trees learn leads by heart. */
export const LEAST_FOR_TREES = 2000;
const INNER_SHARE = 0.75;

/**
 * Learns from examples in order of time. All that is chosen (columns, penalty, trees or not, calibration) is chosen by these
 * examples alone.
 */
export function fitPredictor(examples: readonly Example[], terms: FitTerms): Predictor {
	const table = tableOf(columnsOf(examples, terms), examples);
	const outcomes = outcomesOf(examples);
	const inner = innerSplit(examples);
	if (terms.method === 'trees' && inner !== undefined) return ofTrees(fitTrees(table, outcomes, inner));
	const linear = fitLinear(table, outcomes);
	if (terms.method === 'auto' && inner !== undefined && examples.length >= LEAST_FOR_TREES) {
		const trees = fitTrees(table, outcomes, inner);
		if (areBetter(trees, linearForecasts(table, outcomes, inner, linear.ridge))) return ofTrees(trees);
	}
	return { form: linearForm(linear), calibration: calibrationOf(linear) };
}

const ofTrees = (trees: TreesFit): Predictor => ({ form: treesForm(trees.forest), calibration: calibrationOf(trees) });

const calibrationOf = ({ outOfFold }: LinearFit | TreesFit) => calibrate(outOfFold.logOdds, outOfFold.outcomes);

/** Undefined where all came in at once. */
function innerSplit(examples: readonly Example[]): Split | undefined {
	const times = examples.map(({ cameInAt }) => cameInAt);
	const split = timeSplit(times, INNER_SHARE);
	return split.learnt.length === 0 || split.measured.length === 0 ? undefined : split;
}

function linearForecasts(table: Table, outcomes: Uint8Array, { learnt, measured }: Split, ridge: number): Float64Array {
	const fit = fitLinear(
		rowsOf(table, learnt),
		Uint8Array.from(learnt, (row) => outcomes[row]),
		ridge,
	);
	const matrix = encode(rowsOf(table, measured), fit.encodings, measured.length);
	return Float64Array.from({ length: measured.length }, (_, row) => logOddsOf(matrix, row, fit.line));
}

/** Whether the forecasts of trees cost less than those of the line by more than one usual error of the difference. */
function areBetter({ outOfFold: { logOdds, outcomes } }: TreesFit, line: Float64Array): boolean {
	const [ofTrees, ofLine] = [lossesOf(logOdds, outcomes), lossesOf(line, outcomes)];
	const count = outcomes.length;
	const gains = ofLine.map((loss, row) => loss - ofTrees[row]);
	const mean = gains.reduce((sum, gain) => sum + gain, 0) / count;
	const squares = gains.reduce((sum, gain) => sum + (gain - mean) * (gain - mean), 0);
	return mean > Math.sqrt(squares) / count;
}

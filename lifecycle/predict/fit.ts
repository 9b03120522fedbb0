import { calibrate, lossesOf } from './calibration';
import { encode } from './encoding';
import { fitLinear, type LinearFit } from './linear';
import { logOddsOf } from './logistic';
import { linearForm, treesForm, type Predictor } from './predictor';
import type { Example } from './snapshot';
import { timeSplit } from './split';
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
	const linear = fitLinear(table, outcomes);
	const trees =
		terms.method === 'logistic' ? undefined : treesOf(table, examples, outcomes, terms.method, linear.ridge);
	if (trees !== undefined) return { form: treesForm(trees.forest), calibration: calibrationOf(trees) };
	return { form: linearForm(linear), calibration: calibrationOf(linear) };
}

const calibrationOf = ({ outOfFold }: LinearFit | TreesFit) => calibrate(outOfFold.logOdds, outOfFold.outcomes);

function treesOf(
	table: Table,
	examples: readonly Example[],
	outcomes: Uint8Array,
	method: Method,
	ridge: number,
): TreesFit | undefined {
	if (method === 'auto' && examples.length < LEAST_FOR_TREES) return undefined;
	const inner = timeSplit(
		examples.map(({ cameInAt }) => cameInAt),
		INNER_SHARE,
	);
	if (inner.learnt.length === 0 || inner.measured.length === 0) return undefined;
	const trees = fitTrees(table, outcomes, inner);
	if (method === 'trees') return trees;
	return areBetter(trees, linearForecasts(table, outcomes, inner, ridge)) ? trees : undefined;
}

function linearForecasts(
	table: Table,
	outcomes: Uint8Array,
	{ learnt, measured }: { learnt: readonly number[]; measured: readonly number[] },
	ridge: number,
): Float64Array {
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

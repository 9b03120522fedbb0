import { logistic, softplus } from './arithmetic';
import type { Matrix } from './encoding';
import { allRows, fitLine } from './logistic';

/** Log-odds put right: `shift` + `slope` × log-odds. It keeps the order of leads, and contributions still add up. */
export interface Calibration {
	readonly shift: number;
	readonly slope: number;
}

export const UNCHANGED: Calibration = { shift: 0, slope: 1 };

/** A slope of 0 or below would call all leads equal, or turn their order around. */
const LEAST_SLOPE = 0.1;
/** Half of what a chi-square of two degrees exceeds in one of twenty cases. */
const BEYOND_CHANCE = 5.991 / 2;

/**
 * The calibration of forecasts of leads that were not learnt from; none where they are off by no more than chance explains.
 * Source: J. Platt, Advances in Large Margin Classifiers (1999), p. 61.
 */
export function calibrate(logOdds: Float64Array, outcomes: Uint8Array): Calibration {
	if (logOdds.length === 0) return UNCHANGED;
	const line = fitLine(oneTerm(logOdds), outcomes, 1e-6, allRows(logOdds.length));
	const found = { shift: line.intercept, slope: Math.max(LEAST_SLOPE, line.weights[0]) };
	const gain = totalLoss(logOdds, outcomes) - totalLoss(calibrated(logOdds, found), outcomes);
	return gain > BEYOND_CHANCE ? found : UNCHANGED;
}

const oneTerm = (values: Float64Array): Matrix => ({
	rows: values.length,
	width: 1,
	starts: Uint32Array.from({ length: values.length + 1 }, (_, row) => row),
	terms: new Uint32Array(values.length),
	values,
});

export const calibrated = (logOdds: Float64Array, { shift, slope }: Calibration): Float64Array =>
	logOdds.map((odds) => shift + slope * odds);

/** What forecasts cost (negative log-likelihood), lead by lead. */
export const lossesOf = (logOdds: Float64Array, outcomes: Uint8Array): Float64Array =>
	logOdds.map((odds, row) => softplus(odds) - outcomes[row] * odds);

export const totalLoss = (logOdds: Float64Array, outcomes: Uint8Array): number =>
	lossesOf(logOdds, outcomes).reduce((sum, loss) => sum + loss, 0);

/** One lead's forecast for a plot: what was foretold in a tenth of the leads, and what came. */
export interface ReliabilityRow {
	readonly leads: number;
	/** 0..1, means of the tenth. */
	readonly foretold: number;
	readonly converted: number;
}

/** Leads in tenths by what was foretold, lowest first. */
export function reliabilityOf(logOdds: Float64Array, outcomes: Uint8Array, parts = 10): ReliabilityRow[] {
	const order = Array.from(logOdds.keys()).sort((one, other) => logOdds[one] - logOdds[other] || one - other);
	return Array.from({ length: parts }, (_, part) => {
		const slice = order.slice(
			Math.round((part * order.length) / parts),
			Math.round(((part + 1) * order.length) / parts),
		);
		const mean = (value: (row: number) => number): number =>
			slice.reduce((sum, row) => sum + value(row), 0) / slice.length;
		return {
			leads: slice.length,
			foretold: mean((row) => logistic(logOdds[row])),
			converted: mean((row) => outcomes[row]),
		};
	}).filter(({ leads }) => leads > 0);
}

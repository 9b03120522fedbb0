import { LEAST_OF_EACH } from '../review/backtest';
import { rounded } from '../review/figures';
import { bootstrap } from '../review/statistics/bootstrap';
import { brierScore } from '../review/statistics/brier';
import { areaUnderCurve, groupsOf, type Ranked } from '../review/statistics/ranking';
import type { Interval } from '../review/statistics/wilson';
import { logistic } from './arithmetic';
import { reliabilityOf, type ReliabilityRow } from './calibration';
import type { Example } from './snapshot';
import { outcomesOf } from './survey';

/** How well forecasts told leads that were not learnt from. */
export interface Measured {
	readonly leads: number;
	readonly converted: number;
	/** 0..1; null where fewer than 20 of either kind were there. */
	readonly auc: number | null;
	/** 95 %, by resampling the measured leads. */
	readonly interval: Interval | null;
	readonly brier: number | null;
	/** What the base rate of these leads would score. */
	readonly brierOfBaseRate: number | null;
	readonly reliability: readonly ReliabilityRow[];
}

const NOTHING = { auc: null, interval: null, brier: null, brierOfBaseRate: null, reliability: [] };

export function measure(examples: readonly Example[], logOdds: Float64Array): Measured {
	const leads = examples.length;
	const converted = examples.filter((example) => example.converted).length;
	if (converted < LEAST_OF_EACH || leads - converted < LEAST_OF_EACH) return { leads, converted, ...NOTHING };
	const groups = groupsOf(rankedBy(examples, logOdds));
	const { auc } = bootstrap(groups, { auc: areaUnderCurve });
	const share = converted / leads;
	const forecasts = examples.map((example, row) => ({
		probability: logistic(logOdds[row]),
		converted: example.converted,
	}));
	return {
		leads,
		converted,
		auc: rounded(areaUnderCurve(groups), 3),
		interval: { low: rounded(auc.low, 3), high: rounded(auc.high, 3) },
		brier: rounded(brierScore(forecasts), 4),
		brierOfBaseRate: rounded(share * (1 - share), 4),
		reliability: reliabilityOf(logOdds, outcomesOf(examples)).map((row) => ({
			leads: row.leads,
			foretold: rounded(row.foretold, 3),
			converted: rounded(row.converted, 3),
		})),
	};
}

export const rankedBy = (examples: readonly Example[], scores: ArrayLike<number>): Ranked[] =>
	examples.map(({ converted }, row) => ({ score: scores[row], converted }));

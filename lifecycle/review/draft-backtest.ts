import { LEAST_OF_EACH, thresholdRow, type ThresholdRow } from './backtest';
import { rounded } from './figures';
import type { ScoredCase } from './scored-case';
import { pairedBootstrap } from './statistics/paired-bootstrap';
import { areaUnderCurve, groupsOf } from './statistics/ranking';
import type { Interval } from './statistics/wilson';

/** A lead of the past as both models scored it on its day, and whether it converted: live points, draft points, 1 or 0. */
export type ScoredPair = readonly [live: number, draft: number, converted: 0 | 1];

/** From cases that were scored under the live model and the draft, in this order. */
export const pairsOf = (scored: ReadonlyArray<readonly ScoredCase[]>): ScoredPair[] =>
	scored.map(([live, draft]) => [live.total, draft.total, live.of.converted ? 1 : 0]);

/** How one model would have done on leads of the past. */
export interface Tested {
	/** 0..1. */
	readonly auc: number;
	/** At its threshold. */
	readonly ready: Pick<ThresholdRow, 'leads' | 'precision' | 'recall'>;
}

/** A draft against the live model on the same leads, each looked at on its day. */
export interface DraftBacktest {
	readonly leads: number;
	readonly converted: number;
	/** Null where there are too few outcomes. */
	readonly result: {
		readonly live: Tested;
		readonly draft: Tested;
		/** Of the difference of the areas, by resampling the same leads for both. */
		readonly interval: Interval;
		readonly verdict: 'better' | 'worse' | 'no difference';
	} | null;
}

/** Somebody waits for it before a form. */
const MOST_DRAWS = 4_000_000;

export function backtestDraft(
	pairs: readonly ScoredPair[],
	thresholds: { readonly live: number; readonly draft: number },
): DraftBacktest {
	const converted = pairs.filter(([, , each]) => each === 1).length;
	const basis = { leads: pairs.length, converted };
	if (Math.min(converted, pairs.length - converted) < LEAST_OF_EACH) return { ...basis, result: null };
	const live = pairs.map(([score, , each]) => ({ score, converted: each === 1 }));
	const draft = pairs.map(([, score, each]) => ({ score, converted: each === 1 }));
	const { low, high } = pairedBootstrap(live, draft, MOST_DRAWS);
	const tested = (scored: typeof live, threshold: number): Tested => {
		const groups = groupsOf(scored);
		const { leads, precision, recall } = thresholdRow(groups, threshold);
		return { auc: rounded(areaUnderCurve(groups), 3), ready: { leads, precision, recall } };
	};
	return {
		...basis,
		result: {
			live: tested(live, thresholds.live),
			draft: tested(draft, thresholds.draft),
			interval: { low: rounded(low, 3), high: rounded(high, 3) },
			verdict: low > 0 ? 'better' : high < 0 ? 'worse' : 'no difference',
		},
	};
}

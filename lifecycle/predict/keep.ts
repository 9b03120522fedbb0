import { LEAST_OF_EACH } from '../review/backtest';
import { counted, rounded } from '../review/figures';
import { pairedBootstrap } from '../review/statistics/paired-bootstrap';
import { areaUnderCurve, groupsOf } from '../review/statistics/ranking';
import type { Interval } from '../review/statistics/wilson';
import { asInstant } from '../time';
import { rankedBy } from './measure';
import { logOddsOfAll } from './predictor';
import type { Example } from './snapshot';
import type { StoredModel } from './stored-model';
import type { Training } from './train';

/** Whether a new model takes the place of the live one. */
export interface Choice {
	readonly publish: boolean;
	readonly why: string;
	/** The new model's AUC less the live one's, on leads that neither has seen; null where they are too few. */
	readonly difference: { readonly auc: number; readonly interval: Interval; readonly leads: number } | null;
}

/** So much less may be lost in the worst case that the leads allow for. */
const NOT_WORSE = -0.02;

/**
 * Compares what was learnt on the first leads with the live model, on the last leads that the live model was not trained with
 * either. The new one is published where it is not worse: it ranks at least as well, or surely loses less than 0.02.
 */
export function chooseModel(examples: readonly Example[], training: Training, live: StoredModel | undefined): Choice {
	if (training.model === undefined) {
		const stays = live === undefined ? '' : ' The live model stays.';
		return { publish: false, why: `No model is made: ${training.why}${stays}`, difference: null };
	}
	if (live === undefined || training.onFirst === undefined)
		return { publish: true, why: 'There is no live model yet.', difference: null };
	const { predictor, split } = training.onFirst;
	const seen = asInstant(live.learnt.until) ?? Infinity;
	const fresh = split.measured.map((place) => examples[place]).filter(({ at }) => at > seen);
	const converted = fresh.filter((example) => example.converted).length;
	if (converted < LEAST_OF_EACH || fresh.length - converted < LEAST_OF_EACH)
		return {
			publish: false,
			why: `The live model stays: since it was trained ${counted(fresh.length, 'lead')} came to an end, ${converted} of them converted. At least ${LEAST_OF_EACH} that did and ${LEAST_OF_EACH} that did not are needed to compare.`,
			difference: null,
		};
	return compared(
		rankedBy(fresh, logOddsOfAll(live.predictor, fresh)),
		rankedBy(fresh, logOddsOfAll(predictor, fresh)),
	);
}

function compared(before: ReturnType<typeof rankedBy>, after: ReturnType<typeof rankedBy>): Choice {
	const difference = areaUnderCurve(groupsOf(after)) - areaUnderCurve(groupsOf(before));
	const { low, high } = pairedBootstrap(before, after);
	const publish = difference >= 0 || low > NOT_WORSE;
	const interval = { low: rounded(low, 3), high: rounded(high, 3) };
	const auc = rounded(difference, 3);
	const figures = `AUC ${auc < 0 ? '−' : '+'}${Math.abs(auc)}, 95 % interval ${interval.low} to ${interval.high}, on ${counted(before.length, 'lead')} that neither has seen`;
	return {
		publish,
		why: publish
			? `The new model is not worse than the live one (${figures}).`
			: `The live model stays: the new one ranks worse (${figures}).`,
		difference: { auc, interval, leads: before.length },
	};
}

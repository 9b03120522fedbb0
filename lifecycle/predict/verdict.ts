import { counted } from '../review/figures';
import type { Measured } from './measure';

/** Whether forecasts may be used: by the lower bound of the AUC on leads that came in later than those learnt from. */
export type Verdict = 'Ready' | 'Weak' | 'Not usable';

/** Fewer leads of either kind are refused. */
export const LEAST_OUTCOMES = 40;
/** From here on a ranking is worth working by; above chance it is a hint. */
const GOOD = 0.65;
const CHANCE = 0.5;

export interface Judged {
	readonly verdict: Verdict;
	readonly why: string;
}

/** What is still missing before anything can be learnt; undefined where there is enough. */
export function stillMissing(converted: number, others: number): string | undefined {
	const parts = [
		[LEAST_OUTCOMES - converted, converted, 'that converted'],
		[LEAST_OUTCOMES - others, others, 'that did not convert'],
	] as const;
	const missing = parts.flatMap(([more, have, which]) =>
		more > 0 ? [`${counted(more, 'more lead')} ${which} (${have} of ${LEAST_OUTCOMES})`] : [],
	);
	return missing.length === 0 ? undefined : `Too few outcomes to learn from: needed are ${missing.join(' and ')}.`;
}

export function judge({ auc, interval, leads, converted }: Measured): Judged {
	if (auc === null || interval === null)
		return {
			verdict: 'Not usable',
			why: `Too few outcomes to measure on: of the ${counted(leads, 'newest lead')} ${converted} converted. At least 20 that did and 20 that did not are needed.`,
		};
	const figures = `AUC ${auc}, 95 % interval ${interval.low} to ${interval.high}, on the ${counted(leads, 'newest lead')}, ${converted} of them converted; 0.5 is chance`;
	if (interval.high < CHANCE)
		return { verdict: 'Not usable', why: `Upside down: what spoke for buying spoke against it later (${figures}).` };
	if (interval.low <= CHANCE)
		return {
			verdict: 'Not usable',
			why: `No usable signal: what is known of these leads does not tell who converts (${figures}).`,
		};
	return interval.low >= GOOD
		? { verdict: 'Ready', why: `Predictions may be used to rank leads (${figures}).` }
		: { verdict: 'Weak', why: `A weak signal: better than chance, not enough to rely on alone (${figures}).` };
}

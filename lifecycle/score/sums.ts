import { decayFactor } from '../decay/curve';
import type { CompiledModel } from '../model/compile';
import { roundHalfAway, toHundredths } from '../points';
import type { Outcome } from './outcome';
import { line, type Line } from './reasons';
import type { LeadState } from './state';

/** Everything that makes up the total, in hundredths. */
export interface Sums {
	fit: number;
	engagement: number;
	quality: number;
	/** What is left of the engagement kept at the last recycling; undefined when the lead was never recycled. */
	retained: number | undefined;
	limits: Line[];
	total: number;
}

/**
 * Adds up the outcomes of an instant: the three scores, the manual adjustment, then the caps and the floor, each of which
 * leaves a line saying what it took or gave.
 */
export function addUp(outcomes: readonly Outcome[], state: LeadState, { options }: CompiledModel, at: number): Sums {
	const recycledAt = state.recycledAt !== undefined && state.recycledAt <= at ? state.recycledAt : undefined;
	const retained =
		recycledAt === undefined ? undefined : roundHalfAway(state.retained * decayFactor(options.decay, at - recycledAt));
	let fit = 0;
	let engagement = retained ?? 0;
	let quality = 0;
	let isLifted = false;
	for (const { rule, net } of outcomes) {
		if (rule.rule.dimension === 'fit') fit += net;
		else if (rule.rule.dimension === 'engagement') engagement += net;
		else if (rule.rule.dimension === 'quality') quality += net;
		isLifted ||= options.liftsCap.has(rule.index);
	}
	const limits: Line[] = [];
	let total = fit + engagement + quality + state.adjustment;
	const limit = (name: string, bound: number | undefined, over: number): void => {
		if (bound === undefined || over === 0) return;
		limits.push(line(`${name} ${bound}`, 'limit', -over));
		total -= over;
	};
	limit('Fit cap', options.fitCap, above(fit, options.fitCap));
	limit('Engagement cap', options.engagementCap, above(engagement, options.engagementCap));
	if (!isLifted) limit('Total cap', options.totalCap, above(total, options.totalCap));
	limit('Floor', options.floor, options.floor === undefined ? 0 : Math.min(0, total - toHundredths(options.floor)));
	return { fit, engagement, quality, retained, limits, total };
}

const above = (sum: number, cap: number | undefined): number =>
	cap === undefined ? 0 : Math.max(0, sum - toHundredths(cap));

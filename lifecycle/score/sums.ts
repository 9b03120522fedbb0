import { decayFactor } from '../decay/curve';
import type { CompiledModel, ResolvedOptions } from '../model/compiled';
import { roundHalfAway, toHundredths } from '../points';
import type { Outcome } from './outcome';
import { line, type Line } from './reasons';
import type { LeadState } from './state';

/** The points of some outcomes, in hundredths. */
export interface Tally {
	fit: number;
	engagement: number;
	quality: number;
	/** Whether one of their rules lifts the total cap. */
	isLifted: boolean;
}

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

/** The tally of outcomes; with `others`, of both together. */
export function tallyOf(outcomes: readonly Outcome[], { liftsCap }: ResolvedOptions, others?: Tally): Tally {
	let { fit, engagement, quality, isLifted } = others ?? NOTHING;
	for (const { rule, net } of outcomes) {
		if (rule.rule.dimension === 'fit') fit += net;
		else if (rule.rule.dimension === 'engagement') engagement += net;
		else if (rule.rule.dimension === 'quality') quality += net;
		isLifted ||= liftsCap.size > 0 && liftsCap.has(rule.index);
	}
	return { fit, engagement, quality, isLifted };
}

const NOTHING: Tally = { fit: 0, engagement: 0, quality: 0, isLifted: false };

/**
 * Adds up the tally of an instant: the three scores, the manual adjustment, then the caps and the floor, each of which
 * leaves a line saying what it took or gave.
 */
export function addUp(tally: Tally, state: LeadState, { options }: CompiledModel, at: number): Sums {
	const retained = retainedAt(state, options, at);
	const { fit, quality, isLifted } = tally;
	const engagement = (retained ?? 0) + tally.engagement;
	const limits: Line[] = [];
	let total = fit + engagement + quality + state.adjustment;
	total -= limit(limits, 'Fit cap', options.fitCap, above(fit, options.fitCap));
	total -= limit(limits, 'Engagement cap', options.engagementCap, above(engagement, options.engagementCap));
	if (!isLifted) total -= limit(limits, 'Total cap', options.totalCap, above(total, options.totalCap));
	total -= limit(limits, 'Floor', options.floor, below(total, options.floor));
	return { fit, engagement, quality, retained, limits, total };
}

function retainedAt(state: LeadState, { decay }: ResolvedOptions, at: number): number | undefined {
	const { recycledAt } = state;
	if (recycledAt === undefined || recycledAt > at) return undefined;
	return roundHalfAway(state.retained * decayFactor(decay, at - recycledAt));
}

/** Notes what a limit takes (`over`, negative for what it gives) and gives that back. */
function limit(limits: Line[], name: string, bound: number | undefined, over: number): number {
	if (bound !== undefined && over !== 0) limits.push(line(`${name} ${bound}`, 'limit', -over));
	return over;
}

const above = (sum: number, cap: number | undefined): number =>
	cap === undefined ? 0 : Math.max(0, sum - toHundredths(cap));

const below = (sum: number, floor: number | undefined): number =>
	floor === undefined ? 0 : Math.min(0, sum - toHundredths(floor));

import type { LeadView } from '../lead/fields';
import type { CompiledModel, CompiledRule } from '../model/compile';
import { isEmpty } from '../model/operators';
import { toPoints } from '../points';
import { toIso } from '../time';
import { countedHits, type LeadCase, type Outcome } from './outcome';

export type Signal = 'active' | 'latent' | 'passive' | 'none';

/** A key moment: an activity that its owner wants to hear of at once. */
export interface Moment {
	rule: string;
	activity: string;
	/** ISO 8601, UTC. */
	at: string;
}

const MOST_MOMENTS = 100;

export const isEngagement = ({ rule }: Outcome): boolean => rule.rule.dimension === 'engagement';

/** Points a product, for the rules of dimension `product:<name>`. */
export function productsOf(outcomes: readonly Outcome[]): Record<string, number> {
	const sums = new Map<string, number>();
	for (const { rule, net } of outcomes)
		if (rule.product !== undefined) sums.set(rule.product, (sums.get(rule.product) ?? 0) + net);
	return pointsByName(sums);
}

/** Engagement by channel; what no activity gave (silence, retained points) stands under `other`. `retained` in hundredths. */
export function channelsOf(outcomes: readonly Outcome[], retained: number | undefined): Record<string, number> {
	const sums = new Map<string, number>();
	const add = (channel: string, points: number): void => {
		if (points !== 0) sums.set(channel, (sums.get(channel) ?? 0) + points);
	};
	for (const outcome of outcomes.filter(isEngagement)) {
		if (!outcome.channels) add('other', outcome.net);
		else for (const [channel, points] of outcome.channels) add(channel, points);
	}
	add('other', retained ?? 0);
	return pointsByName(sums);
}

const pointsByName = (sums: ReadonlyMap<string, number>): Record<string, number> =>
	Object.fromEntries([...sums].map(([name, hundredths]) => [name, toPoints(hundredths)]));

/** Key moments, newest first. */
export function momentsOf(outcomes: readonly Outcome[], lead: LeadCase, asOf: number): Moment[] {
	const rules: CompiledRule[] = outcomes.map(({ rule }) => rule).filter(({ rule }) => rule.moment);
	if (rules.length === 0) return [];
	return rules
		.flatMap((rule) => countedHits(rule, lead, asOf).map((hit) => ({ rule: rule.rule.name, hit })))
		.sort((left, right) => right.hit.at - left.hit.at)
		.slice(0, MOST_MOMENTS)
		.map(({ rule, hit }) => ({ rule, activity: hit.id, at: toIso(hit.at) }));
}

/**
 * active: a critical rule fired lately; latent: one fired earlier and engagement is still positive; passive: only
 * lesser ones did; none: nothing speaks for the lead.
 */
export function signalOf(outcomes: readonly Outcome[], engagement: number, recentFrom: number): Signal {
	const fired = outcomes.filter(
		(outcome) => isEngagement(outcome) && outcome.rule.rule.points > 0 && outcome.lastAt !== undefined,
	);
	const critical = fired.filter(({ rule }) => rule.rule.importance === 'critical');
	if (critical.some(({ lastAt }) => lastAt !== undefined && lastAt >= recentFrom)) return 'active';
	if (critical.length > 0) return engagement > 0 ? 'latent' : 'none';
	return fired.length > 0 ? 'passive' : 'none';
}

/** Percent of the key fields that are filled in, 0-100. */
export function completenessOf(view: LeadView, { completeness }: CompiledModel): number {
	if (completeness.length === 0) return 100;
	const filled = completeness.filter((read) => !isEmpty(read(view)));
	return Math.round((filled.length * 100) / completeness.length);
}

/** Engagement earned in the recent past, in points. */
export const recentOf = (outcomes: readonly Outcome[]): number =>
	toPoints(outcomes.filter(isEngagement).reduce((sum, outcome) => sum + outcome.recent, 0));

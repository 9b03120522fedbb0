import type { ScoredActivity } from '../activity/scored-activity';
import { toPoints } from '../points';
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

/** Points a product, for the rules of dimension `product:<name>`. */
export function productsOf(outcomes: readonly Outcome[]): Record<string, number> {
	let sums: NamedSums | undefined;
	for (const { rule, net } of outcomes)
		if (rule.product !== undefined) (sums ??= new NamedSums()).add(rule.product, net);
	return sums?.inPoints() ?? {};
}

/**
 * Engagement by channel; what no activity gave (silence, retained points) stands under `other`. `retained` in
 * hundredths.
 */
export function channelsOf(outcomes: readonly Outcome[], retained: number | undefined): Record<string, number> {
	const sums = new NamedSums();
	for (const { rule, net, channels } of outcomes) {
		if (rule.rule.dimension !== 'engagement') continue;
		if (typeof channels !== 'object') sums.add(channels ?? 'other', net);
		else for (const [channel, points] of channels) sums.add(channel, points);
	}
	if (retained) sums.add('other', retained);
	return sums.inPoints();
}

/** Hundredths by name; most leads have none or one. */
class NamedSums {
	private first: string | undefined;
	private firstSum = 0;
	private others: Map<string, number> | undefined;

	add(name: string, hundredths: number): void {
		if (hundredths === 0) return;
		this.first ??= name;
		if (name === this.first) {
			this.firstSum += hundredths;
			return;
		}
		this.others ??= new Map();
		this.others.set(name, (this.others.get(name) ?? 0) + hundredths);
	}

	inPoints(): Record<string, number> {
		const points: Record<string, number> = {};
		if (this.first !== undefined) points[this.first] = toPoints(this.firstSum);
		for (const [name, hundredths] of this.others ?? []) points[name] = toPoints(hundredths);
		return points;
	}
}

/** Key moments, newest first. */
export function momentsOf(outcomes: readonly Outcome[], lead: LeadCase, asOf: number): Moment[] {
	const found: Array<{ rule: string; hit: ScoredActivity }> = [];
	for (const { rule } of outcomes) {
		if (!rule.rule.moment) continue;
		for (const hit of countedHits(rule, lead, asOf)) found.push({ rule: rule.rule.name, hit });
	}
	if (found.length === 0) return [];
	return found
		.sort((left, right) => right.hit.at - left.hit.at)
		.slice(0, MOST_MOMENTS)
		.map(({ rule, hit }) => ({ rule, activity: hit.id, at: hit.atText }));
}

/**
 * active: a critical rule fired lately; latent: one fired earlier and engagement is still positive; passive: only
 * lesser ones did; none: nothing speaks for the lead.
 */
export function signalOf(outcomes: readonly Outcome[], engagement: number, recentFrom: number): Signal {
	let hasCritical = false;
	let hasAny = false;
	for (const { rule, last } of outcomes) {
		const { dimension, points, importance } = rule.rule;
		if (dimension !== 'engagement' || points <= 0 || last === undefined) continue;
		hasAny = true;
		if (importance !== 'critical') continue;
		if (last.at >= recentFrom) return 'active';
		hasCritical = true;
	}
	if (hasCritical) return engagement > 0 ? 'latent' : 'none';
	return hasAny ? 'passive' : 'none';
}

/** Engagement earned in the recent past, in points. */
export function recentOf(outcomes: readonly Outcome[]): number {
	let recent = 0;
	for (const outcome of outcomes) if (outcome.rule.rule.dimension === 'engagement') recent += outcome.recent;
	return toPoints(recent);
}

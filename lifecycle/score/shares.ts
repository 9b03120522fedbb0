import type { ScoredActivity } from '../activity/scored-activity';
import { decayFactor } from '../decay/curve';
import type { CompiledRule } from '../model/compiled';
import { roundHalfAway, toPoints } from '../points';
import { retainedLine, adjustmentLine } from './explain';
import { chosenHits, countedHits, meetsConditions, pointsOf, type LeadCase, type Outcome } from './outcome';
import { evaluate, knownBy, type LeadOverTime } from './over-time';
import { line, type Line, type Reason } from './reasons';

/** What one activity gives. Points have at most two decimals. */
export interface ActivityShare {
	readonly activity: ScoredActivity;
	/** What is left of it at the instant. */
	readonly points: number;
	/** What it gave when it happened; 0 for one that no rule counted then. */
	readonly then: number;
	/** The rules by which it gives points, or gave them when it happened. */
	readonly rules: readonly string[];
}

/** A part of the score that no single activity gives: facts about the lead, silence, limits, what was kept or set by hand. */
export interface OtherShare {
	readonly rule: string;
	readonly dimension: Reason['dimension'];
	readonly points: number;
}

/** A score split so that the points of all its parts sum exactly to the total. */
export interface SharedScore {
	readonly total: number;
	/** Of every activity that counts, oldest first. */
	readonly activities: readonly ActivityShare[];
	readonly others: readonly OtherShare[];
}

/**
 * Splits a lead's score at an instant (epoch milliseconds) among its activities. To leave an activity out and score again does not
 * tell its share: a silence that it ended would come back. The share is what the rules count for it, faded as they are; what a limit
 * of a rule takes from all of them is a part of its own.
 */
export function sharesOf(lead: LeadOverTime, at: number): SharedScore {
	const leadCase = lead.caseAt(at);
	const { outcomes, sums } = evaluate(leadCase, lead.state, at);
	const today = new Map<ScoredActivity, Share>();
	const others: Line[] = [];
	for (const outcome of outcomes.filter(countsInTotal)) {
		if (outcome.rule.trigger.kind === 'activity') shareOut(outcome, leadCase, at, { today, others });
		else others.push(line(outcome.rule.rule.name, outcome.rule.rule.dimension, outcome.net));
	}
	if (lead.state.adjustment !== 0) others.push(adjustmentLine(lead.state));
	if (sums.retained !== undefined) others.push(retainedLine(sums.retained, lead.state));
	const then = new SharesThen(lead);
	return {
		total: toPoints(sums.total),
		activities: knownBy(lead.activities, at).map((activity) =>
			inWords(activity, today.get(activity) ?? NOTHING, then.of(activity)),
		),
		others: [...others, ...sums.limits]
			.filter(({ net }) => net !== 0)
			.map(({ rule, dimension, net }) => ({ rule, dimension, points: toPoints(net) })),
	};
}

/** Hundredths. */
interface Share {
	readonly points: number;
	readonly rules: readonly string[];
}

const NOTHING: Share = { points: 0, rules: [] };

const inWords = (activity: ScoredActivity, today: Share, then: Share): ActivityShare => ({
	activity,
	points: toPoints(today.points),
	then: toPoints(then.points),
	rules: [...new Set([...today.rules, ...then.rules])],
});

/** Whether what a rule gives is part of the total: scores of products stand beside it. */
export const countsInTotal = ({ rule }: Pick<Outcome, 'rule'>): boolean =>
	rule.product === undefined && rule.rule.dimension !== 'exclude';

/** What an activity gives by a rule, before the rule's limit and before rounding: hundredths, weighted. */
export interface Part {
	readonly hit: ScoredActivity;
	readonly amount: number;
}

/** The parts of what an activity rule gives at an instant at which it applies, oldest first. */
export function partsOf(rule: CompiledRule, lead: LeadCase, at: number): Part[] {
	const parts: Part[] = [];
	for (const hit of chosenHits(rule, countedHits(rule, lead, at))) {
		const factor = decayFactor(rule.decay, at - hit.at);
		if (factor !== 0) parts.push({ hit, amount: pointsOf(rule, hit) * factor * rule.weight });
	}
	return parts;
}

function shareOut(
	{ rule, net }: Outcome,
	lead: LeadCase,
	at: number,
	{ today, others }: { today: Map<ScoredActivity, Share>; others: Line[] },
): void {
	const { name, dimension } = rule.rule;
	let exact = 0;
	let given = 0;
	for (const { hit, amount } of partsOf(rule, lead, at)) {
		exact += amount;
		// The sums so far are rounded, not each part, so that rounding never adds up.
		const points = roundHalfAway(exact) - given;
		given += points;
		const before = today.get(hit) ?? NOTHING;
		today.set(hit, { points: before.points + points, rules: [...before.rules, name] });
	}
	if (net !== given) others.push(line(`${name}: limit`, dimension, net - given));
}

/** What activities gave when they happened. */
class SharesThen {
	private readonly rulesOf = new Map<number, CompiledRule[]>();

	constructor(private readonly lead: LeadOverTime) {
		for (const rule of lead.model.rules) {
			if (rule.trigger.kind !== 'activity' || !countsInTotal({ rule })) continue;
			const { index } = rule.trigger.stream;
			this.rulesOf.set(index, [...(this.rulesOf.get(index) ?? []), rule]);
		}
	}

	of(activity: ScoredActivity): Share {
		const leadCase = this.lead.caseAt(activity.at);
		let share = NOTHING;
		for (const { index } of this.lead.model.streamsOf(activity)) {
			for (const rule of this.rulesOf.get(index) ?? []) {
				if (!countedThen(rule, activity, leadCase)) continue;
				const points = roundHalfAway(pointsOf(rule, activity) * rule.weight);
				if (points !== 0) share = { points: share.points + points, rules: [...share.rules, rule.rule.name] };
			}
		}
		return share;
	}
}

function countedThen(rule: CompiledRule, hit: ScoredActivity, lead: LeadCase): boolean {
	if (rule.trigger.kind !== 'activity' || !meetsConditions(rule, lead, hit.at)) return false;
	if (rule.gaps.length === 0 && rule.trigger.count <= 1) return true;
	const counted = countedHits(rule, lead, hit.at);
	return counted.length >= rule.trigger.count && counted.includes(hit);
}

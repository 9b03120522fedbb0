import type { DateTime } from 'luxon';
import { isSignOfLife } from '../activity/sign-of-life';
import type { ScoredActivity } from '../activity/scored-activity';
import { ok, type Result } from '../fault';
import type { CompiledModel } from '../model/compiled';
import { toHundredths, toPoints } from '../points';
import { toIso } from '../time';
import { decayLines, strongestReasons } from './explain';
import { channelsOf, momentsOf, productsOf, recentOf, signalOf, type Moment, type Signal } from './facets';
import { dropsBelow } from './forecast';
import type { LeadCase, Outcome } from './outcome';
import { evaluate, knownBy, openLead, type Evaluation, type LeadToScore } from './over-time';
import { shortened, summaryOf, toReason, type Reason } from './reasons';
import type { LeadState } from './state';

/** What Score Lead adds to a lead. Points have at most two decimals; times are ISO 8601 in UTC. */
export interface LeadScore {
	total: number;
	fit: number;
	engagement: number;
	quality: number;
	products: Record<string, number>;
	/** `engagement` by the channel of the activities; silence and retained points stand under `other`. */
	channels: Record<string, number>;
	/** Key moments, newest first. */
	moments: Moment[];
	/** Engagement earned in the last `recentDays`. */
	recent: number;
	signal: Signal;
	/** Percent of the key fields that are filled in, 0-100. */
	completeness: number;
	/** Name of the exclusion rule that applies, or null. */
	excluded: string | null;
	reasons: Reason[];
	summary: string;
	/** Of what the lead did; what others told about it is no sign of life. */
	lastActivityAt: string | null;
	/** Activities that count: known by `asOf`, once each, not quarantined; those that only tell about the lead included. */
	activities: number;
	/** When the total falls below the threshold if nothing new happens; null if it is below, or never will be. */
	dropsBelow: { at: string; threshold: number } | null;
	asOf: string;
	/** `name@version` of the model. */
	model: string;
	/** What the activities taught about the lead; used where the lead's own fields are empty. */
	attributes?: Record<string, unknown>;
}

/**
 * Scores one lead as of an instant. A pure function of its arguments: replays, duplicates and another order of the
 * activities give the same result. `matched` collects the indexes of the rules that applied, for hints about rules
 * that never do. A fault names the field or the activity that cannot be read.
 */
export function scoreLead(
	lead: LeadToScore,
	model: CompiledModel,
	asOf: DateTime,
	matched?: Set<number>,
): Result<LeadScore> {
	const opened = openLead(lead, model);
	if (!opened.ok) return opened;
	const { state, activities, caseAt } = opened.value;
	// Arithmetic on a DateTime can leave fractions of a millisecond, between which bisection would never end.
	const now = Math.floor(asOf.toMillis());
	const leadCase = caseAt(now);
	const evaluation = evaluate(leadCase, state, now);
	if (matched && matched.size < model.rules.length) for (const { rule } of evaluation.outcomes) matched.add(rule.index);
	return ok(describe(leadCase, evaluation, state, knownBy(activities, now), now));
}

function describe(
	lead: LeadCase,
	{ outcomes, sums }: Evaluation,
	state: LeadState,
	known: readonly ScoredActivity[],
	now: number,
): LeadScore {
	const { options, label } = lead.model;
	const strongest = strongestReasons(outcomes, sums, state);
	const decayed = decayLines(strongest);
	const isAllOfIt = decayed.length === 0 && sums.limits.length === 0;
	const reasons = isAllOfIt ? strongest : [...strongest, ...decayed, ...sums.limits];
	const isAbove = sums.total >= toHundredths(options.threshold);
	const forecast = isAbove ? dropsBelow(lead, outcomes, state, now) : undefined;
	const score: LeadScore = {
		total: toPoints(sums.total),
		fit: toPoints(sums.fit),
		engagement: toPoints(sums.engagement),
		quality: toPoints(sums.quality),
		products: productsOf(outcomes),
		channels: channelsOf(outcomes, sums.retained),
		moments: momentsOf(outcomes, lead, now),
		recent: recentOf(outcomes),
		signal: signalOf(outcomes, sums.engagement, now - options.recent),
		completeness: lead.facts.completeness,
		excluded: exclusionIn(outcomes),
		reasons: shortened(reasons, options.maxReasons).map(toReason),
		summary: summaryOf(strongest),
		lastActivityAt: lastSignOfLife(known)?.atText ?? null,
		activities: known.length,
		dropsBelow: forecast ? { at: toIso(forecast.at), threshold: options.threshold } : null,
		asOf: toIso(now),
		model: label,
	};
	if (lead.view.taught) score.attributes = Object.fromEntries(lead.view.taught);
	return score;
}

const exclusionIn = (outcomes: readonly Outcome[]): string | null =>
	outcomes.find(({ rule }) => rule.rule.dimension === 'exclude')?.rule.rule.name ?? null;

function lastSignOfLife(known: readonly ScoredActivity[]): ScoredActivity | undefined {
	for (let index = known.length - 1; index >= 0; index--) if (isSignOfLife(known[index].type)) return known[index];
	return undefined;
}

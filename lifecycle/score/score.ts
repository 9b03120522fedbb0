import type { DateTime } from 'luxon';
import { isSignOfLife } from '../activity/catalogue';
import { readActivities } from '../activity/read-activities';
import type { ScoredActivity } from '../activity/scored-activity';
import { isEmpty } from '../empty';
import { ok, type Result } from '../fault';
import type { CompiledModel } from '../model/compiled';
import type { Fields } from '../path';
import { toHundredths, toPoints } from '../points';
import { toIso } from '../time';
import { decayLines, strongestReasons } from './explain';
import { channelsOf, momentsOf, productsOf, recentOf, signalOf, type Moment, type Signal } from './facets';
import { dropsBelow } from './forecast';
import { evaluateRules, type LeadCase, type Outcome } from './outcome';
import { shortened, summaryOf, toReason, type Reason } from './reasons';
import { readState, type LeadState } from './state';
import { addUp, tallyOf } from './sums';

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

export interface LeadToScore {
	/** Key of the lead, used in messages and in the ids of activities that have none. */
	lead: string;
	fields: Fields;
	activities: readonly unknown[];
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
	const state = readState(lead.fields);
	if (!state.ok) return state;
	const activities = readActivities(lead.activities, lead.lead);
	if (!activities.ok) return activities;

	// Arithmetic on a DateTime can leave fractions of a millisecond, between which bisection would never end.
	const now = Math.floor(asOf.toMillis());
	const known = knownBy(activities.value, now);
	const leadCase: LeadCase = {
		model,
		view: { fields: lead.fields, taught: attributesOf(known) },
		hits: intoStreams(activities.value, model),
		resetAt: state.value.recycledAt ?? -Infinity,
	};
	const outcomes = evaluateRules(model.rules, leadCase, now);
	if (matched && matched.size < model.rules.length) for (const { rule } of outcomes) matched.add(rule.index);
	return ok(describe(leadCase, outcomes, state.value, known, now));
}

function describe(
	lead: LeadCase,
	outcomes: readonly Outcome[],
	state: LeadState,
	known: readonly ScoredActivity[],
	now: number,
): LeadScore {
	const { options, label } = lead.model;
	const sums = addUp(tallyOf(outcomes, options), state, lead.model, now);
	const strongest = strongestReasons(outcomes, sums, state);
	const reasons = [...strongest, ...decayLines(strongest), ...sums.limits];
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
		completeness: lead.model.completeness(lead.view),
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

const knownBy = (sorted: readonly ScoredActivity[], asOf: number): readonly ScoredActivity[] =>
	sorted.length === 0 || sorted[sorted.length - 1].at <= asOf
		? sorted
		: sorted.filter((activity) => activity.at <= asOf);

function lastSignOfLife(known: readonly ScoredActivity[]): ScoredActivity | undefined {
	for (let index = known.length - 1; index >= 0; index--) if (isSignOfLife(known[index].type)) return known[index];
	return undefined;
}

const ENRICHED = 'enriched';

// Oldest first, so that the newest value wins; what a data service knows comes before all that the lead gave itself.
function attributesOf(known: readonly ScoredActivity[]): Map<string, unknown> | undefined {
	const bought = known.filter(({ type }) => type === ENRICHED);
	if (bought.length === 0) return taughtBy(known);
	return taughtBy([...bought, ...known.filter(({ type }) => type !== ENRICHED)]);
}

function taughtBy(activities: readonly ScoredActivity[]): Map<string, unknown> | undefined {
	let taught: Map<string, unknown> | undefined;
	for (const activity of activities) {
		if (activity.raw.attributes === undefined || activity.raw.attributes === null) continue;
		for (const [name, value] of Object.entries(activity.attributes)) {
			if (isEmpty(value) || name === '__proto__') continue;
			taught ??= new Map();
			taught.set(name, value);
		}
	}
	return taught;
}

function intoStreams(
	sorted: readonly ScoredActivity[],
	model: CompiledModel,
): ReadonlyArray<readonly ScoredActivity[] | undefined> {
	const hits: Array<ScoredActivity[] | undefined> = new Array<undefined>(model.streams.length).fill(undefined);
	for (const activity of sorted) {
		for (const { index } of model.streamsOf(activity)) {
			const others = hits[index];
			// Most have one, and an empty list makes room for 17 at the first push.
			if (others) others.push(activity);
			else hits[index] = [activity];
		}
	}
	return hits;
}

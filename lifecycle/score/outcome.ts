import type { ScoredActivity } from '../activity/scored-activity';
import { decayFactor } from '../decay/curve';
import type { LeadView } from '../lead/fields';
import type { CompiledModel, CompiledRule, Stream } from '../model/compiled';
import { isRuledOut, type LeadFacts } from '../model/facts';
import { roundHalfAway } from '../points';
import { asText, fold } from '../text';
import type { Line } from './reasons';

/** What one rule gives one lead at one time. Points in hundredths, whole numbers. */
export interface Outcome {
	rule: CompiledRule;
	/** Before decay. */
	gross: number;
	/** After decay: what counts. */
	net: number;
	/** The part of `net` that was earned in the recent past. */
	recent: number;
	/** Activities (or periods of silence) that gave points. */
	count: number;
	/** The latest activity behind it. */
	last: ScoredActivity | undefined;
	/** The channel of all of `net`, or `net` by channel; undefined where no activity gave it. */
	channels: string | ChannelPoints | undefined;
	/** Its line of the explanation, where it is the same for every lead. */
	line: Line | undefined;
}

export type ChannelPoints = ReadonlyArray<readonly [channel: string, hundredths: number]>;

/** A lead ready to be evaluated at any time: its view, and its activities sorted into the model's streams. */
export interface LeadCase {
	model: CompiledModel;
	view: LeadView;
	facts: LeadFacts;
	/** Hits by stream index, oldest first, including activities of the future. */
	hits: ReadonlyArray<readonly ScoredActivity[] | undefined>;
	/** Engagement before this instant was given up when the lead was recycled; -Infinity when it never was. */
	resetAt: number;
}

// Sums of this many rules at the limit stay exact integers.
const MOST = 1e13;

const bounded = (hundredths: number): number => Math.min(MOST, Math.max(-MOST, hundredths));

/** The outcomes of the rules that apply at an instant, in the order of the rules. */
export function evaluateRules(rules: readonly CompiledRule[], lead: LeadCase, at: number): Outcome[] {
	const outcomes: Outcome[] = [];
	const fixed = fixedOutcomes(lead.model);
	for (const rule of rules) {
		if (isRuledOut(lead.facts, rule.index)) continue;
		if (rule.triggerStream !== undefined && !lead.hits[rule.triggerStream]) continue;
		const outcome = meetsConditions(rule, lead, at) ? (fixed[rule.index] ?? outcomeOf(rule, lead, at)) : undefined;
		if (outcome) outcomes.push(outcome);
	}
	return outcomes;
}

let ofModel: CompiledModel | undefined;
let outcomesOfModel: ReadonlyArray<Outcome | undefined> = [];

/** By the index of its rule, what a rule about the lead itself gives every lead that it applies to. */
function fixedOutcomes(model: CompiledModel): ReadonlyArray<Outcome | undefined> {
	if (model !== ofModel) {
		ofModel = model;
		outcomesOfModel = model.rules.map(fixedOutcome);
	}
	return outcomesOfModel;
}

function fixedOutcome(rule: CompiledRule): Outcome | undefined {
	if (rule.trigger.kind !== 'lead' || rule.amountOfLead) return undefined;
	const outcome = withoutActivity(rule, 1, rule.rule.points);
	return { ...outcome, line: lineOf(outcome) };
}

function outcomeOf(rule: CompiledRule, lead: LeadCase, at: number): Outcome | undefined {
	switch (rule.trigger.kind) {
		case 'lead':
			return withoutActivity(rule, 1, rule.rule.points * (rule.amountOfLead?.(lead.view) ?? 1));
		case 'activity': {
			const hits = countedHits(rule, lead, at);
			return hits.length < rule.trigger.count ? undefined : sumOfHits(rule, hits, lead, at);
		}
		case 'silence': {
			const times = silences(rule, lead, at);
			return times === 0 ? undefined : withoutActivity(rule, times, rule.rule.points * times);
		}
	}
}

function withoutActivity(rule: CompiledRule, count: number, points: number): Outcome {
	const net = scaled(rule, points);
	return { rule, gross: net, net, recent: 0, count, last: undefined, channels: undefined, line: undefined };
}

/** The line of the explanation for an outcome. */
export const lineOf = ({ rule: { rule, textOf }, gross, net, count, last, line }: Omit<Outcome, 'channels'>): Line =>
	line ?? {
		rule: rule.name,
		dimension: rule.dimension,
		points: gross,
		net,
		count,
		lastAt: last === undefined ? null : last.atText,
		text: textOf(count, gross),
	};

/** Whether all that a rule asks beside its trigger is so at an instant. */
export function meetsConditions(rule: CompiledRule, lead: LeadCase, at: number): boolean {
	if (isRuledOut(lead.facts, rule.index)) return false;
	for (const test of rule.timedTests) if (!test.holds(lead.view, at)) return false;
	for (const { stream, count, window } of rule.requirements) {
		if (hitsWithin(stream, rule, lead, at, window).length < count) return false;
	}
	return true;
}

/** The activities that a rule counts at an instant. */
export function countedHits(rule: CompiledRule, lead: LeadCase, at: number): readonly ScoredActivity[] {
	if (rule.trigger.kind !== 'activity') return [];
	const hits = hitsWithin(rule.trigger.stream, rule, lead, at, rule.trigger.window);
	return rule.gaps.length === 0 ? hits : hits.filter((hit) => rule.gaps.every((gap) => followsSilence(hit, gap, lead)));
}

function hitsWithin(
	stream: Stream,
	rule: CompiledRule,
	lead: LeadCase,
	at: number,
	window: number,
): readonly ScoredActivity[] {
	const hits = lead.hits[stream.index];
	if (!hits) return [];
	const from = at - window;
	const reset = rule.rule.dimension === 'engagement' ? resetBefore(lead, at) : -Infinity;
	const last = hits[hits.length - 1].at;
	if (last <= at && hits[0].at >= from && hits[0].at > reset) return hits;
	return hits.filter((hit) => hit.at <= at && hit.at >= from && hit.at > reset);
}

const resetBefore = (lead: LeadCase, at: number): number => (lead.resetAt <= at ? lead.resetAt : -Infinity);

// The activity just before `hit` in the gap's stream is at least the gap away; a lead's first activity ends no silence.
function followsSilence(hit: ScoredActivity, gap: { stream: Stream; least: number }, lead: LeadCase): boolean {
	const others = lead.hits[gap.stream.index] ?? [];
	let low = 0;
	let high = others.length;
	while (low < high) {
		const middle = (low + high) >>> 1;
		if (others[middle].at < hit.at) low = middle + 1;
		else high = middle;
	}
	return low > 0 && hit.at - others[low - 1].at >= gap.least;
}

/** How many times a rule of silence applies: once when it has lasted long enough, again after each further `every`. */
function silences(rule: CompiledRule, lead: LeadCase, at: number): number {
	if (rule.trigger.kind !== 'silence') return 0;
	const since = silentSince(rule, lead, at);
	if (since === undefined) return 0;
	const over = at - since - rule.trigger.after;
	if (over < 0) return 0;
	return rule.trigger.every === undefined ? 1 : 1 + Math.floor(over / rule.trigger.every);
}

/** When the silence began: the last activity of the rule's kind, or the recycling after it. */
export function silentSince(rule: CompiledRule, lead: LeadCase, at: number): number | undefined {
	if (rule.trigger.kind !== 'silence') return undefined;
	const hits = lead.hits[rule.trigger.stream.index] ?? [];
	for (let index = hits.length - 1; index >= 0; index--) {
		if (hits[index].at <= at) return Math.max(hits[index].at, resetBefore(lead, at));
	}
	return undefined;
}

/** The newest hit of each value of a property, oldest first; those without a value are one group. */
function newestOfEach(
	hits: readonly ScoredActivity[],
	valueOf: (activity: ScoredActivity) => unknown,
): readonly ScoredActivity[] {
	const newest = new Map<string, ScoredActivity>();
	for (const hit of hits) {
		const value = fold(asText(valueOf(hit)));
		newest.delete(value);
		newest.set(value, hit);
	}
	return [...newest.values()];
}

function sumOfHits(
	rule: CompiledRule,
	all: readonly ScoredActivity[],
	lead: LeadCase,
	at: number,
): Outcome | undefined {
	const hits = chosenHits(rule, all);
	const last = hits[hits.length - 1];
	const recentFrom = at - lead.model.options.recent;
	const channels = new ChannelShares();
	let gross = 0;
	let net = 0;
	let recent = 0;
	let count = 0;
	for (const hit of hits) {
		const factor = decayFactor(rule.decay, at - hit.at);
		if (factor === 0) continue;
		const points = pointsOf(rule, hit);
		gross += points;
		net += points * factor;
		if (hit.at >= recentFrom) recent += points * factor;
		channels.add(hit.channel, points * factor);
		count++;
	}
	if (count === 0) return undefined;
	const shownNet = scaled(rule, net);
	return {
		rule,
		gross: scaled(rule, gross),
		net: shownNet,
		recent: scaled(rule, recent),
		count,
		last,
		channels: channels.shareOut(shownNet),
		line: undefined,
	};
}

/** Of the activities that a rule counts (oldest first) those that give points. */
export function chosenHits(rule: CompiledRule, all: readonly ScoredActivity[]): readonly ScoredActivity[] {
	const hits = rule.distinctBy ? newestOfEach(all, rule.distinctBy) : all;
	return rule.rule.per === 'once' && hits.length > 1 ? [hits[hits.length - 1]] : hits;
}

/** What an activity gives by a rule when it happens, in hundredths, before limits and weight. */
export const pointsOf = (rule: CompiledRule, hit: ScoredActivity): number =>
	rule.amountOf ? rule.rule.points * rule.amountOf(hit) : rule.rule.points;

// One rounding a rule, after limits and weight, so that reasons are whole hundredths and sum exactly.
function scaled(rule: CompiledRule, hundredths: number): number {
	const most = rule.rule.max ?? Infinity;
	return bounded(roundHalfAway(Math.min(most, Math.max(-most, hundredths)) * rule.weight));
}

/** Points by channel, while a rule is summed. One channel is the usual case and needs no table. */
class ChannelShares {
	private channel = '';
	private points = 0;
	private others: Map<string, number> | undefined;

	add(channel: string, points: number): void {
		if (this.channel === '') this.channel = channel;
		if (channel === this.channel) {
			this.points += points;
			return;
		}
		this.others ??= new Map();
		this.others.set(channel, (this.others.get(channel) ?? 0) + points);
	}

	/** The shares scaled to sum to `whole`; the largest takes what rounding leaves over. */
	shareOut(whole: number): string | ChannelPoints {
		if (!this.others) return this.channel;
		const shares = [[this.channel, this.points] as const, ...this.others];
		const sum = shares.reduce((total, [, share]) => total + share, 0);
		const parts = shares.map(([, share]) => (sum === 0 ? 0 : roundHalfAway((whole * share) / sum)));
		const sizes = shares.map(([, share]) => Math.abs(share));
		parts[sizes.indexOf(Math.max(...sizes))] += whole - parts.reduce((total, part) => total + part, 0);
		return shares.map(([channel], index) => [channel, parts[index]] as const);
	}
}

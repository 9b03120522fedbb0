import { nextChange, type DecayCurve } from '../decay/curve';
import type { CompiledRule } from '../model/compile';
import { DAY } from '../time';
import type { ScoredActivity } from './activities';
import { evaluateRules, silentSince, type LeadCase, type Outcome } from './outcome';

/** How far ahead to look. */
const HORIZON = 730 * DAY;
const MOST_STEPS = 2000;

export interface Forecast {
	/** Epoch milliseconds: scored again at this instant, with no new activity, the total is below the threshold. */
	at: number;
}

/** The lead's total, in hundredths, from its outcomes at some instant. */
export type TotalOf = (outcomes: readonly Outcome[], at: number) => number;

/**
 * Solves forward for the moment a lead's total falls below `threshold` (hundredths) when nothing new happens.
 * Rules whose points cannot change with time are evaluated once; the others are followed. When points can only fall,
 * bisection finds the exact millisecond. When some may rise too (a negative rule that fades), the first fall is found
 * among the instants at which steps happen, and to the day where a half-life runs against it.
 */
export function dropsBelow(
	lead: LeadCase,
	now: readonly Outcome[],
	threshold: number,
	totalOf: TotalOf,
	asOf: number,
): Forecast | undefined {
	if (totalOf(now, asOf) < threshold) return undefined;
	const changing = lead.model.rules.filter(
		(rule) => rule.rule.dimension !== 'exclude' && changesWithTime(rule, lead, asOf),
	);
	if (changing.length === 0 && !wasRecycled(lead)) return undefined;
	const moving = new Set(changing);
	const fixed = now.filter((outcome) => !moving.has(outcome.rule));
	const isBelow = (at: number): boolean => {
		return totalOf([...fixed, ...evaluateRules(changing, lead, at)], at) < threshold;
	};
	const end = asOf + HORIZON;
	if (!mayRise(changing, lead, asOf)) return isBelow(end) ? { at: firstBelow(isBelow, asOf, end) } : undefined;
	let before = asOf;
	for (const at of instantsOfChange(changing, lead, asOf, end)) {
		if (isBelow(at)) return { at: firstBelow(isBelow, before, at) };
		before = at;
	}
	return undefined;
}

/** The first instant in (above, below] at which it is below, given that it is not at `above` and is at `below`. */
function firstBelow(isBelow: (at: number) => boolean, above: number, below: number): number {
	let [low, high] = [above, below];
	while (high - low > 1) {
		const middle = Math.floor((low + high) / 2);
		if (isBelow(middle)) high = middle;
		else low = middle;
	}
	return high;
}

const hasTimedTest = (rule: CompiledRule, lead: LeadCase): boolean =>
	rule.leadTests.some((test) => test.changesAt?.(lead.view) !== undefined);

const streamsOf = (rule: CompiledRule): number[] => [
	...('stream' in rule.trigger ? [rule.trigger.stream.index] : []),
	...rule.requirements.map(({ stream }) => stream.index),
];

const isFuture = (rule: CompiledRule, lead: LeadCase, asOf: number): boolean =>
	streamsOf(rule).some((stream) => (lead.hits[stream]?.at(-1)?.at ?? -Infinity) > asOf);

function changesWithTime(rule: CompiledRule, lead: LeadCase, asOf: number): boolean {
	if (hasTimedTest(rule, lead) || isFuture(rule, lead, asOf)) return true;
	if (rule.requirements.some(({ stream, window }) => window !== Infinity && lead.hits[stream.index])) return true;
	if (rule.trigger.kind === 'lead') return false;
	if (!lead.hits[rule.trigger.stream.index]) return false;
	return rule.trigger.kind === 'silence' || rule.decay.kind !== 'none' || rule.trigger.window !== Infinity;
}

// Retained points fade by themselves, and a recycling in the future takes all engagement before it.
const wasRecycled = (lead: LeadCase): boolean => lead.resetAt !== -Infinity;

/** Whether a total made of these rules could rise without new activity. */
function mayRise(rules: readonly CompiledRule[], lead: LeadCase, asOf: number): boolean {
	if (wasRecycled(lead)) return true;
	const { liftsCap } = lead.model.options;
	return rules.some((rule) => {
		if (hasTimedTest(rule, lead) || isFuture(rule, lead, asOf) || rule.rule.per === 'unit') return true;
		const silent = rule.trigger.kind === 'silence';
		return silent ? rule.rule.points > 0 || liftsCap.has(rule.index) : rule.rule.points < 0;
	});
}

/** Collects the instants at which something changes, up to a number beyond which a day's grid does as well. */
class Instants {
	private readonly found = new Set<number>();

	constructor(
		private readonly asOf: number,
		private readonly end: number,
	) {}

	get isFull(): boolean {
		return this.found.size >= MOST_STEPS;
	}

	add(at: number | undefined): void {
		if (at !== undefined && at > this.asOf && at <= this.end && !this.isFull) this.found.add(Math.ceil(at));
	}

	inOrder(withDays: boolean): number[] {
		const all = new Set(this.isFull ? [] : this.found);
		if (withDays || this.isFull) for (let at = this.asOf + DAY; at < this.end; at += DAY) all.add(at);
		return [...all.add(this.end)].sort((left, right) => left - right);
	}
}

function instantsOfChange(rules: readonly CompiledRule[], lead: LeadCase, asOf: number, end: number): number[] {
	const instants = new Instants(asOf, end);
	for (const rule of rules) addChanges(rule, lead, asOf, end, instants);
	const retainedDecay = lead.model.options.decay;
	if (wasRecycled(lead)) {
		instants.add(lead.resetAt);
		addSteps(retainedDecay, lead.resetAt, asOf, end, instants);
	}
	const curves = [...rules.map(({ decay }) => decay), ...(wasRecycled(lead) ? [retainedDecay] : [])];
	return instants.inOrder(curves.some(({ kind }) => kind === 'halfLife'));
}

function addChanges(rule: CompiledRule, lead: LeadCase, asOf: number, end: number, instants: Instants): void {
	for (const test of rule.leadTests) instants.add(test.changesAt?.(lead.view));
	for (const stream of streamsOf(rule)) for (const hit of hitsOf(lead, stream)) instants.add(hit.at);
	for (const { stream, window } of rule.requirements) {
		for (const hit of hitsOf(lead, stream.index)) instants.add(hit.at + window + 1);
	}
	if (rule.trigger.kind === 'silence') addSilences(rule, lead, asOf, end, instants);
	if (rule.trigger.kind !== 'activity') return;
	for (const hit of hitsOf(lead, rule.trigger.stream.index)) {
		instants.add(hit.at + rule.trigger.window + 1);
		addSteps(rule.decay, hit.at, asOf, end, instants);
	}
}

const hitsOf = (lead: LeadCase, stream: number): readonly ScoredActivity[] => lead.hits[stream] ?? [];

function addSilences(rule: CompiledRule, lead: LeadCase, asOf: number, end: number, instants: Instants): void {
	const since = silentSince(rule, lead, end);
	if (since === undefined || rule.trigger.kind !== 'silence') return;
	const first = since + rule.trigger.after;
	instants.add(first);
	const { every } = rule.trigger;
	if (every === undefined) return;
	const passed = Math.max(0, Math.floor((asOf - first) / every));
	for (let at = first + passed * every; at <= end && !instants.isFull; at += every) instants.add(at);
}

function addSteps(curve: DecayCurve, from: number, asOf: number, end: number, instants: Instants): void {
	let age = nextChange(curve, Math.max(0, asOf - from));
	while (age !== undefined && from + age <= end && !instants.isFull) {
		instants.add(from + age);
		age = nextChange(curve, age);
	}
}

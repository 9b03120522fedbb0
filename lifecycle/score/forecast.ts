import type { ScoredActivity } from '../activity/scored-activity';
import { nextChange, type DecayCurve } from '../decay/curve';
import type { CompiledRule } from '../model/compiled';
import { toHundredths } from '../points';
import { DAY } from '../time';
import { evaluateRules, silentSince, type LeadCase, type Outcome } from './outcome';
import type { LeadState } from './state';
import { addUp, tallyOf } from './sums';

/** How far ahead to look. */
const HORIZON = 730 * DAY;
const MOST_STEPS = 2000;

export interface Forecast {
	/** Epoch milliseconds: scored again at this instant, with no new activity, the total is below the threshold. */
	at: number;
}

/**
 * Solves forward for the moment a lead's total, now at the threshold or above, falls below it when nothing new happens.
 * Rules whose points cannot change with time are evaluated once; the others are followed. When points can only fall,
 * bisection finds the exact millisecond. When some may rise too (a negative rule that fades), the first fall is found
 * among the instants at which steps happen, and to the day where a half-life runs against it.
 */
export function dropsBelow(
	lead: LeadCase,
	now: readonly Outcome[],
	state: LeadState,
	asOf: number,
): Forecast | undefined {
	const changing = lead.model.movingRules.filter((rule) => changesWithTime(rule, lead, asOf));
	if (changing.length === 0 && !wasRecycled(lead)) return undefined;
	const isBelow = belowTest(lead, now, changing, state);
	const end = asOf + HORIZON;
	if (!mayRise(changing, lead, asOf)) {
		return isBelow(end) ? { at: onlyFall(changing, lead, isBelow, asOf, end) } : undefined;
	}
	const instants = instantsOfChange(changing, lead, asOf, end);
	const first = firstIndexBelow(instants, isBelow, spanTest(lead, now, changing, state));
	if (first === undefined) return undefined;
	return { at: firstBelow(isBelow, first === 0 ? asOf : instants[first - 1], instants[first]) };
}

/** Whether a total may be below somewhere from one instant to another; false only where it is nowhere. */
type SpanTest = (from: number, to: number) => boolean;

/**
 * The index of the first instant at which the total is below. Spans in which it cannot be are passed over whole: a lead with ten
 * thousand activities has as many instants, and at each of them all its activities would be added up.
 */
function firstIndexBelow(instants: readonly number[], isBelow: BelowTest, mayBeBelow: SpanTest): number | undefined {
	const firstIn = (start: number, end: number): number | undefined => {
		if (end - start === 1) return isBelow(instants[start]) ? start : undefined;
		if (!mayBeBelow(instants[start], instants[end - 1])) return undefined;
		const middle = (start + end) >> 1;
		return firstIn(start, middle) ?? firstIn(middle, end);
	};
	return instants.length === 0 ? undefined : firstIn(0, instants.length);
}

/** The least that the rules can come to in a span: those that only fall as at its end, those that only rise as at its start. */
function spanTest(
	lead: LeadCase,
	now: readonly Outcome[],
	changing: readonly CompiledRule[],
	state: LeadState,
): SpanTest {
	const { model } = lead;
	const movesTo = (direction: Movement): CompiledRule[] =>
		changing.filter((rule) => movementOf(rule, lead) === direction);
	if (wasRecycled(lead) || movesTo('either').length > 0) return () => true;
	const [falling, rising] = [movesTo('down'), movesTo('up')];
	const settled = Math.max(...changing.map((rule) => lastHitOf(rule, lead)));
	const threshold = toHundredths(model.options.threshold);
	const fixed = tallyOf(
		now.filter(({ rule }) => !changing.includes(rule)),
		model.options,
	);
	return (from, to) => {
		if (from < settled) return true;
		const risen = tallyOf(evaluateRules(rising, lead, from), model.options, fixed);
		const least = tallyOf(evaluateRules(falling, lead, to), model.options, risen);
		return addUp(least, state, model, to).total < threshold;
	};
}

type Movement = 'down' | 'up' | 'either';

/** Which way the part of a rule in the total goes after its last activity. */
function movementOf(rule: CompiledRule, lead: LeadCase): Movement {
	const lifts = lead.model.options.liftsCap.has(rule.index);
	if (hasTimedTest(rule, lead) || rule.rule.per === 'unit') return 'either';
	const isPositive = rule.rule.points > 0;
	if (rule.trigger.kind !== 'silence') return isPositive ? 'down' : lifts ? 'either' : 'up';
	if (rule.requirements.length > 0) return 'either';
	return isPositive ? 'up' : lifts ? 'either' : 'down';
}

type BelowTest = (at: number) => boolean;

function belowTest(
	lead: LeadCase,
	now: readonly Outcome[],
	changing: readonly CompiledRule[],
	state: LeadState,
): BelowTest {
	const { model } = lead;
	const threshold = toHundredths(model.options.threshold);
	const fixed = tallyOf(
		now.filter(({ rule }) => !changing.includes(rule)),
		model.options,
	);
	return (at) => {
		const tally = tallyOf(evaluateRules(changing, lead, at), model.options, fixed);
		return addUp(tally, state, model, at).total < threshold;
	};
}

// Beyond so many steps bisection is the shorter way.
const MOST_WALKED = 30;

/**
 * The first instant at which a total that never rises is below, given that it is at `end`. Unless a half-life is at
 * work it falls in steps, and one of the first is it: a walk takes a few evaluations where a bisection takes 36.
 */
function onlyFall(
	rules: readonly CompiledRule[],
	lead: LeadCase,
	isBelow: BelowTest,
	asOf: number,
	end: number,
): number {
	let before = asOf;
	if (rules.some(({ decay }) => decay.kind === 'halfLife')) return firstBelow(isBelow, before, end);
	for (let walked = 0; walked < MOST_WALKED && before < end; walked++) {
		const next = new NextInstant(before, end);
		for (const rule of rules) addChanges(rule, lead, before, end, next);
		const { at } = next;
		if (isBelow(at)) return isBelow(at - 1) ? firstBelow(isBelow, before, at) : at;
		before = at;
	}
	return firstBelow(isBelow, before, end);
}

/** The first instant in (above, below] at which it is below, given that it is not at `above` and is at `below`. */
function firstBelow(isBelow: BelowTest, above: number, below: number): number {
	let [low, high] = [above, below];
	while (high - low > 1) {
		const middle = Math.floor((low + high) / 2);
		if (isBelow(middle)) high = middle;
		else low = middle;
	}
	return high;
}

const hasTimedTest = (rule: CompiledRule, lead: LeadCase): boolean =>
	rule.timedTests.some((test) => test.changesAt(lead.view) !== undefined);

/** When the last activity happens that a rule may count. */
const lastHitOf = (rule: CompiledRule, lead: LeadCase): number =>
	Math.max(-Infinity, ...rule.streams.map(({ index }) => lead.hits[index]?.at(-1)?.at ?? -Infinity));

const isFuture = (rule: CompiledRule, lead: LeadCase, asOf: number): boolean => lastHitOf(rule, lead) > asOf;

function changesWithTime(rule: CompiledRule, lead: LeadCase, asOf: number): boolean {
	if (isWithoutHits(rule, lead)) return false;
	if (hasTimedTest(rule, lead) || isFuture(rule, lead, asOf)) return true;
	if (rule.requirements.some(({ stream, window }) => window !== Infinity && lead.hits[stream.index])) return true;
	if (rule.trigger.kind === 'lead') return false;
	if (!lead.hits[rule.trigger.stream.index]) return false;
	return rule.trigger.kind === 'silence' || rule.decay.kind !== 'none' || rule.trigger.window !== Infinity;
}

// Most rules ask for one kind of activity, and the lead has none of it.
const isWithoutHits = ({ streams, timedTests }: CompiledRule, { hits }: LeadCase): boolean =>
	streams.length === 1 && timedTests.length === 0 && !hits[streams[0].index];

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

/** Takes the instants at which something changes. */
interface Instants {
	/** Whether one at `at` or later is still wanted. */
	wants: (at: number) => boolean;
	add: (at: number | undefined) => void;
}

/** The first instant after another; the end where there is none. */
class NextInstant implements Instants {
	constructor(
		private readonly after: number,
		public at: number,
	) {}

	wants(at: number): boolean {
		return at < this.at;
	}

	add(at: number | undefined): void {
		if (at !== undefined && at > this.after && at < this.at) this.at = Math.ceil(at);
	}
}

/** All instants of a span, up to a number beyond which a day's grid does as well. */
class AllInstants implements Instants {
	private readonly found = new Set<number>();

	constructor(
		private readonly asOf: number,
		private readonly end: number,
	) {}

	private get isFull(): boolean {
		return this.found.size >= MOST_STEPS;
	}

	wants(): boolean {
		return !this.isFull;
	}

	add(at: number | undefined): void {
		if (at !== undefined && at > this.asOf && at <= this.end && !this.isFull) this.found.add(Math.ceil(at));
	}

	inOrder(withDays: boolean): number[] {
		const all = this.isFull ? [] : [...this.found];
		if (withDays || this.isFull) for (let at = this.asOf + DAY; at < this.end; at += DAY) all.push(at);
		all.push(this.end);
		return all.sort((left, right) => left - right);
	}
}

function instantsOfChange(rules: readonly CompiledRule[], lead: LeadCase, asOf: number, end: number): number[] {
	const instants = new AllInstants(asOf, end);
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
	for (const test of rule.timedTests) instants.add(test.changesAt(lead.view));
	for (const { index } of rule.streams) for (const hit of hitsOf(lead, index)) instants.add(hit.at);
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
	for (let at = first + passed * every; at <= end && instants.wants(at); at += every) instants.add(at);
}

function addSteps(curve: DecayCurve, from: number, asOf: number, end: number, instants: Instants): void {
	let age = nextChange(curve, Math.max(0, asOf - from));
	while (age !== undefined && from + age <= end && instants.wants(from + age)) {
		instants.add(from + age);
		age = nextChange(curve, age);
	}
}

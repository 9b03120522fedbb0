import type { ScoredActivity } from '../activity/scored-activity';
import type { DecayCurve } from '../decay/curve';
import type { FieldReader, LeadView } from '../lead/fields';
import type { LeadFacts } from './facts';
import type { Rule } from './rule';

/** Activities of certain types that pass certain tests; a lead's hits are collected per stream. */
export interface Stream {
	index: number;
	handles: (type: string) => boolean;
	accepts: (activity: ScoredActivity) => boolean;
	/** What `accepts` reads of the activity. */
	fields: readonly string[];
	/** Whether the answer of `accepts` depends on the time of the activity too. */
	isTimed: boolean;
}

/** A further activity that a rule asks for: at least `count` within `days`. */
export interface Requirement {
	stream: Stream;
	count: number;
	/** Milliseconds, Infinity for any time. */
	window: number;
}

/** A test of a lead whose answer changes with time alone. */
export interface TimedTest {
	holds: (lead: LeadView, asOf: number) => boolean;
	/** The instant at which the answer changes, if it ever does. */
	changesAt: (lead: LeadView) => number | undefined;
}

/** What starts a rule: a property of the lead, activities, or silence. All spans in milliseconds. */
export type Trigger =
	| { kind: 'lead' }
	| { kind: 'activity'; stream: Stream; count: number; window: number }
	| { kind: 'silence'; stream: Stream; after: number; every: number | undefined };

export interface CompiledRule {
	index: number;
	rule: Rule;
	trigger: Trigger;
	/** Index of the stream without which the rule cannot apply; undefined for a rule about the lead. */
	triggerStream: number | undefined;
	/** Beside those that {@link CompiledModel.factsOf} answers. */
	timedTests: readonly TimedTest[];
	requirements: readonly Requirement[];
	/** Of the trigger and the requirements. */
	streams: readonly Stream[];
	/** Silence that has to come before the activity. */
	gaps: ReadonlyArray<{ stream: Stream; least: number }>;
	/** Multiplies the points: the numeric field of `per: unit`; undefined where nothing does. */
	amountOfLead: ((lead: LeadView) => number) | undefined;
	amountOf: ((activity: ScoredActivity) => number) | undefined;
	/** Hits that agree in it count once; undefined where every hit counts. */
	distinctBy: ((activity: ScoredActivity) => unknown) | undefined;
	decay: DecayCurve;
	/** 1 = as written. */
	weight: number;
	product: string | undefined;
	/** Its line of the explanation in words: for how many activities, and for how many hundredths of a point. */
	textOf: (count: number, points: number) => string;
}

export interface ResolvedOptions {
	fitCap: number | undefined;
	engagementCap: number | undefined;
	totalCap: number | undefined;
	floor: number | undefined;
	liftsCap: ReadonlySet<number>;
	decay: DecayCurve;
	/** Milliseconds. */
	recent: number;
	/** Points. */
	threshold: number;
	maxReasons: number;
}

export interface CompiledModel {
	/** `name@version`. */
	label: string;
	rules: readonly CompiledRule[];
	/** The rules whose part in the total may change as time passes. */
	movingRules: readonly CompiledRule[];
	streams: readonly Stream[];
	/** The rules that fields of a lead rule out at any time, and how much of it is filled in. */
	factsOf: (lead: LeadView) => LeadFacts;
	/** The streams that take an activity. */
	streamsOf: (activity: ScoredActivity) => readonly Stream[];
	/** A field of the lead, by the same lookup as rules. */
	fieldOf: (field: string) => FieldReader;
	/** Where a lead of this shape keeps a field. */
	pathOf: (field: string) => string;
	options: ResolvedOptions;
}

import { NO_DECAY, parseDecay, type DecayCurve } from '../decay/curve';
import type { Checked, Fault } from '../fault';
import { shown } from '../fault';
import {
	fieldPath,
	isDerivedField,
	leadFields,
	type FieldReader,
	type FieldSource,
	type LeadView,
} from '../lead/fields';
import { DERIVED_FIELDS } from '../lead/derived';
import { asNumber } from '../number';
import { activityField, type ScoredActivity } from '../score/activities';
import { fold } from '../text';
import { DAY } from '../time';
import { changesAt, compileOperator, isTimed, type Test } from './operators';
import { productName, type Condition, type Model, type Rule, type ScoreOptions } from './rule';
import { wildcardMatcher } from './wildcard';

/** Activities of certain types that pass certain tests; a lead's hits are collected per stream. */
export interface Stream {
	index: number;
	handles: (type: string) => boolean;
	accepts: (activity: ScoredActivity) => boolean;
}

/** A further activity that a rule asks for: at least `count` within `days`. */
export interface Requirement {
	stream: Stream;
	count: number;
	/** Milliseconds, Infinity for any time. */
	window: number;
}

export interface LeadTest {
	holds: (lead: LeadView, asOf: number) => boolean;
	/** The instant at which the answer changes with time alone, if it ever does. */
	changesAt: ((lead: LeadView) => number | undefined) | undefined;
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
	leadTests: readonly LeadTest[];
	requirements: readonly Requirement[];
	/** Silence that has to come before the activity. */
	gaps: ReadonlyArray<{ stream: Stream; least: number }>;
	/** Multiplies the points: the numeric field of `per: unit`, 1 otherwise. */
	amountOfLead: (lead: LeadView) => number;
	amountOf: (activity: ScoredActivity) => number;
	decay: DecayCurve;
	/** 1 = as written. */
	weight: number;
	product: string | undefined;
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
	streams: readonly Stream[];
	/** The streams that take activities of this type; worked out once a type. */
	streamsFor: (type: string) => readonly Stream[];
	completeness: readonly FieldReader[];
	/** A field of the lead, by the same lookup as rules. */
	fieldOf: (field: string) => FieldReader;
	/** Where a lead of this shape keeps a field. */
	pathOf: (field: string) => string;
	options: ResolvedOptions;
}

export const DEFAULT_COMPLETENESS_FIELDS = [
	'email',
	'name',
	'title',
	'company',
	'industry',
	'country',
	'employees',
	'revenue',
	'phone',
	'authority',
	'timeline',
];
export const DEFAULT_THRESHOLD = 65;
export const DEFAULT_RECENT_DAYS = 30;

const KNOWN_TYPES = 1000;

/**
 * Compiles a model once to closures: operators to tests, event names to streams grouped by activity type, options to
 * numbers. `options` win over those the model brings. Faults name the option or the rule's row.
 */
export function compileModel(
	model: Model,
	options: ScoreOptions = {},
	source: FieldSource = {},
): Checked<CompiledModel> {
	const faults: Fault[] = [];
	const merged = mergeOptions(model.options, options);
	const defaultDecay = readDecay(merged.decay, faults);
	const fieldOf = leadFields(source);
	const streams: Stream[] = [];
	const addStream = (events: readonly string[], accepts: Stream['accepts']): Stream => {
		const stream = { index: streams.length, handles: eventMatcher(events), accepts };
		streams.push(stream);
		return stream;
	};
	const weights = { fit: percent(merged.fitWeight), engagement: percent(merged.engagementWeight) };
	const rules = model.rules.map((rule, index): CompiledRule => ({
		...compileConditions(rule, fieldOf, addStream, faults),
		index,
		rule,
		decay: rule.decay ?? (rule.dimension === 'engagement' ? defaultDecay : NO_DECAY),
		weight: rule.dimension === 'fit' ? weights.fit : rule.dimension === 'engagement' ? weights.engagement : 1,
		product: productName(rule.dimension),
	}));
	const resolved = resolveOptions(merged, rules, defaultDecay, faults);
	if (faults.length > 0) return { ok: false, faults };
	return {
		ok: true,
		value: {
			label: `${model.name}@${model.version}`,
			rules,
			streams,
			streamsFor: streamIndex(streams),
			completeness: (merged.completenessFields ?? DEFAULT_COMPLETENESS_FIELDS).map(fieldOf),
			fieldOf,
			pathOf: (field) => fieldPath(field, source),
			options: resolved,
		},
	};
}

const percent = (weight: number | undefined): number => (weight ?? 100) / 100;

/** The options of a model with those given over them; an option that is undefined was not given. */
export const mergeOptions = (own: ScoreOptions, given: ScoreOptions): ScoreOptions => ({
	...own,
	...Object.fromEntries(Object.entries(given).filter(([, value]) => value !== undefined)),
});

function readDecay(text: string | undefined, faults: Fault[]): DecayCurve {
	const curve = parseDecay(text ?? '');
	if (curve.ok) return curve.value;
	faults.push({ message: `The option “Decay”: ${curve.message}`, hint: curve.hint });
	return NO_DECAY;
}

function eventMatcher(events: readonly string[]): (type: string) => boolean {
	if (events.length === 0 || events.includes('*')) return () => true;
	const matchers = events.map(wildcardMatcher);
	return (type) => matchers.some((matches) => matches(type));
}

function streamIndex(streams: readonly Stream[]): (type: string) => readonly Stream[] {
	const byType = new Map<string, readonly Stream[]>();
	return (type) => {
		const known = byType.get(type);
		if (known) return known;
		const found = streams.filter((stream) => stream.handles(type));
		if (byType.size < KNOWN_TYPES) byType.set(type, found);
		return found;
	};
}

type AddStream = (events: readonly string[], accepts: Stream['accepts']) => Stream;
type Conditions = Pick<CompiledRule, 'trigger' | 'leadTests' | 'requirements' | 'gaps' | 'amountOf' | 'amountOfLead'>;

function compileConditions(
	rule: Rule,
	fieldOf: (field: string) => FieldReader,
	addStream: AddStream,
	faults: Fault[],
): Conditions {
	const [first] = rule.conditions;
	const isSame = (condition: Condition): boolean =>
		condition === first || (condition.subject === first.subject && condition.events.join() === first.events.join());
	const same = rule.conditions.filter(isSame);
	const others = rule.conditions.filter((condition) => !isSame(condition));
	const amount = rule.per === 'unit' && first.subject === 'activity' ? numeric(activityField(first.field)) : undefined;
	const leadAmount = rule.per === 'unit' && first.subject === 'lead' ? numeric(fieldOf(first.field)) : undefined;
	for (const condition of rule.conditions) checkField(condition, faults);

	const leadConditions = [...same, ...others].filter(({ subject }) => subject === 'lead');
	const streamOf = (conditions: readonly Condition[]): Stream =>
		addStream(conditions[0].events, allOf(conditions.flatMap(activityTest)));
	return {
		trigger: compileTrigger(rule, first, first.subject === 'lead' ? undefined : streamOf(same)),
		leadTests: leadConditions.flatMap((condition) => leadTest(condition, fieldOf)),
		requirements: others
			.filter(({ subject }) => subject === 'activity')
			.map((condition) => ({
				stream: streamOf([condition]),
				count: condition.count,
				window: windowOf(condition),
			})),
		gaps: others
			.filter(({ subject }) => subject === 'silence')
			.map((condition) => ({ stream: streamOf([condition]), least: (condition.days ?? 0) * DAY })),
		amountOf: amount ?? (() => 1),
		amountOfLead: leadAmount ?? (() => 1),
	};
}

function compileTrigger(rule: Rule, first: Condition, stream: Stream | undefined): Trigger {
	if (!stream) return { kind: 'lead' };
	if (first.subject === 'activity') return { kind: 'activity', stream, count: first.count, window: windowOf(first) };
	return {
		kind: 'silence',
		stream,
		after: (first.days ?? 0) * DAY,
		every: rule.every === undefined ? undefined : rule.every * DAY,
	};
}

const windowOf = (condition: Condition): number => (condition.days === undefined ? Infinity : condition.days * DAY);

const numeric =
	<Source>(read: (source: Source) => unknown) =>
	(source: Source): number =>
		asNumber(read(source)) ?? 0;

function checkField(condition: Condition, faults: Fault[]): void {
	if (condition.subject !== 'lead' || !isDerivedField(condition.field)) return;
	const name = condition.field.slice('$lead.'.length);
	if (DERIVED_FIELDS.has(name)) return;
	faults.push({
		message: `${condition.row}, column “field”: ${shown(condition.field)} is not a derived field`,
		hint: `Use one of: ${[...DERIVED_FIELDS.keys()].map((each) => `$lead.${each}`).join(', ')}.`,
	});
}

// The operators were checked when the rule was read.
function testOf(condition: Condition): Test | undefined {
	if (condition.operator === undefined) return undefined;
	const compiled = compileOperator(condition.operator, condition.value);
	return compiled.ok ? compiled.value : () => false;
}

function activityTest(condition: Condition): Array<(activity: ScoredActivity) => boolean> {
	const test = testOf(condition);
	if (!test) return [];
	const read = activityField(condition.field);
	// Fixed to the activity's own time, so that a stored activity never starts or stops matching by itself.
	return [(activity) => test(read(activity), activity.at)];
}

function allOf(tests: ReadonlyArray<(activity: ScoredActivity) => boolean>): Stream['accepts'] {
	if (tests.length === 0) return () => true;
	return tests.length === 1 ? tests[0] : (activity) => tests.every((test) => test(activity));
}

function leadTest(condition: Condition, fieldOf: (field: string) => FieldReader): LeadTest[] {
	const { operator, value } = condition;
	const test = testOf(condition);
	if (!test || operator === undefined) return [];
	const read = fieldOf(condition.field);
	return [
		{
			holds: (lead, asOf) => test(read(lead), asOf),
			changesAt: isTimed(operator) ? (lead) => changesAt(operator, value, read(lead)) : undefined,
		},
	];
}

function resolveOptions(
	options: ScoreOptions,
	rules: readonly CompiledRule[],
	decay: DecayCurve,
	faults: Fault[],
): ResolvedOptions {
	const { totalCap, floor } = options;
	if (totalCap !== undefined && floor !== undefined && floor > totalCap) {
		faults.push({
			message: `The option “Floor” (${floor}) lies above “Total Cap” (${totalCap})`,
			hint: 'Lower the floor or raise the cap.',
		});
	}
	const lifting = (options.totalCapUnless ?? []).map((name) => ({
		name,
		rule: rules.find(({ rule }) => fold(rule.name) === fold(name)),
	}));
	for (const { name, rule } of lifting) {
		if (!rule)
			faults.push({
				message: `The option “Total Cap Unless” names ${shown(name)}, which is not a rule of the model`,
				hint: `Rules: ${rules
					.slice(0, 40)
					.map(({ rule: each }) => each.name)
					.join(', ')}.`,
			});
	}
	return {
		fitCap: options.fitCap,
		engagementCap: options.engagementCap,
		totalCap,
		floor,
		liftsCap: new Set(lifting.flatMap(({ rule }) => (rule ? [rule.index] : []))),
		decay,
		recent: (options.recentDays ?? DEFAULT_RECENT_DAYS) * DAY,
		threshold: options.threshold ?? DEFAULT_THRESHOLD,
		maxReasons: options.maxReasons ?? Infinity,
	};
}

import { isOnlyAbout } from '../activity/catalogue';
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
import { COMPLETENESS } from '../lead/completeness';
import { DERIVED_FIELDS } from '../lead/derived';
import { asNumber } from '../number';
import { activityField, type ScoredActivity } from '../score/activities';
import { textWriter } from '../score/reasons';
import { fold } from '../text';
import { DAY } from '../time';
import { FieldJudge, StreamIndex } from './answers';
import { changesAt, compileOperator, isTimed, type Test } from './operators';
import { productName, type Condition, type Model, type Rule, type ScoreOptions } from './rule';
import { wildcardMatcher } from './wildcard';

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
	/** Index of the stream without which the rule cannot apply; undefined for a rule about the lead. */
	triggerStream: number | undefined;
	leadTests: readonly LeadTest[];
	requirements: readonly Requirement[];
	/** Of the trigger and the requirements. */
	streams: readonly Stream[];
	/** Silence that has to come before the activity. */
	gaps: ReadonlyArray<{ stream: Stream; least: number }>;
	/** Multiplies the points: the numeric field of `per: unit`; undefined where nothing does. */
	amountOfLead: ((lead: LeadView) => number) | undefined;
	amountOf: ((activity: ScoredActivity) => number) | undefined;
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
	/** The streams that take an activity. */
	streamsOf: (activity: ScoredActivity) => readonly Stream[];
	/** Percent of the key fields that are filled in, 0-100. */
	completeness: (lead: LeadView) => number;
	/** A field of the lead, by the same lookup as rules. */
	fieldOf: (field: string) => FieldReader;
	/** Where a lead of this shape keeps a field. */
	pathOf: (field: string) => string;
	options: ResolvedOptions;
}

export const DEFAULT_THRESHOLD = 65;
export const DEFAULT_RECENT_DAYS = 30;

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
	const fieldOf = leadFields({ completenessFields: merged.completenessFields, ...source });
	const judgeOf = judgesOf(fieldOf);
	const readCompleteness = fieldOf(`$lead.${COMPLETENESS}`);
	const streams: Stream[] = [];
	const addStream = (conditions: readonly Condition[]): Stream => {
		const stream = compileStream(conditions, streams.length);
		streams.push(stream);
		return stream;
	};
	const weights = { fit: percent(merged.fitWeight), engagement: percent(merged.engagementWeight) };
	const rules = model.rules.map((rule, index): CompiledRule => ({
		...compileConditions(rule, { fieldOf, judgeOf, addStream }, faults),
		index,
		rule,
		decay: rule.decay ?? (rule.dimension === 'engagement' ? defaultDecay : NO_DECAY),
		weight: rule.dimension === 'fit' ? weights.fit : rule.dimension === 'engagement' ? weights.engagement : 1,
		product: productName(rule.dimension),
		textOf: textWriter(rule.name),
	}));
	const resolved = resolveOptions(merged, rules, defaultDecay, faults);
	if (faults.length > 0) return { ok: false, faults };
	const index = new StreamIndex(streams);
	return {
		ok: true,
		value: {
			label: `${model.name}@${model.version}`,
			rules,
			movingRules: rules.filter(mayMove),
			streams,
			streamsOf: (activity) => index.streamsOf(activity),
			completeness: (lead) => Number(readCompleteness(lead)),
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
	if (events.length === 0 || events.includes('*')) return (type) => !isOnlyAbout(type) || events.includes(type);
	const matchers = events.map(wildcardMatcher);
	return (type) => matchers.some((matches) => matches(type));
}

function judgesOf(fieldOf: (field: string) => FieldReader): (field: string) => FieldJudge {
	const judges = new Map<string, FieldJudge>();
	return (field) => {
		const known = judges.get(field);
		if (known) return known;
		const judge = new FieldJudge(fieldOf(field));
		judges.set(field, judge);
		return judge;
	};
}

/** What the conditions of all rules of a model share. */
interface Shared {
	fieldOf: (field: string) => FieldReader;
	judgeOf: (field: string) => FieldJudge;
	addStream: (conditions: readonly Condition[]) => Stream;
}

const mayMove = ({ rule, streams, leadTests }: CompiledRule): boolean =>
	rule.dimension !== 'exclude' && (streams.length > 0 || leadTests.some((test) => test.changesAt !== undefined));

type Conditions = Pick<
	CompiledRule,
	'trigger' | 'triggerStream' | 'leadTests' | 'requirements' | 'streams' | 'gaps' | 'amountOf' | 'amountOfLead'
>;

function compileConditions(rule: Rule, { fieldOf, judgeOf, addStream }: Shared, faults: Fault[]): Conditions {
	const [first] = rule.conditions;
	const isSame = (condition: Condition): boolean =>
		condition === first || (condition.subject === first.subject && condition.events.join() === first.events.join());
	const same = rule.conditions.filter(isSame);
	const others = rule.conditions.filter((condition) => !isSame(condition));
	const amount = rule.per === 'unit' && first.subject === 'activity' ? numeric(activityField(first.field)) : undefined;
	const leadAmount = rule.per === 'unit' && first.subject === 'lead' ? numeric(fieldOf(first.field)) : undefined;
	for (const condition of rule.conditions) checkField(condition, faults);

	const leadConditions = [...same, ...others].filter(({ subject }) => subject === 'lead');
	const stream = first.subject === 'lead' ? undefined : addStream(same);
	const requirements = others
		.filter(({ subject }) => subject === 'activity')
		.map((condition) => ({ stream: addStream([condition]), count: condition.count, window: windowOf(condition) }));
	return {
		trigger: compileTrigger(rule, first, stream),
		triggerStream: stream?.index,
		leadTests: leadConditions.flatMap((condition) => leadTest(condition, fieldOf, judgeOf)),
		requirements,
		streams: [...(stream ? [stream] : []), ...requirements.map((requirement) => requirement.stream)],
		gaps: others
			.filter(({ subject }) => subject === 'silence')
			.map((condition) => ({ stream: addStream([condition]), least: (condition.days ?? 0) * DAY })),
		amountOf: amount,
		amountOfLead: leadAmount,
	};
}

function compileStream(conditions: readonly Condition[], index: number): Stream {
	const tested = conditions.filter(({ operator }) => operator !== undefined);
	return {
		index,
		handles: eventMatcher(conditions[0].events),
		accepts: allOf(tested.flatMap(activityTest)),
		fields: tested.map(({ field }) => field),
		isTimed: tested.some(({ operator }) => isTimed(operator)),
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

const DERIVED_NAMES = [...DERIVED_FIELDS.keys(), COMPLETENESS];

function checkField(condition: Condition, faults: Fault[]): void {
	if (condition.subject !== 'lead' || !isDerivedField(condition.field)) return;
	const name = condition.field.slice('$lead.'.length);
	if (DERIVED_NAMES.includes(name)) return;
	faults.push({
		message: `${condition.row}, column “field”: ${shown(condition.field)} is not a derived field`,
		hint: `Use one of: ${DERIVED_NAMES.map((each) => `$lead.${each}`).join(', ')}.`,
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

function leadTest(
	condition: Condition,
	fieldOf: (field: string) => FieldReader,
	judgeOf: (field: string) => FieldJudge,
): LeadTest[] {
	const { field, operator, value } = condition;
	const test = testOf(condition);
	if (!test || operator === undefined) return [];
	if (!isTimed(operator)) return [{ holds: judgeOf(field).add(test), changesAt: undefined }];
	const read = fieldOf(field);
	return [
		{
			holds: (lead, asOf) => test(read(lead), asOf),
			changesAt: (lead) => changesAt(operator, value, read(lead)),
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

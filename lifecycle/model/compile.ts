import { isSignOfLife } from '../activity/sign-of-life';
import { activityField, type ScoredActivity } from '../activity/scored-activity';
import { NO_DECAY, parseDecay, type DecayCurve } from '../decay/curve';
import type { Checked, Fault } from '../fault';
import { fieldPath, keyFieldReaders, leadFields, type FieldReader, type FieldSource } from '../lead/fields';
import { asNumber } from '../number';
import { DAY } from '../time';
import type { CompiledModel, CompiledRule, Stream, TimedTest, Trigger } from './compiled';
import { FactReader } from './facts';
import { textWriter } from './line-text';
import { changesAt, compileOperator, isTimed } from './operators';
import type { Reading, Test } from './reading';
import { mergeOptions, resolveOptions } from './options';
import { productName, type Condition, type Model, type Rule, type ScoreOptions } from './rule';
import { StreamIndex } from './verdicts';
import { wildcardMatcher } from './wildcard';

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
	const fields = { completenessFields: merged.completenessFields, ...source };
	const fieldOf = leadFields(fields);
	const reading = readingOf(source);
	const facts = new FactReader(model.rules.length, source, fieldOf, keyFieldReaders(fields));
	const streams: Stream[] = [];
	const addStream: Shared['addStream'] = (conditions) =>
		streams[streams.push(compileStream(conditions, streams.length, reading)) - 1];
	const weightOf = weightsOf(merged);
	const rules = model.rules.map((rule, index): CompiledRule => ({
		...compileConditions(rule, index, { fieldOf, facts, addStream, reading }),
		index,
		rule,
		decay: rule.decay ?? (rule.dimension === 'engagement' ? defaultDecay : NO_DECAY),
		weight: weightOf(rule.dimension),
		product: productName(rule.dimension),
		distinctBy: rule.per === 'distinct' ? activityField(rule.distinctBy) : undefined,
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
			factsOf: (lead) => facts.factsOf(lead),
			streamsOf: (activity) => index.streamsOf(activity),
			fieldOf,
			pathOf: (field) => fieldPath(field, source),
			options: resolved,
		},
	};
}

const percent = (weight: number | undefined): number => (weight ?? 100) / 100;

/** 1 = as written. */
const weightsOf =
	({ fitWeight, engagementWeight }: ScoreOptions) =>
	(dimension: Rule['dimension']): number =>
		dimension === 'fit' ? percent(fitWeight) : dimension === 'engagement' ? percent(engagementWeight) : 1;

function readDecay(text: string | undefined, faults: Fault[]): DecayCurve {
	const curve = parseDecay(text ?? '');
	if (curve.ok) return curve.value;
	faults.push({ message: `The option “Decay”: ${curve.message}`, hint: curve.hint });
	return NO_DECAY;
}

const readingOf = ({ shape, zone = 'utc' }: FieldSource): Reading => ({ zone, falseIsEmpty: shape === 'odoo' });

function eventMatcher(events: readonly string[]): (type: string) => boolean {
	if (events.length === 0 || events.includes('*')) return (type) => isSignOfLife(type) || events.includes(type);
	const matchers = events.map(wildcardMatcher);
	return (type) => matchers.some((matches) => matches(type));
}

/** What the conditions of all rules of a model share. */
interface Shared {
	fieldOf: (field: string) => FieldReader;
	facts: FactReader;
	addStream: (conditions: readonly Condition[]) => Stream;
	reading: Reading;
}

const mayMove = ({ rule, streams, timedTests }: CompiledRule): boolean =>
	rule.dimension !== 'exclude' && (streams.length > 0 || timedTests.length > 0);

type Conditions = Pick<
	CompiledRule,
	'trigger' | 'triggerStream' | 'timedTests' | 'requirements' | 'streams' | 'gaps' | 'amountOf' | 'amountOfLead'
>;

function compileConditions(rule: Rule, index: number, shared: Shared): Conditions {
	const { fieldOf, addStream } = shared;
	const [first] = rule.conditions;
	const isSame = (condition: Condition): boolean =>
		condition === first || (condition.subject === first.subject && condition.events.join() === first.events.join());
	const same = rule.conditions.filter(isSame);
	const others = rule.conditions.filter((condition) => !isSame(condition));
	const amount = rule.per === 'unit' && first.subject === 'activity' ? numeric(activityField(first.field)) : undefined;
	const leadAmount = rule.per === 'unit' && first.subject === 'lead' ? numeric(fieldOf(first.field)) : undefined;

	const leadConditions = [...same, ...others].filter(({ subject }) => subject === 'lead');
	const stream = first.subject === 'lead' ? undefined : addStream(same);
	const requirements = others
		.filter(({ subject }) => subject === 'activity')
		.map((condition) => ({ stream: addStream([condition]), count: condition.count, window: windowOf(condition) }));
	return {
		trigger: compileTrigger(rule, first, stream),
		triggerStream: stream?.index,
		timedTests: leadConditions.flatMap((condition) => timedTests(condition, index, shared)),
		requirements,
		streams: [...(stream ? [stream] : []), ...requirements.map((requirement) => requirement.stream)],
		gaps: others
			.filter(({ subject }) => subject === 'silence')
			.map((condition) => ({ stream: addStream([condition]), least: (condition.days ?? 0) * DAY })),
		amountOf: amount,
		amountOfLead: leadAmount,
	};
}

function compileStream(conditions: readonly Condition[], index: number, reading: Reading): Stream {
	const tested = conditions.filter(({ operator }) => operator !== undefined);
	return {
		index,
		handles: eventMatcher(conditions[0].events),
		accepts: allOf(tested.flatMap((condition) => activityTest(condition, reading))),
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

// The operators were checked when the rule was read.
function testOf(condition: Condition, reading: Reading): Test | undefined {
	if (condition.operator === undefined) return undefined;
	const compiled = compileOperator(condition.operator, condition.value, reading);
	return compiled.ok ? compiled.value : () => false;
}

function activityTest(condition: Condition, reading: Reading): Array<(activity: ScoredActivity) => boolean> {
	const test = testOf(condition, reading);
	if (!test) return [];
	const read = activityField(condition.field);
	// Fixed to the activity's own time, so that a stored activity never starts or stops matching by itself.
	return [(activity) => test(read(activity), activity.at)];
}

function allOf(tests: ReadonlyArray<(activity: ScoredActivity) => boolean>): Stream['accepts'] {
	if (tests.length === 0) return () => true;
	return tests.length === 1 ? tests[0] : (activity) => tests.every((test) => test(activity));
}

/** The test of a condition where its answer changes with time; any other is a fact. */
function timedTests(condition: Condition, rule: number, { fieldOf, facts, reading }: Shared): TimedTest[] {
	const { field, operator, value } = condition;
	const test = testOf(condition, reading);
	if (!test || operator === undefined) return [];
	if (!isTimed(operator)) {
		facts.add(rule, field, test);
		return [];
	}
	const read = fieldOf(field);
	return [
		{
			holds: (lead, asOf) => test(read(lead), asOf),
			changesAt: (lead) => changesAt(operator, value, read(lead), reading),
		},
	];
}

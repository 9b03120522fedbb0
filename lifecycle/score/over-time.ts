import { readActivities } from '../activity/read-activities';
import type { ScoredActivity } from '../activity/scored-activity';
import { isEmpty } from '../empty';
import { ok, type Result } from '../fault';
import { leadView } from '../lead/fields';
import type { CompiledModel } from '../model/compiled';
import type { Fields } from '../path';
import { evaluateRules, type LeadCase, type Outcome } from './outcome';
import { readState, type LeadState } from './state';
import { addUp, tallyOf, type Sums } from './sums';

export interface LeadToScore {
	/** Key of the lead, used in messages and in the ids of activities that have none. */
	lead: string;
	fields: Fields;
	activities: readonly unknown[];
}

/** A lead whose fields and activities are read and sorted by a model, once for any number of instants. */
export interface LeadOverTime {
	readonly raw: LeadToScore;
	readonly model: CompiledModel;
	readonly state: LeadState;
	/** Those that count, each once, oldest first, of the future too. */
	readonly activities: readonly ScoredActivity[];
	/** The lead as it was known at an instant (epoch milliseconds). */
	readonly caseAt: (at: number) => LeadCase;
}

/** A lead whose fields and activities are read, for any number of models. */
export interface ReadLead extends Pick<LeadOverTime, 'raw' | 'state' | 'activities'> {
	readonly lessons: readonly Lesson[];
}

/** Reads a lead for scoring. A fault names the field or the activity that cannot be read. */
export function readLead(raw: LeadToScore): Result<ReadLead> {
	const state = readState(raw.fields);
	if (!state.ok) return state;
	const activities = readActivities(raw.activities, raw.lead);
	if (!activities.ok) return activities;
	return ok({ raw, state: state.value, activities: activities.value, lessons: lessonsOf(activities.value) });
}

export const underModel = (lead: ReadLead, model: CompiledModel): LeadOverTime => ({
	raw: lead.raw,
	model,
	state: lead.state,
	activities: lead.activities,
	caseAt: casesOf(lead, model),
});

/** Reads a lead for scoring by one model. A fault names the field or the activity that cannot be read. */
export function openLead(raw: LeadToScore, model: CompiledModel): Result<LeadOverTime> {
	const read = readLead(raw);
	return read.ok ? ok(underModel(read.value, model)) : read;
}

/** What the rules give at an instant, and what it adds up to. */
export interface Evaluation {
	readonly outcomes: readonly Outcome[];
	readonly sums: Sums;
}

/** Scores a case at an instant (epoch milliseconds), without putting it in words. */
export function evaluate(lead: LeadCase, state: LeadState, at: number): Evaluation {
	const outcomes = evaluateRules(lead.model.rules, lead, at);
	return { outcomes, sums: addUp(tallyOf(outcomes, lead.model.options), state, lead.model, at) };
}

function casesOf(
	{ raw: { fields }, state, activities, lessons }: ReadLead,
	model: CompiledModel,
): LeadOverTime['caseAt'] {
	const { recycledAt = -Infinity } = state;
	const hits = intoStreams(activities, model);
	// Of most leads nothing was learned, and they look the same at all times.
	if (lessons.length === 0) {
		const view = leadView(fields);
		const always: LeadCase = { model, view, facts: model.factsOf(view), hits, resetAt: recycledAt };
		return () => always;
	}
	const cases = new Map<number, LeadCase>();
	return (at) => {
		const known = countUntil(lessons, at);
		const before = cases.get(known);
		if (before) return before;
		const view = leadView(fields, attributesOf(lessons.slice(0, known)));
		const then: LeadCase = { model, view, facts: model.factsOf(view), hits, resetAt: recycledAt };
		cases.set(known, then);
		return then;
	};
}

/** What an activity taught about the lead. */
interface Lesson {
	readonly at: number;
	readonly type: string;
	readonly values: ReadonlyArray<readonly [name: string, value: unknown]>;
}

const NO_LESSONS: readonly Lesson[] = [];

function lessonsOf(activities: readonly ScoredActivity[]): readonly Lesson[] {
	if (activities.length === 0) return NO_LESSONS;
	const lessons: Lesson[] = [];
	for (const activity of activities) {
		if (activity.raw.attributes === undefined || activity.raw.attributes === null) continue;
		const values = Object.entries(activity.attributes).filter(
			([name, value]) => !isEmpty(value) && name !== '__proto__',
		);
		if (values.length > 0) lessons.push({ at: activity.at, type: activity.type, values });
	}
	return lessons;
}

function countUntil(sorted: ReadonlyArray<{ readonly at: number }>, at: number): number {
	let count = sorted.length;
	while (count > 0 && sorted[count - 1].at > at) count--;
	return count;
}

/** The part of activities in order of time that happened by an instant. */
export function knownBy(sorted: readonly ScoredActivity[], at: number): readonly ScoredActivity[] {
	const count = countUntil(sorted, at);
	return count === sorted.length ? sorted : sorted.slice(0, count);
}

const ENRICHED = 'enriched';

// Oldest first, so that the newest value wins; what a data service knows comes before all that the lead gave itself.
function attributesOf(known: readonly Lesson[]): Map<string, unknown> | undefined {
	const bought = known.filter(({ type }) => type === ENRICHED);
	const inOrder = bought.length === 0 ? known : [...bought, ...known.filter(({ type }) => type !== ENRICHED)];
	if (inOrder.length === 0) return undefined;
	return new Map(inOrder.flatMap(({ values }) => values));
}

const NO_HITS: LeadCase['hits'] = [];

function intoStreams(
	sorted: readonly ScoredActivity[],
	model: CompiledModel,
): ReadonlyArray<readonly ScoredActivity[] | undefined> {
	if (sorted.length === 0) return NO_HITS;
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

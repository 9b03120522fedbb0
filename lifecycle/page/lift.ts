import { readActivities } from '../activity/read-activities';
import type { ScoredActivity } from '../activity/scored-activity';
import type { CompiledRule, Stream } from '../model/compiled';
import type { Condition } from '../model/rule';
import { toPoints } from '../points';
import type { LeadCase } from '../score/outcome';
import { evaluate, type LeadOverTime } from '../score/over-time';
import { asText, splitList } from '../text';
import { toIso } from '../time';

/** Something the lead could do, and the total it would then have. */
export interface Lift {
	/** Name of the rule. */
	readonly rule: string;
	/** How many such activities it takes. */
	readonly times: number;
	readonly points: number;
	readonly total: number;
}

/**
 * What would lift a lead's score most at an instant (epoch milliseconds): for each rule about activities, an activity that the rule takes is added
 * to the log and the lead scored again, so decay, limits and other rules have their say. Rules that no activity made up can meet are left out.
 */
export function liftsOf(lead: LeadOverTime, at: number, most = 3): Lift[] {
	const { total } = evaluate(lead.caseAt(at), lead.state, at).sums;
	return lead.model.rules
		.flatMap((rule) => liftBy(rule, lead, at, total) ?? [])
		.sort((left, right) => right.points - left.points)
		.slice(0, most);
}

function liftBy(rule: CompiledRule, lead: LeadOverTime, at: number, before: number): Lift | undefined {
	const { trigger } = rule;
	const { points, dimension, name } = rule.rule;
	if (trigger.kind !== 'activity' || points <= 0 || dimension === 'exclude' || rule.product !== undefined)
		return undefined;
	const made = activityFor(rule);
	if (made === undefined) return undefined;
	const since = Math.max(at - trigger.window, lead.state.recycledAt ?? -Infinity);
	const leadCase = lead.caseAt(at);
	const had = (leadCase.hits[trigger.stream.index] ?? []).filter((hit) => hit.at > since && hit.at <= at).length;
	const times = Math.max(1, trigger.count - had);
	const added = Array.from({ length: times }, (_, index) => ({ ...made, activity: `what-if-${index}`, at: toIso(at) }));
	const read = readActivities(added, lead.raw.lead);
	if (!read.ok || !read.value.every((activity) => takes(trigger.stream, activity))) return undefined;
	const { total } = evaluate(withActivities(leadCase, read.value, at), lead.state, at).sums;
	if (total <= before) return undefined;
	return { rule: name, times, points: toPoints(total - before), total: toPoints(total) };
}

/** The case as if the lead had done this too, last of all until now. */
function withActivities(lead: LeadCase, added: readonly ScoredActivity[], at: number): LeadCase {
	const hits = [...lead.hits];
	for (const activity of added) {
		for (const { index } of lead.model.streamsOf(activity)) {
			const others = hits[index] ?? [];
			const isPast = (other: ScoredActivity): boolean => other.at <= at;
			hits[index] = [...others.filter(isPast), activity, ...others.filter((other) => !isPast(other))];
		}
	}
	return { ...lead, hits };
}

const takes = ({ handles, accepts }: Stream, activity: ScoredActivity): boolean =>
	handles(activity.type) && accepts(activity);

/** An activity that meets what the rule asks of its first kind of activity; undefined where that cannot be made up. */
function activityFor({ rule: { conditions } }: CompiledRule): { type: string; properties: object } | undefined {
	const [first] = conditions;
	const type = first.events.map((event) => event.replaceAll('*', '')).find((event) => event !== '');
	if (type === undefined) return undefined;
	const properties: Record<string, unknown> = {};
	for (const condition of conditions) {
		if (condition.subject !== 'activity' || condition.events.join() !== first.events.join()) continue;
		const field = propertyOf(condition.field);
		if (field === undefined || condition.operator === undefined) continue;
		properties[field] = valueFor(condition);
	}
	return { type, properties };
}

/** Where an activity keeps what a condition reads; its type, channel and time are not made up. */
function propertyOf(field: string): string | undefined {
	if (field === '$activity.page') return 'page';
	if (field === '$activity.asset') return 'asset';
	return field === '' || field.startsWith('$') || field.includes('.') ? undefined : field;
}

/** What no rule is likely to ask for. */
const OTHER = '~';

function valueFor({ operator, value }: Condition): unknown {
	const text = asText(value);
	switch (operator) {
		case 'is_true':
			return true;
		case 'is_not_empty':
		case 'is_not':
		case 'not_in':
		case 'not_contains':
			return OTHER;
		case 'gt':
			return Number(value) + 1;
		case 'between':
			return text.split('..')[0];
		default:
			return splitList(text)[0]?.replaceAll('*', '') ?? text;
	}
}

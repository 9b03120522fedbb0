import { leadKey } from '../lead/key';
import { isExcluded } from '../grid/grid';
import { asBoolean } from '../boolean';
import { isMissing } from '../empty';
import { readActivities } from '../activity/read-activities';
import type { ScoredActivity } from '../activity/scored-activity';
import { fault, ok, shown, type Result } from '../fault';
import { memoised } from '../memoised';
import { asNumber } from '../number';
import { toHundredths } from '../points';
import { asText } from '../text';
import { NO_ROLES, readRoles, type Roles } from './role';

/** Reads one fact of a lead, e.g. of the one at index 3. */
export type Reader<Lead> = (lead: Lead, index: number) => unknown;

/** Where the facts about a lead stand. A reader that finds nothing gives undefined. */
export interface AccountReaders<Lead> {
	/** What tells one person from another. */
	lead: Reader<Lead>;
	name: Reader<Lead>;
	email: Reader<Lead>;
	company: Reader<Lead>;
	/** Read when grouping by field. */
	account: Reader<Lead>;
	role: Reader<Lead>;
	score: Reader<Lead>;
	engagement: Reader<Lead>;
	excluded: Reader<Lead>;
	/** Whether the lead's account was qualified before. */
	previous: Reader<Lead>;
	/** A list, or the same as JSON text; anything else is no list. */
	activities: Reader<Lead>;
	/** What faults call the lead; left out: `Item 3`. */
	called?: (lead: Lead, index: number) => string;
}

/** A lead as faults call it. */
export const calledBy =
	<Lead>({ called }: AccountReaders<Lead>) =>
	(lead: Lead, index: number): string =>
		called?.(lead, index) ?? `Item ${index}`;

/** One person of an account. */
export interface Member {
	/** As in the data; null when the lead has none. */
	lead: string | null;
	name: string | null;
	roles: Roles;
	/** Hundredths; undefined when not scored yet, or excluded. */
	score: number | undefined;
	excluded: boolean;
	engaged: boolean;
	wasQualified: boolean;
	/** Undefined when the lead brings no list of activities. */
	activities: readonly ScoredActivity[] | undefined;
}

const MOST_POINTS = 1e9;

/**
 * Builds the function that reads what an account needs to know about a lead. An excluded lead is a member that
 * counts for nothing: without a score, a role or engagement.
 */
export function memberReader<Lead>(readers: AccountReaders<Lead>): (lead: Lead, index: number) => Result<Member> {
	const rolesOfText = memoised(readRoles);
	const called = calledBy(readers);
	const readPlainMember = (lead: Lead, index: number): Result<Member> => {
		const key = leadKey(readers.lead(lead, index)) || null;
		const score = readPoints(readers.score(lead, index));
		if (score === undefined) return notPoints('Score Field', readers.score(lead, index), called(lead, index));
		const engagement = readPoints(readers.engagement(lead, index));
		if (engagement === undefined)
			return notPoints('Engagement Field', readers.engagement(lead, index), called(lead, index));
		const activities = readActivityList(readers.activities(lead, index), key ?? '');
		if (!activities.ok) return fault(`${called(lead, index)}: ${activities.message}`, activities.hint);
		const role = readers.role(lead, index);
		return ok({
			lead: key,
			name: textOf(readers.name(lead, index)),
			roles: typeof role === 'string' ? rolesOfText(role) : readRoles(role),
			score: score ?? undefined,
			excluded: false,
			engaged: (engagement ?? score ?? 0) > 0,
			wasQualified: isTrue(readers.previous(lead, index)),
			activities: activities.value,
		});
	};
	return (lead, index) => {
		const member = readPlainMember(lead, index);
		return member.ok && isExcluded(readers.excluded(lead, index)) ? ok(withoutSay(member.value)) : member;
	};
}

const withoutSay = (member: Member): Member => ({
	...member,
	roles: NO_ROLES,
	score: undefined,
	excluded: true,
	engaged: false,
	activities: undefined,
});

/**
 * One member from two items of the same person: the higher score wins, whichever comes first; roles and
 * activities are put together.
 */
export function mergeMembers(one: Member, other: Member): Member {
	const [best, rest] = (other.score ?? -Infinity) > (one.score ?? -Infinity) ? [other, one] : [one, other];
	return {
		...best,
		name: best.name ?? rest.name,
		roles: new Map([...rest.roles, ...best.roles].sort()),
		engaged: one.engaged || other.engaged,
		wasQualified: one.wasQualified || other.wasQualified,
		activities: mergeActivities(one.activities, other.activities, best.lead ?? ''),
	};
}

function mergeActivities(one: Member['activities'], other: Member['activities'], lead: string): Member['activities'] {
	if (!one || !other) return one ?? other;
	const merged = readActivities(
		[...one, ...other].map((activity) => activity.raw),
		lead,
	);
	return merged.ok ? merged.value : one;
}

/** Hundredths; null for an empty field, undefined for what is no number of points. */
function readPoints(value: unknown): number | null | undefined {
	if (isMissing(value)) return null;
	const points = asNumber(value);
	return points !== undefined && Math.abs(points) <= MOST_POINTS ? toHundredths(points) : undefined;
}

const notPoints = (parameter: string, value: unknown, lead: string) =>
	fault(
		`${lead}: “${parameter}” is ${shown(value)}, not a number of points`,
		'Point the parameter to the field that holds the score, or correct the lead.',
	);

const NO_LIST = ok(undefined);

function readActivityList(value: unknown, lead: string): Result<readonly ScoredActivity[] | undefined> {
	const list = typeof value === 'string' ? parsedList(value) : value;
	return Array.isArray(list) ? readActivities(list, lead) : NO_LIST;
}

function parsedList(text: string): unknown {
	if (!text.trimStart().startsWith('[')) return undefined;
	try {
		return JSON.parse(text);
	} catch {
		return undefined;
	}
}

export function textOf(value: unknown): string | null {
	return isMissing(value) ? null : asText(value).trim() || null;
}

const isTrue = (value: unknown): boolean => asBoolean(value) === true;

import type { DateTime } from 'luxon';
import { fault, type Fault } from '../fault';
import { toPoints } from '../points';
import { Groups, type Group } from './group';
import { memberReader, type AccountReaders, type Member } from './member';
import { accountScore, weighsNothing } from './method';
import { placeReader } from './place';
import type { AccountPlan } from './account-plan';
import { coverRoles } from './role';
import { surgeOf, type Surge } from './surge';

/** Into or out of the qualified accounts, or neither. */
export type AccountTransition = 'entered' | 'left' | 'stayed';

export interface TopLead {
	lead: string | null;
	name: string | null;
	role: string | null;
	/** Points. */
	score: number;
	/** Whether this person reaches the threshold alone. */
	qualified: boolean;
}

/** What is known of an account. Scores are points with two decimals. */
export interface Account {
	/**
	 * The key: a domain, the value of the field, a folded company name; the lead's own key for a lead that
	 * stands alone.
	 */
	account: string;
	domain: string | null;
	name: string;
	score: number;
	/** Distinct people. */
	members: number;
	/** Of them, those with engagement above zero. */
	engaged: number;
	/** Percent of the required roles that are present. */
	completeness: number;
	missingRoles: string[];
	/** Strongest first. */
	topLeads: TopLead[];
	/** Null when no lead of the account brought a list of activities. */
	surge: Surge | null;
	qualified: boolean;
	transition: AccountTransition;
}

export interface AccountRollup {
	/** In the order in which the accounts first appear; `items` are the indexes of their leads. */
	accounts: ReadonlyArray<{ account: Account; items: readonly number[] }>;
	/** By index of the lead; a lead with a fault is in no account. */
	faults: ReadonlyMap<number, Fault>;
	/** Leads in an account of their own because they name none to share. */
	alone: number;
	/** Leads that are members but have no score yet. */
	unscored: number;
	/** Accounts in which nobody holds a role that has a weight. */
	weightless: number;
}

/**
 * Rolls leads up to accounts. Each lead comes with its index, by which faults and members are told. The order
 * of the leads decides the order of the accounts and which of equals comes first, and nothing else. Two items
 * with one lead key are one person with the higher of both scores.
 *
 * A lead without a score is a member that has no say in the score; when no lead at all has one, each is a
 * fault, because then the field is not the right one.
 */
export function aggregateAccounts<Lead>(
	leads: Iterable<readonly [index: number, lead: Lead]>,
	readers: AccountReaders<Lead>,
	plan: AccountPlan,
	asOf: DateTime,
): AccountRollup {
	const { groups, faults, unscored, alone, members } = groupLeads(leads, readers, plan);
	if (unscored.length > 0 && unscored.length === members) {
		for (const index of unscored) faults.set(index, withoutScore(index));
		return { accounts: [], faults, alone: 0, unscored: 0, weightless: 0 };
	}
	const accounts = groups.map((group) => ({
		account: accountOf(group, plan, asOf.toMillis()),
		items: group.items,
	}));
	const weightless = groups.filter(({ people }) => weighsNothing(people, plan.method)).length;
	return { accounts, faults, alone, unscored: unscored.length, weightless };
}

const withoutScore = (index: number): Fault =>
	fault(
		`Item ${index}: “Score Field” is empty, as in every other lead`,
		'Name the field that holds the score, or run Score Lead before this node.',
	);

function groupLeads<Lead>(leads: Iterable<readonly [number, Lead]>, readers: AccountReaders<Lead>, plan: AccountPlan) {
	const groups = new Groups();
	const faults = new Map<number, Fault>();
	const unscored: number[] = [];
	const readMember = memberReader(readers);
	const readPlace = placeReader(plan, readers);
	let alone = 0;
	let members = 0;
	for (const [index, lead] of leads) {
		const member = readMember(lead, index);
		const place = member.ok ? readPlace(lead, index) : member;
		if (!member.ok || !place.ok) {
			if (!place.ok) faults.set(index, { message: place.message, hint: place.hint });
			continue;
		}
		members += 1;
		if (place.value.shared !== 'company') alone += 1;
		if (member.value.score === undefined && !member.value.excluded) unscored.push(index);
		groups.add(place.value, member.value, index);
	}
	return { groups: groups.list, faults, unscored, alone, members };
}

function accountOf(group: Group, plan: AccountPlan, asOf: number): Account {
	const { place, people } = group;
	const scored = people.filter(isScored);
	const score = accountScore(scored, plan.method);
	const wasQualified = people.some((person) => person.wasQualified);
	const qualified = scored.length > 0 && score >= plan.threshold - (wasQualified ? plan.hysteresis : 0);
	return {
		account: place.account,
		domain: group.domains.first ?? null,
		name: group.companies.first ?? (place.shared === 'company' ? null : people[0].name) ?? place.account,
		score: toPoints(score),
		members: people.length,
		engaged: people.filter((person) => person.engaged).length,
		...coverRoles(plan.requiredRoles, people),
		topLeads: topLeads(scored, plan),
		surge: accountSurge(people, plan, asOf),
		qualified,
		transition: qualified === wasQualified ? 'stayed' : qualified ? 'entered' : 'left',
	};
}

type ScoredPerson = Member & { score: number };

const isScored = (person: Member): person is ScoredPerson => person.score !== undefined;

function topLeads(people: readonly ScoredPerson[], { maxTopLeads, threshold }: AccountPlan): TopLead[] {
	const strongest = [...people].sort((one, other) => other.score - one.score).slice(0, maxTopLeads);
	return strongest.map(({ lead, name, roles, score }) => ({
		lead,
		name,
		role: [...roles.values()].join(', ') || null,
		score: toPoints(score),
		qualified: score >= threshold,
	}));
}

function accountSurge(people: readonly Member[], { surge }: AccountPlan, asOf: number): Surge | null {
	const lists = people.flatMap(({ activities }) => (activities ? [activities] : []));
	return lists.length === 0 ? null : surgeOf(lists.flat(), surge, asOf);
}

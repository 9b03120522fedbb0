import { roundHalfAway } from '../points';
import type { Roles } from './role';

export const ACCOUNT_METHODS = ['sum', 'mean', 'weightedMean', 'max', 'topN', 'rootSum'] as const;

/** Weights by folded role; a member counts in the heaviest of its roles, in none of them with `otherRoles`. */
export interface RoleWeights {
	byRole: ReadonlyMap<string, number>;
	otherRoles: number;
}

export type AccountMethod =
	| { kind: 'sum' | 'mean' | 'max' }
	| { kind: 'weightedMean'; weights: RoleWeights }
	/** The `count` strongest members. */
	| { kind: 'topN' | 'rootSum'; count: number };

export interface ScoredMember {
	/** Hundredths of a point. */
	score: number;
	roles: Roles;
}

/**
 * The score of an account in hundredths, from those of its members s₁ … sₙ; 0 without members. The order of
 * members makes no difference.
 *
 * - `sum`: s₁ + … + sₙ. Grows with every head.
 * - `mean`: sum ÷ n.
 * - `weightedMean`: Σ wᵣ·mᵣ ÷ Σ wᵣ over the roles r present, mᵣ the mean of the role's members: a role counts
 *   once, however many hold it. Without weights, or when everyone counts as “other”, it is the mean.
 * - `max`: the strongest member.
 * - `topN`: the sum of the `count` strongest. At most `count` × the strongest.
 * - `rootSum`: √(s₁² + … ) over the `count` strongest. At most √`count` × the strongest: breadth counts, but
 *   ever less.
 *
 * All but `sum` are bounded however many members there are. In `topN` and `rootSum` a member below zero counts
 * as zero, so that nobody's presence takes a place from a stronger one or adds by its square.
 */
export function accountScore(members: readonly ScoredMember[], method: AccountMethod): number {
	if (members.length === 0) return 0;
	switch (method.kind) {
		case 'sum':
			return total(members);
		case 'mean':
			return roundHalfAway(total(members) / members.length);
		case 'max':
			return members.reduce((best, { score }) => Math.max(best, score), -Infinity);
		case 'weightedMean':
			return roundHalfAway(weightedMean(members, method.weights));
		case 'topN':
			return strongest(members, method.count).reduce((sum, score) => sum + score, 0);
		case 'rootSum':
			return roundHalfAway(Math.hypot(...strongest(members, method.count)));
	}
}

const total = (members: readonly ScoredMember[]): number => members.reduce((sum, { score }) => sum + score, 0);

function strongest(members: readonly ScoredMember[], count: number): number[] {
	const scores = members.map(({ score }) => Math.max(score, 0));
	return scores.sort((one, other) => other - one).slice(0, count);
}

/** Whether the method's weights leave all of these people out, so that the account scores 0. */
export function weighsNothing(members: readonly Pick<ScoredMember, 'roles'>[], method: AccountMethod): boolean {
	if (method.kind !== 'weightedMean' || method.weights.otherRoles > 0) return false;
	const weighed = [...method.weights.byRole].filter(([, weight]) => weight > 0);
	return !members.some(({ roles }) => weighed.some(([role]) => roles.has(role)));
}

const OTHER_ROLES = '';

// Roles are gone through in the order of the weights, so that rounding never depends on who came first.
function weightedMean(members: readonly ScoredMember[], weights: RoleWeights): number {
	const totals = new Map<string, { sum: number; count: number }>();
	for (const member of members) {
		const role = heaviestRole(member.roles, weights.byRole);
		const entry = totals.get(role);
		if (entry) {
			entry.sum += member.score;
			entry.count += 1;
		} else totals.set(role, { sum: member.score, count: 1 });
	}
	let weighted = 0;
	let present = 0;
	for (const [role, weight] of [...weights.byRole, [OTHER_ROLES, weights.otherRoles] as const]) {
		const entry = totals.get(role);
		if (!entry) continue;
		weighted += (weight * entry.sum) / entry.count;
		present += weight;
	}
	return present === 0 ? 0 : weighted / present;
}

function heaviestRole(roles: Roles, weights: ReadonlyMap<string, number>): string {
	let heaviest = OTHER_ROLES;
	if (roles.size === 0) return heaviest;
	let most = -1;
	for (const [role, weight] of weights) {
		if (weight <= most || !roles.has(role)) continue;
		most = weight;
		heaviest = role;
	}
	return heaviest;
}

import { isMissing } from '../empty';
import { asText, fold } from '../text';

/** A role as it compares: `DECISION_MAKER`, `Decision-maker` and `decision maker` are one. */
export const foldRole = (role: string): string =>
	fold(role)
		.replace(/[\s_-]+/g, ' ')
		.trim();

const MOST_ROLES = 20;

/** Roles by how they compare, with how they were written. */
export type Roles = ReadonlyMap<string, string>;

export const NO_ROLES: Roles = new Map();

/** The roles in a field: one text, a list, or several in one text divided by semicolons. */
export function readRoles(value: unknown): Roles {
	if (isMissing(value)) return NO_ROLES;
	const entries = Array.isArray(value) ? value.slice(0, MOST_ROLES).map(asText) : asText(value).split(';', MOST_ROLES);
	const written = entries.map((role) => role.trim()).filter((role) => role !== '');
	return new Map(written.map((role) => [foldRole(role), role]));
}

export interface RoleCoverage {
	/** Percent of the required roles that are present, whole; 100 when none is required. */
	completeness: number;
	/** The required roles that nobody holds, as they were written down, in that order. */
	missingRoles: string[];
}

/** Roles that are not required never make up for one that is. */
export function coverRoles(required: Roles, people: ReadonlyArray<{ roles: Roles }>): RoleCoverage {
	const missingRoles: string[] = [];
	for (const [role, written] of required) {
		if (!people.some(({ roles }) => roles.has(role))) missingRoles.push(written);
	}
	if (required.size === 0) return { completeness: 100, missingRoles };
	return { completeness: Math.round(((required.size - missingRoles.length) / required.size) * 100), missingRoles };
}

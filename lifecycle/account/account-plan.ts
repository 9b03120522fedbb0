import { fault, ok, shown, type Checked, type Fault, type Result } from '../fault';
import { asNumber } from '../number';
import { toHundredths } from '../points';
import { asText, splitList } from '../text';
import { ACCOUNT_METHODS, type AccountMethod, type RoleWeights } from './method';
import { foldRole, type Roles } from './role';
import type { SurgePlan } from './surge';

/** What makes two leads members of one account. */
export const ACCOUNT_GROUPINGS = ['domain', 'field', 'company'] as const;
export type AccountGrouping = (typeof ACCOUNT_GROUPINGS)[number];

/** The form of Aggregate Account as it was filled in; numbers may be text. */
export interface AccountSettings {
	groupBy: string;
	foldSubdomains: boolean;
	method: string;
	/** For `topN` and `rootSum`: how many of the strongest leads count. */
	topCount: unknown;
	roleWeights: ReadonlyArray<{ role?: unknown; weight?: unknown }>;
	otherRolesWeight: unknown;
	/** A list written by a person: `Decision Maker, Champion`. */
	requiredRoles: string;
	/** Points. */
	threshold: unknown;
	hysteresis: unknown;
	maxTopLeads: unknown;
	surgeDays: unknown;
	baselineDays: unknown;
	surgeFactor: unknown;
	surgeMinimum: unknown;
	activityCap: unknown;
}

export const DEFAULT_ACCOUNT_SETTINGS: AccountSettings = {
	groupBy: 'domain',
	foldSubdomains: true,
	method: 'sum',
	topCount: 5,
	roleWeights: [],
	otherRolesWeight: 0,
	requiredRoles: '',
	threshold: 65,
	hysteresis: 0,
	maxTopLeads: 3,
	surgeDays: 7,
	baselineDays: 28,
	surgeFactor: 2,
	surgeMinimum: 5,
	activityCap: 20,
};

/** Checked settings; scores in hundredths. */
export interface AccountPlan {
	groupBy: AccountGrouping;
	foldSubdomains: boolean;
	method: AccountMethod;
	requiredRoles: Roles;
	threshold: number;
	hysteresis: number;
	maxTopLeads: number;
	surge: SurgePlan;
}

const MOST_POINTS = 1e9;
const MOST_LEADS = 1000;
const MOST_DAYS = 3650;

/** Checks the whole form at once; faults name the parameter, and the role's row. */
export function planAccounts(settings: AccountSettings): Checked<AccountPlan> {
	const faults: Fault[] = [];
	const read = <T>(result: Result<T>): T | undefined => {
		if (result.ok) return result.value;
		faults.push({ message: result.message, hint: result.hint });
		return undefined;
	};
	const groupBy = read(readChoice('Group By', settings.groupBy, ACCOUNT_GROUPINGS));
	const method = read(readMethod(settings));
	const requiredRoles = read(readRequiredRoles(settings.requiredRoles));
	const threshold = read(readNumber('Threshold', settings.threshold, -MOST_POINTS, MOST_POINTS));
	const hysteresis = read(readNumber('Hysteresis', settings.hysteresis, 0, MOST_POINTS));
	const maxTopLeads = read(readCount('Top Leads', settings.maxTopLeads, 1, MOST_LEADS));
	const surge = read(readSurge(settings));
	if (
		groupBy === undefined ||
		method === undefined ||
		requiredRoles === undefined ||
		threshold === undefined ||
		hysteresis === undefined ||
		maxTopLeads === undefined ||
		surge === undefined
	) {
		return { ok: false, faults };
	}
	return ok({
		groupBy,
		foldSubdomains: settings.foldSubdomains,
		method,
		requiredRoles,
		threshold: toHundredths(threshold),
		hysteresis: toHundredths(hysteresis),
		maxTopLeads,
		surge,
	});
}

function readMethod(settings: AccountSettings): Result<AccountMethod> {
	const kind = readChoice('Method', settings.method, ACCOUNT_METHODS);
	if (!kind.ok) return kind;
	switch (kind.value) {
		case 'weightedMean':
			return mapped(readRoleWeights(settings), (weights) => ({ kind: 'weightedMean', weights }));
		case 'topN':
		case 'rootSum': {
			const strongest = kind.value;
			return mapped(readCount('Strongest Leads', settings.topCount, 1, MOST_LEADS), (count) => ({
				kind: strongest,
				count,
			}));
		}
		default:
			return ok({ kind: kind.value });
	}
}

// Without any weight everyone weighs the same.
function readRoleWeights({ roleWeights, otherRolesWeight }: AccountSettings): Result<RoleWeights> {
	if (roleWeights.length === 0) return ok({ byRole: new Map(), otherRoles: 1 });
	const byRole = new Map<string, number>();
	for (const [index, row] of roleWeights.entries()) {
		const where = `“Role Weights” row ${index + 1}`;
		const role = foldRole(asText(row.role));
		if (role === '')
			return fault(
				`${where} names no role`,
				'Write the role as the leads have it, e.g. Decision Maker, or delete the row.',
			);
		if (byRole.has(role))
			return fault(`${where}: ${shown(row.role)} stands in a row above as well`, 'Keep one row for each role.');
		const weight = readNumber('Weight', row.weight, 0, MOST_POINTS);
		if (!weight.ok) return fault(`${where}: ${weight.message}`, weight.hint);
		byRole.set(role, weight.value);
	}
	const otherRoles = readNumber('Weight of Other Roles', otherRolesWeight, 0, MOST_POINTS);
	if (!otherRoles.ok) return otherRoles;
	if (otherRoles.value === 0 && [...byRole.values()].every((weight) => weight === 0)) {
		return fault('“Role Weights” sum to nothing, so no lead would count', 'Give at least one role a weight above 0.');
	}
	return ok({ byRole, otherRoles: otherRoles.value });
}

function readRequiredRoles(text: string): Result<Roles> {
	const roles = new Map<string, string>();
	for (const role of splitList(text)) {
		const key = foldRole(role);
		if (key !== '' && !roles.has(key)) roles.set(key, role);
	}
	return ok(roles);
}

function readSurge(settings: AccountSettings): Result<SurgePlan> {
	const days = readCount('Surge Window', settings.surgeDays, 1, MOST_DAYS);
	if (!days.ok) return days;
	const baselineDays = readCount('Surge Baseline', settings.baselineDays, 1, MOST_DAYS);
	if (!baselineDays.ok) return baselineDays;
	const factor = readNumber('Surge Factor', settings.surgeFactor, 1, 1000);
	if (!factor.ok) return factor;
	const minimum = readCount('Surge Minimum', settings.surgeMinimum, 1, MOST_POINTS);
	if (!minimum.ok) return minimum;
	const activityCap = readCount('Activities per Day', settings.activityCap, 1, MOST_POINTS);
	if (!activityCap.ok) return activityCap;
	return ok({
		days: days.value,
		baselineDays: baselineDays.value,
		factor: factor.value,
		minimum: minimum.value,
		activityCap: activityCap.value,
	});
}

function readChoice<T extends string>(name: string, value: string, choices: readonly T[]): Result<T> {
	const known = choices.find((choice) => choice === value);
	return known === undefined ? fault(`“${name}” is ${shown(value)}`, `Use one of: ${choices.join(', ')}.`) : ok(known);
}

function readCount(name: string, value: unknown, least: number, most: number): Result<number> {
	const count = asNumber(value);
	if (count !== undefined && Number.isInteger(count) && count >= least && count <= most) return ok(count);
	return fault(`“${name}” is ${shown(value)}`, `Give a whole number from ${least} to ${most.toLocaleString('en-US')}.`);
}

function readNumber(name: string, value: unknown, least: number, most: number): Result<number> {
	const number = asNumber(value);
	if (number === undefined)
		return fault(`“${name}” is ${shown(value)}, which is not a number`, 'Give a number such as 65.');
	if (number >= least && number <= most) return ok(number);
	return fault(
		`“${name}” is ${number}`,
		least < 0
			? 'Give a number nearer to zero.'
			: `Give a number of ${least} or more, not above ${most.toLocaleString('en-US')}.`,
	);
}

const mapped = <T, U>(result: Result<T>, change: (value: T) => U): Result<U> =>
	result.ok ? ok(change(result.value)) : result;

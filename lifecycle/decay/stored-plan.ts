import { fault, ok, shown, type Checked, type Fault, type Result } from '../fault';
import { asNumber } from '../number';
import { isWritablePath } from '../path';
import { toHundredths } from '../points';
import { fold } from '../text';
import type { StoredDecayPlan } from './stored';
import type { DecayTier, StoredMethod } from './stored-method';
import type { Period, PeriodUnit } from './stored-period';

/** The form of Apply Decay, as it was filled in. Fields are paths into a lead; an empty `totalField` has no total. */
export interface StoredDecaySettings {
	scoreField: string;
	totalField: string;
	lastActivityField: string;
	appliedAtField: string;
	outputField: string;
	method: string;
	/** Points for `subtract`, percent for `percent`, unused otherwise. */
	amount: unknown;
	every: unknown;
	unit: string;
	/** For `tiers`: a score at or above `from` loses `amount` points a period. */
	tiers: ReadonlyArray<{ from: unknown; amount: unknown }>;
	graceDays: unknown;
	graceMonths: unknown;
	floor: unknown;
}

export type DecayFields = Pick<
	StoredDecaySettings,
	'scoreField' | 'totalField' | 'lastActivityField' | 'appliedAtField' | 'outputField'
>;

export interface LeadDecayPlan extends StoredDecayPlan {
	fields: DecayFields;
}

/** Checks the whole form at once; faults name the parameter, and the tier's row. */
export function planStoredDecay(settings: StoredDecaySettings): Checked<LeadDecayPlan> {
	const faults: Fault[] = [];
	const read = <T>(result: Result<T>): T | undefined => {
		if (result.ok) return result.value;
		faults.push({ message: result.message, hint: result.hint });
		return undefined;
	};
	const fields = read(readFields(settings));
	const method = read(readMethod(settings));
	const period = read(readPeriod(settings));
	const months = read(readCount('“Grace Months”', settings.graceMonths, 0, 1200));
	const days = read(readCount('“Grace Days”', settings.graceDays, 0, 36_500));
	const floor = read(readPoints('“Floor”', settings.floor));
	if (!fields || !method || !period || months === undefined || days === undefined || floor === undefined) {
		return { ok: false, faults };
	}
	return ok({ fields, method, period, grace: { months, days }, floor });
}

const FIELD_NAMES = [
	['scoreField', '“Score Field”'],
	['totalField', '“Total Field”'],
	['lastActivityField', '“Last Activity Field”'],
	['appliedAtField', '“Applied At Field”'],
	['outputField', '“Put Result in Field”'],
] as const;

function readFields(settings: StoredDecaySettings): Result<DecayFields> {
	const paths = new Map<string, string>();
	for (const [key, label] of FIELD_NAMES) {
		const path = settings[key].trim();
		const mayBeEmpty = key === 'totalField';
		if (!isWritablePath(path) && !(mayBeEmpty && path === '')) {
			return fault(
				`${label} holds ${shown(path || undefined)}`,
				'Name a field of the lead, such as leadScore.engagement.',
			);
		}
		const taken = path === '' ? undefined : paths.get(path);
		if (taken) return fault(`${taken} and ${label} both name ${shown(path)}`, 'Name a field of its own for each.');
		paths.set(path, label);
	}
	const { scoreField, totalField, lastActivityField, appliedAtField, outputField } = settings;
	const replaced = [scoreField, totalField, lastActivityField].find((path) => path.startsWith(`${outputField}.`));
	if (replaced) {
		return fault(
			`“Put Result in Field” holds ${shown(outputField)}, which would replace ${shown(replaced)}`,
			'Name a field of its own, such as decay.',
		);
	}
	return ok({ scoreField, totalField, lastActivityField, appliedAtField, outputField });
}

function readMethod({ method, amount, tiers }: StoredDecaySettings): Result<StoredMethod> {
	switch (method) {
		case 'subtract':
			return mapped(readLoss('“Amount”', amount), (points) => ({ kind: 'subtract', points }));
		case 'percent':
			return mapped(readPercent('“Amount”', amount), (percent) => ({ kind: 'percent', percent }));
		case 'halfLife':
			return ok({ kind: 'halfLife' });
		case 'tiers':
			return mapped(readTiers(tiers), (rows) => ({ kind: 'tiers', tiers: rows }));
		default:
			return fault(`“Method” holds ${shown(method)}`, 'Use one of: subtract, percent, halfLife, tiers.');
	}
}

function readTiers(rows: StoredDecaySettings['tiers']): Result<DecayTier[]> {
	if (rows.length === 0) return fault('“Tiers” has no row', 'Add a row for each band of scores that loses points.');
	const tiers = new Map<number, DecayTier>();
	for (const [index, row] of rows.entries()) {
		const where = `“Tiers” row ${index + 1}`;
		const from = readPoints(`${where}: “While Score Is at Least”`, row.from);
		const points = readLoss(`${where}: “Points Lost”`, row.amount);
		if (!from.ok) return from;
		if (!points.ok) return points;
		if (tiers.has(from.value)) {
			return fault(`${where} starts at ${shown(row.from)}, as a row above it does`, 'Keep one row for each score.');
		}
		tiers.set(from.value, { from: from.value, points: points.value });
	}
	return ok([...tiers.values()].sort((one, other) => other.from - one.from));
}

const UNITS: readonly PeriodUnit[] = ['day', 'week', 'month'];

function readPeriod({ every, unit }: StoredDecaySettings): Result<Period> {
	const known = UNITS.find((each) => each === fold(unit));
	if (!known) return fault(`“Unit” holds ${shown(unit)}`, `Use one of: ${UNITS.join(', ')}.`);
	return mapped(readCount('“Every”', every, 1, 10_000), (count) => ({ every: count, unit: known }));
}

function readCount(label: string, value: unknown, least: number, most: number): Result<number> {
	const count = asNumber(value);
	if (count !== undefined && Number.isInteger(count) && count >= least && count <= most) return ok(count);
	return fault(`${label} holds ${shown(value)}`, `Write a whole number from ${least} to ${most}.`);
}

function readPercent(label: string, value: unknown): Result<number> {
	const percent = asNumber(value);
	if (percent !== undefined && percent > 0 && percent <= 100) return ok(percent);
	return fault(
		`${label} holds ${shown(value)}, which is not a share to lose`,
		'Write a percentage above 0 and up to 100.',
	);
}

const MOST_POINTS = 1e9;

function readPoints(label: string, value: unknown): Result<number> {
	const points = asNumber(value);
	if (points !== undefined && Math.abs(points) <= MOST_POINTS) return ok(toHundredths(points));
	return fault(`${label} holds ${shown(value)}, which is not a number of points`, 'Write a number such as 30.');
}

function readLoss(label: string, value: unknown): Result<number> {
	const points = readPoints(label, value);
	if (!points.ok || points.value > 0) return points;
	return fault(
		`${label} holds ${shown(value)}, so nothing would be lost`,
		'Write the points lost in each period: 0.01 or more, without a minus.',
	);
}

const mapped = <T, U>(result: Result<T>, change: (value: T) => U): Result<U> =>
	result.ok ? ok(change(result.value)) : result;

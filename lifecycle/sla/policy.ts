import { fault, ok, type Checked, type Fault, type Result } from '../fault';
import { wildcardMatcher } from '../model/wildcard';
import { asNumber } from '../number';
import { asText, fold, splitList } from '../text';
import { DAY, HOUR, MINUTE } from '../time';
import { described } from './field-values';

export const SLA_UNITS = ['minutes', 'hours', 'days', 'business hours', 'business days'] as const;
export type SlaUnit = (typeof SLA_UNITS)[number];

/** A row of the form, as typed: every value is still to be checked. */
export interface PolicyRow {
	readonly name?: unknown;
	/** Cells the policy is for, `A1, B*`; empty for all. */
	readonly cells?: unknown;
	/** Stages the policy is for; empty for all. */
	readonly stages?: unknown;
	readonly startField?: unknown;
	readonly stopField?: unknown;
	readonly target?: unknown;
	readonly unit?: unknown;
	/** A second length that follows the first: one day, then ten business hours. Empty or 0 for none. */
	readonly thenTarget?: unknown;
	readonly thenUnit?: unknown;
	/** Percent of the target after which the lead is at risk; 75 when empty. */
	readonly warnAt?: unknown;
	readonly escalations?: readonly EscalationRow[];
}

/** A level that follows the breach: its name, and how long after the deadline it is reached. */
export interface EscalationRow {
	readonly level?: unknown;
	readonly after?: unknown;
	readonly unit?: unknown;
}

/** Milliseconds on the wall clock or in opening hours, or a number of business days. */
export type Length =
	| { readonly kind: 'wall' | 'business'; readonly milliseconds: number }
	| { readonly kind: 'businessDays'; readonly count: number };

export interface Escalation {
	readonly level: string;
	readonly after: Length;
}

export interface Policy {
	readonly name: string;
	readonly appliesToCell: (cell: string) => boolean;
	readonly appliesToStage: (stage: string) => boolean;
	readonly startField: string;
	/** Empty when only leaving the cell or the stage ends the policy. */
	readonly stopField: string;
	readonly target: Length;
	readonly then: Length | undefined;
	/** Share of the target, above 0 up to 1. */
	readonly warnAt: number;
	readonly escalations: readonly Escalation[];
}

const DEFAULT_WARN_PERCENT = 75;
const LONGEST_DAYS = 3660;
const RESERVED_LEVELS = new Set(['at_risk', 'breached']);

export function readPolicies(rows: readonly PolicyRow[]): Checked<Policy[]> {
	if (rows.length === 0) {
		return { ok: false, faults: [fault('“Policies” has no policy', 'Add a policy with a target time.')] };
	}
	const faults: Fault[] = [];
	const policies: Policy[] = [];
	const names = new Set<string>();
	rows.forEach((row, index) => {
		const name = asText(row.name).trim();
		const label = `“Policies” row ${index + 1}${name === '' ? '' : ` (${name})`}`;
		if (name === '') faults.push(fault(`“Name” in ${label} is empty`, 'Name the policy; alerts carry the name.'));
		else if (names.has(fold(name)))
			faults.push(fault(`${label} has the name of an earlier row`, 'Give each policy a name of its own.'));
		names.add(fold(name));
		const read = readPolicy(row, name, label);
		if (read.ok) policies.push(read.value);
		else faults.push(...read.faults);
	});
	return faults.length > 0 ? { ok: false, faults } : ok(policies);
}

function readPolicy(row: PolicyRow, name: string, label: string): Checked<Policy> {
	const target = readLength(row.target, row.unit, `“Target” in ${label}`, `“Unit” in ${label}`);
	const then = readThen(row, label);
	const warnAt = readWarnAt(row.warnAt, label);
	const fields = readFields(row, label);
	const escalations = readEscalations(row.escalations ?? [], label);
	if (target.ok && then.ok && warnAt.ok && fields.ok && escalations.ok) {
		return ok({
			name,
			appliesToCell: listMatcher(row.cells),
			appliesToStage: listMatcher(row.stages),
			...fields.value,
			target: target.value,
			then: then.value,
			warnAt: warnAt.value,
			escalations: escalations.value,
		});
	}
	const single = [target, then, warnAt, fields].filter((part) => !part.ok);
	return { ok: false, faults: [...single, ...(escalations.ok ? [] : escalations.faults)] };
}

/** Reads a length such as 4 business hours. Lengths are whole minutes, from one minute to ten years. */
function readLength(value: unknown, unitValue: unknown, label: string, unitLabel: string): Result<Length> {
	const unit = readUnit(unitValue);
	if (!unit) return fault(`${unitLabel} is ${described(unitValue)}`, `Use one of: ${SLA_UNITS.join(', ')}.`);
	const amount = asNumber(value);
	if (amount === undefined || amount <= 0) {
		return fault(`${label} is ${described(value)}, not a number above 0`, 'Give the time allowed, for example 4.');
	}
	const length = lengthOf(amount, unit);
	const days = length.kind === 'businessDays' ? length.count : length.milliseconds / DAY;
	if (days > LONGEST_DAYS)
		return fault(`${label} is ${described(value)} ${unit}, over ten years`, 'Give a shorter time.');
	if (length.kind === 'businessDays' && !Number.isInteger(length.count)) {
		return fault(
			`${label} is ${described(value)} business days, not a whole number`,
			'Use business hours for parts of a day.',
		);
	}
	if (days === 0) return fault(`${label} is ${described(value)} ${unit}, under a minute`, 'Give at least one minute.');
	return ok(length);
}

function lengthOf(amount: number, unit: SlaUnit): Length {
	if (unit === 'business days') return { kind: 'businessDays', count: amount };
	const milliseconds = { minutes: MINUTE, hours: HOUR, days: DAY, 'business hours': HOUR }[unit];
	const wholeMinutes = Math.round((amount * milliseconds) / MINUTE);
	return { kind: unit === 'business hours' ? 'business' : 'wall', milliseconds: wholeMinutes * MINUTE };
}

// `businessHours` and `business_hours` mean the same as `business hours`.
function readUnit(value: unknown): SlaUnit | undefined {
	const folded = fold(asText(value)).replace(/[\s_-]/g, '');
	return SLA_UNITS.find((unit) => unit.replace(' ', '') === folded);
}

function readThen(row: PolicyRow, label: string): Result<Length | undefined> {
	if (asText(row.thenTarget).trim() === '' || asNumber(row.thenTarget) === 0) return ok(undefined);
	return readLength(row.thenTarget, row.thenUnit, `“Then Another” in ${label}`, `“Then Unit” in ${label}`);
}

function readWarnAt(value: unknown, label: string): Result<number> {
	const percent = asText(value).trim() === '' ? DEFAULT_WARN_PERCENT : asNumber(value);
	if (percent !== undefined && percent > 0 && percent <= 100) return ok(percent / 100);
	return fault(
		`“Warn At (%)” in ${label} is ${described(value)}`,
		'Give a percentage above 0, up to 100 for no warning.',
	);
}

function readFields(row: PolicyRow, label: string): Result<Pick<Policy, 'startField' | 'stopField'>> {
	const startField = asText(row.startField).trim();
	const stopField = asText(row.stopField).trim();
	if (startField === '')
		return fault(`“Start Field” in ${label} is empty`, 'Name the field that holds when the clock starts.');
	if (stopField === '' && namesIn(row.stages).length === 0 && namesIn(row.cells).length === 0) {
		return fault(
			`No lead can meet ${label}: “Stop Field” is empty and the policy is for every cell and stage`,
			'Name the field that holds when the step was done, or the stages the policy is for.',
		);
	}
	return ok({ startField, stopField });
}

function readEscalations(rows: readonly EscalationRow[], policyLabel: string): Checked<Escalation[]> {
	const faults: Fault[] = [];
	const escalations: Escalation[] = [];
	const levels = new Set(RESERVED_LEVELS);
	rows.forEach((row, index) => {
		const label = `“Escalations” row ${index + 1} of ${policyLabel}`;
		const level = asText(row.level).trim();
		if (level === '') faults.push(fault(`“Level” in ${label} is empty`, 'Name the level, for example manager.'));
		else if (levels.has(fold(level)))
			faults.push(
				fault(`“Level” in ${label} is ${described(level)}, which is taken`, 'Give each level a name of its own.'),
			);
		levels.add(fold(level));
		const after = readLength(row.after, row.unit, `“After” in ${label}`, `“Unit” in ${label}`);
		if (after.ok) escalations.push({ level, after: after.value });
		else faults.push(after);
	});
	return faults.length > 0 ? { ok: false, faults } : ok(escalations);
}

const namesIn = (value: unknown): string[] => (Array.isArray(value) ? value.map(asText) : splitList(asText(value)));

/** Matches a list such as `A1, B*`, whatever the case; an empty list matches everything. */
function listMatcher(value: unknown): (text: string) => boolean {
	const names = namesIn(value);
	if (names.length === 0) return () => true;
	const matchers = names.map((name) => wildcardMatcher(fold(name)));
	return (text) => {
		const folded = fold(text);
		return matchers.some((matches) => matches(folded));
	};
}

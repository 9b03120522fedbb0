import { fault, ok, shown, type Checked, type Result } from '../fault';
import { LEAD_COLUMNS, STAGES } from '../lead/row';
import { nearestOf } from '../nearest';
import { readPolicies, type EscalationRow, type PolicyRow, type SlaUnit } from '../sla/policy';
import { fold } from '../text';
import { listOf, type SettingRow, type SettingRows } from './setting-rows';

/** What sales promises unless `ll_settings` says otherwise; the first one that fits a lead counts. */
export const DEFAULT_PROMISES: ReadonlyArray<readonly [key: string, value: string]> = [
	[
		'hot_lead_first_response',
		'mql in A1, A2, B1: 4 business hours from handedOffAt; warn at 75 %; manager after 4 business hours',
	],
	['first_response', 'mql: 8 business hours from handedOffAt; warn at 75 %; manager after 8 business hours'],
	[
		'accepted_lead_next_step',
		'accepted: 80 business hours from acceptedAt; warn at 75 %; manager after 16 business hours',
	],
];

const EXAMPLE =
	'Write it as: mql in A1, A2: 4 business hours from handedOffAt; warn at 75 %; manager after 4 business hours.';
const HEAD = /^(?<stages>.+?)(?: in (?<cells>.+))?$/i;
const TIME = /^(?<target>.+?)(?: then (?<then>.+?))? from (?<start>\S+)(?: until (?<stop>\S+))?$/i;
const WARN = /^warn at (?<percent>\d+(?:\.\d+)?) ?%?$/i;
const ESCALATION = /^(?<level>[\w ]+) after (?<length>.+)$/i;
const LENGTH = /^(?<amount>\d+(?:[.,]\d+)?) (?<unit>.+)$/;
const CELL = /^[a-d*?][1-4*?]?$/i;

const UNITS: ReadonlyArray<readonly [RegExp, SlaUnit]> = [
	[/^(business|working) hours?$/, 'business hours'],
	[/^(business|working) days?$/, 'business days'],
	[/^min(ute)?s?$/, 'minutes'],
	[/^(h|hours?)$/, 'hours'],
	[/^days?$/, 'days'],
];

/**
 * `sla_<name>`: what sales promises, one promise per row. As soon as there is one, those everybody starts with no longer
 * count; `none` in all of them is no promise at all.
 */
export function readPromises(rows: SettingRows): PolicyRow[] {
	const own = rows.named('sla');
	if (own.length === 0) return usualPromises();
	return own.flatMap((row) =>
		fold(row.value) === 'none' ? [] : (rows.read(row, readPromise) ?? usualPromises(row.key)),
	);
}

/** Those everybody starts with: all, or the one with a name. */
const usualPromises = (only?: string): PolicyRow[] =>
	DEFAULT_PROMISES.filter(([key]) => only === undefined || key === only).flatMap(([key, value]) => {
		const policy = readPromise({ name: `sla_${key}`, key, value });
		return policy.ok ? [policy.value] : [];
	});

function readPromise(row: SettingRow): Result<PolicyRow> {
	const [head, ...rest] = row.value.split(':');
	const [time = '', ...clauses] = rest
		.join(':')
		.split(';')
		.map((clause) => clause.trim());
	const appliesTo = readHead(head.trim());
	if (!appliesTo.ok) return appliesTo;
	const times = readTimes(time);
	if (!times.ok) return times;
	const further = readClauses(clauses.filter((clause) => clause !== ''));
	if (!further.ok) return further;
	const policy = { name: titleOf(row.key), ...appliesTo.value, ...times.value, ...further.value };
	return firstFaultOf(readPolicies([policy])) ?? ok(policy);
}

/** `hot_lead_first_response` as alerts show it: “Hot lead first response”. */
const titleOf = (key: string): string => `${key[0].toUpperCase()}${key.slice(1)}`.replaceAll('_', ' ');

const firstFaultOf = (checked: Checked<unknown>): Result<never> | undefined =>
	checked.ok ? undefined : { ok: false, ...checked.faults[0] };

function readHead(text: string): Result<Pick<PolicyRow, 'stages' | 'cells'>> {
	const groups = HEAD.exec(text)?.groups;
	if (!groups) return fault('it does not say which leads it is for', EXAMPLE);
	const stages = listOf(groups.stages).map(fold);
	const wrongStage = stages.find((stage) => !(STAGES as readonly string[]).includes(stage));
	if (wrongStage !== undefined)
		return fault(`${shown(wrongStage)} is not a stage`, `Write one of: ${STAGES.join(', ')}.`);
	const cells = listOf(groups.cells ?? '').map((cell) => cell.toUpperCase());
	const wrongCell = cells.find((cell) => !CELL.test(cell));
	if (wrongCell !== undefined)
		return fault(`${shown(wrongCell)} is not a cell`, 'Write cells as A1, B*, comma-separated.');
	return ok({ stages, cells });
}

function readTimes(text: string): Result<Partial<PolicyRow>> {
	const groups = TIME.exec(text)?.groups;
	if (!groups) return fault(`${shown(text)} is not a time to answer in`, EXAMPLE);
	const target = readLength(groups.target);
	if (!target.ok) return target;
	const then = groups.then === undefined ? ok({ amount: 0, unit: '' }) : readLength(groups.then);
	if (!then.ok) return then;
	const startField = readColumn(groups.start);
	if (!startField.ok) return startField;
	const stopField = groups.stop === undefined ? ok('') : readColumn(groups.stop);
	if (!stopField.ok) return stopField;
	return ok({
		target: target.value.amount,
		unit: target.value.unit,
		thenTarget: then.value.amount,
		thenUnit: then.value.unit,
		startField: startField.value,
		stopField: stopField.value,
	});
}

function readClauses(clauses: readonly string[]): Result<Pick<PolicyRow, 'warnAt' | 'escalations'>> {
	let warnAt: number | '' = '';
	const escalations: EscalationRow[] = [];
	for (const clause of clauses) {
		const warning = WARN.exec(clause)?.groups;
		const escalation = ESCALATION.exec(clause)?.groups;
		if (warning) warnAt = Number(warning.percent);
		else if (fold(clause) === 'no warning') warnAt = 100;
		else if (escalation) {
			const after = readLength(escalation.length);
			if (!after.ok) return after;
			const level = fold(escalation.level).replaceAll(' ', '_');
			escalations.push({ level, after: after.value.amount, unit: after.value.unit });
		} else return fault(`${shown(clause)} is not understood`, EXAMPLE);
	}
	return ok({ warnAt, escalations });
}

function readLength(text: string): Result<{ amount: number; unit: string }> {
	const groups = LENGTH.exec(text)?.groups;
	const unit = UNITS.find(([pattern]) => pattern.test(fold(groups?.unit ?? '')))?.[1];
	if (groups && unit !== undefined) return ok({ amount: Number(groups.amount.replace(',', '.')), unit });
	return fault(
		`${shown(text)} is not a length of time`,
		'Write a number and minutes, hours, days, business hours or business days.',
	);
}

function readColumn(text: string): Result<string> {
	const columns = LEAD_COLUMNS.map(([name]) => name as string);
	const column = columns.find((name) => fold(name) === fold(text));
	if (column !== undefined) return ok(column);
	const nearest = nearestOf(text, columns) ?? 'handedOffAt';
	return fault(`${shown(text)} is not a column of ll_lead_book`, `Did you mean ${nearest}?`);
}

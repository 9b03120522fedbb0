import { createHash } from 'crypto';
import type { ZodError } from 'zod';
import type { Checked, Fault } from '../fault';
import { isBlank } from '../empty';
import { shown } from '../fault';
import { DERIVED_NAMES, fieldName, isDerivedField } from '../lead/fields';
import { asNumber } from '../number';
import { isFields, type Fields } from '../path';
import { asText, fold } from '../text';
import { rowSchema, type RuleRow } from './columns';
import { isSetAside, modelOfRow, settledRows } from './model-names';
import { compileOperator } from './operators';
import {
	INACTIVITY,
	RULE_COLUMNS,
	type Condition,
	type Model,
	type Rule,
	type RuleColumn,
	type ScoreOptions,
} from './rule';

export interface TableSource {
	/** Picks the rows of one model when the table holds several. */
	modelName?: string;
	/** What a row is called in messages; default `Row 1`, `Row 2` … */
	labelOf?: (row: Fields, index: number) => string;
	name?: string;
	version?: string;
	options?: ScoreOptions;
}

interface LabelledRow {
	/** Place in the table, from 0. */
	index: number;
	label: string;
	row: RuleRow;
}

/** A fault of a table of rules, with the name of the rule that it leaves out (folded), '' for that of a nameless row. */
export interface RuleFault extends Fault {
	rule: string;
	/** Place of the row in the table, from 0. */
	index: number;
}

/** What a table of rules holds: the rules that can be used, the faults of the others, and rows that are being written. */
export interface ReadRules {
	model: Model;
	faults: readonly RuleFault[];
	/** Names of rows that hold nothing but a name so far. */
	drafts: readonly string[];
}

/**
 * Reads a table of rules (rows of any table: Data Table, Google Sheets, Postgres …) to a model. Columns are matched
 * without regard to case and spaces, unknown columns are left alone; wholly blank rows, rows whose `active` is false and
 * rows that hold nothing but a name are skipped. Every fault of the table is reported at once, by row and column.
 */
export function parseModel(rows: readonly unknown[], source: TableSource = {}): Checked<Model> {
	const read = readRules(rows, source);
	if (!read.ok) return read;
	const { model, faults } = read.value;
	return faults.length > 0 ? { ok: false, faults: [...faults] } : { ok: true, value: model };
}

/**
 * The same, without the rules that hold a fault: of a rule of several rows one faulty row leaves out all of them, since
 * the others alone would ask for less. Not ok where no rule is left, or where the table holds several models.
 */
export function readRules(rows: readonly unknown[], source: TableSource = {}): Checked<ReadRules> {
	const table = examine(rows, source);
	const { faults, drafts, chosen, active, usable } = table;
	if (!chosen.ok) return faults.length > 0 ? { ok: false, faults } : chosen;
	if (active.length === 0 && faults.length === 0) {
		return failed(
			'The rules hold no active rule',
			'Add a row with a rule name, a dimension and points, or switch one on in the column “active”.',
		);
	}
	if (usable.length === 0) return { ok: false, faults };
	const name = source.name ?? (chosen.value || 'rules');
	const version = source.version ?? fingerprint(active.filter(({ row }) => !table.isFaulty(row.rule)));
	return {
		ok: true,
		value: { model: { name, version, rules: usable, options: source.options ?? {} }, faults, drafts },
	};
}

/** What becomes of a row: it scores, a fault leaves it out, or it says nothing (blank, a draft, off, of another model). */
export type Standing = 'used' | 'faulty' | 'idle';

export interface StandingOfRows {
	/** By place in the table. */
	standing: readonly Standing[];
	faults: readonly RuleFault[];
	/** Why no rule can be chosen: the table holds several models. */
	unclear: readonly Fault[];
}

/** What becomes of each row of a table; see {@link readRules}. */
export function standingOfRows(rows: readonly unknown[], source: TableSource = {}): StandingOfRows {
	const { faults, chosen, active, isFaulty } = examine(rows, source);
	if (!chosen.ok) return { standing: rows.map(() => 'idle'), faults, unclear: chosen.faults };
	const standing = rows.map((): Standing => 'idle');
	for (const { index, row } of active) standing[index] = isFaulty(row.rule) ? 'faulty' : 'used';
	for (const { index } of faults) standing[index] = 'faulty';
	return { standing, faults, unclear: [] };
}

interface Examined {
	/** Name of the model. */
	chosen: Checked<string>;
	/** Rows of the model that are switched on. */
	active: readonly LabelledRow[];
	usable: Rule[];
	faults: RuleFault[];
	drafts: string[];
	isFaulty: (rule: string) => boolean;
}

function examine(rows: readonly unknown[], source: TableSource): Examined {
	const faults: RuleFault[] = [];
	const drafts: string[] = [];
	const isLive = liveUnlessNamed(source.modelName);
	const read = settledRows(rows).flatMap((row, index) =>
		isLive(row) ? readRow(row, index, source, faults, drafts) : [],
	);
	const chosen = chooseModel(read, source.modelName);
	if (!chosen.ok) return { chosen, active: [], usable: [], faults, drafts, isFaulty: () => false };
	const active = chosen.value.rows.filter(({ row }) => row.active !== false);
	// A rule of which a row could not be read would only draw faults that follow from it.
	const unreadable = new Set(faults.map(({ rule }) => rule));
	const groups = [...groupByRule(active)].filter(([name]) => !unreadable.has(name));
	const rules = groups.map(([name, group]) =>
		buildRule(group, (fault, index) => faults.push({ ...fault, rule: name, index })),
	);
	const faulty = new Set(faults.map(({ rule }) => rule));
	const isFaulty = (rule: string): boolean => faulty.has(fold(rule));
	const usable = rules.filter((rule) => !isFaulty(rule.name));
	return { chosen: { ok: true, value: chosen.value.name }, active, usable, faults, drafts, isFaulty };
}

/**
 * The rules of a table that can be used, what is wrong with the others, and the names of rows that are still being
 * written: what a workflow tells the people who keep the table.
 */
export function usableRules(
	rows: readonly unknown[],
	source: TableSource = {},
): { rules: readonly Rule[]; faults: readonly Fault[]; drafts: readonly string[] } {
	const read = readRules(rows, source);
	if (!read.ok) return { rules: [], faults: read.faults, drafts: [] };
	return { rules: read.value.model.rules, faults: read.value.faults, drafts: read.value.drafts };
}

/** Rows whose model is a draft or a former version score nobody, whatever they hold, unless they are asked for by its name. */
function liveUnlessNamed(wanted = ''): (row: unknown) => boolean {
	const named = fold(wanted);
	return (row) => {
		const model = modelOfRow(row);
		return fold(model) === named || !isSetAside(model);
	};
}

const failed = (message: string, hint: string): { ok: false; faults: Fault[] } => ({
	ok: false,
	faults: [{ message, hint }],
});

function readRow(
	row: unknown,
	index: number,
	source: TableSource,
	faults: RuleFault[],
	drafts: string[],
): LabelledRow[] {
	const label = isFields(row) && source.labelOf ? source.labelOf(row, index) : `Row ${index + 1}`;
	if (!isFields(row)) {
		faults.push({
			rule: '',
			index,
			message: `${label} is ${shown(row)}, not a rule`,
			hint: 'A rule is an object with the keys rule, dimension, points …',
		});
		return [];
	}
	const found: Fault[] = [];
	const cells = cellsByColumn(row, label, found);
	const name = asText(cells.get('rule')).trim();
	const isOff = isSwitchedOff(cells.get('active'));
	const isWritten = [...cells].some(([column, value]) => saysSomething(column, value));
	if (!isWritten) drafts.push(...[name].filter((each) => each !== '' && !isOff));
	const parsed = rowSchema.safeParse(Object.fromEntries(cells));
	// A row that is switched off may hold anything.
	if (!isWritten || (isOff && !parsed.success)) return [];
	found.push(...(parsed.success ? namelessFault(label, name, isOff) : cellFaults(parsed.error, named(label, name))));
	faults.push(...found.map((each) => ({ ...each, rule: fold(name), index })));
	return parsed.success && (name !== '' || isOff) ? [{ index, label: named(label, name), row: parsed.data }] : [];
}

const namelessFault = (label: string, name: string, isOff: boolean): Fault[] =>
	name !== '' || isOff
		? []
		: [
				{
					message: `${label}, column “rule”: the name is empty`,
					hint: 'Give the row a rule name; rows that share a name are conditions of one rule.',
				},
			];

const BESIDE_A_RULE: ReadonlySet<RuleColumn> = new Set(['rule', 'note', 'model', 'active']);
const NUMBERS: ReadonlySet<RuleColumn> = new Set(['points', 'max', 'count', 'days', 'every']);

/** Whether a cell makes its row more than a name: tables and forms fill empty cells with 0 and false. */
function saysSomething(column: RuleColumn, value: unknown): boolean {
	if (BESIDE_A_RULE.has(column) || isBlank(value) || value === false) return false;
	return !NUMBERS.has(column) || asNumber(value) !== 0;
}

const named = (label: string, name: unknown): string => {
	const text = asText(name).trim();
	return text === '' ? label : `${label} (${shown(text)})`;
};

const isSwitchedOff = (value: unknown): boolean => {
	const parsed = rowSchema.shape.active.safeParse(value);
	return parsed.success && parsed.data === false;
};

const COLUMN_BY_HEADER: ReadonlyMap<string, RuleColumn> = new Map(RULE_COLUMNS.map((column) => [column, column]));

function cellsByColumn(row: Fields, label: string, faults: Fault[]): Map<RuleColumn, unknown> {
	const headers = new Map<RuleColumn, string>();
	const cells = new Map<RuleColumn, unknown>();
	for (const header of Object.keys(row)) {
		const column = COLUMN_BY_HEADER.get(fold(header));
		if (!column) continue;
		const twin = headers.get(column);
		if (twin !== undefined) {
			faults.push({
				message: `${label}: the columns ${shown(twin)} and ${shown(header)} are both “${column}”`,
				hint: 'Keep one of the two columns.',
			});
		}
		headers.set(column, header);
		const value = row[header];
		if (value !== undefined && value !== null && value !== '') cells.set(column, value);
	}
	return cells;
}

function cellFaults(error: ZodError, label: string): Fault[] {
	return error.issues.map((issue) => ({
		message: `${label}, column “${issue.path.join('.')}”: ${issue.message}`,
		hint: 'params' in issue && issue.params ? asText(issue.params.hint) : 'Correct the cell.',
	}));
}

function chooseModel(rows: LabelledRow[], wanted: string | undefined): Checked<{ name: string; rows: LabelledRow[] }> {
	const names = new Map(rows.filter(({ row }) => row.model !== '').map(({ row }) => [fold(row.model), row.model]));
	if (wanted === undefined || wanted.trim() === '') {
		if (names.size <= 1) return { ok: true, value: { name: [...names.values()][0] ?? '', rows } };
		return failed(
			`The rules belong to ${names.size} models: ${[...names.values()].map(shown).join(', ')}`,
			'Name one of them in the option “Model Name”.',
		);
	}
	const key = fold(wanted);
	const chosen = rows.filter(({ row }) => fold(row.model) === key);
	if (chosen.length > 0) return { ok: true, value: { name: wanted.trim(), rows: chosen } };
	const known =
		names.size > 0
			? `The column “model” holds: ${[...names.values()].join(', ')}.`
			: 'The rules have no column “model”.';
	return failed(`No rule belongs to the model ${shown(wanted)}`, `${known} Correct the option “Model Name”.`);
}

function groupByRule(rows: readonly LabelledRow[]): Map<string, LabelledRow[]> {
	const groups = new Map<string, LabelledRow[]>();
	for (const row of rows) {
		const key = fold(row.row.rule);
		const group = groups.get(key);
		if (group) group.push(row);
		else groups.set(key, [row]);
	}
	return groups;
}

function buildRule(group: readonly LabelledRow[], report: (fault: Fault, index: number) => void): Rule {
	const [first, ...others] = group;
	const { label, row } = first;
	const add: AddFault = (at, column, message, hint) => {
		const place = group.find(({ label: each }) => each === at) ?? first;
		report({ message: `${at}, column “${column}”: ${message}`, hint }, place.index);
	};
	const condition = buildCondition(first, add);
	const conditions: Rule['conditions'] = [condition, ...others.map((other) => buildCondition(other, add))];
	checkHead(first, others, add);
	checkLimits(first, condition, add);
	return {
		name: row.rule,
		row: label,
		dimension: row.dimension ?? 'fit',
		points: row.points ?? 0,
		per: row.per?.per ?? (condition.subject === 'activity' ? 'each' : 'once'),
		distinctBy: row.per?.distinctBy ?? '',
		max: row.max,
		every: row.every,
		decay: row.decay,
		importance: row.importance,
		moment: row.moment ?? false,
		note: row.note,
		conditions,
	};
}

function checkHead({ label, row }: LabelledRow, others: readonly LabelledRow[], add: AddFault): void {
	if (row.dimension === undefined) {
		add(label, 'dimension', 'is empty', 'Use fit, engagement, quality, exclude or product:<name>.');
	}
	if (row.points === undefined && row.dimension !== 'exclude') {
		add(label, 'points', 'is empty', 'Write the points as a number, e.g. 12 or -5.');
	}
	for (const { label: at, row: other } of others) {
		if (other.dimension === undefined || other.dimension === row.dimension) continue;
		add(
			at,
			'dimension',
			`${shown(other.dimension)} differs from ${shown(row.dimension)} in the first row of this rule`,
			'Rows that share a name are conditions of one rule; rename one of them or leave the cell empty.',
		);
	}
}

type AddFault = (at: string, column: RuleColumn, message: string, hint: string) => void;

function buildCondition(each: LabelledRow, add: AddFault): Condition {
	const { label, row } = each;
	const silence = row.event.includes(INACTIVITY);
	if (silence && row.event.length > 1)
		add(
			label,
			'event',
			'“inactivity” cannot be mixed with activity types',
			'Write inactivity alone; to watch one kind of activity, filter it with field, operator and value.',
		);
	const subject = silence ? 'silence' : row.event.length > 0 ? 'activity' : 'lead';
	if (subject === 'lead' && row.field === '')
		add(
			label,
			'field',
			'is empty, and so is “event”',
			'Name a field of the lead (e.g. title), or an activity type in “event”.',
		);
	if (subject === 'silence' && row.days === undefined)
		add(label, 'days', 'is empty', 'Write after how many days of silence the rule applies, e.g. 30.');
	if (subject === 'lead') checkField(each, add);
	checkComparison(each, add);
	return {
		row: label,
		subject,
		events: silence ? [] : row.event,
		field: row.field,
		operator: row.operator,
		value: row.value,
		count: Math.ceil(row.count ?? 1),
		days: row.days,
	};
}

function checkField({ label, row: { field } }: LabelledRow, add: AddFault): void {
	if (!isDerivedField(field) || DERIVED_NAMES.includes(fieldName(field))) return;
	add(label, 'field', `${shown(field)} is not a derived field`, `Use one of: ${DERIVED_NAMES.join(', ')}.`);
}

function checkComparison({ label, row }: LabelledRow, add: AddFault): void {
	if (row.operator === undefined) {
		if (row.field !== '' && row.per?.per !== 'unit')
			add(
				label,
				'operator',
				`is empty although “field” is ${shown(row.field)}`,
				'Choose how to compare, e.g. is, contains, gt, is_not_empty.',
			);
		return;
	}
	if (row.field === '')
		add(
			label,
			'field',
			`is empty although “operator” is ${row.operator}`,
			'Name the field to compare, or clear the operator.',
		);
	const compiled = compileOperator(row.operator, row.value);
	if (!compiled.ok) add(label, 'value', compiled.message, compiled.hint);
}

function checkLimits(each: LabelledRow, { subject }: Condition, add: AddFault): void {
	const { label, row } = each;
	checkCounting(each, subject, add);
	if (row.every !== undefined && subject !== 'silence')
		add(label, 'every', 'is only for inactivity', 'Clear the cell, or write inactivity in “event”.');
	for (const column of ['count', 'days'] as const) {
		if (row[column] !== undefined && subject === 'lead')
			add(label, column, 'is only for activities', 'Clear the cell, or name an activity type in “event”.');
	}
}

function checkCounting({ label, row }: LabelledRow, subject: Condition['subject'], add: AddFault): void {
	const { per, distinctBy } = row.per ?? {};
	if (per === 'unit' && row.field === '')
		add(label, 'field', 'is empty although “per” is unit', 'Name the numeric field whose value multiplies the points.');
	if (per === 'unit' && subject === 'silence')
		add(label, 'per', '“unit” does not fit silence', 'Use “every” to repeat the points.');
	if (per === 'distinct' && subject !== 'activity')
		add(label, 'per', `${shown(distinctBy)} is only for activities`, 'Use once, or name an activity type in “event”.');
}

// Two tables with the same rules have the same version, so a stored score tells whether its rules have changed since.
const fingerprint = (rows: readonly LabelledRow[]): string =>
	createHash('sha256')
		.update(JSON.stringify(rows.map(({ row }) => ({ ...row, per: row.per && (row.per.distinctBy || row.per.per) }))))
		.digest('hex')
		.slice(0, 6);

/**
 * Tables save each cell as it is left, so a row that somebody edits makes no sense for seconds or minutes. Meanwhile the
 * rule stays in force as it was: what every usable row held is remembered, and stands in for the row while it is faulty.
 */
import { shown, type Fault } from '../fault';
import { isFields, type Fields } from '../path';
import { asText, fold } from '../text';
import { isSetAside, modelOfRow, settledRows } from './model-names';
import { standingOfRows, type RuleFault, type StandingOfRows } from './parse';
import { RULE_COLUMNS } from './rule';

/** What usable rows held when they were read last, by the key of the row. */
export type RuleMemory = ReadonlyMap<string, Fields>;

/** A rule whose former version applies, and what is wrong with its rows now. */
export interface FormerRule {
	readonly rule: string;
	readonly faults: readonly Fault[];
}

export interface RulesInForce {
	/** The table as it applies: as many rows in the same order, faulty ones as they were when they could be read. */
	readonly rows: readonly Fields[];
	readonly former: readonly FormerRule[];
	/** What to remember from now on. A row that was deleted, switched off or emptied is forgotten. */
	readonly memory: RuleMemory;
}

/**
 * The rules of a table that apply. A rule that cannot be used applies as it was, with all its rows; one that never could
 * be used is left as it is, for the reader to skip and to name.
 */
export function rulesInForce(given: readonly Fields[], remembered: RuleMemory): RulesInForce {
	const rows = settledRows(given) as readonly Fields[];
	const keys = keysOf(rows);
	const now = withOutliers(rows, keys, remembered);
	const restored = restoredRows(rows, keys, { now, remembered });
	const applied = rows.map((row, index) => restored.get(index) ?? row);
	// What was restored may contradict rows that are in order meanwhile; then these win.
	const { standing } = standingOfRows(applied);
	const isInForce = (index: number): boolean => standing[index] === 'used' || isBlankRow(applied[index]);
	const namesOf = (index: number): string[] => [rows[index], applied[index]].map(nameOf).filter((name) => name !== '');
	const failed = new Set([...restored.keys()].filter((index) => !isInForce(index)).flatMap(namesOf));
	const kept = new Map([...restored].filter(([index]) => !namesOf(index).some((name) => failed.has(name))));
	return {
		rows: rows.map((row, index) => kept.get(index) ?? row),
		former: formerRules(rows, kept, now.faults),
		memory: nextMemory(rows, keys, { now, remembered }),
	};
}

/** What a run says of it. */
export function formerHint({ rule, faults }: FormerRule): string {
	const [first] = faults;
	const why = first === undefined ? '' : ` ${first.message}. ${first.hint}`;
	return `The former version of the rule ${shown(rule)} applies until its row is mended.${why}`;
}

interface Known {
	readonly now: StandingOfRows;
	readonly remembered: RuleMemory;
}

/** A row of another model than all the others had makes the whole table unclear; then that row alone is faulty. */
function withOutliers(rows: readonly Fields[], keys: readonly string[], remembered: RuleMemory): StandingOfRows {
	const now = standingOfRows(rows);
	if (now.unclear.length === 0) return now;
	const models = new Set([...remembered.values()].map((row) => fold(asText(row.model))).filter((name) => name !== ''));
	if (models.size !== 1) return now;
	const isOutlier = (row: Fields): boolean => {
		const model = fold(modelOfRow(row));
		return model !== '' && !models.has(model) && !isSetAside(model);
	};
	const others = standingOfRows(rows.map((row) => (isOutlier(row) ? {} : row)));
	const outliers = rows.flatMap((row, index): RuleFault[] =>
		isOutlier(row)
			? now.unclear.map((each) => ({ ...each, index, rule: fold(asText(remembered.get(keys[index])?.rule)) }))
			: [],
	);
	return {
		standing: others.standing.map((each, index) => (isOutlier(rows[index]) ? 'faulty' : each)),
		faults: [...others.faults, ...outliers],
		unclear: others.unclear,
	};
}

/** By place in the table. A new row of a rule that is restored is blank meanwhile: it was no part of it. */
function restoredRows(
	rows: readonly Fields[],
	keys: readonly string[],
	{ now, remembered }: Known,
): Map<number, Fields> {
	const faulty = rows.flatMap((_row, index) => (now.standing[index] === 'faulty' ? [index] : []));
	const recalled = new Map(faulty.flatMap((index) => entryOf(index, remembered.get(keys[index]))));
	const names = new Set([...recalled.keys()].map((index) => nameOf(rows[index])));
	const isNewPart = (index: number): boolean =>
		!recalled.has(index) && nameOf(rows[index]) !== '' && names.has(nameOf(rows[index]));
	return new Map(
		faulty.flatMap((index): Array<[number, Fields]> => {
			const { id } = rows[index];
			if (isNewPart(index)) return [[index, { id }]];
			const former = recalled.get(index);
			return former === undefined ? [] : [[index, { id, ...former }]];
		}),
	);
}

const entryOf = (index: number, row: Fields | undefined): Array<[number, Fields]> =>
	row === undefined ? [] : [[index, row]];

const isBlankRow = (row: Fields): boolean => Object.keys(row).every((name) => name === 'id');

function formerRules(
	rows: readonly Fields[],
	restored: ReadonlyMap<number, Fields>,
	faults: readonly RuleFault[],
): FormerRule[] {
	const byName = new Map<string, { rule: string; names: Set<string>; indexes: Set<number> }>();
	for (const [index, row] of restored) {
		if (isBlankRow(row)) continue;
		const rule = asText(row.rule).trim();
		const found = byName.get(fold(rule)) ?? { rule, names: new Set<string>(), indexes: new Set<number>() };
		found.names.add(nameOf(rows[index]));
		found.indexes.add(index);
		byName.set(fold(rule), found);
	}
	return [...byName.values()].map(({ rule, names, indexes }) => ({
		rule,
		faults: faults
			.filter((each) => indexes.has(each.index) || (each.rule !== '' && names.has(each.rule)))
			.map(({ message, hint }) => ({ message, hint })),
	}));
}

function nextMemory(rows: readonly Fields[], keys: readonly string[], { now, remembered }: Known): RuleMemory {
	if (now.unclear.length > 0) return remembered;
	const next = new Map<string, Fields>();
	for (const [index, row] of rows.entries()) {
		const before = remembered.get(keys[index]);
		if (keys[index] === '') continue;
		if (now.standing[index] === 'used') next.set(keys[index], cellsOf(row));
		else if (now.standing[index] === 'faulty' && before !== undefined) next.set(keys[index], before);
	}
	return next;
}

const columnOf = (header: string) => RULE_COLUMNS.find((column) => column === fold(header));

/** The cells of a row that say something, under the names of the columns. */
function cellsOf(row: Fields): Fields {
	const cells = Object.entries(row).flatMap(([header, value]) => {
		const column = columnOf(header);
		return column === undefined || value === undefined || value === null || value === '' ? [] : [[column, value]];
	});
	return Object.fromEntries(cells) as Fields;
}

/** Data tables number their rows; elsewhere a row is known by its rule and its place among the rows of that rule. */
function keysOf(rows: readonly Fields[]): readonly string[] {
	const places = new Map<string, number>();
	return rows.map((row) => {
		const id = asText(row.id).trim();
		if (id !== '') return id;
		const name = nameOf(row);
		if (name === '') return '';
		const place = (places.get(name) ?? 0) + 1;
		places.set(name, place);
		return `${name}#${place}`;
	});
}

const nameOf = (row: Fields): string => fold(asText(cellsOf(row).rule));

/** As many rows, and as much text, as a cell of a table holds with ease: what lies beyond is not remembered. */
const MOST_ROWS = 2000;
const MOST_TEXT = 400_000;

/** Reads what {@link printRuleMemory} wrote. What cannot be read is not remembered. */
export function readRuleMemory(text: unknown): RuleMemory {
	try {
		const rows: unknown = JSON.parse(asText(text) || '{}');
		if (!isFields(rows)) return new Map();
		return new Map(Object.entries(rows).flatMap(([key, row]) => (isFields(row) ? [[key, row] as const] : [])));
	} catch {
		return new Map();
	}
}

export function printRuleMemory(memory: RuleMemory): string {
	let size = 2;
	const parts: string[] = [];
	for (const [key, row] of memory) {
		const part = `${JSON.stringify(key)}:${JSON.stringify(row)}`;
		size += part.length + 1;
		if (parts.length >= MOST_ROWS || size > MOST_TEXT) break;
		parts.push(part);
	}
	return `{${parts.join(',')}}`;
}

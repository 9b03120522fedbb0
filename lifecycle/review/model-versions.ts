import { createHash } from 'crypto';
import {
	formerName,
	isSetAside,
	modelOfRow,
	publishingIn,
	publishingName,
	settledRows,
	type Publishing,
} from '../model/model-names';
import { RULE_COLUMNS, type RuleColumn } from '../model/rule';
import { isFields, type Fields } from '../path';
import { asText, fold } from '../text';

/** The models of a table of rules, by the names in the column `model`; '' for rows without one. */
export interface ModelVersions {
	/** The name of the live model. */
	readonly live: string;
	/** In the order of the table. */
	readonly drafts: readonly string[];
	/** Newest first. */
	readonly former: readonly string[];
	/** A model that counts already, though the run that published it was cut off before the names were in order. */
	readonly publishing: Publishing | undefined;
}

export function modelVersions(rows: readonly Fields[]): ModelVersions {
	const models = settledRows(rows).map(modelOfRow);
	const all = [...new Map(models.map((model) => [fold(model), model])).values()];
	return {
		live: all.find((name) => name !== '' && !isSetAside(name)) ?? '',
		drafts: all.filter((name) => fold(name).startsWith('draft')),
		// Their names hold the time in an order that sorts.
		former: all
			.filter((name) => fold(name).startsWith('former'))
			.sort()
			.reverse(),
		publishing: publishingIn(rows),
	};
}

/** The rows that score today. */
export const liveRows = (rows: readonly Fields[]): Fields[] =>
	settledRows(rows).filter((row): row is Fields => isFields(row) && !isSetAside(modelOfRow(row)));

export const rowsOfModel = (rows: readonly Fields[], model: string): Fields[] =>
	rows.filter((row) => fold(modelOfRow(row)) === fold(model));

/** A write of `ll_rules`: rows in which the column `by` is `is`, and `model` is `was`, get the name `model`. */
export interface Rename {
	readonly by: 'id' | 'model';
	readonly is: unknown;
	/** As the cell is, so that a row that somebody else renamed meanwhile stays as it is. */
	readonly was: unknown;
	readonly model: string;
}

/**
 * The writes, in their order, by which a model becomes live and the live one is kept. Cut off anywhere they leave a table by which
 * either the one or the other model scores, see {@link publishingName}; the next publishing begins with what was left over.
 *
 * @param at ISO 8601 in UTC
 */
export function renames(rows: readonly Fields[], chosen: string, at: string): Rename[] {
	const { publishing, live, former } = modelVersions(rows);
	const leftOver = publishing === undefined ? [] : finishing(rows, publishing);
	const after = settledRows(rows) as readonly Fields[];
	const time = newTime(at, former);
	const next = { at: time, live: liveNameOf(after, live) };
	const name = publishingName(next);
	const own = spellingOf(after, chosen);
	return [
		...leftOver,
		// Rows are found by the very text of their cell, so that all of them are to be renamed in one write.
		...otherSpellings(after, own).map((was): Rename => ({ by: 'model', is: was, was, model: own })),
		{ by: 'model', is: own, was: own, model: name },
		...finishing(after, { ...next, model: name }),
	];
}

/** The former rows get their name, then the new ones that of the live model. */
const finishing = (rows: readonly Fields[], { model, at, live }: Publishing): Rename[] => [
	...rows
		.filter((row) => !isSetAside(modelOfRow(row)) && modelOfRow(row) !== model)
		.map(({ id, model: was = null }): Rename => ({ by: 'id', is: id, was, model: formerName(at) })),
	{ by: 'model', is: model, was: model, model: live },
];

/** A model that takes the place of none needs some name. */
const liveNameOf = (rows: readonly Fields[], live: string): string => (liveRows(rows).length === 0 ? 'live' : live);

const spellingOf = (rows: readonly Fields[], chosen: string): string =>
	asText(rowsOfModel(rows, chosen).at(0)?.model) || chosen;

const otherSpellings = (rows: readonly Fields[], own: string): string[] => [
	...new Set(
		rowsOfModel(rows, own)
			.map(({ model }) => asText(model))
			.filter((model) => model !== own),
	),
];

/** `2026-11-29 10:00:00`; a later second where a former version of that time is there. */
function newTime(at: string, former: readonly string[]): string {
	const time = (moment: number): string => new Date(moment).toISOString().slice(0, 19).replace('T', ' ');
	let moment = Date.parse(at);
	while (former.some((name) => fold(name) === formerName(time(moment)))) moment += 1000;
	return time(moment);
}

/** What stands for the rules of two models as they are now: differs as soon as somebody edits a rule of either. */
export function markOf(rows: readonly Fields[], chosen: string): string {
	const contents = [liveRows(rows), rowsOfModel(rows, chosen)].map((model) => model.map(contentOf));
	return createHash('sha256').update(JSON.stringify(contents)).digest('hex').slice(0, 24);
}

/** Whether two models hold the same rules, in whatever order. */
export function isSameModel(one: readonly Fields[], other: readonly Fields[]): boolean {
	const [left, right] = [one, other].map((rows) => rows.filter(isActive).map(contentOf).sort().join());
	return left === right;
}

const isActive = ({ active }: Fields): boolean => asText(active).trim() !== 'false';

const CONTENT = RULE_COLUMNS.filter((column) => column !== 'model' && column !== 'note');
/** Where 0 and false are no empty cells. */
const SAYS_NOUGHT: ReadonlySet<RuleColumn> = new Set(['value', 'points', 'active']);

const contentOf = (row: Fields): string => JSON.stringify(CONTENT.map((column) => cellOf(column, row)));

function cellOf(column: RuleColumn, row: Fields): string {
	const text = asText(row[column]).trim();
	return !SAYS_NOUGHT.has(column) && (text === '0' || text === 'false') ? '' : text;
}

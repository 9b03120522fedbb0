import type { ScoredActivity } from '../activity/scored-activity';
import { asNumber } from '../number';
import { assetKey, assetOf, cellOf, doingsOf, looksLikeDate, type Cell, type Column } from './column';
import type { Example, Snapshot } from './snapshot';

/** Columns with what each says of every lead: `cells[column][lead]`. */
export interface Table {
	readonly columns: readonly Column[];
	readonly cells: ReadonlyArray<readonly Cell[]>;
}

const MOST_ATTRIBUTES = 300;
const MOST_TYPES = 40;
const MOST_ASSETS = 40;
/** Fewer leads than this, or than this share of them, say nothing about a column. */
const LEAST_LEADS = 10;
const LEAST_SHARE = 0.005;
const LEAST_ASSET_SHARE = 0.01;
const MOSTLY = 0.9;
const OFTEN = 0.5;
const MANY_NUMBERS = 20;
/** Days in which an activity counts half, where nothing was fitted. */
export const USUAL_HALF_LIFE = 14;

export interface SurveyTerms {
	/** Half-lives in days that were fitted, by type; Infinity where nothing fades. */
	readonly halfLives: ReadonlyMap<string, number>;
	/** Names of attributes that play no part. */
	readonly without: ReadonlySet<string>;
}

/** The columns that leads of the past speak of, in one order whatever the order of the leads. */
export function columnsOf(examples: readonly Snapshot[], { halfLives, without }: SurveyTerms): Column[] {
	const least = Math.max(LEAST_LEADS, Math.ceil(examples.length * LEAST_SHARE));
	return [
		...attributeColumns(examples, least).filter((column) => !('name' in column && without.has(column.name))),
		...typesOf(examples, least).flatMap((type) => activityColumns(type, halfLives.get(type) ?? USUAL_HALF_LIFE)),
		...assetColumns(examples, Math.max(least, Math.ceil(examples.length * LEAST_ASSET_SHARE))),
		...(['all', 'days', 'silence', 'age', 'return'] as const).map((of) => ({ of })),
	];
}

const activityColumns = (type: string, halfLife: number): Column[] => [
	{ of: 'count', type },
	{ of: 'recency', type },
	...(halfLife === Infinity ? [] : [{ of: 'fading' as const, type, halfLife }]),
];

interface Kinds {
	filled: number;
	numbers: number;
	dates: number;
	readonly distinct: Set<number>;
}

/** The columns of attributes, by name. */
export function attributeColumns(examples: readonly Snapshot[], least = LEAST_LEADS): Column[] {
	const kinds = new Map<string, Kinds>();
	for (const { attributes } of examples) for (const [name, value] of attributes) count(kindsOf(kinds, name), value);
	return [...kinds]
		.filter(([, { filled }]) => filled >= least)
		.sort(([one, left], [other, right]) => right.filled - left.filled || (one < other ? -1 : 1))
		.slice(0, MOST_ATTRIBUTES)
		.map(([name, kind]): Column => ({ of: 'attribute', name, as: bestKind(kind) }))
		.sort((one, other) => ('name' in one && 'name' in other && one.name < other.name ? -1 : 1));
}

function kindsOf(kinds: Map<string, Kinds>, name: string): Kinds {
	const known = kinds.get(name);
	if (known) return known;
	const fresh: Kinds = { filled: 0, numbers: 0, dates: 0, distinct: new Set() };
	kinds.set(name, fresh);
	return fresh;
}

function count(kinds: Kinds, value: unknown): void {
	kinds.filled++;
	if (looksLikeDate(value)) {
		kinds.dates++;
		return;
	}
	const number = typeof value === 'boolean' ? undefined : asNumber(value);
	if (number === undefined) return;
	kinds.numbers++;
	if (kinds.distinct.size < MANY_NUMBERS) kinds.distinct.add(number);
}

function bestKind({ filled, numbers, dates, distinct }: Kinds): 'number' | 'date' | 'text' {
	if (dates >= MOSTLY * filled) return 'date';
	if (numbers >= MOSTLY * filled) return 'number';
	return numbers >= OFTEN * filled && distinct.size >= MANY_NUMBERS ? 'number' : 'text';
}

/** The types of activities of enough leads, by name. */
export function typesOf(examples: readonly Snapshot[], least = LEAST_LEADS): string[] {
	return mostOf(examples, least, MOST_TYPES, (activity) => activity.type).sort();
}

function assetColumns(examples: readonly Snapshot[], least: number): Column[] {
	const keyOf = (activity: ScoredActivity): string => {
		const asset = assetOf(activity);
		return asset === '' ? '' : assetKey(activity.type, asset);
	};
	return mostOf(examples, least, MOST_ASSETS, keyOf)
		.sort()
		.map((key) => {
			const [type, asset] = key.split('\u0000');
			return { of: 'asset', type, asset };
		});
}

/** Keys of activities that most leads have; '' is none. */
function mostOf(
	examples: readonly Snapshot[],
	least: number,
	most: number,
	keyOf: (activity: ScoredActivity) => string,
): string[] {
	const leads = new Map<string, number>();
	for (const { activities } of examples)
		for (const key of new Set(activities.map(keyOf))) if (key !== '') leads.set(key, (leads.get(key) ?? 0) + 1);
	return [...leads]
		.filter(([, count]) => count >= least)
		.sort(([one, left], [other, right]) => right - left || (one < other ? -1 : 1))
		.slice(0, most)
		.map(([key]) => key);
}

/** What the columns say of each lead. */
export function tableOf(columns: readonly Column[], snapshots: readonly Snapshot[]): Table {
	const withAssets = columns.some(({ of }) => of === 'asset');
	const cells = columns.map(() => new Array<Cell>(snapshots.length));
	for (const [row, snapshot] of snapshots.entries()) {
		const doings = doingsOf(snapshot, withAssets);
		for (const [index, column] of columns.entries()) cells[index][row] = cellOf(column, snapshot, doings);
	}
	return { columns, cells };
}

export const outcomesOf = (examples: readonly Example[]): Uint8Array =>
	Uint8Array.from(examples, ({ converted }) => (converted ? 1 : 0));

/** Some rows of a table. */
export const rowsOf = ({ columns, cells }: Table, rows: readonly number[]): Table => ({
	columns,
	cells: cells.map((column) => rows.map((row) => column[row])),
});

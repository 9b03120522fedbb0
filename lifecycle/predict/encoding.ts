import { quantile } from '../review/statistics/quantile';
import { log, shortened } from './arithmetic';
import type { Cell, Column } from './column';
import type { Table } from './survey';

/** How the cells of a column become terms of a linear model; learnt on the leads that it is trained on. */
export type Encoding = NumberEncoding | CategoryEncoding;

export interface NumberEncoding {
	readonly kind: 'number';
	readonly column: Column;
	/** Values are held between them. */
	readonly low: number;
	readonly high: number;
	/** Whether the logarithm of 1 + value - low is taken, where few leads have most of it. */
	readonly log: boolean;
	/** The term is (value - offset) / scale. */
	readonly offset: number;
	readonly scale: number;
	/** Whether that nothing is known is a term of its own. */
	readonly missing: boolean;
}

export interface CategoryEncoding {
	readonly kind: 'category';
	readonly column: Column;
	/** Each a term of its own; most frequent first. */
	readonly categories: readonly string[];
	/** Whether all others together are a term. */
	readonly rest: boolean;
	readonly missing: boolean;
}

const LEAST_OF_A_TERM = 10;
const LEAST_OF_A_CATEGORY = 0.005;
const MOST_CATEGORIES = 30;
const FAR_OUT = 0.005;
const UNEVEN = 0.8;

/** Encodings of the columns that tell leads apart; those that say the same of all are left out. */
export const learnEncodings = ({ columns, cells }: Table): Encoding[] =>
	columns.flatMap((column, index) => encodingOf(column, cells[index]) ?? []);

function encodingOf(column: Column, cells: readonly Cell[]): Encoding | undefined {
	const missing = cells.reduce<number>((sum, cell) => sum + Number(cell === undefined), 0);
	const tells = missing >= LEAST_OF_A_TERM && cells.length - missing >= LEAST_OF_A_TERM;
	return column.of === 'attribute' && column.as === 'text'
		? categoryEncoding(column, cells, tells)
		: numberEncoding(column, cells, tells);
}

function categoryEncoding(column: Column, cells: readonly Cell[], missing: boolean): CategoryEncoding | undefined {
	const counts = new Map<string, number>();
	for (const cell of cells) if (typeof cell === 'string') counts.set(cell, (counts.get(cell) ?? 0) + 1);
	const least = Math.max(LEAST_OF_A_TERM, Math.ceil(cells.length * LEAST_OF_A_CATEGORY));
	const sorted = [...counts].sort(([one, left], [other, right]) => right - left || (one < other ? -1 : 1));
	const own = sorted.filter(([, count]) => count >= least).slice(0, MOST_CATEGORIES);
	const pooled = sorted.slice(own.length).reduce((sum, [, count]) => sum + count, 0);
	const rest = pooled >= LEAST_OF_A_TERM;
	const kinds = own.length + Number(rest) + Number(missing);
	return kinds < 2 ? undefined : { kind: 'category', column, categories: own.map(([name]) => name), rest, missing };
}

function numberEncoding(column: Column, cells: readonly Cell[], missing: boolean): NumberEncoding | undefined {
	const numbers = cells.filter((cell): cell is number => typeof cell === 'number');
	if (numbers.length < LEAST_OF_A_TERM) return undefined;
	const { low, high } = boundsOf(numbers);
	if (!(high > low)) return missing ? onlyMissing(column, low) : undefined;
	const held = numbers.map((value) => Math.min(high, Math.max(low, value)));
	const plain = momentsOf(held);
	const takesLog = low >= 0 && plain.deviation > UNEVEN * plain.mean;
	const { mean, deviation } = takesLog ? momentsOf(held.map((value) => log(1 + value - low))) : plain;
	// Most leads never did most things: with nothing as 0 their rows are short.
	const zeros = numbers.filter((value) => value === 0).length;
	const offset = low === 0 && zeros * 2 > cells.length ? 0 : shortened(mean);
	return { kind: 'number', column, low, high, log: takesLog, offset, scale: shortened(deviation), missing };
}

const onlyMissing = (column: Column, value: number): NumberEncoding => ({
	...{ kind: 'number', column, low: value, high: value, log: false, offset: value, scale: 1, missing: true },
});

function boundsOf(numbers: readonly number[]): { low: number; high: number } {
	const low = shortened(quantile(numbers, FAR_OUT));
	const high = shortened(quantile(numbers, 1 - FAR_OUT));
	if (high > low) return { low, high };
	const least = numbers.reduce((one, other) => Math.min(one, other));
	const most = numbers.reduce((one, other) => Math.max(one, other));
	return { low: shortened(least), high: shortened(most) };
}

function momentsOf(numbers: readonly number[]): { mean: number; deviation: number } {
	let sum = 0;
	for (const value of numbers) sum += value;
	const mean = sum / numbers.length;
	let squares = 0;
	for (const value of numbers) squares += (value - mean) * (value - mean);
	return { mean, deviation: Math.sqrt(squares / numbers.length) || 1 };
}

/** How many terms an encoding has. */
export const widthOf = (encoding: Encoding): number =>
	(encoding.kind === 'number' ? 1 : encoding.categories.length + Number(encoding.rest)) + Number(encoding.missing);

/** A number as the linear model takes it. */
export function scaledValue({ low, high, log: takesLog, offset, scale }: NumberEncoding, value: number): number {
	const held = Math.min(high, Math.max(low, value));
	return ((takesLog ? log(1 + held - low) : held) - offset) / scale;
}

/** Which of its terms a cell gives a value; -1 where it says nothing that the model knows of. */
export function termOf(encoding: Encoding, cell: Cell): number {
	const last = widthOf(encoding) - 1;
	if (cell === undefined) return encoding.missing ? last : -1;
	if (encoding.kind === 'number') return typeof cell === 'number' ? 0 : -1;
	const own = encoding.categories.indexOf(String(cell));
	if (own >= 0) return own;
	return encoding.rest ? encoding.categories.length : -1;
}

/** What that term is worth. */
export const termValue = (encoding: Encoding, cell: Cell): number =>
	encoding.kind === 'number' && typeof cell === 'number' ? scaledValue(encoding, cell) : 1;

/** Leads as rows of terms; only terms that are not 0 stand there. */
export interface Matrix {
	readonly rows: number;
	readonly width: number;
	/** Where each row begins; one more than there are rows. */
	readonly starts: Uint32Array;
	readonly terms: Uint32Array;
	readonly values: Float64Array;
}

/** The rows of a table as terms. `encodings` are of the table's columns, in their order; some may be left out. */
export function encode(table: Table, encodings: readonly Encoding[], rows: number): Matrix {
	const indexOf = new Map(table.columns.map((column, index) => [column, index]));
	const cells = encodings.map(({ column }) => table.cells[indexOf.get(column) ?? 0]);
	const offsets = offsetsOf(encodings);
	const starts = new Uint32Array(rows + 1);
	const terms = new Uint32Array(rows * encodings.length);
	const values = new Float64Array(rows * encodings.length);
	let next = 0;
	for (let row = 0; row < rows; row++) {
		for (const [index, encoding] of encodings.entries()) {
			const cell = cells[index][row];
			const term = termOf(encoding, cell);
			const value = term < 0 ? 0 : termValue(encoding, cell);
			if (value === 0) continue;
			terms[next] = offsets[index] + term;
			values[next++] = value;
		}
		starts[row + 1] = next;
	}
	return { rows, width: offsets[encodings.length], starts, terms: terms.slice(0, next), values: values.slice(0, next) };
}

/** The place of each encoding's first term; at the end, how many terms there are. */
export function offsetsOf(encodings: readonly Encoding[]): number[] {
	const offsets = [0];
	for (const encoding of encodings) offsets.push(offsets[offsets.length - 1] + widthOf(encoding));
	return offsets;
}

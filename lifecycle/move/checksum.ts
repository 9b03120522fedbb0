import { createHash } from 'crypto';
import type { Table } from '../tables';
import type { Cells } from './moved-row';

const BITS = 64;
const DIGITS = BITS / 4;

/**
 * How many rows there are, and the sum of their hashes: 16 hexadecimal digits. The order of the rows makes no difference,
 * and two equal rows do not cancel each other.
 */
export interface Sum {
	readonly rows: number;
	readonly sum: string;
}

export const NO_ROWS: Sum = { rows: 0, sum: '0'.repeat(DIGITS) };

/**
 * The text by which rows are compared: the cells in the order of the table's columns. Empty text is an empty cell, as for
 * everyone who reads these tables.
 */
export const canonicalRow = ({ columns }: Table, cells: Cells): string =>
	JSON.stringify(
		columns.map(({ name }) => {
			const cell = cells[name] ?? null;
			return cell === '' ? null : Object.is(cell, -0) ? 0 : cell;
		}),
	);

/** 64 bits of SHA-256 as 16 hexadecimal digits. */
export const hashOf = (table: Table, cells: Cells): string =>
	createHash('sha256').update(canonicalRow(table, cells)).digest('hex').slice(0, DIGITS);

const print = (value: bigint): string => BigInt.asUintN(BITS, value).toString(16).padStart(DIGITS, '0');
const read = (digits: string): bigint => BigInt(`0x${digits}`);

/** The sum with further rows. */
export const withHashes = ({ rows, sum }: Sum, hashes: readonly string[]): Sum => ({
	rows: rows + hashes.length,
	sum: print(hashes.reduce((total, hash) => total + read(hash), read(sum))),
});

export const together = (left: Sum, right: Sum): Sum => ({
	rows: left.rows + right.rows,
	sum: print(read(left.sum) + read(right.sum)),
});

export const isSame = (left: Sum, right: Sum): boolean => left.rows === right.rows && left.sum === right.sum;

import { asBoolean } from '../boolean';
import { shown, withoutAddresses, type Fault } from '../fault';
import { asNumber } from '../number';
import { isFields, type Fields } from '../path';
import { asText } from '../text';
import { asInstant, isoOf } from '../time';
import { isCountable, NO_VERSION } from './version';

/** A table as messages call it, what a row of it is about, and the column that says which one it is. */
export interface Book<Column extends string> {
	readonly table: string;
	readonly noun: string;
	readonly key: Column;
}

/**
 * The cells of one row of a book. What cannot be read is a fault that names the table, the row and the column, and reads
 * as an empty cell; a cell that is empty is none.
 */
export class RowCells<Column extends string> {
	readonly faults: Fault[] = [];
	private readonly where: string;

	constructor(
		private readonly raw: Fields,
		private readonly book: Book<Column>,
	) {
		const key = this.text(book.key);
		const id = this.id() ?? 'without an id';
		// An error and a hint do not quote an address; then the number says which row it is.
		const isQuoted = key !== null && withoutAddresses(key) === key;
		this.where = key === null ? `Row ${id}` : `${book.noun} ${key}${isQuoted ? '' : `, row ${id}`}`;
	}

	/** The Data Table's own number of the row. */
	id(): number | undefined {
		const id = asNumber(this.of('id'));
		return id !== undefined && Number.isSafeInteger(id) && id > 0 ? id : undefined;
	}

	text(column: Column): string | null {
		const text = asText(this.of(column)).trim();
		return text === '' ? null : text;
	}

	number(column: Column): number | null {
		return this.read(column, 'not a number', 'Write a number, such as 12 or -2.5, or empty the cell.', asNumber);
	}

	/** A whole number from 0 on; a row that was never written may hold −1, which is none. */
	count(column: Column): number | null {
		const hint = 'Write a whole number, 0 or more, or empty the cell.';
		const count = this.read(column, 'not a count', hint, (value) => {
			const number = asNumber(value);
			return number !== undefined && Number.isInteger(number) && number >= -1 ? number : undefined;
		});
		return count === -1 ? null : count;
	}

	/** Whatever number somebody wrote there: the next write is held to it. */
	version(column: Column): number {
		const version = this.number(column) ?? NO_VERSION;
		if (version !== NO_VERSION && !isCountable(version))
			this.fault(column, 'too large for a version, so the row is not written any more', 'Empty the cell.');
		return version;
	}

	boolean(column: Column): boolean | null {
		return this.read(column, 'neither true nor false', 'Write true or false, or empty the cell.', asBoolean);
	}

	time(column: Column): string | null {
		const hint = 'Write a date and time such as 2026-02-20T09:00:00Z, or empty the cell.';
		return this.read(column, 'not a date', hint, (value) => {
			const instant = asInstant(value);
			return instant === undefined ? undefined : isoOf(instant, value);
		});
	}

	/** Keys kept as a JSON list. A list that somebody broke still holds them between its quotes. */
	keys(column: Column): string[] {
		const value = this.of(column);
		if (isBlank(value)) return [];
		const list = jsonOf(value);
		if (Array.isArray(list)) return list.map(asText).filter((key) => key !== '');
		this.fault(column, 'not a list', 'Write a JSON list such as ["a","b"], or empty the cell.');
		return Array.from(asText(value).matchAll(/"([^"]+)"/g), ([, key]) => key);
	}

	object(column: Column): Fields {
		const value = this.of(column);
		if (isBlank(value)) return {};
		const object = jsonOf(value);
		if (isFields(object)) return object;
		this.fault(column, 'not a JSON object', 'Write {} to start again, or put back what was there.');
		return {};
	}

	fault(column: Column, what: string, hint: string): void {
		const value = column === this.book.key ? undefined : this.of(column);
		const { table } = this.book;
		this.faults.push({ message: `${table}, ${this.where}, column “${column}”: ${shown(value)} is ${what}`, hint });
	}

	private read<Value>(
		column: Column,
		what: string,
		hint: string,
		readValue: (value: unknown) => Value | undefined,
	): Value | null {
		const value = this.of(column);
		if (isBlank(value)) return null;
		const read = readValue(value);
		if (read !== undefined) return read;
		this.fault(column, what, hint);
		return null;
	}

	private of(column: string): unknown {
		return Object.hasOwn(this.raw, column) ? this.raw[column] : undefined;
	}
}

const isBlank = (value: unknown): boolean =>
	value === undefined || value === null || (typeof value === 'string' && value.trim() === '');

/** What a cell of JSON text holds; an object or a list is taken as it is. */
function jsonOf(value: unknown): unknown {
	if (typeof value !== 'string') return value;
	try {
		return JSON.parse(value) as unknown;
	} catch {
		return undefined;
	}
}

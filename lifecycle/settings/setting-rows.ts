import { isBlank } from '../empty';
import { fault, ok, shown, type Fault, type Result } from '../fault';
import { nearestOf } from '../nearest';
import { asWrittenNumber } from '../number';
import { isFields } from '../path';
import { asText, fold } from '../text';

const TABLE = 'll_settings';

/** A row of `ll_settings`, tidied. */
export interface SettingRow {
	/** In lower case, words joined by `_`. */
	readonly name: string;
	/** The name after its prefix, such as `manager` of `audience_manager`; '' where it has none. */
	readonly key: string;
	/** On one line, without spaces around it. */
	readonly value: string;
}

/** Reads the value of a row; the message of a fault says what is wrong with the value, not where it is. */
export type ValueReader<Value> = (row: SettingRow) => Result<Value>;

/**
 * The rows of `ll_settings`, handed out by name. Every fault names the table, the row and the column; what nobody asked
 * for in the end is a name that does not exist.
 */
export class SettingRows {
	readonly faults: Fault[] = [];
	private readonly rows: SettingRow[] = [];
	private readonly singles = new Set<string>();
	private readonly prefixes = new Set<string>();

	constructor(rows: readonly unknown[]) {
		for (const row of rows) if (isFields(row)) this.add(row);
	}

	/** The value of a setting that is one row; the fallback where there is none, it is empty, or it cannot be read. */
	one<Value>(name: string, fallback: Value, read: ValueReader<Value>): Value {
		const [row, ...more] = this.all(name);
		for (const extra of more)
			this.fault(extra, 'name', 'is there twice', 'Delete one of the rows; the first one counts.');
		return row === undefined ? fallback : (this.read(row, read) ?? fallback);
	}

	/** All rows with a name, in the order of the table. Rows without a value are left out. */
	all(name: string): SettingRow[] {
		this.singles.add(name);
		return this.rows.filter((row) => row.name === name && row.value !== '');
	}

	/** All rows whose name begins with a prefix, in the order of the table; of rows with one name the first counts. */
	named(prefix: string): SettingRow[] {
		this.prefixes.add(prefix);
		const found = new Map<string, SettingRow>();
		for (const row of this.rows) {
			if (!isNamedBy(prefix, row) || row.value === '') continue;
			if (found.has(row.name))
				this.fault(row, 'name', 'is there twice', 'Give it another name, or delete it; the first one counts.');
			else found.set(row.name, { ...row, key: row.name.slice(prefix.length + 1) });
		}
		return [...found.values()];
	}

	/** Undefined, and a fault, where the value cannot be read. */
	read<Value>(row: SettingRow, read: ValueReader<Value>): Value | undefined {
		const value = read(row);
		if (value.ok) return value.value;
		this.fault(row, 'value', value.message, value.hint);
		return undefined;
	}

	fault({ name }: SettingRow, column: 'name' | 'value', message: string, hint: string): void {
		this.faults.push({ message: `${TABLE}, row “${name}”, column “${column}”: ${message}`, hint });
	}

	/** Names that nothing asked for; call it last. */
	nameUnknown(): void {
		for (const row of this.rows) {
			const isNamed = [...this.prefixes].some((prefix) => isNamedBy(prefix, row));
			if (!isNamed && !this.singles.has(row.name))
				this.fault(row, 'name', 'there is no such setting', this.hintFor(row.name));
		}
	}

	private hintFor(name: string): string {
		const single = nearestOf(name, this.singles);
		if (single !== undefined) return `Did you mean ${single}? Else delete the row.`;
		const [word, ...rest] = name.split('_');
		const prefix = nearestOf(word, this.prefixes);
		if (prefix === undefined) return 'See the page on settings for those there are, or delete the row.';
		return `Did you mean ${prefix}_${rest.join('_') || '… with a name of your own'}? Else delete the row.`;
	}

	private add(row: Readonly<Record<string, unknown>>): void {
		const cell = (column: string) => (Object.hasOwn(row, column) ? row[column] : undefined);
		if (isBlank(cell('name')) && isBlank(cell('value'))) return;
		const name = fold(asText(cell('name'))).replace(/[\s-]+/g, '_');
		const setting = { name, key: '', value: asText(cell('value')).replace(/\s+/g, ' ').trim() };
		if (name !== '') this.rows.push(setting);
		else
			this.fault(
				setting,
				'name',
				`is empty beside the value ${shown(setting.value)}`,
				'Name the setting, or delete the row.',
			);
	}
}

const isNamedBy = (prefix: string, { name }: SettingRow): boolean =>
	name.startsWith(`${prefix}_`) && name.length > prefix.length + 1;

/** A number at least `least`, with or without a unit that says no more than the name: `14`, `14 days`. */
export const numberReader =
	(least: number, unit = ''): ValueReader<number> =>
	({ value }) => {
		const number = asWrittenNumber(unit !== '' && value.endsWith(unit) ? value.slice(0, -unit.length) : value);
		if (number !== undefined && number >= least) return ok(number);
		const range = least === -Infinity ? '' : ` from ${least} on`;
		return fault(`${shown(value)} is not a number${range}`, 'Write a number, such as 14.');
	};

/** A whole number of days. */
export const daysReader = (least: number): ValueReader<number> => {
	const read = numberReader(least, 'days');
	return (row) => {
		const days = read(row);
		if (!days.ok || Number.isInteger(days.value)) return days;
		return fault(`${shown(row.value)} is not a whole number of days`, 'Write a whole number, such as 14.');
	};
};

/** `a, b; c` as its parts; `none` is an empty list. */
export const listOf = (value: string): string[] =>
	fold(value) === 'none'
		? []
		: value
				.split(/[,;]/)
				.map((part) => part.trim())
				.filter((part) => part !== '');

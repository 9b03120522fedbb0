import { asText } from '../text';

// Spreadsheets run what begins like this, also after blanks and in full width:
// https://owasp.org/www-community/attacks/CSV_Injection
const FORMULA = /^[\t\r\n]|^\s*[=+\-@＝＋－＠]/u;
// A spreadsheet that separates by something else begins a cell here, whatever the quotes say.
const FORMULA_INSIDE = /([;\t\r\n])(?=[\s"]*[=+\-@＝＋－＠])/gu;

/** A text that no spreadsheet takes for a formula: what would begin like one begins with an apostrophe. */
export const withoutFormula = (text: string): string =>
	(FORMULA.test(text) ? `'${text}` : text).replace(FORMULA_INSIDE, "$1'");

const cellOf = (value: unknown): string => {
	const text = typeof value === 'string' ? withoutFormula(value) : asText(value);
	return /[",;\t\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
};

/**
 * A CSV file as RFC 4180 describes it, without the mark at its beginning that spreadsheets need for other letters than
 * English ones.
 */
export const csvOf = <Column extends string>(
	columns: readonly Column[],
	rows: ReadonlyArray<Readonly<Record<Column, unknown>>>,
): string =>
	[columns, ...rows.map((row) => columns.map((column) => row[column]))]
		.map((line) => `${line.map(cellOf).join(',')}\r\n`)
		.join('');

import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { gunzipSync } from 'node:zlib';

/** Public data sets that are no part of the repository; they lie beside the checkout where there are any. */
const FOLDER = join(__dirname, '../../../shared/data');

/** Says in the name of a test why it is skipped. */
export const WITHOUT = '(skipped where ../shared is absent)';
export const hasOutsideData = existsSync(FOLDER);
export const describeOutside = hasOutsideData ? describe : describe.skip;

export type CsvRow = Record<string, string>;

/** The rows of a CSV file without quoted cells; one that ends in `.gz` is unpacked. */
export function readCsv(...path: string[]): CsvRow[] {
	const file = join(FOLDER, ...path);
	const bytes = readFileSync(file);
	const text = (file.endsWith('.gz') ? gunzipSync(bytes) : bytes).toString('utf8');
	const [head, ...lines] = text.trim().split(/\r?\n/);
	const names = head.split(',');
	return lines.map((line) => {
		const cells = line.split(',');
		return Object.fromEntries(names.map((name, index) => [name, cells[index] ?? '']));
	});
}

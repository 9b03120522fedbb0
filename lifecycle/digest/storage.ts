import type { Fields } from '../path';

/** Rows of a table that are like the others: the oldest and some of the newest are enough. */
export type TableSample = readonly Fields[];

/** What SQLite needs beside the cells: pages that are not full, row headers, the three columns that n8n adds. */
const OVERHEAD = 1.25;

/**
 * About how many bytes tables hold, from samples: n8n has no node that says it. Row numbers rise by one, so the rows from
 * the lowest to the highest number of a sample are that many; deleted rows in between make the estimate too high, never too low.
 */
export const estimatedBytes = (samples: readonly TableSample[]): number =>
	Math.round(OVERHEAD * samples.reduce((sum, sample) => sum + rowsOf(sample) * averageBytes(sample), 0));

function rowsOf(sample: TableSample): number {
	const ids = sample.flatMap(({ id }) => (typeof id === 'number' ? [id] : []));
	return ids.length === 0 ? 0 : Math.max(...ids) - Math.min(...ids) + 1;
}

const averageBytes = (sample: TableSample): number =>
	sample.reduce((sum, row) => sum + bytesOf(row), 0) / Math.max(sample.length, 1);

const bytesOf = (row: Fields): number =>
	Object.values(row).reduce<number>((sum, cell) => sum + (typeof cell === 'string' ? Buffer.byteLength(cell) : 8), 0);

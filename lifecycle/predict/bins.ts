import type { Cell, Column } from './column';
import { learnEncodings, type CategoryEncoding, type Encoding } from './encoding';
import type { Table } from './survey';
import { shortened } from './arithmetic';

/** The values of a column in order, in at most 63 bins; bin 0 is where nothing is known. */
export type Bins =
	| {
			readonly kind: 'number';
			readonly column: Column;
			/** Bin 1 holds what is at most the first, the last bin what is above all. */
			readonly edges: readonly number[];
	  }
	| {
			readonly kind: 'category';
			readonly column: Column;
			/** Bin of each category, from those that convert least often up; `rest` is the bin of all others. */
			readonly categories: readonly string[];
			readonly ranks: readonly number[];
			readonly rest: number;
	  };

const MOST_BINS = 63;
/** Leads by which the share of a small category is drawn towards that of all. */
const PRIOR = 20;

/** Bins of the columns that tell leads apart. */
export const learnBins = (table: Table, outcomes: Uint8Array): Bins[] => {
	const indexOf = new Map(table.columns.map((column, index) => [column, index]));
	return learnEncodings(table).map((encoding) => {
		const cells = table.cells[indexOf.get(encoding.column) ?? 0];
		return encoding.kind === 'number' ? numberBins(encoding, cells) : categoryBins(encoding, cells, outcomes);
	});
};

function numberBins({ column }: Encoding, cells: readonly Cell[]): Bins {
	const sorted = Float64Array.from(cells.filter((cell) => typeof cell === 'number')).sort();
	const edges: number[] = [];
	for (let bin = 1; bin < MOST_BINS; bin++) {
		const place = Math.floor((bin * sorted.length) / MOST_BINS);
		const next = place < sorted.length ? nextAbove(sorted, place) : undefined;
		if (next === undefined) continue;
		const edge = shortened(sorted[place] + (next - sorted[place]) / 2, 12);
		if (edges.length === 0 || edge > edges[edges.length - 1]) edges.push(edge);
	}
	return { kind: 'number', column, edges };
}

function nextAbove(sorted: Float64Array, place: number): number | undefined {
	for (let next = place + 1; next < sorted.length; next++) if (sorted[next] > sorted[place]) return sorted[next];
	return undefined;
}

function categoryBins({ column, categories }: CategoryEncoding, cells: readonly Cell[], outcomes: Uint8Array): Bins {
	const placeOf = new Map(categories.map((name, place) => [name, place]));
	const counts = Array.from({ length: categories.length + 1 }, () => ({ leads: 0, converted: 0 }));
	let all = 0;
	for (const [row, cell] of cells.entries()) {
		all += outcomes[row];
		if (typeof cell !== 'string') continue;
		const count = counts[placeOf.get(cell) ?? categories.length];
		count.leads++;
		count.converted += outcomes[row];
	}
	const base = all / cells.length;
	const shares = counts.map(({ leads, converted }) => (converted + PRIOR * base) / (leads + PRIOR));
	const order = Array.from(shares.keys()).sort((one, other) => shares[one] - shares[other] || one - other);
	const ranks = new Array<number>(shares.length);
	for (const [rank, place] of order.entries()) ranks[place] = rank + 1;
	return { kind: 'category', column, categories, ranks: ranks.slice(0, -1), rest: ranks[categories.length] };
}

/** How many bins there are, that of missing values included. */
export const binsOf = (bins: Bins): number =>
	bins.kind === 'number' ? bins.edges.length + 2 : bins.categories.length + 2;

export function binOf(bins: Bins, cell: Cell): number {
	if (cell === undefined) return 0;
	if (bins.kind === 'category') {
		const place = typeof cell === 'string' ? bins.categories.indexOf(cell) : -1;
		return place < 0 ? bins.rest : bins.ranks[place];
	}
	if (typeof cell !== 'number') return 0;
	let [low, high] = [0, bins.edges.length];
	while (low < high) {
		const middle = (low + high) >> 1;
		if (cell <= bins.edges[middle]) high = middle;
		else low = middle + 1;
	}
	return low + 1;
}

/** Bins of every row, column by column. */
export function binned(table: Table, bins: readonly Bins[], rows: number): Uint8Array[] {
	const indexOf = new Map(table.columns.map((column, index) => [column, index]));
	return bins.map((each) => {
		const cells = table.cells[indexOf.get(each.column) ?? 0];
		return Uint8Array.from({ length: rows }, (_, row) => binOf(each, cells[row]));
	});
}

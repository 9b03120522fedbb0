import { CELLS, type Cell } from '../grid/grid';
import { fault, ok, type Result } from '../fault';
import { counted, percentOf, rounded } from './figures';
import type { ScoredCase } from './scored-case';
import { median, quantile } from './statistics/quantile';
import { wilsonInterval } from './statistics/wilson';

/** Leads whose totals lie in one band. Points; percentages with one decimal. */
export interface BandRow {
	readonly from: number;
	readonly to: number;
	readonly leads: number;
	readonly converted: number;
	readonly ratio: number;
	/** The 95 % interval of the ratio. */
	readonly low: number;
	readonly high: number;
}

export interface CellRow {
	readonly cell: Cell;
	readonly leads: number;
	readonly converted: number;
	readonly ratio: number;
}

export interface Bands {
	/** Highest first, of about as many leads each. */
	readonly bands: readonly BandRow[];
	readonly cells: readonly CellRow[];
	/** Whether higher bands convert more often; `within chance`: a band breaks the order by no more than chance explains. */
	readonly rising: 'yes' | 'within chance' | 'no';
	/** Bands that convert less often than a lower one, beyond chance. */
	readonly breaks: ReadonlyArray<{ readonly higher: BandRow; readonly lower: BandRow }>;
	/** Percent of the points of ready leads that is fit, median; null where none is ready. */
	readonly fitShare: number | null;
	readonly negative: number;
	/** Leads beyond three times the middle half of all totals, highest first, at most ten. */
	readonly outliers: ReadonlyArray<{ readonly lead: string; readonly total: number }>;
	/** The median and the middle half of the totals. */
	readonly median: number;
	readonly middle: { readonly low: number; readonly high: number };
}

const MOST_OUTLIERS = 10;
const FAR_OUT = 3;

/** How scores are spread, and how often each band and cell converts. A fault where there are fewer leads than bands. */
export function reviewBands(scored: readonly ScoredCase[], bands: number): Result<Bands> {
	if (scored.length < bands) {
		return fault(
			`${counted(scored.length, 'lead')} cannot be put into ${bands} bands`,
			`Choose at most ${Math.max(1, scored.length)} in “Bands”, or review more leads.`,
		);
	}
	const rows = bandRows(scored, bands);
	const breaks = rows.flatMap((higher, index) =>
		rows.slice(index + 1).flatMap((lower) => (higher.high < lower.low ? [{ higher, lower }] : [])),
	);
	const isSorted = rows.every(({ ratio }, index) => index === 0 || rows[index - 1].ratio >= ratio);
	const totals = scored.map(({ total }) => total);
	const middle = { low: quantile(totals, 0.25), high: quantile(totals, 0.75) };
	return ok({
		bands: rows,
		cells: cellRows(scored),
		rising: breaks.length > 0 ? 'no' : isSorted ? 'yes' : 'within chance',
		breaks,
		fitShare: fitShareOf(scored),
		negative: scored.filter(({ total }) => total < 0).length,
		outliers: outliersOf(scored, middle),
		median: rounded(median(totals), 2),
		middle: { low: rounded(middle.low, 2), high: rounded(middle.high, 2) },
	});
}

/** Leads of one total are in one band, so that there may be fewer bands than were asked for. */
function bandRows(scored: readonly ScoredCase[], bands: number): BandRow[] {
	const sorted = [...scored].sort((left, right) => right.total - left.total);
	const rows: BandRow[] = [];
	let start = 0;
	for (let band = 1; band <= bands && start < sorted.length; band++) {
		let end = Math.max(start + 1, Math.round((band * sorted.length) / bands));
		while (end < sorted.length && sorted[end].total === sorted[end - 1].total) end++;
		rows.push(bandOf(sorted.slice(start, end)));
		start = end;
	}
	return rows;
}

function bandOf(leads: readonly ScoredCase[]): BandRow {
	const converted = leads.filter(({ of }) => of.converted).length;
	const { low, high } = wilsonInterval(converted, leads.length);
	return {
		from: leads[leads.length - 1].total,
		to: leads[0].total,
		leads: leads.length,
		converted,
		ratio: percentOf(converted, leads.length),
		low: rounded(low * 100, 1),
		high: rounded(high * 100, 1),
	};
}

function cellRows(scored: readonly ScoredCase[]): CellRow[] {
	const counts = new Map(CELLS.map((cell) => [cell, { leads: 0, converted: 0 }]));
	for (const { cell, of } of scored) {
		const count = counts.get(cell);
		if (count === undefined) continue;
		count.leads++;
		if (of.converted) count.converted++;
	}
	return Array.from(counts, ([cell, { leads, converted }]) => ({
		...{ cell, leads, converted },
		ratio: percentOf(converted, leads),
	}));
}

function fitShareOf(scored: readonly ScoredCase[]): number | null {
	const shares = scored
		.filter(({ isReady, total }) => isReady && total > 0)
		.map(({ fit, total }) => (100 * fit) / total);
	return shares.length === 0 ? null : rounded(median(shares), 1);
}

// Tukey's outer fences.
function outliersOf(scored: readonly ScoredCase[], { low, high }: Bands['middle']): Bands['outliers'] {
	const reach = FAR_OUT * (high - low);
	return scored
		.filter(({ total }) => total > high + reach || total < low - reach)
		.sort((left, right) => Math.abs(right.total) - Math.abs(left.total))
		.slice(0, MOST_OUTLIERS)
		.map(({ of, total }) => ({ lead: of.lead, total }));
}

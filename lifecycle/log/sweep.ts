import type { FollowOptions, WaitingRow } from './follow';

/** How far the rescore of a night is. */
export interface Sweep {
	/** The day whose night it is, such as 2026-11-28. */
	readonly night: string;
	/** Rows of the lead book up to this number are done; null when all are. */
	readonly after: number | null;
}

/**
 * Which of the rows that wait are due, and how far the rescore is then. A night begins at `sweepHour` and goes on where the
 * last run ended, however long n8n was down; a night that was missed is not made up for, since the next rescore gives the
 * scores that it would have given.
 *
 * @param options with `room` for so many rows in this run; those that have none are read again
 */
export function sweepOn(
	sweep: Sweep | null,
	waiting: readonly WaitingRow[],
	options: FollowOptions & { readonly room: number },
): { sweep: Sweep; rows: readonly WaitingRow[] } {
	const night = nightOf(options);
	const withNews = (rows: readonly WaitingRow[]): WaitingRow[] =>
		rows.filter(({ hasNews }) => hasNews).slice(0, options.room);
	// The rows were read for the night before, whose rescore is over or is given up: the next run reads for this one.
	if (sweep === null || sweep.night !== night) return { sweep: { night, after: 0 }, rows: withNews(waiting) };
	const { after } = sweep;
	if (after === null) return { sweep, rows: withNews(waiting) };
	const slice = sliceOf(waiting.slice(0, options.room), options.sliceEntries);
	const isLast = slice.length === waiting.length && waiting.length < options.sliceRows;
	const last = slice[slice.length - 1]?.id ?? after;
	return {
		sweep: { night, after: isLast ? null : Math.max(after, last) },
		rows: [...slice, ...withNews(waiting.slice(slice.length))].slice(0, options.room),
	};
}

/** The night that has begun, of whose rows somebody else sees to it that all come. */
export const beginNight = (options: FollowOptions): Sweep => ({ night: nightOf(options), after: null });

const nightOf = ({ asOf, sweepHour }: FollowOptions): string => asOf.minus({ hours: sweepHour }).toISODate() ?? '';

/** As many rows as have so many entries together, at least one. */
function sliceOf(rows: readonly WaitingRow[], entries: number): readonly WaitingRow[] {
	let sum = 0;
	const end = rows.findIndex(({ logged }, index) => (sum += Math.max(logged, 1)) > entries && index > 0);
	return end < 0 ? rows : rows.slice(0, end);
}

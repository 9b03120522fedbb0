import { asInstant } from '../time';

/** Numbers of the log that were not there yet when higher ones were, both ends included. */
export interface Gap {
	readonly from: number;
	readonly to: number;
	/** When they were first missed, ISO 8601 in UTC. */
	readonly since: string;
}

/** More open gaps than this are no slow commits, but a table from which much was deleted. */
const MOST_GAPS = 500;

/** The known gaps, and what is missing among the numbers above `seen`. */
export function noteGaps(
	{ seen, gaps }: { readonly seen: number; readonly gaps: readonly Gap[] },
	ids: readonly number[],
	since: string,
): Gap[] {
	const noted = [...gaps];
	let last = seen;
	for (const id of [...ids].filter((id) => id > seen).sort((left, right) => left - right)) {
		if (id > last + 1) noted.push({ from: last + 1, to: id - 1, since });
		last = id;
	}
	return noted.slice(-MOST_GAPS);
}

/**
 * Takes out what came meanwhile, and gives up what has been missing since before `before`, in epoch milliseconds; but nothing
 * that is above the highest number that was looked at, for it may be there and not be read yet.
 */
export function closeGaps(gaps: readonly Gap[], ids: readonly number[], before: number): Gap[] {
	const highest = ids.reduce((most, id) => Math.max(most, id), 0);
	const open = gaps.filter(({ to, since }) => to > highest || (asInstant(since) ?? -Infinity) > before);
	if (open.length === 0) return [];
	const came = [...ids].sort((left, right) => left - right);
	return open.flatMap((gap) => without(gap, came));
}

function without({ from, to, since }: Gap, came: readonly number[]): Gap[] {
	const rest: Gap[] = [];
	let next = from;
	for (const id of came) {
		if (id < next || id > to) continue;
		if (id > next) rest.push({ from: next, to: id - 1, since });
		next = id + 1;
	}
	if (next <= to) rest.push({ from: next, to, since });
	return rest;
}

/**
 * A clock runs at some times and stands still at others. All lengths and instants are milliseconds.
 *
 * `advance(from, length)` is the first instant by which the clock has run for `length`, so time that runs out at
 * closing time ends there and not at the next opening; `Infinity` when the clock never runs that long. Over every clock:
 * `elapsed(from, advance(from, x)) = x`, `advance(advance(from, x), y) = advance(from, x + y)`, and both are monotone.
 */
export interface Clock {
	elapsed(from: number, to: number): number;
	advance(from: number, length: number): number;
}

/** Time on the wall: every minute counts. */
export const wallClock: Clock = {
	elapsed: (from, to) => Math.max(0, to - from),
	advance: (from, length) => from + length,
};

/** A time span that includes `from` and not `until`; `until` may be Infinity. */
export interface Interval {
	readonly from: number;
	readonly until: number;
}

/** Intervals in order, those that overlap or touch made one. */
export function mergeIntervals(intervals: readonly Interval[]): Interval[] {
	const merged: Interval[] = [];
	for (const interval of [...intervals].sort((a, b) => a.from - b.from)) {
		const last = merged.at(-1);
		if (last && interval.from <= last.until) {
			merged[merged.length - 1] = { from: last.from, until: Math.max(last.until, interval.until) };
		} else {
			merged.push(interval);
		}
	}
	return merged;
}

/** The same clock, standing still during the pauses (as {@link mergeIntervals} gives them). */
export function withPauses(clock: Clock, pauses: readonly Interval[]): Clock {
	if (pauses.length === 0) return clock;
	return {
		elapsed(from, to) {
			let total = clock.elapsed(from, to);
			for (const pause of pauses) {
				const [begins, ends] = [Math.max(from, pause.from), Math.min(to, pause.until)];
				if (begins < ends) total -= clock.elapsed(begins, ends);
			}
			return total;
		},
		advance(from, length) {
			let [at, left] = [from, length];
			for (const pause of pauses) {
				if (left <= 0 || at === Infinity) return at;
				if (pause.until <= at) continue;
				const available = clock.elapsed(at, Math.max(at, pause.from));
				if (left <= available) return clock.advance(at, left);
				left -= available;
				at = pause.until;
			}
			return at === Infinity ? at : clock.advance(at, left);
		},
	};
}

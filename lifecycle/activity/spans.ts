/** Stretches of time in epoch milliseconds, both ends included, in order and not overlapping. */
export type Spans = readonly { from: number; to: number }[];

/** Joins stretches that touch. */
export function joinSpans(spans: Spans): Spans {
	const joined: { from: number; to: number }[] = [];
	for (const { from, to } of [...spans].sort((a, b) => a.from - b.from)) {
		const last = joined[joined.length - 1];
		if (last && from <= last.to) last.to = Math.max(last.to, to);
		else joined.push({ from, to });
	}
	return joined;
}

/** Whether a moment lies in one of the stretches that {@link joinSpans} gave. */
export function isInSpans(spans: Spans, at: number): boolean {
	const index = firstIndex(spans.length, (position) => spans[position].to >= at);
	return index < spans.length && spans[index].from <= at;
}

/** The first position from which on `holds` is true, for a list on which it turns true once; `length` when never. */
export function firstIndex(length: number, holds: (position: number) => boolean): number {
	let low = 0;
	let high = length;
	while (low < high) {
		const middle = (low + high) >> 1;
		if (holds(middle)) high = middle;
		else low = middle + 1;
	}
	return low;
}

import { signedPoints, toPoints } from '../points';
import { toIso } from '../time';
import { lineOf, type Outcome } from './outcome';
import { line, sortByWeight, type Line, type Reason } from './reasons';
import type { LeadState } from './state';
import type { Sums } from './sums';

/** The lines of the explanation that speak for or against the lead, strongest first. */
export function strongestReasons(outcomes: readonly Outcome[], sums: Sums, state: LeadState): Line[] {
	const lines: Line[] = [];
	for (const outcome of outcomes) if (isListed(outcome)) lines.push(lineOf(outcome));
	if (state.adjustment !== 0) lines.push(adjustmentLine(state));
	if (sums.retained !== undefined) lines.push(retainedLine(sums.retained, state));
	return sortByWeight(lines);
}

const isListed = ({ rule, gross, net }: Outcome): boolean =>
	rule.product === undefined && rule.rule.dimension !== 'exclude' && (net !== 0 || gross !== 0);

const NO_LINES: readonly Line[] = [];

/** What time took, a line for each dimension it took from. */
export function decayLines(lines: readonly Line[]): readonly Line[] {
	if (lines.every(({ net, points }) => net === points)) return NO_LINES;
	const faded = new Map<Reason['dimension'], number>();
	for (const { dimension, net, points } of lines)
		if (net !== points) faded.set(dimension, (faded.get(dimension) ?? 0) + net - points);
	return Array.from(faded, ([dimension, points]) => line('Decay', dimension, points));
}

export function retainedLine(retained: number, { recycledAt }: LeadState): Line {
	const name = 'Kept when recycled';
	return {
		...line(name, 'engagement', retained, `${name} ${signedPoints(toPoints(retained))}`),
		lastAt: recycledAt === undefined ? null : toIso(recycledAt),
	};
}

export function adjustmentLine({ adjustment, note }: LeadState): Line {
	const why = note === '' ? '' : ` (${note.slice(0, 200)})`;
	return line(
		'Manual adjustment',
		'adjustment',
		adjustment,
		`Manual adjustment${why} ${signedPoints(toPoints(adjustment))}`,
	);
}

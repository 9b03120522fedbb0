import { signedPoints, toPoints } from '../points';
import type { Outcome } from './outcome';
import { inOrderOfWeight, line, type Line, type Reason } from './reasons';
import type { LeadState } from './state';
import type { Sums } from './sums';

/** The lines of the explanation that speak for or against the lead, strongest first. */
export function strongestReasons(outcomes: readonly Outcome[], sums: Sums, state: LeadState): Line[] {
	const lines: Line[] = [];
	for (const { rule, gross, net, count, lastAt } of outcomes) {
		const { name, dimension } = rule.rule;
		if (rule.product !== undefined || dimension === 'exclude' || (net === 0 && gross === 0)) continue;
		lines.push({ rule: name, dimension, points: gross, net, count, lastAt, text: undefined });
	}
	if (state.adjustment !== 0) lines.push(adjustmentLine(state));
	return inOrderOfWeight([...lines, ...retainedLine(sums, state)]);
}

/** What time took, a line for each dimension it took from. */
export function decayLines(lines: readonly Line[]): Line[] {
	const faded = new Map<Reason['dimension'], number>();
	for (const { dimension, net, points } of lines)
		if (net !== points) faded.set(dimension, (faded.get(dimension) ?? 0) + net - points);
	return [...faded].map(([dimension, points]) => line('Decay', dimension, points));
}

function retainedLine({ retained }: Sums, { recycledAt }: LeadState): Line[] {
	if (retained === undefined) return [];
	const name = 'Kept when recycled';
	return [
		{
			...line(name, 'engagement', retained, `${name} ${signedPoints(toPoints(retained))}`),
			lastAt: recycledAt,
		},
	];
}

function adjustmentLine({ adjustment, note }: LeadState): Line {
	const why = note === '' ? '' : ` (${note.slice(0, 200)})`;
	return line(
		'Manual adjustment',
		'adjustment',
		adjustment,
		`Manual adjustment${why} ${signedPoints(toPoints(adjustment))}`,
	);
}

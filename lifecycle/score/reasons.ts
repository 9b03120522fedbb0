import type { Dimension } from '../model/rule';
import { signedPoints, toPoints } from '../points';
import { toIso } from '../time';

/** One line of the explanation. The points of all lines sum exactly to the total. */
export interface Reason {
	rule: string;
	/** `adjustment`: by hand; `limit`: caps and floor; `other`: the rest beyond `maxReasons`. */
	dimension: Dimension | 'adjustment' | 'limit' | 'other';
	points: number;
	/** Activities (or periods of silence) behind it; 1 for a fact about the lead. */
	count: number;
	/** ISO 8601, UTC; null when no activity stands behind it. */
	lastAt: string | null;
	text: string;
	/** What time took of these points; the line “Decay” takes it off the total. Absent when nothing was lost. */
	faded?: number;
}

/** A reason before it is written out; points in hundredths. */
export interface Line {
	rule: string;
	dimension: Reason['dimension'];
	/** As listed. */
	points: number;
	/** What is left of it today; what counts when lines are ranked. */
	net: number;
	count: number;
	lastAt: number | undefined;
	text?: string;
}

export const line = (rule: string, dimension: Reason['dimension'], points: number, text?: string): Line => ({
	rule,
	dimension,
	points,
	net: points,
	count: 1,
	lastAt: undefined,
	text,
});

/** Strongest first by what is left of them; at equal strength the order stays. */
export const inOrderOfWeight = (lines: readonly Line[]): Line[] =>
	[...lines].sort((left, right) => Math.abs(right.net) - Math.abs(left.net));

/** At most `most` lines; those beyond stand as one, so that the sum holds. */
export function shortened(lines: readonly Line[], most: number): Line[] {
	if (lines.length <= most) return [...lines];
	const kept = lines.slice(0, most - 1);
	const rest = lines.slice(most - 1);
	const points = rest.reduce((sum, each) => sum + each.points, 0);
	const name = `${rest.length} more reasons`;
	return [
		...kept,
		{ ...line(name, 'other', points), count: rest.length, text: `${name} ${signedPoints(toPoints(points))}` },
	];
}

export function toReason(each: Line): Reason {
	const reason: Reason = {
		rule: each.rule,
		dimension: each.dimension,
		points: toPoints(each.points),
		count: each.count,
		lastAt: each.lastAt === undefined ? null : toIso(each.lastAt),
		text: textOf(each),
	};
	if (each.net !== each.points) reason.faded = toPoints(each.net - each.points);
	return reason;
}

const SUMMARY_REASONS = 3;

/** The strongest of reasons in order of weight, in words: `Pricing page ×2 +24 · Director +12 · Careers page −2`. */
export const summaryOf = (ordered: readonly Line[]): string =>
	ordered.slice(0, SUMMARY_REASONS).map(textOf).join(' · ');

function textOf({ text, rule, count, points }: Line): string {
	return text ?? `${rule}${count > 1 ? ` ×${count}` : ''} ${signedPoints(toPoints(points))}`;
}

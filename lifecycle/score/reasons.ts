import { writeText } from '../model/line-text';
import type { Dimension } from '../model/rule';
import { signedPoints, toHundredths, toPoints } from '../points';

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
	/** ISO 8601, UTC. */
	lastAt: string | null;
	text: string;
}

export const line = (
	rule: string,
	dimension: Reason['dimension'],
	points: number,
	text = writeText(rule, 1, points),
): Line => ({ rule, dimension, points, net: points, count: 1, lastAt: null, text });

const FEW = 30;

/** Puts the strongest first, by what is left of them; at equal strength the order stays. */
export function sortByWeight(lines: Line[]): Line[] {
	if (lines.length > FEW) return lines.sort((left, right) => weightOf(right) - weightOf(left));
	// By insertion: for the six or seven lines of a lead that takes a seventh of the time of Array.sort.
	for (let index = 1; index < lines.length; index++) {
		const line = lines[index];
		let place = index;
		for (; place > 0 && weightOf(lines[place - 1]) < weightOf(line); place--) lines[place] = lines[place - 1];
		lines[place] = line;
	}
	return lines;
}

const weightOf = ({ net }: Line): number => Math.abs(net);

/** At most `most` lines; those beyond stand as one, so that the sum holds. */
export function shortened(lines: readonly Line[], most: number): readonly Line[] {
	if (lines.length <= most) return lines;
	const rest = lines.slice(most - 1);
	const points = rest.reduce((sum, each) => sum + each.points, 0);
	const name = `${rest.length} more reasons`;
	const text = `${name} ${signedPoints(toPoints(points))}`;
	return [...lines.slice(0, most - 1), { ...line(name, 'other', points, text), count: rest.length }];
}

/** The same of reasons that are written out. */
export function shortenedReasons(reasons: readonly Reason[], most: number): readonly Reason[] {
	if (reasons.length <= most) return reasons;
	const lines = reasons.map(({ rule, dimension, points, text }) => line(rule, dimension, toHundredths(points), text));
	return [...reasons.slice(0, most - 1), ...shortened(lines, most).slice(-1).map(toReason)];
}

export function toReason(each: Line): Reason {
	const reason: Reason = {
		rule: each.rule,
		dimension: each.dimension,
		points: toPoints(each.points),
		count: each.count,
		lastAt: each.lastAt,
		text: each.text,
	};
	if (each.net !== each.points) reason.faded = toPoints(each.net - each.points);
	return reason;
}

const SUMMARY_REASONS = 3;

/** The strongest of reasons in order of weight, in words: `Pricing page ×2 +24 · Director +12 · Careers page −2`. */
export function summaryOf(ordered: readonly Line[]): string {
	let summary = ordered.length > 0 ? ordered[0].text : '';
	for (let index = 1; index < ordered.length && index < SUMMARY_REASONS; index++)
		summary += ` · ${ordered[index].text}`;
	return summary;
}

import type { LeadOverTime } from '../../score/over-time';
import { scoreDifference, type Difference } from './difference';
import { scoredAt } from './scored';

export interface Mover {
	/** Key of the lead. */
	readonly lead: string;
	readonly difference: Difference;
}

/** The leads whose score moved most, the largest move first. */
export interface Movers {
	readonly up: readonly Mover[];
	readonly down: readonly Mover[];
}

/**
 * The leads that rose and fell most between two instants (epoch milliseconds), at most `most` each way, with the rows
 * that say why. Of equal moves the lead that comes first by its key stands first.
 */
export function topMovers(leads: readonly LeadOverTime[], from: number, to: number, most = 10): Movers {
	const moves = leads
		.map((lead) => ({ lead, moved: scoredAt(lead, to).sums.total - scoredAt(lead, from).sums.total }))
		.sort((left, right) => Math.abs(right.moved) - Math.abs(left.moved) || byKey(left.lead, right.lead));
	const movers = (direction: 1 | -1): Mover[] =>
		moves
			.filter(({ moved }) => moved * direction > 0)
			.slice(0, most)
			.flatMap(({ lead }) => moverOf(lead, from, to));
	return { up: movers(1), down: movers(-1) };
}

const byKey = (left: LeadOverTime, right: LeadOverTime): number => (left.raw.lead < right.raw.lead ? -1 : 1);

function moverOf(lead: LeadOverTime, from: number, to: number): Mover[] {
	const difference = scoreDifference({ lead, at: from }, { lead, at: to });
	return difference.ok ? [{ lead: lead.raw.lead, difference: difference.value }] : [];
}

/** A mover as one row. */
export interface MoverRow {
	readonly lead: string;
	readonly points: number;
	readonly from: number;
	readonly to: number;
	/** ISO 8601. */
	readonly since: string;
	readonly until: string;
	/** The changes in words. */
	readonly why: string;
	readonly changes: Difference['changes'];
}

/** Those that rose, then those that fell. */
export const moverRows = ({ up, down }: Movers): MoverRow[] =>
	[...up, ...down].map(({ lead, difference: { from, to, points, changes } }) => ({
		lead,
		points,
		from: from.total,
		to: to.total,
		since: from.at,
		until: to.at,
		why: changes.map(({ kind, rule, points: each }) => `${kind.replace('_', ' ')}: ${rule} ${each}`).join(' · '),
		changes,
	}));

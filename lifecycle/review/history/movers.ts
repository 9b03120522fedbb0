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

import { toPoints } from '../../points';
import type { LeadOverTime } from '../../score/over-time';
import { toIso } from '../../time';
import { scoredAt, type Scored } from './scored';

/** A lead's score at an instant. Points have at most two decimals. */
export interface ScoreAt {
	/** ISO 8601, UTC. */
	readonly at: string;
	readonly total: number;
	readonly fit: number;
	readonly engagement: number;
	readonly quality: number;
}

/**
 * The score at each of some instants (epoch milliseconds, in any order), as Score Lead would have given it then with the
 * model and the fields of today: nothing that happened later counts.
 */
export const scoreHistory = (lead: LeadOverTime, instants: readonly number[]): ScoreAt[] =>
	instants.map((at) => pointsAt(scoredAt(lead, at)));

export const pointsAt = ({ sums, at }: Scored): ScoreAt => ({
	at: toIso(at),
	total: toPoints(sums.total),
	fit: toPoints(sums.fit),
	engagement: toPoints(sums.engagement),
	quality: toPoints(sums.quality),
});

import { roundHalfAway } from '../points';

/** While a score is at or above `from`, it loses `points` a period. Hundredths. */
export interface DecayTier {
	from: number;
	points: number;
}

/** What one period takes from a score. Points are hundredths; tiers stand highest first. */
export type StoredMethod =
	| { kind: 'subtract'; points: number }
	| { kind: 'percent'; percent: number }
	| { kind: 'halfLife' }
	| { kind: 'tiers'; tiers: readonly DecayTier[] };

/**
 * A score (hundredths) after `periods` of decay, never under `floor`. Always a function of the score the decay began
 * with, never of an intermediate rounded one, so that many runs end where one run ends. Decay never raises a score:
 * one at or below the floor stays as it is.
 */
export function decayedScore(base: number, periods: number, method: StoredMethod, floor: number): number {
	if (isAtRest(base, method, floor)) return base;
	return Math.max(floor, lowered(base, periods, method));
}

/** Whether a score has nothing more to lose. A share of zero or less is no loss, whatever the floor. */
export function isAtRest(score: number, method: StoredMethod, floor: number): boolean {
	if (score <= floor) return true;
	if (method.kind === 'subtract') return false;
	return method.kind === 'tiers' ? score < lowestFrom(method.tiers) : score <= 0;
}

function lowered(base: number, periods: number, method: StoredMethod): number {
	switch (method.kind) {
		case 'subtract':
			return base - periods * method.points;
		case 'percent':
			return roundHalfAway(base * ((100 - method.percent) / 100) ** periods);
		case 'halfLife':
			return roundHalfAway(base * 2 ** -periods);
		case 'tiers':
			return throughTiers(base, periods, method.tiers);
	}
}

/** Walks down the tiers, all the periods a tier takes at once: a day's decay over years is a handful of steps. */
function throughTiers(base: number, periods: number, tiers: readonly DecayTier[]): number {
	let score = base;
	let left = periods;
	for (const { from, points } of tiers) {
		if (score < from) continue;
		const spent = Math.min(left, Math.floor((score - from) / points) + 1);
		score -= spent * points;
		left -= spent;
	}
	return score;
}

const lowestFrom = (tiers: readonly DecayTier[]): number => tiers[tiers.length - 1].from;

import type { Base, Touch } from './touches';

export interface Scale {
	/** Points for one unit of log-odds. */
	readonly perLogOdds: number;
}

/**
 * Points that conversions speak for: the logarithm of how many times the odds of leads that were touched are those of leads that
 * were not (what naive Bayes adds up for a thing that is there or not, with half a lead added to each count as J. B. S. Haldane
 * proposed), shrunken by its own uncertainty, and put on the model's scale. What chance alone may have brought gives 0: the
 * positive-part estimate of W. James and C. Stein, 1 − (standard error ÷ log-odds)².
 *
 * @returns whole points, unless `isRounded` is false
 */
export function suggestPoints(
	{ touched, converted }: Pick<Touch, 'touched' | 'converted'>,
	base: Base,
	{ perLogOdds }: Scale,
	isRounded = true,
): number {
	const cells = [
		converted,
		touched - converted,
		base.converted - converted,
		base.leads - touched - (base.converted - converted),
	].map((count) => count + 0.5);
	const [with1, with0, without1, without0] = cells;
	const logOdds = Math.log((with1 * without0) / (with0 * without1));
	const variance = cells.reduce((sum, count) => sum + 1 / count, 0);
	const shrunken = logOdds === 0 ? 0 : logOdds * Math.max(0, 1 - variance / (logOdds * logOdds));
	const points = shrunken * perLogOdds;
	return isRounded ? Math.round(points) || 0 : points;
}

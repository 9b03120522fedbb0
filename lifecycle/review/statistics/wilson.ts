/** An interval of shares, 0..1. */
export interface Interval {
	readonly low: number;
	readonly high: number;
}

/** Of the normal distribution: 95 % lie within so many standard deviations. */
export const Z95 = 1.959963984540054;

/**
 * The 95 % interval of a share by Wilson's score, which stays within 0 and 1 and holds for few trials and for none.
 * Source: E. B. Wilson, Journal of the American Statistical Association 22 (1927), p. 209.
 */
export function wilsonInterval(successes: number, trials: number, z = Z95): Interval {
	if (trials === 0) return { low: 0, high: 1 };
	const share = successes / trials;
	const square = (z * z) / trials;
	const middle = (share + square / 2) / (1 + square);
	const half = (z / (1 + square)) * Math.sqrt((share * (1 - share)) / trials + square / (4 * trials));
	return { low: Math.max(0, middle - half), high: Math.min(1, middle + half) };
}

/**
 * Points are whole hundredths inside, so that sums are exact in any order; they are shown as points.
 */
export const toHundredths = (points: number): number => roundHalfAway(points * 100);

export const toPoints = (hundredths: number): number => hundredths / 100;

/** Rounds halves away from zero, so that −2.5 and 2.5 mirror each other; never gives −0. */
export function roundHalfAway(value: number): number {
	const nudge = Math.abs(value) * Number.EPSILON;
	return value < 0 ? 0 - Math.round(-value + nudge) : Math.round(value + nudge);
}

/** Points with their sign as people read them: +24, −2, +0.5, 0 (a real minus sign). */
export function signedPoints(points: number): string {
	if (points === 0) return '0';
	return points > 0 ? `+${points}` : `−${-points}`;
}

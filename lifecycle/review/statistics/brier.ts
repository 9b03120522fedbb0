/** What was foretold, 0..1, and what came of it. */
export interface Forecast {
	readonly probability: number;
	readonly converted: boolean;
}

/**
 * The mean square by which forecasts were off: 0 is perfect, the base rate's own is what any forecast has to beat. NaN without
 * forecasts. Source: G. W. Brier, Monthly Weather Review 78 (1950), p. 1.
 */
export function brierScore(forecasts: readonly Forecast[]): number {
	const sum = forecasts.reduce(
		(total, { probability, converted }) => total + (probability - Number(converted)) ** 2,
		0,
	);
	return forecasts.length === 0 ? NaN : sum / forecasts.length;
}

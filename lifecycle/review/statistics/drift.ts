/** A share of nothing would make the index infinite. */
const LEAST_SHARE = 0.0001;

/**
 * How far a distribution moved from another, over the same bands: the population stability index. By use in credit scoring, below
 * 0.1 is steady, above 0.25 is another population. NaN where one of the two is empty.
 *
 * @param before counts by band
 * @param after counts by the same bands
 */
export function stabilityIndex(before: readonly number[], after: readonly number[]): number {
	const shares = (counts: readonly number[]): number[] => {
		const sum = counts.reduce((total, count) => total + count, 0);
		return counts.map((count) => (sum === 0 ? NaN : Math.max(count / sum, LEAST_SHARE)));
	};
	const was = shares(before);
	return shares(after).reduce((index, share, band) => index + (share - was[band]) * Math.log(share / was[band]), 0);
}

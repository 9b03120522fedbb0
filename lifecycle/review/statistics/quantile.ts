/**
 * The value below which a share (0..1) of the values lies, between two of them in proportion (type 7 of Hyndman and Fan, what
 * spreadsheets give). NaN without values.
 */
export function quantile(values: readonly number[], share: number): number {
	const sorted = [...values].sort((left, right) => left - right);
	if (sorted.length === 0) return NaN;
	const place = (sorted.length - 1) * share;
	const below = Math.floor(place);
	const above = Math.ceil(place);
	return sorted[below] + (sorted[above] - sorted[below]) * (place - below);
}

export const median = (values: readonly number[]): number => quantile(values, 0.5);

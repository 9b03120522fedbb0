/** A number with so many decimals. */
export const rounded = (value: number, decimals: number): number => {
	const factor = 10 ** decimals;
	return Math.round(value * factor + Number.EPSILON) / factor;
};

/** Percent with one decimal; 0 of nothing. */
export const percentOf = (part: number, whole: number): number => (whole === 0 ? 0 : rounded((100 * part) / whole, 1));

/** 1 lead, 2 leads, 1,200 leads. */
export const counted = (number: number, one: string, many = `${one}s`): string =>
	`${number.toLocaleString('en-US')} ${number === 1 ? one : many}`;

import { backward, factor, forward } from './logistic';

/** How much of some figures a line through other figures explains. */
export interface LeastSquares {
	/** 0..1, less what as many figures explain by chance; `targets` one value a row. */
	readonly explained: (target: Float64Array) => number;
}

const RIDGE = 1e-6;

/** Least squares over rows of figures, each column set to mean 0 and deviation 1; columns that never change play no part. */
export function leastSquares(rows: readonly Float64Array[]): LeastSquares {
	const columns = standardised(rows);
	const size = columns.length;
	const gram = new Float64Array(size * size);
	for (let row = 0; row < size; row++)
		for (let column = 0; column <= row; column++)
			gram[row * size + column] = product(columns[row], columns[column]) / rows.length + (row === column ? RIDGE : 0);
	factor(gram, size);
	return {
		explained: (target) => {
			const [centred] = standardised(Array.from(target, (value) => Float64Array.of(value)));
			if (centred === undefined) return 0;
			const right = Float64Array.from(columns, (column) => product(column, centred) / rows.length);
			const share = product(right, backward(gram, forward(gram, right)));
			return 1 - ((1 - share) * (rows.length - 1)) / Math.max(1, rows.length - size - 1);
		},
	};
}

function product(left: Float64Array, right: Float64Array): number {
	let sum = 0;
	for (let index = 0; index < left.length; index++) sum += left[index] * right[index];
	return sum;
}

function standardised(rows: readonly Float64Array[]): Float64Array[] {
	const width = rows[0]?.length ?? 0;
	return Array.from({ length: width }, (_, column) => Float64Array.from(rows, (row) => row[column])).flatMap(
		(values) => {
			const mean = values.reduce((sum, value) => sum + value, 0) / values.length;
			const centred = values.map((value) => value - mean);
			const deviation = Math.sqrt(product(centred, centred) / values.length);
			return deviation > 1e-12 ? [centred.map((value) => value / deviation)] : [];
		},
	);
}

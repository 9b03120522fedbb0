import { binsOf, type Bins } from './bins';

/** A tree as lists by node; the children of a node stand one behind the other. */
export interface Grown {
	/** The column that a node asks for; -1 at a leaf. */
	readonly columns: readonly number[];
	/** Up to this bin to the left. */
	readonly bins: readonly number[];
	/** 1 where a missing value goes right. */
	readonly missingRight: readonly number[];
	/** The left child. */
	readonly children: readonly number[];
	/** What a lead's log-odds rise by at a leaf; at any other node the mean of what is below. */
	readonly values: readonly number[];
}

export interface Ground {
	readonly cells: readonly Uint8Array[];
	readonly bins: readonly Bins[];
	readonly gradients: Float64Array;
	readonly curvatures: Float64Array;
}

export interface Limits {
	readonly rate: number;
	readonly leaves: number;
	readonly leastRows: number;
	readonly ridge: number;
}

interface Cut {
	readonly gain: number;
	readonly column: number;
	readonly bin: number;
	readonly missingRight: boolean;
}

/** A leaf that may be cut: its rows stand from `from` to `to` in the order. */
interface Leaf {
	readonly node: number;
	readonly from: number;
	readonly to: number;
	/** Gradient, curvature and rows of each bin of each column. */
	readonly sums: Float64Array;
	readonly cut: Cut | undefined;
}

const LEAST_CURVATURE = 1e-3;
const LEAST_GAIN = 1e-6;
/** Significant digits of what a leaf gives: a model is short, and reads back as it was. */
const DIGITS = 5;

/**
 * Grows one tree, always cutting the leaf that gains most, and adds what its leaves give to `logOdds`. Undefined where no cut
 * gains anything. Rows are added up in their order, so that the same rows give the same tree to the last bit.
 */
export function growTree(ground: Ground, limits: Limits, logOdds: Float64Array): Grown | undefined {
	const order = Uint32Array.from({ length: logOdds.length }, (_, row) => row);
	const offsets = offsetsOf(ground.bins);
	const tree = new Sapling();
	const leafAt = (node: number, from: number, to: number, sums: Float64Array): Leaf => ({
		...{ node, from, to, sums },
		cut: bestCut(sums, offsets, ground.bins, limits),
	});
	const leaves = [leafAt(tree.add(), 0, order.length, sumsOf(ground, offsets, order, 0, order.length))];
	while (leaves.length < limits.leaves) {
		const place = mostGaining(leaves);
		const leaf = leaves[place];
		if (leaf?.cut === undefined) break;
		const middle = parted(order, leaf, ground.cells[leaf.cut.column]);
		const [left, right] = [tree.add(), tree.add()];
		tree.cut(leaf.node, leaf.cut, left);
		const [small, large] = sumsOfBoth(ground, offsets, order, leaf, middle);
		const [ofLeft, ofRight] = middle - leaf.from <= leaf.to - middle ? [small, large] : [large, small];
		leaves.splice(place, 1, leafAt(left, leaf.from, middle, ofLeft), leafAt(right, middle, leaf.to, ofRight));
	}
	if (leaves.length === 1) return undefined;
	for (const leaf of leaves) {
		const value = Number(
			((-limits.rate * total(leaf.sums, offsets, 0)) / (total(leaf.sums, offsets, 1) + limits.ridge)).toPrecision(
				DIGITS,
			),
		);
		tree.fill(leaf.node, value, leaf.to - leaf.from);
		for (let place = leaf.from; place < leaf.to; place++) logOdds[order[place]] += value;
	}
	return tree.grown();
}

class Sapling {
	private readonly columns: number[] = [];
	private readonly bins: number[] = [];
	private readonly missingRight: number[] = [];
	private readonly children: number[] = [];
	private readonly values: number[] = [];
	private readonly rows: number[] = [];

	add(): number {
		for (const list of [this.bins, this.missingRight, this.children, this.values, this.rows]) list.push(0);
		return this.columns.push(-1) - 1;
	}

	cut(node: number, { column, bin, missingRight }: Cut, left: number): void {
		this.columns[node] = column;
		this.bins[node] = bin;
		this.missingRight[node] = Number(missingRight);
		this.children[node] = left;
	}

	fill(node: number, value: number, rows: number): void {
		this.values[node] = value;
		this.rows[node] = rows;
	}

	/** Children come after their parents, so that means are worked out from the last node up. */
	grown(): Grown {
		const { columns, bins, missingRight, children, values, rows } = this;
		for (let node = columns.length - 1; node >= 0; node--) {
			if (columns[node] < 0) continue;
			const [left, right] = [children[node], children[node] + 1];
			rows[node] = rows[left] + rows[right];
			const mean = (values[left] * rows[left] + values[right] * rows[right]) / rows[node];
			values[node] = Number(mean.toPrecision(DIGITS));
		}
		return { columns, bins, missingRight, children, values };
	}
}

function offsetsOf(bins: readonly Bins[]): number[] {
	const offsets = [0];
	for (const each of bins) offsets.push(offsets[offsets.length - 1] + 3 * binsOf(each));
	return offsets;
}

function sumsOf(
	ground: Ground,
	offsets: readonly number[],
	order: Uint32Array,
	from: number,
	to: number,
): Float64Array {
	const sums = new Float64Array(offsets[offsets.length - 1]);
	const gradients = new Float64Array(to - from);
	const curvatures = new Float64Array(to - from);
	for (let place = from; place < to; place++) {
		gradients[place - from] = ground.gradients[order[place]];
		curvatures[place - from] = ground.curvatures[order[place]];
	}
	for (const [column, cells] of ground.cells.entries()) {
		const offset = offsets[column];
		for (let place = from; place < to; place++) {
			const slot = offset + 3 * cells[order[place]];
			sums[slot] += gradients[place - from];
			sums[slot + 1] += curvatures[place - from];
			sums[slot + 2]++;
		}
	}
	return sums;
}

/** Of the smaller part of a leaf the sums are worked out, of the larger they are what is left of the leaf's own. */
function sumsOfBoth(
	ground: Ground,
	offsets: readonly number[],
	order: Uint32Array,
	{ from, to, sums }: Leaf,
	middle: number,
): [Float64Array, Float64Array] {
	const isLeft = middle - from <= to - middle;
	const small = sumsOf(ground, offsets, order, isLeft ? from : middle, isLeft ? middle : to);
	for (let slot = 0; slot < sums.length; slot++) sums[slot] -= small[slot];
	return [small, sums];
}

/** Puts the rows that go left before the others, each part in the order it had; gives where the second begins. */
function parted(order: Uint32Array, { from, to, cut }: Leaf, cells: Uint8Array): number {
	const right: number[] = [];
	let next = from;
	for (let place = from; place < to; place++) {
		const row = order[place];
		const bin = cells[row];
		const isRight = bin === 0 ? cut?.missingRight === true : bin > (cut?.bin ?? 0);
		if (isRight) right.push(row);
		else order[next++] = row;
	}
	order.set(right, next);
	return next;
}

function mostGaining(leaves: readonly Leaf[]): number {
	let best = -1;
	for (const [place, { cut }] of leaves.entries())
		if (cut !== undefined && (best < 0 || cut.gain > (leaves[best].cut?.gain ?? 0))) best = place;
	return best;
}

/** The sum over the bins of the first column, and so over all rows: of gradients, of curvatures, or of rows. */
function total(sums: Float64Array, offsets: readonly number[], which: number): number {
	let sum = 0;
	for (let slot = offsets[0] + which; slot < offsets[1]; slot += 3) sum += sums[slot];
	return sum;
}

function bestCut(
	sums: Float64Array,
	offsets: readonly number[],
	bins: readonly Bins[],
	limits: Limits,
): Cut | undefined {
	if (bins.length === 0) return undefined;
	const all = { gradient: total(sums, offsets, 0), curvature: total(sums, offsets, 1), rows: total(sums, offsets, 2) };
	if (all.rows < 2 * limits.leastRows) return undefined;
	let best: Cut | undefined;
	for (let column = 0; column < bins.length; column++) {
		const found = bestOfColumn(
			sums.subarray(offsets[column], offsets[column + 1]),
			all,
			limits,
			best?.gain ?? LEAST_GAIN,
		);
		if (found) best = { ...found, column };
	}
	return best;
}

interface Sum {
	readonly gradient: number;
	readonly curvature: number;
	readonly rows: number;
}

function bestOfColumn(
	sums: Float64Array,
	all: Sum,
	{ ridge, leastRows }: Limits,
	least: number,
): Omit<Cut, 'column'> | undefined {
	const worth = (gradient: number, curvature: number): number => (gradient * gradient) / (curvature + ridge);
	const before = worth(all.gradient, all.curvature);
	let best: Omit<Cut, 'column'> | undefined;
	let [gradient, curvature, rows] = [0, 0, 0];
	const isAllowed = (withCurvature: number, withRows: number): boolean =>
		withRows >= leastRows &&
		all.rows - withRows >= leastRows &&
		withCurvature >= LEAST_CURVATURE &&
		all.curvature - withCurvature >= LEAST_CURVATURE;
	const look = (bin: number, missingRight: boolean, missing: number): void => {
		const g = gradient + missing * sums[0];
		const h = curvature + missing * sums[1];
		if (!isAllowed(h, rows + missing * sums[2])) return;
		const gain = worth(g, h) + worth(all.gradient - g, all.curvature - h) - before;
		if (gain > (best?.gain ?? least)) best = { gain, bin, missingRight };
	};
	const last = sums.length / 3 - 1;
	if (sums[2] > 0) look(0, false, 1);
	for (let bin = 1; bin <= last; bin++) {
		gradient += sums[3 * bin];
		curvature += sums[3 * bin + 1];
		rows += sums[3 * bin + 2];
		if (bin < last) look(bin, false, 1);
		if (sums[2] > 0) look(bin, true, 0);
	}
	return best;
}

import { log, logistic } from './arithmetic';
import { growTree, type Grown } from './grow-tree';
import { totalLoss } from './calibration';
import { learnBins, binned, type Bins } from './bins';
import type { Table } from './survey';
import { rowsOf } from './survey';

/** How trees are grown. */
export interface Growth {
	readonly rate: number;
	readonly leaves: number;
	readonly leastRows: number;
	readonly ridge: number;
	readonly mostRounds: number;
}

export interface Forest {
	readonly bins: readonly Bins[];
	/** Log-odds of the leads that it was learnt on. */
	readonly base: number;
	readonly trees: readonly Grown[];
}

export interface TreesFit {
	readonly forest: Forest;
	readonly growth: Growth;
	/** Forecasts of the last leads by trees that were not learnt on them. */
	readonly outOfFold: { readonly logOdds: Float64Array; readonly outcomes: Uint8Array };
}

const GROWTHS: readonly Growth[] = [
	{ rate: 0.05, leaves: 7, leastRows: 40, ridge: 10, mostRounds: 300 },
	{ rate: 0.1, leaves: 15, leastRows: 20, ridge: 1, mostRounds: 160 },
	{ rate: 0.1, leaves: 31, leastRows: 20, ridge: 1, mostRounds: 100 },
];
const PATIENCE = 25;

/**
 * Gradient-boosted trees over binned values. How they grow, and how many there are, is chosen by their forecasts of the last of
 * the leads that they learn from; then they are grown on all of these.
 * Sources: J. Friedman, Annals of Statistics 29 (2001), p. 1189; the histograms are those of LightGBM (NeurIPS 2017).
 *
 * @param inner places of the rows to learn from and of those to choose by
 */
export function fitTrees(
	table: Table,
	outcomes: Uint8Array,
	inner: { learnt: readonly number[]; measured: readonly number[] },
): TreesFit {
	const pick = (rows: readonly number[]) => Uint8Array.from(rows, (row) => outcomes[row]);
	const learnt = { table: rowsOf(table, inner.learnt), outcomes: pick(inner.learnt) };
	const measured = { table: rowsOf(table, inner.measured), outcomes: pick(inner.measured) };
	let best: { loss: number; rounds: number; growth: Growth; logOdds: Float64Array } | undefined;
	for (const growth of GROWTHS) {
		const tried = grow(learnt.table, learnt.outcomes, growth, measured);
		if (best === undefined || tried.loss < best.loss) best = { ...tried, growth };
	}
	const { growth, rounds, logOdds } = best ?? { growth: GROWTHS[0], rounds: 0, logOdds: new Float64Array(0) };
	// More leads carry a little more detail than those that the number was chosen with.
	const { forest } = grow(table, outcomes, { ...growth, mostRounds: rounds });
	return { forest, growth: { ...growth, mostRounds: rounds }, outOfFold: { logOdds, outcomes: measured.outcomes } };
}

interface Measured {
	readonly table: Table;
	readonly outcomes: Uint8Array;
}

function grow(table: Table, outcomes: Uint8Array, growth: Growth, measured?: Measured) {
	const rows = outcomes.length;
	const bins = learnBins(table, outcomes);
	const own = binned(table, bins, rows);
	const share = outcomes.reduce((sum, outcome) => sum + outcome, 0) / rows;
	const base = log(share / (1 - share));
	const logOdds = new Float64Array(rows).fill(base);
	const watched = measured && watch(measured, bins, base);
	const trees: Grown[] = [];
	const gradients = new Float64Array(rows);
	const curvatures = new Float64Array(rows);
	for (let round = 0; round < growth.mostRounds; round++) {
		for (let row = 0; row < rows; row++) {
			const probability = logistic(logOdds[row]);
			gradients[row] = probability - outcomes[row];
			curvatures[row] = probability * (1 - probability);
		}
		const tree = growTree({ cells: own, bins, gradients, curvatures }, growth, logOdds);
		if (tree === undefined) break;
		trees.push(tree);
		if (watched?.isOver(tree)) break;
	}
	const { loss = 0, rounds = trees.length, best = logOdds } = watched?.found() ?? {};
	return { forest: { bins, base, trees: trees.slice(0, rounds) }, loss, rounds, logOdds: best };
}

/** Follows the forecasts of leads that are not learnt from, tree by tree. */
function watch({ table, outcomes }: Measured, bins: readonly Bins[], base: number) {
	const cells = binned(table, bins, outcomes.length);
	const logOdds = new Float64Array(outcomes.length).fill(base);
	let found = { loss: totalLoss(logOdds, outcomes), rounds: 0, best: logOdds.slice() };
	let rounds = 0;
	return {
		isOver: (tree: Grown): boolean => {
			rounds++;
			for (let row = 0; row < outcomes.length; row++) logOdds[row] += tree.values[leafOf(tree, cells, row)];
			const loss = totalLoss(logOdds, outcomes);
			if (loss < found.loss) found = { loss, rounds, best: logOdds.slice() };
			return rounds - found.rounds >= PATIENCE;
		},
		found: () => found,
	};
}

/** The node at which a row ends. */
export function leafOf(tree: Grown, cells: readonly Uint8Array[], row: number): number {
	let node = 0;
	while (tree.columns[node] >= 0)
		node = tree.children[node] + Number(goesRight(tree, node, cells[tree.columns[node]][row]));
	return node;
}

/** Bin 0 is where nothing is known; which way that goes was learnt. */
export const goesRight = (tree: Grown, node: number, bin: number): boolean =>
	bin === 0 ? tree.missingRight[node] === 1 : bin > tree.bins[node];

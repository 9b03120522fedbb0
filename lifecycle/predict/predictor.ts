import { logistic, shortened } from './arithmetic';
import { binOf, type Bins } from './bins';
import type { Calibration } from './calibration';
import { cellOf, doingsOf, type Cell, type Column } from './column';
import { offsetsOf, termOf, termValue, widthOf, type Encoding } from './encoding';
import type { Grown } from './grow-tree';
import type { LinearFit } from './linear';
import type { Snapshot } from './snapshot';
import { goesRight, type Forest } from './trees';

/** What a model computes from the cells of a lead: the log-odds of converting, column by column. */
export type Form = LinearForm | TreesForm;

export interface LinearForm {
	readonly kind: 'linear';
	readonly encodings: readonly Encoding[];
	readonly intercept: number;
	/** Of each term, and the mean that the term had in the leads that it was learnt on. */
	readonly weights: readonly number[];
	readonly means: readonly number[];
}

export interface TreesForm {
	readonly kind: 'trees';
	readonly bins: readonly Bins[];
	readonly base: number;
	readonly trees: readonly Grown[];
}

export interface Predictor {
	readonly form: Form;
	readonly calibration: Calibration;
}

export const linearForm = ({ encodings, line, means }: LinearFit): LinearForm => ({
	kind: 'linear',
	encodings,
	intercept: shortened(line.intercept),
	weights: Array.from(line.weights, (weight) => shortened(weight)),
	means: Array.from(means, (mean) => shortened(mean)),
});

/** The trees without the columns and edges that none of them asks for. */
export function treesForm({ bins, base, trees }: Forest): TreesForm {
	const asked = bins.map((_, column) => new Set(trees.flatMap((tree) => binsAsked(tree, column))));
	const kept = Array.from(bins.keys()).filter((column) => asked[column].size > 0);
	const placeOf = new Map(kept.map((column, place) => [column, place]));
	const shorter = kept.map((column) => withoutEdges(bins[column], asked[column]));
	return {
		kind: 'trees',
		bins: shorter.map(({ bins: each }) => each),
		base: shortened(base),
		trees: trees.map((tree) => ({
			...tree,
			columns: tree.columns.map((column) => placeOf.get(column) ?? -1),
			bins: tree.bins.map((bin, node) => {
				const place = placeOf.get(tree.columns[node]);
				return place === undefined ? 0 : (shorter[place].binOf.get(bin) ?? bin);
			}),
		})),
	};
}

const binsAsked = (tree: Grown, column: number): number[] =>
	tree.columns.flatMap((asked, node) => (asked === column ? [tree.bins[node]] : []));

/** A column of numbers with those edges alone that are asked for, and what its bins are called then. */
function withoutEdges(bins: Bins, asked: ReadonlySet<number>): { bins: Bins; binOf: ReadonlyMap<number, number> } {
	if (bins.kind === 'category') return { bins, binOf: new Map() };
	const kept = [...asked].filter((bin) => bin > 0).sort((one, other) => one - other);
	const known = kept.filter((bin) => bin <= bins.edges.length);
	const binOf = new Map<number, number>([[0, 0], ...known.map((bin, place): [number, number] => [bin, place + 1])]);
	// Above the last edge everything that is known goes left.
	for (const bin of kept) if (!binOf.has(bin)) binOf.set(bin, known.length + 1);
	return { bins: { ...bins, edges: known.map((bin) => bins.edges[bin - 1]) }, binOf };
}

export const columnsOfForm = (form: Form): Column[] =>
	(form.kind === 'linear' ? form.encodings : form.bins).map(({ column }) => column);

/** Log-odds of a lead: `base` is that of an average lead, `parts` what each column adds; together they are the log-odds. */
export interface Reckoning {
	readonly base: number;
	readonly parts: Float64Array;
	readonly logOdds: number;
}

/** The reader of a model: from the cells of a lead, in the order of the form's columns, to its log-odds. */
export function reckoner({ form, calibration }: Predictor): (cells: readonly Cell[]) => Reckoning {
	const raw = form.kind === 'linear' ? linearReckoner(form) : treesReckoner(form);
	const { shift, slope } = calibration;
	return (cells) => {
		const { base, parts } = raw(cells);
		const own = parts.map((part) => slope * part);
		const start = shift + slope * base;
		return { base: start, parts: own, logOdds: own.reduce((sum, part) => sum + part, start) };
	};
}

type RawReckoner = (cells: readonly Cell[]) => { base: number; parts: Float64Array };

function linearReckoner({ encodings, intercept, weights, means }: LinearForm): RawReckoner {
	const offsets = offsetsOf(encodings);
	const usual = encodings.map((encoding, index) => {
		let sum = 0;
		for (let term = 0; term < widthOf(encoding); term++)
			sum += weights[offsets[index] + term] * means[offsets[index] + term];
		return sum;
	});
	const base = usual.reduce((sum, part) => sum + part, intercept);
	return (cells) => {
		const parts = new Float64Array(encodings.length);
		for (const [index, encoding] of encodings.entries()) {
			const term = termOf(encoding, cells[index]);
			const own = term < 0 ? 0 : weights[offsets[index] + term] * termValue(encoding, cells[index]);
			parts[index] = own - usual[index];
		}
		return { base, parts };
	};
}

/** Each step down a tree adds the change of the mean to the column that was asked (Saabas, 2014). */
function treesReckoner({ bins, base, trees }: TreesForm): RawReckoner {
	const start = trees.reduce((sum, tree) => sum + tree.values[0], base);
	return (cells) => {
		const parts = new Float64Array(bins.length);
		const own = bins.map((each, index) => binOf(each, cells[index]));
		for (const tree of trees) {
			let node = 0;
			while (tree.columns[node] >= 0) {
				const column = tree.columns[node];
				const next = tree.children[node] + Number(goesRight(tree, node, own[column]));
				parts[column] += tree.values[next] - tree.values[node];
				node = next;
			}
		}
		return { base: start, parts };
	};
}

/** The cells of a lead that a form asks for. */
export function cellReader(columns: readonly Column[]): (snapshot: Snapshot) => Cell[] {
	const withAssets = columns.some(({ of }) => of === 'asset');
	return (snapshot) => {
		const doings = doingsOf(snapshot, withAssets);
		return columns.map((column) => cellOf(column, snapshot, doings));
	};
}

/** The log-odds of leads, by a predictor. */
export function logOddsOfAll(predictor: Predictor, snapshots: readonly Snapshot[]): Float64Array {
	const cellsOf = cellReader(columnsOfForm(predictor.form));
	const reckon = reckoner(predictor);
	return Float64Array.from(snapshots, (snapshot) => reckon(cellsOf(snapshot)).logOdds);
}

export const probabilityOf = ({ logOdds }: Reckoning): number => logistic(logOdds);

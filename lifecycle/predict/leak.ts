import { counted } from '../review/figures';
import { areaUnderCurve, groupsOf } from '../review/statistics/ranking';
import { asInstant, DAY } from '../time';
import { binned, learnBins, binsOf } from './bins';
import { looksLikeDate, type Cell, type Column } from './column';
import { leastSquares } from './least-squares';
import type { Example } from './snapshot';
import { outcomesOf, rowsOf, typesOf, type Table } from './survey';

/** A column that seems to have been written after the outcome was known, or because of it. */
export interface Leak {
	readonly field: string;
	/** What gave it away, in words. */
	readonly why: string;
}

/** A column alone that ranks leads better than this knows the outcome. */
const TOO_GOOD = 0.95;
const LEAST_FILLED = 20;
/** Leads of the other kind that would be filled, were it by chance. */
const LEAST_EXPECTED = 10;
const LEAST_LATER = 10;
const LATER_SHARE = 0.05;

interface Suspect {
	readonly field: string;
	readonly column: Column;
	readonly cells: readonly Cell[];
	readonly filled: readonly boolean[];
}

type Test = (suspect: Suspect) => string | undefined;

/**
 * Columns of attributes that know what nobody could know when the lead is looked at. `table` holds the cells of the examples; the
 * outcome's own columns may be among them.
 */
export function leaksOf(examples: readonly Example[], table: Table): Leak[] {
	const outcomes = outcomesOf(examples);
	const tests: readonly Test[] = [
		datedLater(examples),
		filledByOutcome(outcomes),
		tellsAlone(examples, table, outcomes),
		toldByLater(examples),
	];
	return table.columns.flatMap((column, index) => {
		if (column.of !== 'attribute' || column.name.startsWith('$lead.')) return [];
		const filled = examples.map(({ attributes }) => attributes.has(column.name));
		const suspect: Suspect = { field: column.name, column, cells: table.cells[index], filled };
		for (const test of tests) {
			const why = test(suspect);
			if (why !== undefined) return [{ field: column.name, why }];
		}
		return [];
	});
}

const datedLater =
	(examples: readonly Example[]): Test =>
	({ field, column, filled }) => {
		if (column.of !== 'attribute' || column.as !== 'date') return undefined;
		const later = examples.filter(({ attributes, at }) => {
			const value = attributes.get(field);
			return looksLikeDate(value) && (asInstant(value) ?? -Infinity) > at;
		}).length;
		const all = filled.filter(Boolean).length;
		return later >= Math.max(LEAST_LATER, LATER_SHARE * all)
			? `${later} of its ${counted(all, 'date')} are later than the day on which the lead is looked at`
			: undefined;
	};

function filledByOutcome(outcomes: Uint8Array): Test {
	const converted = outcomes.reduce((sum, outcome) => sum + outcome, 0);
	const others = outcomes.length - converted;
	return ({ filled }) => {
		const all = filled.filter(Boolean).length;
		const ofConverted = filled.filter((isFilled, row) => isFilled && outcomes[row] === 1).length;
		const area = 0.5 + Math.abs(ofConverted / converted - (all - ofConverted) / others) / 2;
		if (area > TOO_GOOD) return `whether it is filled tells who converts (AUC ${area.toFixed(2)})`;
		if (all < LEAST_FILLED) return undefined;
		if (ofConverted === all && (all * others) / outcomes.length >= LEAST_EXPECTED)
			return `it is only filled for leads that converted (${all} of ${converted})`;
		if (ofConverted === 0 && (all * converted) / outcomes.length >= LEAST_EXPECTED)
			return `it is only filled for leads that did not convert (${all} of ${others})`;
		return undefined;
	};
}

/** Each half of the leads is ranked by what the other half showed, so that a number of its own for each lead tells nothing. */
function tellsAlone(examples: readonly Example[], { columns, cells }: Table, outcomes: Uint8Array): Test {
	const halves = [0, 1].map((half) => Array.from(examples.keys()).filter((row) => row % 2 === half));
	const indexOf = new Map(columns.map((column, index) => [column, index]));
	return ({ column }) => {
		const own: Table = { columns: [column], cells: [cells[indexOf.get(column) ?? 0]] };
		const areas = halves.map((learnt, half) => areaAlone(own, outcomes, learnt, halves[1 - half]));
		const area = (areas[0] + areas[1]) / 2;
		return area > TOO_GOOD ? `it tells who converts all by itself (AUC ${area.toFixed(2)})` : undefined;
	};
}

function areaAlone(own: Table, outcomes: Uint8Array, learnt: readonly number[], measured: readonly number[]): number {
	const part = rowsOf(own, learnt);
	const [bins] = learnBins(
		part,
		Uint8Array.from(learnt, (row) => outcomes[row]),
	);
	if (bins === undefined) return 0.5;
	const counts = Array.from({ length: binsOf(bins) }, () => ({ leads: 1, converted: 0.5 }));
	for (const [place, bin] of binned(part, [bins], learnt.length)[0].entries()) {
		counts[bin].leads++;
		counts[bin].converted += outcomes[learnt[place]];
	}
	const [found] = binned(rowsOf(own, measured), [bins], measured.length);
	const scored = measured.map((row, place) => ({
		score: counts[found[place]].converted / counts[found[place]].leads,
		converted: outcomes[row] === 1,
	}));
	return areaUnderCurve(groupsOf(scored));
}

const MOST_ROWS = 5000;
const MOST_KINDS = 8;
/** So much of a column that the past does not explain, and what came later does. */
const TOLD_BY_LATER = 0.25;
const LEAST_ROWS = 200;

/** What happened after the lead is looked at explains the column, and what happened before does not. */
function toldByLater(examples: readonly Example[]): Test {
	const step = Math.max(1, Math.ceil(examples.length / MOST_ROWS));
	const rows = Array.from(examples.keys()).filter((row) => row % step === 0);
	const hasLater = examples.some(({ later }) => later.length > 0);
	if (!hasLater || rows.length < LEAST_ROWS) return () => undefined;
	const types = typesOf(
		examples.map((example) => ({ ...example, activities: [...example.activities, ...example.later] })),
	);
	const before = rows.map((row) => figuresOf(examples[row].activities, types, examples[row].at));
	const after = rows.map((row) => figuresOf(examples[row].later, types, examples[row].at));
	const past = leastSquares(before);
	const all = leastSquares(before.map((figures, place) => Float64Array.of(...figures, ...after[place])));
	return ({ cells, filled }) => {
		const most = targetsOf(rows, cells, filled).reduce(
			(best, target) => Math.max(best, all.explained(target) - Math.max(0, past.explained(target))),
			0,
		);
		return most >= TOLD_BY_LATER
			? `it agrees with what leads did after the day on which they are looked at (${Math.round(most * 100)} % of it)`
			: undefined;
	};
}

/** Of each type how often, whether at all, and how many days before or after. */
function figuresOf(activities: Example['activities'], types: readonly string[], at: number): Float64Array {
	const placeOf = new Map(types.map((type, place) => [type, place]));
	const figures = new Float64Array(2 * types.length + 2);
	for (const { type, at: time } of activities) {
		const place = placeOf.get(type);
		if (place === undefined) continue;
		figures[2 * place]++;
		figures[2 * place + 1] = 1;
		figures[2 * types.length]++;
		figures[2 * types.length + 1] = Math.max(figures[2 * types.length + 1], Math.abs(time - at) / DAY);
	}
	return figures;
}

/** A column in figures: its number, each of its most frequent texts, and whether it is filled. */
function targetsOf(rows: readonly number[], cells: readonly Cell[], filled: readonly boolean[]): Float64Array[] {
	const numbers = rows.map((row) => cells[row]).filter((cell): cell is number => typeof cell === 'number');
	const texts = new Map<string, number>();
	for (const row of rows) {
		const cell = cells[row];
		if (typeof cell === 'string') texts.set(cell, (texts.get(cell) ?? 0) + 1);
	}
	const usual = [...texts]
		.filter(([, count]) => count >= LEAST_FILLED)
		.sort(([one, left], [other, right]) => right - left || (one < other ? -1 : 1))
		.slice(0, MOST_KINDS);
	const mean = numbers.reduce((sum, value) => sum + value, 0) / Math.max(1, numbers.length);
	const ofNumber = Float64Array.from(rows, (row) => {
		const cell = cells[row];
		return typeof cell === 'number' ? cell : mean;
	});
	const isFilled = Float64Array.from(rows, (row) => Number(filled[row]));
	return [
		...(numbers.length >= LEAST_FILLED ? [ofNumber] : []),
		...usual.map(([text]) => Float64Array.from(rows, (row) => Number(cells[row] === text))),
		isFilled,
	];
}

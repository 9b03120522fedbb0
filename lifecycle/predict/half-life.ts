import { counted, rounded } from '../review/figures';
import { exp, log } from './arithmetic';
import { totalLoss } from './calibration';
import { fadedSum } from './column';
import type { Matrix } from './encoding';
import { allRows, fitLine, logOddsOf, type Line, type Rows } from './logistic';
import type { Example } from './snapshot';
import { foldsOf } from './split';
import { outcomesOf, typesOf } from './survey';

/** How fast the interest that a type of activity shows fades, as the outcomes of leads tell. */
export interface HalfLife {
	readonly type: string;
	/** Leads that did it before they were looked at. */
	readonly leads: number;
	/** `fades`: its half-life is known within the interval; `no evidence of fading`: leads fit as well where nothing fades. */
	readonly verdict: 'fades' | 'no evidence of fading' | 'too few' | 'no effect';
	/** Days; null where nothing fades or nothing is known. */
	readonly halfLife: number | null;
	/** 95 %, days; `high` is null where that nothing fades is as likely. */
	readonly interval: { readonly low: number; readonly high: number | null } | null;
	/** What a rule's column “decay” would say; '' where nothing is suggested. */
	readonly decay: string;
	readonly text: string;
}

const SHORTEST = 1;
const LONGEST = 365;
const STEPS = 14;
const FINER_STEPS = 5;
const FOLDS = 4;
/** Half of what a chi-square of one degree exceeds in one of twenty cases. */
const WITHIN_CHANCE = 3.841 / 2;
const LEAST_LEADS = 100;
const LEAST_OF_EACH = 40;
const MOST_ROWS = 6000;
const MOST_TYPES = 10;
const RIDGE = 1e-3;

/** From one half-life of the grid to the next. */
const STEP = exp(log(LONGEST / SHORTEST) / (STEPS - 1));
/** Days, from 1 to 365 in even steps of their logarithm, and never. */
const GRID: readonly number[] = [
	...Array.from({ length: STEPS }, (_, step) => SHORTEST * exp(step * log(STEP))),
	Infinity,
];

/**
 * Fits the half-life of each type of activity, the others at their usual one: that under which leads that were not learnt from
 * are most likely to have ended as they did. The interval holds every half-life that is as likely but for chance (a likelihood
 * ratio of one degree).
 *
 * @param usual days, of the other types
 */
export function fitHalfLives(examples: readonly Example[], usual: number): HalfLife[] {
	const step = Math.max(1, Math.ceil(examples.length / MOST_ROWS));
	const rows = examples.filter((_, row) => row % step === 0);
	const outcomes = outcomesOf(rows);
	const converted = outcomes.reduce((sum, outcome) => sum + outcome, 0);
	const isEnough = Math.min(converted, rows.length - converted) >= LEAST_OF_EACH;
	const found = typesOf(rows).map((type) => ({ type, leads: leadsWith(rows, type) }));
	const types = found
		.sort((one, other) => other.leads - one.leads || (one.type < other.type ? -1 : 1))
		.slice(0, MOST_TYPES);
	const enough = types.filter(({ leads }) => isEnough && leads >= LEAST_LEADS);
	const sums = enough.map(({ type }) => rows.map((example) => sumOf(example, type, usual)));
	const matrix = dense(sums, rows.length);
	const line = fitLine(matrix, outcomes, RIDGE, allRows(rows.length));
	return types.map(({ type, leads }) => {
		const place = enough.findIndex((other) => other.type === type);
		if (place < 0) return tooFew(type, leads);
		const others = rows.map((_, row) => logOddsOf(matrix, row, line) - line.weights[place] * sums[place][row]);
		return fitOne(rows, { type, leads, others }, outcomes);
	});
}

const leadsWith = (examples: readonly Example[], type: string): number =>
	examples.filter(({ activities }) => activities.some((activity) => activity.type === type)).length;

const NO_ANSWER = { halfLife: null, interval: null, decay: '' };

const tooFew = (type: string, leads: number): HalfLife => ({
	...{ type, leads, verdict: 'too few', ...NO_ANSWER },
	text: `${type}: too few leads and outcomes to say how fast it fades (${counted(leads, 'lead')} did it, ${LEAST_LEADS} are needed)`,
});

interface Asked {
	readonly type: string;
	readonly leads: number;
	/** Log-odds by all other types, lead by lead. */
	readonly others: readonly number[];
}

function fitOne(examples: readonly Example[], { type, leads, others }: Asked, outcomes: Uint8Array): HalfLife {
	const without = heldOutLoss([others], outcomes);
	const starts: Array<Line | undefined> = [];
	const lossAt = (halfLife: number): number => {
		const own = examples.map((example) => sumOf(example, type, halfLife));
		return heldOutLoss([others, own], outcomes, starts);
	};
	const likely = likelyRange(lossAt);
	if (without - likely.loss < WITHIN_CHANCE)
		return {
			...{ type, leads, verdict: 'no effect', ...NO_ANSWER },
			text: `${type}: it does not tell who converts, so nothing is known of how it fades`,
		};
	return answerOf(type, leads, likely);
}

/** The half-life that costs least, and the range of those that cost no more than chance explains. Days. */
interface Likely {
	readonly best: number;
	readonly loss: number;
	readonly low: number;
	/** Infinity where that nothing fades is as likely. */
	readonly high: number;
}

/** First the grid, then ever smaller steps around its best, and towards both ends. */
function likelyRange(lossAt: (halfLife: number) => number): Likely {
	const losses = GRID.map(lossAt);
	const place = losses.indexOf(losses.reduce((one, other) => Math.min(one, other)));
	let [best, loss] = [GRID[place], losses[place]];
	for (let step = 1, ratio = STEP; best !== Infinity && step <= FINER_STEPS; step++) {
		ratio = Math.sqrt(ratio);
		for (const halfLife of [best / ratio, best * ratio]) {
			const own = lossAt(halfLife);
			if (own < loss) [best, loss] = [halfLife, own];
		}
	}
	const bound = loss + WITHIN_CHANCE;
	const isLikely = losses.map((own) => own <= bound);
	isLikely[place] = true;
	const [first, last] = [isLikely.indexOf(true), isLikely.lastIndexOf(true)];
	return {
		...{ best, loss },
		low: first === 0 ? SHORTEST : edgeBetween(GRID[first], GRID[first - 1], lossAt, bound),
		high: last >= STEPS - 1 ? Infinity : edgeBetween(GRID[last], GRID[last + 1], lossAt, bound),
	};
}

/** The last half-life on the way from a likely one to one that is not. */
function edgeBetween(likely: number, unlikely: number, lossAt: (halfLife: number) => number, bound: number): number {
	let [inside, outside] = [likely, unlikely === Infinity ? 2 * LONGEST : unlikely];
	for (let step = 0; step < FINER_STEPS; step++) {
		const middle = Math.sqrt(inside * outside);
		if (lossAt(middle) <= bound) inside = middle;
		else outside = middle;
	}
	return outside;
}

function answerOf(type: string, leads: number, { best, low: least, high: most }: Likely): HalfLife {
	const low = rounded(least, 1);
	if (most === Infinity)
		return {
			...{
				type,
				leads,
				verdict: 'no evidence of fading',
				halfLife: null,
				interval: { low, high: null },
				decay: 'none',
			},
			text: `${type}: no evidence of fading (${counted(leads, 'lead')}); a half-life below ${low} days is ruled out`,
		};
	const [halfLife, high] = [rounded(best, 1), rounded(most, 1)];
	return {
		...{ type, leads, verdict: 'fades', halfLife, interval: { low, high } },
		decay: `half-life ${Math.max(1, Math.round(halfLife))}d`,
		text: `${type}: its interest halves every ${halfLife} days (95 % interval ${low} to ${high}, ${counted(leads, 'lead')})`,
	};
}

function sumOf({ activities, at }: Example, type: string, halfLife: number): number {
	const own = activities.filter((activity) => activity.type === type);
	return halfLife === Infinity ? own.length : fadedSum(own, at, halfLife);
}

/** What forecasts of leads cost that were not learnt from. `starts` keeps a line of each fold to begin with. */
function heldOutLoss(
	columns: ReadonlyArray<readonly number[]>,
	outcomes: Uint8Array,
	starts: Array<Line | undefined> = [],
): number {
	const matrix = dense(columns, outcomes.length);
	const foldOf = foldsOf(outcomes.length, FOLDS);
	const all = allRows(outcomes.length);
	const logOdds = new Float64Array(outcomes.length);
	for (let fold = 0; fold < FOLDS; fold++) {
		const learnt: Rows = all.filter((row) => foldOf[row] !== fold);
		const line = fitLine(matrix, outcomes, RIDGE, learnt, starts[fold]);
		starts[fold] = line;
		for (const row of all) if (foldOf[row] === fold) logOdds[row] = logOddsOf(matrix, row, line);
	}
	return totalLoss(logOdds, outcomes);
}

function dense(columns: ReadonlyArray<readonly number[]>, rows: number): Matrix {
	const width = columns.length;
	return {
		...{ rows, width },
		starts: Uint32Array.from({ length: rows + 1 }, (_, row) => row * width),
		terms: Uint32Array.from({ length: rows * width }, (_, place) => place % width),
		values: Float64Array.from(
			{ length: rows * width },
			(_, place) => columns[place % width][Math.floor(place / width)],
		),
	};
}

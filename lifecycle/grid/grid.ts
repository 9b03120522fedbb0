import type { Result } from '../fault';
import { fault, ok, shown } from '../fault';
import { asBoolean } from '../boolean';
import { isMissing } from '../empty';
import { asNumber } from '../number';
import { splitList } from '../text';

export const FIT_LETTERS = ['A', 'B', 'C', 'D'] as const;
export const ENGAGEMENT_DIGITS = ['1', '2', '3', '4'] as const;
export type FitLetter = (typeof FIT_LETTERS)[number];
export type EngagementDigit = (typeof ENGAGEMENT_DIGITS)[number];
export type Cell = `${FitLetter}${EngagementDigit}`;

export const ROUTES = ['sales', 'nurture', 'unqualified'] as const;
export type Route = (typeof ROUTES)[number];
export type Label = 'Hot' | 'Warm' | 'Cold';
/** Into or out of the sales cells, or neither. */
export type Transition = 'entered' | 'left' | 'stayed';

/** Least scores for A/B/C and 1/2/3; what lies below the last is D/4. Points. */
export type Bands = readonly [number, number, number];

export interface GridRules {
	fit: Bands;
	engagement: Bands;
	routes: ReadonlyMap<Cell, Route>;
	/** Least total for sales. */
	minimumTotal: number;
	/** Points by which a score must fall below its band before the lead leaves it. */
	hysteresis: number;
}

export const DEFAULT_BANDS: Bands = [51, 26, 1];
export const DEFAULT_SALES_CELLS: Cell[] = ['A1', 'A2', 'A3', 'B1', 'B2', 'C1'];
export const DEFAULT_UNQUALIFIED_CELLS: Cell[] = ['D3', 'D4'];

export const CELLS: readonly Cell[] = FIT_LETTERS.flatMap((letter) =>
	ENGAGEMENT_DIGITS.map((digit): Cell => `${letter}${digit}`),
);

export const isCell = (value: unknown): value is Cell =>
	typeof value === 'string' && (CELLS as readonly string[]).includes(value);

/** Whether a field says that a lead is excluded: the name of the rule, or any yes. No, 0, false and nothing do not. */
export const isExcluded = (value: unknown): boolean => !isMissing(value) && asBoolean(value) !== false;

/** Three thresholds that must fall, as text: `51, 26, 1`. `name` is the parameter's display name. */
export function readBands(name: string, text: string): Result<Bands> {
	const example = 'Give the minimum scores for the three upper bands, highest first, e.g. 51, 26, 1.';
	const [first, second, third, ...more] = splitList(text).map(asNumber);
	if (first === undefined || second === undefined || third === undefined || more.length > 0) {
		return fault(`“${name}” is ${shown(text)}, not three numbers`, example);
	}
	if (!(first > second && second > third)) {
		return fault(`“${name}” must fall from band to band, but they are ${first}, ${second}, ${third}`, example);
	}
	return ok([first, second, third]);
}

/** Routes from two lists of cells; every cell in neither goes to nurture. */
export function readRoutes(sales: readonly string[], unqualified: readonly string[]): Result<ReadonlyMap<Cell, Route>> {
	const routes = new Map<Cell, Route>(CELLS.map((cell) => [cell, 'nurture']));
	const lists: ReadonlyArray<readonly [string, readonly string[], Route]> = [
		['Sales Cells', sales, 'sales'],
		['Unqualified Cells', unqualified, 'unqualified'],
	];
	for (const [name, cells, route] of lists) {
		for (const part of cells) {
			const cell = part.trim().toUpperCase();
			if (!isCell(cell))
				return fault(
					`“${name}” holds ${shown(part)}, which is not a cell`,
					'A cell is a fit letter A-D and an engagement digit 1-4, e.g. A1, B2.',
				);
			if (routes.get(cell) !== 'nurture' && routes.get(cell) !== route)
				return fault(`Cell ${cell} stands in “Sales Cells” and in “Unqualified Cells”`, 'Keep it in one of the two.');
			routes.set(cell, route);
		}
	}
	return ok(routes);
}

export interface GridInput {
	/** Points. */
	fit: number;
	engagement: number;
	total: number;
	excluded: boolean;
	/** The cell stored with the lead, if any. */
	previous: Cell | undefined;
	/** ISO 8601: since when the lead stands in `previous`. */
	previousSince: string | undefined;
	/** The route stored with the previous cell; worked out from the cell when absent. */
	previousRoute?: Route;
	/** Whether the lead's stage says that sales was given it and has not answered yet. */
	isHandedOver?: boolean;
}

export interface GridResult {
	cell: Cell;
	fit: FitLetter;
	engagement: EngagementDigit;
	route: Route;
	label: Label;
	icon: string;
	/** 1-5. */
	stars: number;
	previous: Cell | null;
	transition: Transition;
	/** ISO 8601: since when the lead stands in this cell. */
	since: string;
}

const LABELS: Readonly<Record<Route, { label: Label; icon: string }>> = {
	sales: { label: 'Hot', icon: '🔥' },
	nurture: { label: 'Warm', icon: '🌱' },
	unqualified: { label: 'Cold', icon: '❄️' },
};

/**
 * Places a lead in the grid. `transition` is `entered` when it crosses into the sales route and `left` when it drops
 * out of it; it is read against the previous cell, so running again with the new cell stored gives `stayed`.
 */
export function classify(lead: GridInput, rules: GridRules, asOf: string): GridResult {
	const { previous } = lead;
	const fit =
		FIT_LETTERS[band(lead.fit, rules.fit, previous && FIT_LETTERS.indexOf(previous[0] as FitLetter), rules.hysteresis)];
	const engagement =
		ENGAGEMENT_DIGITS[band(lead.engagement, rules.engagement, previous && Number(previous[1]) - 1, rules.hysteresis)];
	const cell: Cell = `${fit}${engagement}`;
	const route = routeOf(cell, lead, rules);
	const wasWithSales = wasSales(lead, cell, rules);
	const isWithSales = route === 'sales';
	return {
		cell,
		fit,
		engagement,
		route,
		...LABELS[route],
		stars: starsOf(fit, engagement),
		previous: previous ?? null,
		transition: isWithSales === wasWithSales ? 'stayed' : isWithSales ? 'entered' : 'left',
		since: previous === cell && lead.previousSince !== undefined ? lead.previousSince : asOf,
	};
}

// A lead that was handed over and stands where it stood was in a sales cell, though the cell may be none any more.
function wasSales({ previous, previousRoute, isHandedOver }: GridInput, cell: Cell, { routes }: GridRules): boolean {
	if (previousRoute !== undefined) return previousRoute === 'sales';
	if (isHandedOver === true && previous === cell) return true;
	return previous !== undefined && routes.get(previous) === 'sales';
}

/** Index of the band, 0 = highest. A lead keeps its previous band until it has fallen `hysteresis` below it. */
function band(score: number, bands: Bands, previous: number | undefined, hysteresis: number): number {
	const reached = bandOf(score, bands);
	if (previous === undefined || reached <= previous) return reached;
	return bandOf(score + hysteresis, bands) <= previous ? previous : reached;
}

function bandOf(score: number, bands: Bands): number {
	const index = bands.findIndex((least) => score >= least);
	return index < 0 ? bands.length : index;
}

function routeOf(cell: Cell, lead: GridInput, rules: GridRules): Route {
	if (lead.excluded) return 'unqualified';
	const route = rules.routes.get(cell) ?? 'nurture';
	return route === 'sales' && lead.total < rules.minimumTotal ? 'nurture' : route;
}

// A1 five stars, D4 one: the mean of both bands.
const starsOf = (fit: FitLetter, engagement: EngagementDigit): number =>
	5 - Math.round(((FIT_LETTERS.indexOf(fit) + ENGAGEMENT_DIGITS.indexOf(engagement)) * 4) / 6);

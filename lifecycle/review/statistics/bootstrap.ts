import { quantile } from './quantile';
import { seededRandom } from './random';
import type { ScoreGroup } from './ranking';
import type { Interval } from './wilson';

const MOST_RESAMPLES = 1000;
const LEAST_RESAMPLES = 200;
/** Leads drawn in all; beyond it a resample costs more than it tells. */
const MOST_DRAWS = 20_000_000;
export const SEED = 20_260_101;

/** How many resamples a sample of this size is worth. */
export const resamplesFor = (leads: number, mostDraws = MOST_DRAWS): number =>
	Math.max(LEAST_RESAMPLES, Math.min(MOST_RESAMPLES, Math.floor(mostDraws / Math.max(1, leads))));

/**
 * The 95 % interval of figures of a ranking, by the percentiles of resamples: as many leads are drawn, with replacement, and
 * each figure is worked out again. A resample for which a figure is not a number is left out of it.
 * Source: B. Efron, Annals of Statistics 7 (1979), p. 1. The same leads give the same intervals.
 *
 * @param groups leads counted by score, in the order that the figures expect
 */
export function bootstrap<Name extends string>(
	groups: readonly ScoreGroup[],
	figures: Readonly<Record<Name, (groups: readonly ScoreGroup[]) => number>>,
): Record<Name, Interval> {
	const names = Object.keys(figures) as Name[];
	const found = new Map<Name, number[]>(names.map((name) => [name, []]));
	const draw = resampler(groups);
	for (let count = draw.resamples; count > 0; count--) {
		const resample = draw.next();
		for (const name of names) {
			const value = figures[name](resample);
			if (!Number.isNaN(value)) found.get(name)?.push(value);
		}
	}
	const bounds = names.map((name) => [name, boundsOf(found.get(name) ?? [])]);
	return Object.fromEntries(bounds) as Record<Name, Interval>;
}

const boundsOf = (values: number[]): Interval => ({ low: quantile(values, 0.025), high: quantile(values, 0.975) });

function resampler(groups: readonly ScoreGroup[]): { resamples: number; next: () => ScoreGroup[] } {
	const sizes = groups.flatMap(({ converted, others }) => [converted, others]);
	const leads = sizes.reduce((sum, size) => sum + size, 0);
	const slotOf = new Uint32Array(leads);
	let next = 0;
	for (const [slot, size] of sizes.entries()) {
		slotOf.fill(slot, next, next + size);
		next += size;
	}
	const random = seededRandom(SEED);
	const counts = new Uint32Array(sizes.length);
	return {
		resamples: resamplesFor(leads),
		next: () => {
			counts.fill(0);
			for (let drawn = 0; drawn < leads; drawn++) counts[slotOf[Math.floor(random() * leads)]]++;
			return groups.map(({ score }, index) => ({
				score,
				converted: counts[2 * index],
				others: counts[2 * index + 1],
			}));
		},
	};
}

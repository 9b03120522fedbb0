import { resamplesFor, SEED } from './bootstrap';
import { quantile } from './quantile';
import { seededRandom } from './random';
import type { Ranked } from './ranking';
import type { Interval } from './wilson';

/**
 * The 95 % interval of how much larger the area under the curve of a second score is, by resampling leads, each with both of its
 * scores: that they rank the same leads makes the difference far surer than the two areas are. Both lists in the same order.
 *
 * @param mostDraws leads drawn in all, see {@link resamplesFor}
 */
export function pairedBootstrap(first: readonly Ranked[], second: readonly Ranked[], mostDraws?: number): Interval {
	const leads = first.length;
	const areas = [first, second].map(weightedArea);
	const random = seededRandom(SEED);
	const weights = new Uint16Array(leads);
	const differences: number[] = [];
	for (let count = resamplesFor(leads, mostDraws); count > 0; count--) {
		weights.fill(0);
		for (let drawn = 0; drawn < leads; drawn++) weights[Math.floor(random() * leads)]++;
		const [one, other] = areas.map((area) => area(weights));
		if (!Number.isNaN(one) && !Number.isNaN(other)) differences.push(other - one);
	}
	return { low: quantile(differences, 0.025), high: quantile(differences, 0.975) };
}

/** The area under the curve of leads that count several times or not at all; sorted once. */
function weightedArea(scored: readonly Ranked[]): (weights: Uint16Array) => number {
	const order = Array.from(scored.keys()).sort((one, other) => scored[other].score - scored[one].score);
	const isNext = order.map((index, place) => place > 0 && scored[order[place - 1]].score !== scored[index].score);
	return (weights) => {
		let [above, others, pairs, tiedAbove, tiedOthers] = [0, 0, 0, 0, 0];
		const closeGroup = (): void => {
			pairs += tiedOthers * (above + tiedAbove / 2);
			above += tiedAbove;
			others += tiedOthers;
			[tiedAbove, tiedOthers] = [0, 0];
		};
		for (const [place, index] of order.entries()) {
			if (isNext[place]) closeGroup();
			if (scored[index].converted) tiedAbove += weights[index];
			else tiedOthers += weights[index];
		}
		closeGroup();
		return above === 0 || others === 0 ? NaN : pairs / (above * others);
	};
}

// @ts-check
/** How well scores tell those who converted from those who did not. */

import { randomFrom } from './random.mjs';

/**
 * The area under the ROC curve: the share of pairs, of one who converted and one who did not, in which the one who
 * converted has the higher score. Equal scores count half. 0.5 is what chance gives, 1 is perfect.
 *
 * @param {readonly { score: number, converted: boolean }[]} scored
 * @returns {number} NaN when one of the two kinds is missing
 */
export function areaUnderCurve(scored) {
	const sorted = [...scored].sort((left, right) => left.score - right.score);
	const converted = sorted.filter((one) => one.converted).length;
	let lower = 0;
	let pairs = 0;
	for (let from = 0; from < sorted.length;) {
		const until = endOfTie(sorted, from);
		const tied = sorted.slice(from, until);
		const tiedConverted = tied.filter((one) => one.converted).length;
		const tiedOthers = tied.length - tiedConverted;
		pairs += tiedConverted * (lower + tiedOthers / 2);
		lower += tiedOthers;
		from = until;
	}
	return pairs / (converted * (sorted.length - converted));
}

/**
 * @param {readonly { score: number }[]} sorted
 * @param {number} from
 */
function endOfTie(sorted, from) {
	let until = from + 1;
	while (until < sorted.length && sorted[until].score === sorted[from].score) until++;
	return until;
}

/**
 * Half the width of the 95 % interval of an area, after Hanley and McNeil, Radiology 143 (1982).
 *
 * @param {number} area
 * @param {number} converted how many converted
 * @param {number} others how many did not
 */
export function marginOf(area, converted, others) {
	const pairOfConverted = area / (2 - area);
	const pairOfOthers = (2 * area ** 2) / (1 + area);
	const variance =
		(area * (1 - area) + (converted - 1) * (pairOfConverted - area ** 2) + (others - 1) * (pairOfOthers - area ** 2)) /
		(converted * others);
	return 1.96 * Math.sqrt(variance);
}

const RESAMPLES = 1_000;

/**
 * By how much one scoring's area differs from another's on the same leads, within which the difference lies in 95 % of
 * samples drawn from these leads (paired bootstrap, the same draws every time). Zero inside: the leads do not tell them apart.
 *
 * @param {readonly { score: number, converted: boolean }[]} one
 * @param {readonly { score: number, converted: boolean }[]} other the same leads, in the same order
 * @returns {{ from: number, to: number }} of `one` less `other`
 */
export function differenceOf(one, other) {
	const random = randomFrom(1);
	const differences = Array.from({ length: RESAMPLES }, () => {
		const drawn = one.map(() => Math.floor(random() * one.length));
		return areaUnderCurve(drawn.map((index) => one[index])) - areaUnderCurve(drawn.map((index) => other[index]));
	});
	differences.sort((left, right) => left - right);
	return { from: differences[RESAMPLES * 0.025], to: differences[RESAMPLES * 0.975] };
}

// @ts-check
/** How well scores tell those who converted from those who did not. */

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

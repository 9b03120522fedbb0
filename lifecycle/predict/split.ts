import { seededRandom } from '../review/statistics/random';

/** Places of the leads that are learnt from, and of those that the result is measured on. */
export interface Split {
	readonly learnt: readonly number[];
	readonly measured: readonly number[];
}

export const LEARNT_SHARE = 0.7;
const SEED = 15;

/**
 * Leads that came in first against those that came in last, at the change of date nearest to the share. `times` rise.
 */
export function timeSplit(times: readonly number[], share = LEARNT_SHARE): Split {
	const wanted = times.length * share;
	let boundary = 0;
	for (let place = 1; place < times.length; place++)
		if (times[place] > times[place - 1] && Math.abs(place - wanted) < Math.abs(boundary - wanted)) boundary = place;
	const places = Array.from(times.keys());
	return { learnt: places.slice(0, boundary), measured: places.slice(boundary) };
}

/** The same shares by lot. */
export function randomSplit(count: number, share = LEARNT_SHARE, seed = SEED): Split {
	const places = shuffled(count, seed);
	const boundary = Math.round(count * share);
	const inOrder = (part: number[]): number[] => part.sort((one, other) => one - other);
	return { learnt: inOrder(places.slice(0, boundary)), measured: inOrder(places.slice(boundary)) };
}

/** Each lead by lot into one of some parts of equal size: `foldOf[lead]`. */
export function foldsOf(count: number, folds: number, seed = SEED): Uint8Array {
	const foldOf = new Uint8Array(count);
	for (const [place, lead] of shuffled(count, seed).entries()) foldOf[lead] = place % folds;
	return foldOf;
}

function shuffled(count: number, seed: number): number[] {
	const random = seededRandom(seed);
	const places = Array.from({ length: count }, (_, place) => place);
	for (let last = count - 1; last > 0; last--) {
		const other = Math.floor(random() * (last + 1));
		[places[last], places[other]] = [places[other], places[last]];
	}
	return places;
}

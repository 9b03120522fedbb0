const SHORT = 4;
const mostSlips = (word: string): number => (word.length <= SHORT ? 1 : 2);

/** The name that differs from a word by a slip of the pen: one letter left out, added or replaced, two in longer words. */
export function nearestOf(word: string, names: Iterable<string>): string | undefined {
	let nearest: string | undefined;
	const most = mostSlips(word);
	let fewest = most + 1;
	for (const name of names) {
		if (Math.abs(name.length - word.length) > most) continue;
		const slips = distance(name, word);
		if (slips < fewest) [nearest, fewest] = [name, slips];
	}
	return nearest;
}

function distance(left: string, right: string): number {
	let previous = Array.from({ length: right.length + 1 }, (_, index) => index);
	for (let row = 1; row <= left.length; row++) {
		const current = [row];
		for (let column = 1; column <= right.length; column++) {
			const substitution = previous[column - 1] + (left[row - 1] === right[column - 1] ? 0 : 1);
			current.push(Math.min(substitution, previous[column] + 1, current[column - 1] + 1));
		}
		previous = current;
	}
	return previous[right.length];
}

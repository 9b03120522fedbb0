const GENERATION = 5000;
const LONGEST_KEY = 320;

/**
 * The same function, remembering its results for texts of up to 320 characters. Two generations of 5,000 entries (or
 * as many as given) bound the memory: when the young one is full it becomes the old one, and what is still asked for
 * moves back.
 */
export function memoised<T>(read: (text: string) => T, generation = GENERATION): (text: string) => T {
	let young = new Map<string, T>();
	let old = new Map<string, T>();
	const remember = (text: string, result: T): T => {
		if (young.size >= generation) {
			old = young;
			young = new Map();
		}
		young.set(text, result);
		return result;
	};
	return (text) => {
		if (text.length > LONGEST_KEY) return read(text);
		const known = young.get(text);
		if (known !== undefined || young.has(text)) return known as T;
		return remember(text, old.has(text) ? (old.get(text) as T) : read(text));
	};
}

/** Work done once for each text, for as long as the function is kept. */
export function remembered<T>(work: (text: string) => T): (text: string) => T {
	const known = new Map<string, T>();
	return (text) => {
		const before = known.get(text);
		if (before !== undefined || known.has(text)) return before as T;
		const result = work(text);
		known.set(text, result);
		return result;
	};
}

/**
 * Compiles a pattern with `*` (any run of characters) and `?` (any one) to a test. Runs without backtracking into
 * earlier stars, so hostile text cannot make it slow.
 */
export function wildcardMatcher(pattern: string): (text: string) => boolean {
	if (!/[*?]/.test(pattern)) return (text) => text === pattern;
	if (/^\*[^*?]*\*$/.test(pattern)) {
		const inner = pattern.slice(1, -1);
		return (text) => text.includes(inner);
	}
	return (text) => matches(pattern, text);
}

// Greedy: on a mismatch only the last star takes one more character; earlier stars never need to be revisited.
function matches(pattern: string, text: string): boolean {
	let at = 0;
	let position = 0;
	let star = -1;
	let resume = 0;
	while (position < text.length) {
		if (pattern[at] === '*') {
			star = at++;
			resume = position;
		} else if (at < pattern.length && (pattern[at] === '?' || pattern[at] === text[position])) {
			at++;
			position++;
		} else if (star >= 0) {
			at = star + 1;
			position = ++resume;
		} else {
			return false;
		}
	}
	while (pattern[at] === '*') at++;
	return at === pattern.length;
}

import { memoised } from '../memoised';

const NONE = 'none';
const LONGEST_PHRASE = 3;
const SHORTEST_STEM = 3;

interface Terms<Label> {
	exact: ReadonlyMap<string, Label>;
	/** First words of the phrases. */
	openings: ReadonlySet<string>;
	starts: ReadonlyMap<string, Label>;
	ends: ReadonlyMap<string, Label>;
}

interface Found<Label> {
	label: Label;
	/** In words. */
	length: number;
}

/**
 * A reader that finds labelled terms among folded words and returns their labels in the order of the text. `table` gives
 * each label its terms, separated by commas: `head of` is a phrase of up to three words, `vertrieb*` the beginning of a
 * word, `*leiter` its end. A longer phrase hides the shorter ones inside it, a whole word hides a stem, a longer stem a
 * shorter one. Terms labelled `none` only hide others.
 */
export function lexicon<Label extends string>(
	table: Readonly<Record<Label, string>>,
): (words: readonly string[]) => Array<Exclude<Label, 'none'>> {
	const terms = readTable(table);
	const stemIn = memoised((word) => stemOf(terms, word));
	return (words) => {
		const labels: Array<Exclude<Label, 'none'>> = [];
		for (let place = 0; place < words.length;) {
			const found = phraseAt(terms, words, place) ?? stemIn(words[place]);
			if (found && isLabel(found.label)) labels.push(found.label);
			place += found?.length ?? 1;
		}
		return labels;
	};
}

const isLabel = <Label extends string>(label: Label): label is Exclude<Label, 'none'> => label !== NONE;

function readTable<Label extends string>(table: Readonly<Record<Label, string>>): Terms<Label> {
	const exact = new Map<string, Label>();
	const starts = new Map<string, Label>();
	const ends = new Map<string, Label>();
	for (const label of Object.keys(table) as Label[]) {
		for (const written of table[label].split(',')) {
			const term = written.trim();
			if (term.endsWith('*')) starts.set(term.slice(0, -1), label);
			else if (term.startsWith('*')) ends.set(term.slice(1), label);
			else exact.set(term, label);
		}
	}
	const phrases = [...exact.keys()].filter((term) => term.includes(' '));
	return { exact, starts, ends, openings: new Set(phrases.map((phrase) => phrase.slice(0, phrase.indexOf(' ')))) };
}

function phraseAt<Label>(
	{ exact, openings }: Terms<Label>,
	words: readonly string[],
	place: number,
): Found<Label> | undefined {
	const longest = openings.has(words[place]) ? Math.min(LONGEST_PHRASE, words.length - place) : 1;
	for (let length = longest; length > 0; length--) {
		const label = exact.get(length === 1 ? words[place] : words.slice(place, place + length).join(' '));
		if (label !== undefined) return { label, length };
	}
	return undefined;
}

function stemOf<Label>({ starts, ends }: Terms<Label>, word: string): Found<Label> | undefined {
	for (let size = word.length; size >= SHORTEST_STEM; size--) {
		const label = starts.get(word.slice(0, size)) ?? ends.get(word.slice(-size));
		if (label !== undefined) return { label, length: 1 };
	}
	return undefined;
}

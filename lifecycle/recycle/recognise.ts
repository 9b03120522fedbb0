import { fault, ok, shown, type Result } from '../fault';
import { PHRASES } from './phrases';
import type { RecycleReason } from './reason';
import { wordsOf } from './plain-words';

const LONGEST_TEXT = 1000;

/**
 * Finds the reason a salesperson means: its name however it is spelled (`No budget`, `no-budget`), or a phrase that is
 * known for it, in English, French, German or Spanish, anywhere in the text. When a text speaks of several, the first one counts. A
 * phrase that is denied (“not a duplicate”, “no budget problem”) or meant as a joke does not count. A fault names the `place`
 * where the text is, as its reader knows it.
 */
export function reasonRecogniser(
	reasons: readonly RecycleReason[],
): (text: string, place?: string) => Result<RecycleReason> {
	const byName = new Map(reasons.map((reason) => [wordsOf(reason.reason), reason]));
	const phrases = reasons.map((reason) => ({ reason, find: phraseFinder(phrasesOf(reason)) }));
	const known = reasons.map(({ reason }) => reason).join(', ');
	return (text, place) => {
		const words = wordsOf(text.slice(0, LONGEST_TEXT));
		const meant = withoutJokes(text.slice(0, LONGEST_TEXT));
		const found = byName.get(meant) ?? firstMeant(meant, phrases);
		if (found) return ok(found);
		return fault(words === '' ? `${place ?? 'The reason'} is empty` : unknown(text, place), `Use one of: ${known}.`);
	};
}

const unknown = (text: string, place: string | undefined): string =>
	place === undefined
		? `The reason ${shown(text)} is not a known one`
		: `${place} holds ${shown(text)}, which is not a known reason`;

const CLAUSE = /(?<=[.,;!?()\n])|\s(?=(?:but|mais|aber|sondern|pero|sino)\s)/i;

/** The words of what is meant: clauses that are a joke are left out, with the one before where only the joke is told. */
function withoutJokes(text: string): string {
	const kept: string[] = [];
	for (const clause of text.split(CLAUSE)) {
		const words = wordsOf(clause.replace(SMILES, ' lol '));
		if (!JOKE.test(words)) kept.push(words);
		else if (JOKE_ALONE.test(words)) kept.pop();
	}
	return kept.filter((words) => words !== '').join(' . ');
}

const phrasesOf = ({ reason, also }: RecycleReason): string[] => [
	...new Set([wordsOf(reason), ...also.map(wordsOf), ...(PHRASES.get(wordsOf(reason).replaceAll(' ', '_')) ?? [])]),
];

interface Found {
	start: number;
	length: number;
}

function firstMeant(
	words: string,
	phrases: ReadonlyArray<{ reason: RecycleReason; find: (words: string) => Found | undefined }>,
): RecycleReason | undefined {
	let first: (Found & { reason: RecycleReason }) | undefined;
	for (const { reason, find } of phrases) {
		const found = find(words);
		if (!found) continue;
		const earlier = !first || found.start < first.start || (found.start === first.start && found.length > first.length);
		if (earlier) first = { ...found, reason };
	}
	return first?.reason;
}

const GAP = '(?: [^ .]+){0,2}?';
const DENIED =
	/(?:^| )(?:not|no|never|t|pas|aucun|aucune|non|ni|sans|kein|keine|keinen|nicht|nie|sin|nunca)(?: (?:a|an|the|any|our|because of|about|un|une|de|d|le|la|l|ein|eine|der|die|das|wegen|por|el))?$/;
const MATTER =
	'(?:problems?|issues?|concerns?|worries|reasons?|blockers?|question|grund|frage|thema|probleme?s?|raisons?|soucis?|problemas?|motivos?)';
const DENIAL =
	'(?:not|no|never|isn t|wasn t|aren t|nicht|kein|keine|n est pas|pas|no es|ni|sin)(?: (?:a|an|any|the|our|their|un|une|le|la|el|ein|eine|der|das))?';
// `no budget problem`, `budget cut is not the reason`: what follows takes the phrase back.
const TAKEN_BACK = new RegExp(`^ (?:${MATTER}|(?:(?:is|was|are|ist|war|est|es) )?${DENIAL} ${MATTER})(?= |$)`);
// Who jokes means something else.
const JOKE =
	/(?:^| )(?:just kidding|kidding|joking|joke|jk|lol|rofl|haha+|hahaha|hihi|hehe|mdr|ptdr|blague|je blague|je plaisante|scherz|nur spass|witz|broma|es broma|jaja+)(?= |$)/;
const JOKE_ALONE = new RegExp(`^(?:${JOKE.source.slice('(?:^| )'.length)}| )+$`);
const SMILES = /[😂🤣😜😉😆]|[;:]-?[)PD](?!\w)/u;

function phraseFinder(phrases: readonly string[]): (words: string) => Found | undefined {
	const longestFirst = [...phrases].filter((phrase) => phrase !== '').sort((one, other) => other.length - one.length);
	const patterns = longestFirst.map((phrase) => phrase.split(' … ').map(escaped).join(`${GAP} `));
	const pattern = new RegExp(`(?<=^| )(?:${patterns.join('|')})(?= |$)`, 'gu');
	return (words) => {
		for (const match of words.matchAll(pattern)) {
			const [before, after] = [words.slice(0, match.index), words.slice(match.index + match[0].length)];
			if (!DENIED.test(before.trimEnd()) && !TAKEN_BACK.test(after))
				return { start: match.index, length: match[0].length };
		}
		return undefined;
	};
}

const escaped = (text: string): string => text.replace(/[\\^$.*+?()[\]{}|/]/g, '\\$&');

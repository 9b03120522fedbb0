import { fault, ok, shown, type Result } from '../fault';
import { PHRASES } from './phrases';
import type { RecycleReason } from './reason';
import { wordsOf } from './plain-words';

const LONGEST_TEXT = 1000;

/**
 * Finds the reason a salesperson means: its name however it is spelled (`No budget`, `no-budget`), or a phrase that is
 * known for it, in English or French, anywhere in the text. When a text speaks of several, the first one counts. A
 * phrase that is denied (“not a duplicate”) does not count.
 */
export function reasonRecogniser(reasons: readonly RecycleReason[]): (text: string) => Result<RecycleReason> {
	const byName = new Map(reasons.map((reason) => [wordsOf(reason.reason), reason]));
	const phrases = reasons.map((reason) => ({ reason, find: phraseFinder(phrasesOf(reason)) }));
	const known = reasons.map(({ reason }) => reason).join(', ');
	return (text) => {
		const words = wordsOf(text.slice(0, LONGEST_TEXT));
		const found = byName.get(words) ?? firstMeant(words, phrases);
		if (found) return ok(found);
		const message = words === '' ? 'The reason is empty' : `The reason ${shown(text)} is not a known one`;
		return fault(message, `Use one of: ${known}. Or add a row to “Reasons”.`);
	};
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
const DENIED = /(?:^| )(?:not|no|never|t|pas|aucun|aucune|non|ni|sans)(?: (?:a|an|the|any|our|un|une|de|d|le|la|l))?$/;

function phraseFinder(phrases: readonly string[]): (words: string) => Found | undefined {
	const longestFirst = [...phrases].filter((phrase) => phrase !== '').sort((one, other) => other.length - one.length);
	const patterns = longestFirst.map((phrase) => phrase.split(' … ').map(escaped).join(`${GAP} `));
	const pattern = new RegExp(`(?<=^| )(?:${patterns.join('|')})(?= |$)`, 'gu');
	return (words) => {
		for (const match of words.matchAll(pattern)) {
			if (!DENIED.test(words.slice(0, match.index).trimEnd())) return { start: match.index, length: match[0].length };
		}
		return undefined;
	};
}

const escaped = (text: string): string => text.replace(/[\\^$.*+?()[\]{}|/]/g, '\\$&');

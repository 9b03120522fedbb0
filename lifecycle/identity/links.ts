import { foldLead } from '../activity/activity';
import { firstIndex } from '../activity/spans';
import { emailOf } from '../activity/values';
import { toIso } from '../time';

/** Somebody's word that a key, such as a visitor's anonymous id, is a lead. */
export interface Word {
	readonly alias: string;
	readonly lead: string;
	/** When it was said, in epoch milliseconds. */
	readonly at: number;
}

/**
 * A key of a lead beside its own. Where a device was used by several people, only what was done on it between two words is
 * the lead's: after `after`, up to and including `until`, ISO 8601 in UTC; null stands for always.
 */
export interface OtherKey {
	readonly key: string;
	readonly after: string | null;
	readonly until: string | null;
}

const MOST_HOPS = 20;

/**
 * Who is who, from all words about it. Links work backwards: what an anonymous visitor did before counts for the lead. A
 * device that several people use has several words: an activity goes to whoever was identified next after it, or last before
 * it, so two known people never become one. Chains (anonymous id, user id, address) are followed; a circle ends at its
 * address, else at its first key in alphabetical order. The order in which the words came makes no difference.
 */
export class Links {
	private readonly words = new Map<string, Word[]>();
	private readonly aliases = new Map<string, Set<string>>();

	constructor(words: Iterable<Word> = []) {
		const changed = new Set<Word[]>();
		for (const word of words) {
			const list = this.place(word);
			if (list) changed.add(list);
		}
		for (const list of changed) list.sort(byTime);
	}

	/** Adds a word; false when it says nothing that was not known at its time. */
	add(word: Word): boolean {
		if (!this.isNews(word)) return false;
		this.place(word)?.sort(byTime);
		return true;
	}

	/** Whether anybody said who the key is. */
	has(key: string): boolean {
		return this.words.has(foldLead(key));
	}

	/** Whose an activity of the key at a time is, in epoch milliseconds; without a time, by the newest word. */
	personOf(key: string, at = Infinity): string {
		let lead = key;
		const visited = new Map<string, string>();
		while (visited.size < MOST_HOPS) {
			const folded = foldLead(lead);
			if (visited.has(folded)) return chosenOf([...visited.values()].slice([...visited.keys()].indexOf(folded)));
			visited.set(folded, lead);
			const words = this.words.get(folded);
			if (!words) return lead;
			lead = wordFor(words, at).lead;
		}
		return lead;
	}

	/** The keys under which a lead's activities stand beside its own, in alphabetical order. */
	keysOf(lead: string): OtherKey[] {
		const own = foldLead(lead);
		const reached = new Set([own]);
		for (const key of reached) for (const alias of this.aliases.get(key) ?? []) reached.add(alias);
		reached.delete(own);
		return [...reached].sort().flatMap((key) => this.spansOf(key, own));
	}

	private place(word: Word): Word[] | undefined {
		const alias = foldLead(word.alias);
		const lead = foldLead(word.lead);
		if (alias === '' || lead === '' || alias === lead) return undefined;
		const words = this.words.get(alias) ?? [];
		words.push(word);
		this.words.set(alias, words);
		const aliases = this.aliases.get(lead) ?? new Set();
		this.aliases.set(lead, aliases.add(alias));
		return words;
	}

	private isNews({ alias, lead, at }: Word): boolean {
		if (foldLead(alias) === foldLead(lead)) return false;
		const words = this.words.get(foldLead(alias));
		return !words || foldLead(wordFor(words, at).lead) !== foldLead(lead);
	}

	/** When the key, or one that it leads to, was said to be somebody, in order. */
	private timesOf(key: string): number[] {
		const times = new Set<number>();
		const reached = new Set([foldLead(key)]);
		for (const each of reached) {
			for (const { lead, at } of this.words.get(each) ?? []) {
				times.add(at);
				reached.add(foldLead(lead));
			}
		}
		return [...times].sort((left, right) => left - right);
	}

	private spansOf(key: string, lead: string): OtherKey[] {
		const ends = [...this.timesOf(key), Infinity];
		const spans: { after: number; until: number }[] = [];
		for (const [index, until] of ends.entries()) {
			if (foldLead(this.personOf(key, until)) !== lead) continue;
			const after = index === 0 ? -Infinity : ends[index - 1];
			const last = spans[spans.length - 1];
			if (last?.until === after) last.until = until;
			else spans.push({ after, until });
		}
		const text = (at: number): string | null => (Number.isFinite(at) ? toIso(at) : null);
		return spans.map(({ after, until }) => ({ key, after: text(after), until: text(until) }));
	}
}

/** The next word from a time on, else the last one. */
function wordFor(words: readonly Word[], at: number): Word {
	const time = Math.min(at, words[words.length - 1].at);
	return words[firstIndex(words.length, (position) => words[position].at >= time)];
}

const isAddress = (key: string): boolean => emailOf(key) !== '';

// Of two words at one time the one that names an address counts, so that the order in which they came never decides.
function byTime(left: Word, right: Word): number {
	const rank = ({ lead }: Word): number => (isAddress(lead) ? 0 : 1);
	return left.at - right.at || rank(left) - rank(right) || (foldLead(left.lead) < foldLead(right.lead) ? -1 : 1);
}

function chosenOf(circle: readonly string[]): string {
	const sorted = [...circle].sort();
	return sorted.find(isAddress) ?? sorted[0];
}

import { activityField, type ScoredActivity } from '../activity/scored-activity';
import type { Stream } from './compiled';

/**
 * Answers remembered for values that recur from lead to lead: titles, countries and industries; pages, channels and
 * kinds of content. What is judged does not depend on the time, so an answer never grows old. Every memory is bounded.
 */

export const MOST_VERDICTS = 5000;
const LONGEST_KEY = 200;

// Long texts do not recur, and objects are no values.
export const isKey = (value: unknown): boolean =>
	typeof value === 'string' ? value.length <= LONGEST_KEY : typeof value !== 'object' || value === null;

const MOST_TYPES = 200;
const MOST_CHOICES = 1000;

type Finder = (activity: ScoredActivity) => readonly Stream[];

/**
 * Finds the streams that take an activity, remembered by its type and by the values of the fields that those streams
 * read: a visit to the pricing page on the web is judged once a model, not once a visit.
 */
export class StreamIndex {
	private readonly finders = new Map<string, Finder>();

	constructor(private readonly streams: readonly Stream[]) {}

	streamsOf(activity: ScoredActivity): readonly Stream[] {
		const known = this.finders.get(activity.type);
		if (known) return known(activity);
		const finder = finderAmong(this.streams.filter((stream) => stream.handles(activity.type)));
		if (this.finders.size < MOST_TYPES) this.finders.set(activity.type, finder);
		return finder(activity);
	}
}

function finderAmong(streams: readonly Stream[]): Finder {
	const find: Finder = (activity) => streams.filter((stream) => stream.accepts(activity));
	if (streams.some(({ isTimed }) => isTimed)) return find;
	const readers = [...new Set(streams.flatMap(({ fields }) => fields))].map(activityField);
	const choices = new Choices();
	return (activity) => {
		let choice = choices.first;
		for (const read of readers) {
			const next = choices.after(choice, read(activity));
			if (!next) return find(activity);
			choice = next;
		}
		choice.streams ??= find(activity);
		return choice.streams;
	};
}

/** The streams for one combination of values, or where a further value leads. */
interface Choice {
	streams: readonly Stream[] | undefined;
	next: Map<unknown, Choice> | undefined;
}

class Choices {
	readonly first: Choice = { streams: undefined, next: undefined };
	private count = 0;

	/** undefined for a value that is not to be remembered. */
	after(choice: Choice, value: unknown): Choice | undefined {
		const known = choice.next?.get(value);
		if (known || !isKey(value) || this.count >= MOST_CHOICES) return known;
		const next: Choice = { streams: undefined, next: undefined };
		choice.next ??= new Map();
		choice.next.set(value, next);
		this.count++;
		return next;
	}
}

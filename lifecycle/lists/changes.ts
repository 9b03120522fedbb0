import type { Person, WhyOff } from './standing';

/** What is to be said to a mail tool about one address, and the columns of the lead book that hold once it was said. */
export interface ListChange {
	/** `join`: new on a track. `move`: from one to another. `leave`: off its track. */
	readonly action: 'join' | 'move' | 'leave';
	readonly lead: string;
	/** '' where there is none; then only people can be told. */
	readonly email: string;
	readonly name: string;
	readonly title: string;
	readonly company: string;
	readonly cell: string;
	readonly total: number | null;
	/** The track to be on; null for none. */
	readonly track: string | null;
	/** The track to be taken off; null for none. */
	readonly was: string | null;
	/** Why there is no track any more. */
	readonly why: WhyOff | null;
	/** When sales gave the lead back; null: it did not. */
	readonly since: string | null;
	/** Ids of rows of the lead book. */
	readonly rows: readonly number[];
	/** What their column `listedTrack` is to hold afterwards. */
	readonly listedTrack: string | null;
}

/**
 * What differs from what was handed over before; leaves come first, so that a tool that keeps one track per person ends at
 * the right one.
 *
 * @param everything hands over everybody who is on a track, as to a new tool
 */
export const changesOf = (people: readonly Person[], everything = false): ListChange[] =>
	people.flatMap((person) => changesOfPerson(person, everything)).sort(inOrder);

function changesOfPerson(person: Person, everything: boolean): ListChange[] {
	const { track, had } = person;
	const old = had.filter((name) => name !== track);
	if (track === null) return old.map((was) => changeOf(person, 'leave', { track, was }));
	if (old.length === 0)
		return everything || !had.includes(track) ? [changeOf(person, 'join', { track, was: null })] : [];
	return [
		...old.slice(0, -1).map((was) => changeOf(person, 'leave', { track: null, was })),
		changeOf(person, 'move', { track, was: old[old.length - 1] }),
	];
}

function changeOf(
	{ lead, email, rows, track: listedTrack, why }: Person,
	action: ListChange['action'],
	{ track, was }: Pick<ListChange, 'track' | 'was'>,
): ListChange {
	return {
		action,
		lead: lead.lead,
		email,
		name: lead.name ?? '',
		title: lead.title ?? '',
		company: lead.company ?? '',
		cell: lead.cell ?? '',
		total: lead.total,
		track,
		was,
		why,
		since: lead.recycledAt,
		rows: rows.flatMap((row) => (row.id === undefined || row.listedTrack === listedTrack ? [] : [row.id])),
		listedTrack,
	};
}

function inOrder(left: ListChange, right: ListChange): number {
	const key = ({ track, was, lead }: ListChange): string[] => [track ?? '', lead, was ?? ''];
	const [one, other] = [key(left), key(right)];
	const at = one.findIndex((part, index) => part !== other[index]);
	return at < 0 ? 0 : one[at] < other[at] ? -1 : 1;
}

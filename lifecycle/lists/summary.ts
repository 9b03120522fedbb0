import { isFields, type Fields } from '../path';
import { asNumber } from '../number';
import { asText } from '../text';
import type { ListChange } from './changes';
import type { NurtureLists } from './lists';

/** What a change is to be noted by once it was handed over. */
export interface OpenChange extends Pick<ListChange, 'track' | 'was' | 'rows' | 'listedTrack'> {
	/** Tools were asked for it; without an address only people can be told. */
	readonly isSent: boolean;
}

/** A run, for the step that finds out what came of it. Plain data, as an item holds it. */
export interface ListSummary {
	/** ISO 8601 in UTC. */
	readonly at: string;
	readonly onTrack: number;
	/** People by why they are not written to. */
	readonly heldBack: Readonly<Record<string, number>>;
	readonly files: readonly string[];
	/** In the order in which the tools were asked. */
	readonly changes: readonly OpenChange[];
}

/** @param at ISO 8601 in UTC */
export const summaryOf = ({ changes, files, onTrack, heldBack }: NurtureLists, at: string): ListSummary => ({
	at,
	onTrack,
	heldBack: Object.fromEntries(heldBack),
	files: files.map(({ fileName }) => fileName),
	changes: changes.map(({ track, was, rows, listedTrack, email }) => ({
		track,
		was,
		rows,
		listedTrack,
		isSent: email !== '',
	})),
});

/** Reads an item that holds a {@link ListSummary}; undefined for any other. */
export function readSummary({ at, onTrack, heldBack, files, changes }: Fields): ListSummary | undefined {
	if (!Array.isArray(changes) || typeof at !== 'string') return undefined;
	const counts = isFields(heldBack) ? Object.entries(heldBack) : [];
	return {
		at,
		onTrack: asNumber(onTrack) ?? 0,
		heldBack: Object.fromEntries(counts.map(([why, count]) => [why, asNumber(count) ?? 0])),
		files: Array.isArray(files) ? files.map(asText) : [],
		changes: changes.filter(isFields).map(readChange),
	};
}

const readChange = ({ track, was, rows, listedTrack, isSent }: Fields): OpenChange => ({
	track: asText(track) || null,
	was: asText(was) || null,
	rows: Array.isArray(rows) ? rows.flatMap((row) => asNumber(row) ?? []) : [],
	listedTrack: asText(listedTrack) || null,
	isSent: isSent !== false,
});

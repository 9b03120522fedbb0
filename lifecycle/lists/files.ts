import { csvOf } from './csv';
import type { ListChange } from './changes';

/** A list as a file. */
export interface ListFile {
	/** Null: those who are off their track. */
	readonly track: string | null;
	readonly fileName: string;
	/** Rows below the header. */
	readonly leads: number;
	readonly csv: string;
}

const JOIN_COLUMNS = ['email', 'name', 'title', 'company', 'track', 'cell', 'total', 'lead'] as const;
const LEAVE_COLUMNS = ['email', 'name', 'was', 'track', 'why', 'lead'] as const;

/**
 * A file per track with those who are new on it, and one with those who are off theirs.
 *
 * @param day for the names of the files, such as 2026-03-02
 */
export function filesOf(changes: readonly ListChange[], day: string): ListFile[] {
	const joins = changes.filter(({ track }) => track !== null);
	const leaves = changes.filter(({ was }) => was !== null);
	const tracks = [...new Set(joins.map(({ track }) => track))];
	const file = (
		track: string | null,
		name: string,
		columns: ReadonlyArray<keyof ListChange>,
		rows: readonly ListChange[],
	) => ({ track, fileName: fileName(name, day), leads: rows.length, csv: csvOf(columns, rows) });
	return [
		...tracks.map((track) =>
			file(
				track,
				`track-${track}`,
				JOIN_COLUMNS,
				joins.filter((join) => join.track === track),
			),
		),
		...(leaves.length > 0 ? [file(null, 'off-their-track', LEAVE_COLUMNS, leaves)] : []),
	];
}

// People name tracks, and a name must not lead out of a folder.
const fileName = (name: string, day: string): string => `${name.replace(/[^\p{L}\p{N}_-]+/gu, '-')}-${day}.csv`;

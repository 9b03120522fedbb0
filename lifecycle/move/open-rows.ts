/** A row of which the other side has had none that is equal so far. */
export interface OpenRow {
	readonly hash: string;
	/** Its number in its table; no person's name, for this is kept where no erasure looks. */
	readonly id: number;
	readonly of: 'source' | 'target';
}

export interface Hashed {
	readonly hash: string;
	readonly id: number;
}

/** So many are remembered; with more, none is named. Counts and checksums go by all rows. */
const MOST = 200;

/**
 * The rows that have no equal on the other side, after more rows of both: equal ones cancel each other, whenever they come.
 * Two rows that are equal need two on the other side.
 */
export function withoutEqual(
	open: readonly OpenRow[],
	source: readonly Hashed[],
	target: readonly Hashed[],
): readonly OpenRow[] {
	const byHash = new Map<string, OpenRow[]>();
	const add = (row: OpenRow): void => {
		const same = byHash.get(row.hash) ?? [];
		const isAnswered = same.length > 0 && same[0].of !== row.of;
		byHash.set(row.hash, isAnswered ? same.slice(1) : [...same, row]);
	};
	open.forEach(add);
	for (const { hash, id } of source) add({ hash, id, of: 'source' });
	for (const { hash, id } of target) add({ hash, id, of: 'target' });
	return [...byHash.values()].flat();
}

/** Rows to remember, and whether there were ever too many to name any. */
export interface Remembered {
	readonly open: readonly OpenRow[];
	readonly areTooMany: boolean;
}

export const NONE_REMEMBERED: Remembered = { open: [], areTooMany: false };

export const remembered = ({ areTooMany }: Remembered, open: readonly OpenRow[]): Remembered => ({
	open: open.slice(0, MOST),
	areTooMany: areTooMany || open.length > MOST,
});

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

/** So many are remembered; counts and checksums go by all rows. */
const MOST = 500;

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

export const remembered = (open: readonly OpenRow[]): readonly OpenRow[] => open.slice(0, MOST);

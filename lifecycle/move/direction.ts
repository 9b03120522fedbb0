import { fault, ok, shown, type Result } from '../fault';

/** One of the two places where the templates keep their tables, as sentences name it. */
export interface Store {
	readonly name: string;
	/** In the name of a step. */
	readonly short: string;
	readonly has: 'has' | 'have';
}

const DATA_TABLES: Store = { name: 'n8n’s Data Tables', short: 'Data Tables', has: 'have' };
const POSTGRESQL: Store = { name: 'PostgreSQL', short: 'PostgreSQL', has: 'has' };

export interface Direction {
	/** The row of `ll_import_progress`, in n8n’s Data Tables both ways. */
	readonly progress: string;
	readonly source: Store;
	readonly target: Store;
	/** Data Tables number rows by themselves. */
	readonly keepsNumbers: boolean;
}

export const TO_POSTGRESQL: Direction = {
	progress: 'move_to_postgresql',
	source: DATA_TABLES,
	target: POSTGRESQL,
	keepsNumbers: true,
};
export const TO_DATA_TABLES: Direction = {
	progress: 'move_back',
	source: POSTGRESQL,
	target: DATA_TABLES,
	keepsNumbers: false,
};
export const DIRECTIONS: readonly Direction[] = [TO_POSTGRESQL, TO_DATA_TABLES];

/** The direction of a row of `ll_import_progress`. */
export function directionOf(source: unknown): Result<Direction> {
	const found = DIRECTIONS.find(({ progress }) => progress === source);
	if (found !== undefined) return ok(found);
	return fault(
		`The progress is of ${shown(source)}, which is no move`,
		`Connect the row of ll_import_progress whose source is ${DIRECTIONS.map(({ progress }) => progress).join(' or ')}.`,
	);
}

/** The version of a lead or a company without a row, and of a row that no template wrote yet: its first write has version 0. */
export const NO_VERSION = Number.MIN_SAFE_INTEGER;

/**
 * The version of the next write. It tells what was read, since a row is written only where its version still is that: one above
 * 0 was read as one less, 0 as an empty cell. A number below 0, which only somebody by hand writes, goes on downwards.
 */
export function nextVersion(version: number): number {
	if (version === NO_VERSION) return 0;
	return version < 0 ? version - 1 : version + 1;
}

/** Beyond them a number and the next one are the same to a computer. */
export const isCountable = (version: number): boolean => Math.abs(version) < Number.MAX_SAFE_INTEGER - 1;

/** As the table holds it. */
export const printVersion = (version: number): number | null => (version === NO_VERSION ? null : version);

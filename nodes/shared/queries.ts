import type { Links } from '../../lifecycle/identity/links';

/** Keys that one item holds, for one read of a table that joins them by OR. */
export const KEYS_A_QUERY = 30;

/** For so many keys or ids each an item with `k0` to, by default, `k29`; the last one repeats its last key. */
export function queriesOf<Key extends string | number>(
	keys: readonly Key[],
	size = KEYS_A_QUERY,
): Array<Record<string, Key>> {
	const queries: Array<Record<string, Key>> = [];
	for (let start = 0; start < keys.length; start += size) {
		const slice = keys.slice(start, start + size);
		const names = Array.from({ length: size }, (_, index): [string, Key] => [
			`k${index}`,
			slice[index] ?? slice[slice.length - 1],
		]);
		queries.push(Object.fromEntries(names));
	}
	return queries;
}

/** The same for all keys under which activities of leads stand. */
export function keyQueriesOf(leads: readonly string[], links: Links): Array<Record<string, string>> {
	const keys = leads.flatMap((lead) => (lead === '' ? [] : [lead, ...links.keysOf(lead).map(({ key }) => key)]));
	return queriesOf([...new Set(keys)]);
}

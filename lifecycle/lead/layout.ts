import { looseReader, pathKeys, type Fields } from '../path';

/** The keys of an object, in their order: the same list for all objects that have the same, such as the rows of one table. */
export type Layout = readonly string[];

/** Leads come from one source as a rule, and empty fields may be left out. */
const MOST_LAYOUTS = 16;

const known: Layout[] = [];
let latest = 0;

export function layoutOf(fields: Fields): Layout {
	const keys = Object.keys(fields);
	if (latest < known.length && isSame(known[latest], keys)) return known[latest];
	const place = known.findIndex((layout) => isSame(layout, keys));
	latest = place >= 0 ? place : known.length < MOST_LAYOUTS ? known.length : (latest + 1) % MOST_LAYOUTS;
	if (place < 0) known[latest] = keys;
	return known[latest];
}

function isSame(one: Layout, other: Layout): boolean {
	if (one.length !== other.length) return false;
	for (let index = 0; index < one.length; index++) if (one[index] !== other[index]) return false;
	return true;
}

/** Reads a field of objects whose layout is known. */
export type LayoutReader = (fields: Fields, layout: Layout) => unknown;

/**
 * Gives what {@link looseReader} gives for a path, and looks for its key once a layout instead of once an object: twenty rules
 * read dozens of fields of each lead.
 */
export function layoutReader(path: string): LayoutReader {
	const read = looseReader(path);
	const keys = pathKeys(path);
	// Of several keys only the whole path may be one of the object's own; where they lead is no matter of its layout.
	const keyIn = keys.length === 1 ? looseKey(keys[0]) : (layout: Layout) => (layout.includes(path) ? path : undefined);
	let layout: Layout | undefined;
	let key: string | undefined;
	return (fields, asked) => {
		if (asked !== layout) {
			layout = asked;
			key = keyIn(asked);
		}
		const value = key === undefined ? undefined : fields[key];
		return value !== undefined || (key === undefined && keys.length === 1) ? value : read(fields);
	};
}

function looseKey(key: string): (layout: Layout) => string | undefined {
	const lower = key.toLowerCase();
	return (layout) => (layout.includes(key) ? key : layout.find((other) => other.toLowerCase() === lower));
}

/** The key of a layout that {@link layoutReader} reads for a path; undefined stands for a path that leads further down. */
export function keysIn(path: string, layout: Layout): ReadonlyArray<string | undefined> {
	const [first, ...others] = pathKeys(path);
	if (first === undefined) return [undefined];
	const key = looseKey(first)(layout);
	if (others.length === 0) return key === undefined ? [] : [key];
	return key === undefined && looseKey(path.trim())(layout) === undefined ? [] : [undefined];
}

import { isFields, pathKeys, type Fields } from './path';

/** A place in a lead, split once: check it with isWritablePath first. */
export interface Place {
	path: string;
	keys: readonly string[];
}

// A node writes the same few paths to every item.
const places = new Map<string, Place>();
const MOST_PLACES = 100;

export function placeOf(path: string): Place {
	const known = places.get(path);
	if (known) return known;
	const place = { path, keys: pathKeys(path) };
	if (places.size < MOST_PLACES) places.set(path, place);
	return place;
}

/**
 * A lead that is being changed: a copy in which every object and list on the way to a change is copied too, once. The
 * lead it came from stays as it was.
 */
export class LeadDraft {
	readonly lead: Record<string, unknown>;
	private readonly copies: object[] = [];

	constructor(lead: Fields) {
		this.lead = { ...lead };
	}

	/** Writes where pathReader reads: a key that holds the whole path comes before the nested place. */
	set({ path, keys }: Place, value: unknown): void {
		if (Object.hasOwn(this.lead, path)) {
			this.lead[path] = value;
			return;
		}
		let parent = this.lead;
		for (let depth = 0; depth < keys.length - 1; depth++) parent = this.copied(parent, keys[depth]);
		parent[keys[keys.length - 1]] = value;
	}

	private copied(parent: Record<string, unknown>, key: string): Record<string, unknown> {
		const child = Object.hasOwn(parent, key) ? parent[key] : undefined;
		if (isFields(child) && this.copies.includes(child)) return child;
		const copy = (Array.isArray(child) ? [...(child as unknown[])] : { ...(isFields(child) ? child : {}) }) as Record<
			string,
			unknown
		>;
		this.copies.push(copy);
		parent[key] = copy;
		return copy;
	}
}

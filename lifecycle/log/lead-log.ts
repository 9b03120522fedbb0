import { foldLead, isContentId } from '../activity/activity';
import { DUPLICATE, unionId } from '../activity/duplicates';
import type { OtherKey } from '../identity/links';
import { fieldsOfJson, type Fields } from '../path';
import { asText } from '../text';
import { asInstant } from '../time';

/** What the log holds of a lead. */
export interface LeadLog {
	/** Rows of the log, those under the lead's own key first; of a copy under another key the quarantine says so. */
	readonly entries: readonly Fields[];
	/** Rows that cannot be read as activities, as somebody may have written them by hand: they are left out. */
	readonly unreadable: readonly Fields[];
	/** How many there are under all of its keys, counted or not: a number that only rises. */
	readonly logged: number;
}

/**
 * The log of a lead from that of all its keys. `logOf` gives the rows under a folded key. What was done on a device between
 * two words about it goes to one person alone, and an activity that came in under two keys counts once.
 */
export function gatherLog(lead: string, keys: readonly OtherKey[], logOf: (key: string) => readonly Fields[]): LeadLog {
	const own = logOf(foldLead(lead));
	if (keys.length === 0) return readable(own, own.length);
	const lent = keys.flatMap((key) => logOf(foldLead(key.key)).filter(within(key)));
	const names = new Set(keys.map(({ key }) => foldLead(key)));
	const logged = [...names].reduce((sum, key) => sum + logOf(key).length, own.length);
	return readable([...own, ...withoutCopies(lead, own, lent)], logged);
}

function readable(entries: readonly Fields[], logged: number): LeadLog {
	if (entries.every(isReadable)) return { entries, unreadable: [], logged };
	return { entries: entries.filter(isReadable), unreadable: entries.filter((entry) => !isReadable(entry)), logged };
}

const isReadable = ({ type, at }: Fields): boolean => asText(type).trim() !== '' && asInstant(at) !== undefined;

function within({ after, until }: OtherKey): (entry: Fields) => boolean {
	const from = after === null ? -Infinity : (asInstant(after) ?? -Infinity);
	const to = until === null ? Infinity : (asInstant(until) ?? Infinity);
	if (from === -Infinity && to === Infinity) return () => true;
	return ({ at }) => {
		const time = asInstant(at) ?? 0;
		return time > from && time <= to;
	};
}

/** An id that was made of the content differs with the key, so only the content tells a copy; few have a twin in time. */
function withoutCopies(lead: string, own: readonly Fields[], lent: readonly Fields[]): readonly Fields[] {
	const times = new Map<string, Fields[]>();
	const copies = new Set<Fields>();
	for (const entry of [...own, ...lent]) {
		if (!isContentId(asText(entry.activity))) continue;
		const moment = `${asText(entry.type)} ${asInstant(entry.at)}`;
		const twins = times.get(moment) ?? [];
		if (twins.some((twin) => twin.lead !== entry.lead && isSame(lead, twin, entry))) copies.add(entry);
		else times.set(moment, [...twins, entry]);
	}
	if (copies.size === 0) return lent;
	return lent.map((entry) =>
		copies.has(entry) && asText(entry.quarantine) === '' ? { ...entry, quarantine: DUPLICATE } : entry,
	);
}

const isSame = (lead: string, left: Fields, right: Fields): boolean => contentOf(lead, left) === contentOf(lead, right);

const contentOf = (lead: string, { type, at, properties }: Fields): string =>
	unionId({ lead, type: asText(type), at: asText(at), properties: { ...fieldsOfJson(properties) } });

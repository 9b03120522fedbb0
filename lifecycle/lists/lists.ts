import type { DateTime } from 'luxon';
import type { Links } from '../identity/links';
import type { LeadRow } from '../lead/row';
import { changesOf, type ListChange } from './changes';
import { Consent, foldField, OPT_OUT_FIELDS, type ConsentEntry } from './consent';
import { filesOf, type ListFile } from './files';
import { standingOf, type Person, type WhyOff } from './standing';

/** What the tables hold. */
export interface ListSources {
	readonly leads: readonly LeadRow[];
	readonly consent: readonly ConsentEntry[];
	readonly links: Links;
}

export interface ListTerms {
	/** In the zone in which days are written. */
	readonly asOf: DateTime;
	/** Everybody on a track is handed over, whatever was handed over before. */
	readonly everything?: boolean;
	/** Fields of a lead that say that it wants no mail; left out: {@link OPT_OUT_FIELDS}. */
	readonly optOutFields?: readonly string[];
}

export interface NurtureLists {
	readonly changes: readonly ListChange[];
	readonly files: readonly ListFile[];
	/** People on a track in all. */
	readonly onTrack: number;
	/** People who would be on a track but may not, or cannot, be written to. */
	readonly heldBack: ReadonlyMap<WhyOff, number>;
}

/** Who is to be on which nurture track, and what that changes of what was handed over before. */
export function nurtureLists({ leads, consent, links }: ListSources, terms: ListTerms): NurtureLists {
	const { asOf, everything, optOutFields = OPT_OUT_FIELDS } = terms;
	const people = standingOf(leads, {
		consent: new Consent(consent, links, asOf.toMillis()),
		optOutFields: new Set(optOutFields.map(foldField)),
	});
	const changes = changesOf(people, everything);
	return {
		changes,
		files: filesOf(changes, asOf.toFormat('yyyy-MM-dd')),
		onTrack: people.filter(({ track }) => track !== null).length,
		heldBack: heldBackOf(people),
	};
}

function heldBackOf(people: readonly Person[]): Map<WhyOff, number> {
	const counts = new Map<WhyOff, number>();
	for (const { why, isHeldBack } of people) if (why !== null && isHeldBack) counts.set(why, (counts.get(why) ?? 0) + 1);
	return counts;
}

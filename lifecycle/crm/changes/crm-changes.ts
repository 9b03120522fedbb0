import type { Fields } from '../../path';

/** What somebody changed in the CRM, in the words of a decision; `at` is null where the CRM does not say when. */
export interface Change {
	readonly lead: string;
	readonly decision: 'accepted' | 'opportunity' | 'won' | 'sent_back' | 'lost' | 'owner';
	readonly reason?: string;
	readonly note?: string;
	readonly by: string;
	/** The new owner's address, '' for nobody; for `owner`. */
	readonly owner?: string;
	readonly at: string | null;
}

/** What says nothing about a lead, or could not be read. */
export interface Skipped {
	readonly what: string;
	readonly why: string;
}

/** What the nodes of 15 gave. All of it comes from outside and may be of any shape. */
export interface Told {
	readonly events: readonly Fields[];
	readonly records: readonly Fields[];
	readonly users: readonly Fields[];
}

/** How a CRM says what people change in it. */
export interface CrmChanges {
	/** As its makers write it. */
	readonly title: string;
	/** What to read, each record once, and events that are none of ours. */
	recordsOf(events: readonly Fields[]): { records: Fields[]; skipped: Skipped[] };
	changesOf(told: Told): { changes: Change[]; skipped: Skipped[] };
}

/**
 * Why sales gave a lead back where the CRM names no reason: not a judgement on the company, so half of the engagement is
 * kept for a month.
 */
export const REASON_WHEN_NONE = 'bad_timing';

/** What our own property for the stage means when somebody writes it in the CRM. */
export const STAGE_MEANS: ReadonlyMap<string, Change['decision']> = new Map([
	['accepted', 'accepted'],
	['opportunity', 'opportunity'],
	['won', 'won'],
	['lost', 'lost'],
	['sent_back', 'sent_back'],
	['rejected', 'sent_back'],
	['recycled', 'sent_back'],
	['disqualified', 'sent_back'],
]);

/** The reason of a lead that comes back, a note for everything else. */
export const saidWith = (decision: Change['decision'], reason: string, note: string): Partial<Change> =>
	decision === 'sent_back' || decision === 'lost' ? { reason: reason || REASON_WHEN_NONE } : { note };

import type { Fault } from '../fault';
import type { Fields } from '../path';
import type { Trust } from './trust';

/** What one event says, in the vendor's values; {@link toActivity} turns it into an activity. */
export interface Draft {
	type: string;
	/** Any time that can be read; missing: the time of receipt is taken, and noted. */
	at?: unknown;
	/** What is unique to this event at the vendor; missing: the id is made of the content. */
	id?: unknown;
	email?: unknown;
	/** The vendor's own id of the person. */
	leadId?: unknown;
	anonymousId?: unknown;
	/** Other keys that the event says are the same lead (identify, alias, a changed address). */
	aliases?: readonly unknown[];
	/** The address that the vendor's own record of the person had before. */
	formerEmail?: unknown;
	/** Objects of the adapter's own making, without empty values: notes are added to them. */
	properties?: Record<string, unknown>;
	attributes?: Record<string, unknown>;
	/** Only for types outside the catalogue, which have no channel of their own. */
	channel?: string;
	/** The vendor's own mark that a machine did it. */
	machine?: string;
	/** Of activities that are canonical already: who read them first, and why they did not count. */
	source?: string;
	quarantine?: string;
	/** What of the event cannot be read, where all of it is refused for that. */
	fault?: Fault;
	/** Why the lead may be wrong, when the event leaves it open. */
	note?: string;
}

/** An event without lead activity, and why. */
export interface Nothing {
	nothing: string;
}

export type Reading = Draft | Nothing;

export const nothing = (why: string): Nothing => ({ nothing: why });

export const isNothing = (reading: Reading): reading is Nothing => 'nothing' in reading;

export interface Context {
	/** Request headers, names in lower case; empty when the item did not come through a webhook. */
	headers: Fields;
}

export interface Adapter {
	/** Value of the form's Source and of the activity's `source`. */
	source: string;
	/** Name people know the vendor by. */
	label: string;
	/** What `leadId` is, for the note. */
	idName: string;
	/** Whose word its events are: what they may say about a lead. */
	trust: Trust;
	/** Each event of the vendor has at least one of these keys; left out where no key is sure. */
	keys?: readonly string[];
	/** Whether an event has the vendor's shape. */
	matches(event: Fields): boolean;
	read(event: Fields, context: Context): Reading[];
}

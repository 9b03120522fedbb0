import type { Place, Step } from '../canvas';
import { AGAIN } from '../crm-set-up/crm-calls';

/** Takes a row of the canvas, counted from the first way in, to a place. */
export type Rows = (row: number) => Place;
/** Takes the number of a reading step, from the left, to a place. */
export type Columns = (column: number) => Place;

/**
 * How changes that people make in a CRM come in; 05 has one set of these steps for each CRM.
 *
 * A change is an object `{ lead, decision, reason, note, by, owner, at, shown }`: what 05's webhook takes, with `shown`,
 * the stage that our own property shows on the record, where it is known.
 */
export interface CrmIn {
	/** How it is set up, for the note on the canvas. */
	readonly setUp: string;
	/** What starts 05 when something changes, from top to bottom. */
	readonly starts: (at: Rows) => readonly Step[];
	/**
	 * Body of an expression: `events` are the items of a trigger. Defines `records`, the records to read (`[{ id }]`), each
	 * once, and `passed`, what is passed over (`[{ what, why }]`). Events are not trusted: they may be of any shape.
	 */
	readonly recordsOf: string;
	/** Reads those records, one step after another; off until a credential is chosen, so they may hand on what they got. */
	readonly reads: (at: Columns) => readonly Step[];
	/** Body of an expression: defines `changes` and adds to `passed`. `events` is as above. */
	readonly changesOf: string;
}

export const OFF = { disabled: true, notes: 'Credential, then press D', notesInFlow: true };

/** A record that is gone and a CRM that does not answer end no run; what was not read is passed over with the reason. */
export const READ = { ...OFF, onError: 'continueRegularOutput', alwaysOutputData: true } as const;

/** For a call that reads a list which is the same for all records. */
export const READ_ONCE = { ...AGAIN, executeOnce: true, alwaysOutputData: true } as const;

/** End of a sentence, as an expression: why a call of the CRM did not name somebody. */
export const whyNone = (call: string): string =>
	`(($('${call}').first().json.error ?? {}).message ? '. It said: ' + $('${call}').first().json.error.message : ': choose a credential in ${call}: call and switch it on.')`;

/**
 * Why sales gave a lead back where the CRM names no reason: not a judgement on the company, so half of the engagement is
 * kept for a month.
 */
export const REASON_WHEN_NONE = 'bad_timing';

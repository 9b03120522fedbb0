import type { Place } from '../canvas';
import { REASON_PROPERTY } from '../../../../lifecycle/crm/properties';
import { LEAD_PROPERTIES, type LeadProperty } from '../../../../lifecycle/crm/properties';
import type { Asked } from './crm-calls';

/** What 00 makes in a CRM: what the templates write of a lead, and where salespeople say why it comes back. */
export const PROPERTIES: readonly LeadProperty[] = [...LEAD_PROPERTIES, REASON_PROPERTY];

/** What is to be made, and the step that makes it. */
export interface Make {
	/** Key of the list in `lists`. */
	readonly list: string;
	readonly title: string;
	/** Takes the list's entries, each with `what`, its name for people, and gives one item for each. */
	readonly step: (place: Place) => Asked;
}

/**
 * How the custom properties are made in a CRM whose API allows it. Steps are switched off until a credential is chosen, and
 * give a failed call as an item with `error`. What is there already is never changed.
 */
export interface CrmSetUp {
	/** What the credential must be allowed, for the note. */
	readonly needs: string;
	/** Asks what is there; a chain that begins with one item. */
	readonly ask: (at: (column: number) => Place) => readonly Asked[];
	/** Defines `lists` by the lists of {@link makes}. Has `asked`, the answers to each step of {@link ask}. */
	readonly missing: string;
	readonly makes: readonly Make[];
}

import type { Place } from '../canvas';
import type { Asked } from '../crm-set-up/crm-calls';

/** The CRMs there are templates for; each but HubSpot has a folder of its name. */
export const CRM_NAMES = ['hubspot', 'salesforce', 'pipedrive', 'odoo'] as const;
export type CrmName = (typeof CRM_NAMES)[number];

/** A place in columns and rows from the upper left corner of the part of the canvas that is about the CRM. */
export type At = (column: number, row: number) => Place;

/** A list of records to write, and the step that writes them. */
export interface Write {
	/** Key of the list in `lists`. */
	readonly list: string;
	readonly title: string;
	/** Takes the list's entries and gives one item for each, or for an entry's `leads` together. */
	readonly step: (place: Place) => Asked;
	/** Expression of the ids that an answer `result` to `entry` holds: a list of `[lead, id]`. */
	readonly ids: string;
}

/**
 * What the templates do in a CRM; those for two CRMs differ in these steps only. Steps are n8n's own nodes, switched off
 * until a credential is chosen, and give a failed call as an item with `error`. The texts stand in bodies of steps.
 */
export interface Crm {
	/** As its makers write it. */
	readonly title: string;
	/** Asks once for what every lead needs, the people who work in the CRM first; a chain. */
	readonly ask: (at: At) => Asked[];
	/** So many leads are looked up with one call. */
	readonly leadsACall: number;
	/** Each takes a page `{ emails }` of leads. */
	readonly find: (at: At) => Asked[];
	/** Defines `staff`, a list of `{ id, email }`, and `people`, a list of `{ email, id, kind?, ownerId? }`. Has `asked` and `found`, the answers by step name. */
	readonly answers: string;
	/** True where two calls at once for a new person make one record; elsewhere only the run that hands a lead over makes one. */
	readonly upserts: boolean;
	/** Defines `lists` by the lists of {@link writes}. Has `writable`, leads with `id` and `assignee`, and `atOnce`, leads a call may hold. */
	readonly lists: string;
	readonly writes: readonly Write[];
	/** Looks for the tasks of a person `id`, so that none is made twice. */
	readonly findTasks: (place: Place) => Asked;
	/** Expression of the texts of the tasks in `tasksFound`, answers of {@link findTasks}. */
	readonly taskTexts: string;
	/** Makes the task `{ id, kind, ownerId, subject, text, html, due }`. */
	readonly makeTask: (place: Place) => Asked;
}

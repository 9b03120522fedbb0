import type { LeadColumn } from '../lead/row';

/** What the CRM shows of a lead, and what a new record is made of: columns of the lead book. */
export const SHOWN_COLUMNS = [
	'lead',
	'email',
	'name',
	'title',
	'company',
	'owner',
	'total',
	'fit',
	'engagement',
	'cell',
	'label',
	'stage',
	'summary',
] as const satisfies readonly LeadColumn[];
export type ShownColumn = (typeof SHOWN_COLUMNS)[number];

/** Tries to bring something to the CRM: a row of the outbox. */
export interface Tries {
	/** The row's own number; undefined for one that is still to be added. */
	readonly id: number | undefined;
	readonly key: string;
	/** When it was due first, ISO 8601 in UTC. */
	readonly at: string;
	/** How often it was tried before. */
	readonly attempts: number;
	readonly title: string;
}

/** A task for the owner of a lead. */
export interface Task extends Tries {
	readonly subject: string;
	/** Plain text; its last line is the key, by which the task is found again. */
	readonly text: string;
	/** ISO 8601 in UTC. */
	readonly due: string;
}

/** What is needed of a CRM beside its people: keys of fields by column, the id of a model. */
export interface SetUp {
	readonly fields?: Readonly<Record<string, string>>;
	readonly model?: number;
}

/** Why a lead did not go all the way. */
export interface Obstacle {
	/** Clean sentences for people, '' where the steps of the CRM are deactivated. */
	readonly fault: string;
	/** Another try would bring nothing. */
	readonly isFinal: boolean;
}

/** A lead on its way through the CRM, from step to step. */
export interface CrmLead {
	/** Of the lead book's row; undefined where there is none. */
	readonly id: number | undefined;
	readonly version: number;
	/** The column `crm` as it was read. */
	readonly mark: string | null;
	/** Cells of the row, `null` where empty. */
	readonly row: Readonly<Record<ShownColumn, string | number | null>> & {
		readonly lead: string;
		readonly email: string;
	};
	/** Whether the record is to be written; without it there are tasks alone. */
	readonly isDue: boolean;
	/** Whether a record may be made for somebody the CRM does not know: sales has the lead. */
	readonly mayCreate: boolean;
	/** Earlier tries to write the record. */
	readonly record: Tries | null;
	readonly tasks: readonly Task[];
	/** Tasks that waited too long for a CRM that was not connected. */
	readonly late: readonly Tries[];
	readonly obstacle: Obstacle | null;
	/** Known from the look-up on. */
	readonly person: { readonly id: string | number; readonly kind: string } | null;
	/** Address of the rep the CRM names, '' where there is none. */
	readonly crmOwner: string;
	/** Whom the record gets as its owner, where it has none: an id of the CRM. */
	readonly assignee: string | number | null;
	/** Who has the record, for a task: an id of the CRM. */
	readonly ownerId: string | number | null;
	readonly model: number | null;
	/** Keys of tasks that the CRM has. */
	readonly found: readonly string[];
	/** Why tasks wait although the record is written; '' for nothing. */
	readonly taskFault: string;
}
export interface KnownLead extends CrmLead {
	readonly person: NonNullable<CrmLead['person']>;
}

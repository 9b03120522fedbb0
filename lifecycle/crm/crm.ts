import type { Fields } from '../path';
import type { CrmLead, KnownLead, SetUp, Task } from './lead';

/** The CRMs there are templates for. */
export const CRM_NAMES = ['hubspot', 'salesforce', 'pipedrive', 'odoo'] as const;
export type CrmName = (typeof CRM_NAMES)[number];

/** Somebody who works in the CRM, and can be the owner of a record. */
export interface Staff {
	readonly id: string | number;
	/** '' where the CRM does not say. */
	readonly email: string;
}

/** A record of a person in the CRM. */
export interface Person {
	readonly id: string | number;
	readonly email: string;
	/** Which of several kinds of records it is, where the CRM has several: `Contact`, `Lead`. */
	readonly kind: string;
	readonly ownerId: string | number | undefined;
}

/**
 * What a CRM is asked and told: what n8n's node for it takes, as plain fields, and what it answers. Answers come from
 * outside and may be of any shape.
 */
export interface Crm {
	/** As its makers write it. */
	readonly title: string;
	/** So many addresses are looked up with one call. */
	readonly leadsACall: number;
	/** So many records are written with one call. */
	readonly recordsACall: number;
	/** True where two calls at once for a new person make one record; elsewhere only a lead that sales has gets a new one. */
	readonly upserts: boolean;
	/** What a look-up of these addresses is called with. */
	lookUp(emails: readonly string[]): Fields;
	staffOf(answers: readonly Fields[]): Staff[];
	/** What else has to be known before a record or a task can be written. */
	setUpOf(answers: readonly Fields[]): SetUp;
	/** The person's record comes first where an address has several. */
	peopleOf(answers: readonly Fields[]): Person[];
	/** What records, at most {@link recordsACall}, are written with: known ones, and where the CRM {@link upserts} new ones too. */
	update(leads: readonly CrmLead[], setUp: SetUp): Fields;
	/** What a new record is made with. */
	create(lead: CrmLead, setUp: SetUp): Fields;
	/** The id of a lead's record in the answer to the call that wrote it. */
	idOf(answer: Fields, lead: CrmLead): string | number | undefined;
	/** What the tasks of a person are looked for with. */
	lookForTasks(lead: KnownLead): Fields;
	taskTextsOf(answers: readonly Fields[]): string[];
	makeTask(lead: KnownLead, task: Task): Fields;
	/** Why no task can be made with this, in a sentence; nothing where it can. */
	whyNoTasks?(setUp: SetUp): string | undefined;
}

import type { Place, Step } from '../canvas';

/** The CRMs there are templates for; each but HubSpot has a folder of its name. */
export const CRM_NAMES = ['hubspot', 'salesforce', 'pipedrive', 'odoo'] as const;
export type CrmName = (typeof CRM_NAMES)[number];

/** What the templates do in a CRM; those for two CRMs differ in these steps only. */
export interface Crm {
	/** As its makers write it. */
	readonly title: string;
	/** Writes the lead's row of an item to the record of the person. */
	readonly write: (place: Place) => Step;
}

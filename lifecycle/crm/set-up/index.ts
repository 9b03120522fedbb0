import type { CrmName } from '../crm';
import type { CrmSetUp } from './crm-set-up';
import { hubspotSetUp } from './hubspot-set-up';
import { odooSetUp } from './odoo-set-up';
import { pipedriveSetUp } from './pipedrive-set-up';

/** Fields that Salesforce's Tooling API creates are seen by nobody until somebody grants them, so there they are made by hand. */
export const CRM_SET_UPS: Readonly<Partial<Record<CrmName, CrmSetUp>>> = {
	hubspot: hubspotSetUp,
	pipedrive: pipedriveSetUp,
	odoo: odooSetUp,
};

import type { CrmName } from '../crm/crm';
import type { CrmIn } from './crm-in';
import { hubspotIn } from './hubspot';
import { odooIn } from './odoo';
import { pipedriveIn } from './pipedrive';
import { salesforceIn } from './salesforce';

const ALL: Readonly<Record<CrmName, CrmIn>> = {
	hubspot: hubspotIn,
	salesforce: salesforceIn,
	pipedrive: pipedriveIn,
	odoo: odooIn,
};

/** What comes in from the CRM of the templates that are being generated. */
export const crmIn: CrmIn = ALL[(process.env.TEMPLATES_FOR ?? 'hubspot') as CrmName];

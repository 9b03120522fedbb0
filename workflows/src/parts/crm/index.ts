import type { Crm, CrmName } from './crm';
import { hubspot } from './hubspot';
import { odoo } from './odoo';
import { pipedrive } from './pipedrive';
import { salesforce } from './salesforce';

const CRMS: Readonly<Record<CrmName, Crm>> = { hubspot, salesforce, pipedrive, odoo };

/** The generator evaluates the templates once for each CRM. */
const name = (process.env.TEMPLATES_FOR ?? 'hubspot') as CrmName;

/** The CRM of the templates that are being generated. */
export const crm: Crm = CRMS[name];

/** The title of a template that does something in the CRM; HubSpot's is the plain one. */
export const titleInCrm = (title: string): string => (crm === hubspot ? title : `${title} (${crm.title})`);

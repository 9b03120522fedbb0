import { CRMS } from '../../../../lifecycle/crm';
import type { CrmName } from '../../../../lifecycle/crm/crm';
import type { CrmNodes } from './crm-nodes';
import { hubspot } from './hubspot';
import { odoo } from './odoo';
import { pipedrive } from './pipedrive';
import { salesforce } from './salesforce';

const NODES: Readonly<Record<CrmName, CrmNodes>> = { hubspot, salesforce, pipedrive, odoo };

/** The CRM of the templates that are being generated: the generator evaluates them once for each. */
export const crmName = (process.env.TEMPLATES_FOR ?? 'hubspot') as CrmName;
export const crmTitle = CRMS[crmName].title;
export const crmNodes = NODES[crmName];
/** HubSpot's template has the plain title. */
export const titleForCrm = (title: string): string => (crmName === 'hubspot' ? title : `${title} (${crmTitle})`);

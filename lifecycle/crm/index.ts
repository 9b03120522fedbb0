import type { Crm, CrmName } from './crm';
import { hubspot } from './hubspot';
import { odoo } from './odoo';
import { own } from './own';
import { pipedrive } from './pipedrive';
import { salesforce } from './salesforce';

/** A CRM there are templates for, or any other: `own`. */
export type CrmKind = CrmName | 'own';

export const CRMS: Readonly<Record<CrmKind, Crm>> = { hubspot, salesforce, pipedrive, odoo, own };

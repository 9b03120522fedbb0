import type { CrmName } from '../crm';
import type { CrmHistory } from './crm-history';
import { hubspotHistory } from './hubspot-history';
import { odooHistory } from './odoo-history';

/** The CRMs whose records can be imported. */
export const CRM_HISTORY: Readonly<Partial<Record<CrmName, CrmHistory>>> = {
	hubspot: hubspotHistory,
	odoo: odooHistory,
};

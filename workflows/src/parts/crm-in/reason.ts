import type { LeadProperty } from '../crm/properties';

/** Where salespeople say in the CRM why a lead comes back; only they write it, 05 reads it. */
export const REASON_PROPERTY: LeadProperty = {
	column: 'reason',
	label: 'Lead reason',
	kind: 'text',
	purpose: 'Why sales sends the lead back, in a word or in words; read when it comes back',
};

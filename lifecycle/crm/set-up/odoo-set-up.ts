import { fault, ok } from '../../fault';
import { PROPERTIES, PROPERTY_NAMES, PROPERTY_TYPES } from '../properties';
import type { CrmSetUp } from './crm-set-up';

const MODEL = 'crm.lead';

export const odooSetUp: CrmSetUp = {
	missing(there, first) {
		const lead = first.find(({ model }) => model === MODEL);
		if (lead === undefined) return fault('Odoo has no leads', 'Install its app CRM, then run this again.');
		const names = new Set(there.map(({ name }) => name));
		const wanted = PROPERTIES.map(({ column, label, kind }) => ({
			what: label,
			model_id: lead.id,
			name: PROPERTY_NAMES.odoo(column),
			field_description: label,
			ttype: PROPERTY_TYPES.odoo[kind],
		}));
		return ok(wanted.filter(({ name }) => !names.has(name)));
	},
	created: () => [],
};

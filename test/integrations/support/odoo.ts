import { createProgress } from '../../../scripts/host/progress.mjs';
import { makeFields } from '../../services/odoo/crm.mjs';
import { openOdoo, type Odoo } from '../../services/odoo/odoo.mjs';
import { LEAD_PROPERTIES, PROPERTY_NAMES, PROPERTY_TYPES } from '../../../lifecycle/crm/properties';

/** An Odoo whose leads have the custom fields that the templates write. */
export async function openOdooWithFields(): Promise<Odoo> {
	const odoo = await openOdoo(createProgress());
	const fields = LEAD_PROPERTIES.map(({ column, label, kind }) => ({
		name: PROPERTY_NAMES.odoo(column),
		label,
		type: PROPERTY_TYPES.odoo[kind] as 'float' | 'char' | 'text',
	}));
	await makeFields(odoo.client, 'crm.lead', fields);
	return odoo;
}

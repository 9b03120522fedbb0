import { value } from '../expression';
import { PROPERTY_NAMES, PROPERTY_TYPES } from '../../../../lifecycle/crm/properties';
import { AGAIN, crmStep } from './crm-calls';
import { PROPERTIES, type CrmSetUp } from './crm-set-up';

const model = (name: string) => ({ __rl: true, mode: 'id', value: name });

const wanted = PROPERTIES.map(({ column, label, kind }) => ({
	name: PROPERTY_NAMES.odoo(column),
	field_description: label,
	ttype: PROPERTY_TYPES.odoo[kind],
}));

const list = (of: string, fields: string, filter: object[]) => ({
	resource: 'custom',
	operation: 'getAll',
	customResource: model(of),
	returnAll: true,
	options: { fieldsList: fields },
	filters: { filter },
});

const ONCE = { executeOnce: true, alwaysOutputData: true, ...AGAIN };

export const odooSetUp: CrmSetUp = {
	needs: 'a user with the right *Administration: Settings*',
	ask: (at) => [
		crmStep(
			'odoo',
			'Model of a lead',
			at(0),
			list('ir.model', 'id,model', [{ fieldName: 'model', operator: 'equal', value: 'crm.lead' }]),
			ONCE,
		),
		crmStep(
			'odoo',
			'Fields in Odoo',
			at(1),
			list('ir.model.fields', 'id,name', [
				{ fieldName: 'model', operator: 'equal', value: 'crm.lead' },
				{ fieldName: 'name', operator: 'like', value: 'x_lead_' },
			]),
			ONCE,
		),
	],
	missing: `
	const wanted = ${JSON.stringify(wanted).replaceAll(',', ', ')};
	const lead = asked[0].find(({ model }) => model === 'crm.lead');
	if (!lead) faults.push('Odoo has no leads: install its app CRM, then run this again.');
	const there = new Set(asked[1].map(({ name }) => name));
	const lists = { fields: lead ? wanted.filter(({ name }) => !there.has(name)).map((field) => ({ ...field, what: field.field_description, model_id: lead.id })) : [] };`,
	makes: [
		{
			list: 'fields',
			title: 'One item a field',
			step: (place) =>
				crmStep('odoo', 'Make the fields', place, {
					resource: 'custom',
					operation: 'create',
					customResource: model('ir.model.fields'),
					fieldsToSend: {
						mappingMode: 'defineBelow',
						value: {
							...Object.fromEntries(
								['model_id', 'name', 'field_description', 'ttype'].map((field) => [field, value(`$json.${field}`)]),
							),
							state: 'manual',
						},
						matchingColumns: [],
						schema: [],
					},
				}),
		},
	],
};

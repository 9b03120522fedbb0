import { LEAD_PROPERTIES, PROPERTY_NAMES } from '../../../../lifecycle/crm/properties';
import type { Place, Step, StepOptions } from '../canvas';
import { value } from '../expression';
import { AGAIN, crmStep, fields, ONCE, type CrmNodes } from './crm-nodes';

/** A model of Odoo, by its name. */
export const model = (name: string) => ({ __rl: true, mode: 'id', value: name });

export interface Filter {
	readonly fieldName: string;
	readonly operator: string;
	readonly value: string;
}

interface Query {
	readonly of: string;
	readonly fields: string;
	readonly filters?: readonly Filter[];
}

/** Reads all records that meet the filters. */
export const read = (
	name: string,
	place: Place,
	{ of, fields: fieldsList, filters = [] }: Query,
	options: StepOptions = AGAIN,
): Step =>
	crmStep(
		'odoo',
		name,
		place,
		{
			resource: 'custom',
			operation: 'getAll',
			customResource: model(of),
			returnAll: true,
			options: { fieldsList },
			filters: { filter: [...filters] },
		},
		options,
	);

/** What is written, by field. */
export const sent = (values: Record<string, string>) => ({
	mappingMode: 'defineBelow',
	value: values,
	matchingColumns: [],
	schema: [],
});

const scores = fields(Object.fromEntries(LEAD_PROPERTIES.map(({ column }) => [PROPERTY_NAMES.odoo(column), column])));

export const odoo: CrmNodes = {
	users: (place) => read('Get CRM users', place, { of: 'res.users', fields: 'id,login,email' }, ONCE),
	setUp: (place) =>
		read('Get the lead model', place, { of: 'crm.team', fields: 'alias_model_id' }, { ...AGAIN, executeOnce: true }),
	find: (at) => [
		read('Find leads', at(0), {
			of: 'crm.lead',
			fields: 'id,email_normalized,user_id',
			filters: [{ fieldName: 'email_normalized', operator: 'in', value: value('$json.emails') }],
		}),
	],
	update: (place) =>
		crmStep(
			'odoo',
			'Update leads',
			place,
			{
				resource: 'custom',
				operation: 'update',
				customResource: model('crm.lead'),
				recordId: { __rl: true, mode: 'id', value: value('$json.id') },
				fieldsToSend: sent({ ...scores, ...fields({ user_id: 'user' }) }),
			},
			AGAIN,
		),
	create: (place) =>
		crmStep('odoo', 'Create opportunities', place, {
			resource: 'custom',
			operation: 'create',
			customResource: model('crm.lead'),
			fieldsToSend: sent({
				type: 'opportunity',
				...fields({
					name: 'record',
					contact_name: 'name',
					partner_name: 'company',
					function: 'title',
					email_from: 'email',
					user_id: 'user',
				}),
				...scores,
			}),
		}),
	findTasks: (place) =>
		read('Find tasks', place, {
			of: 'mail.activity',
			fields: 'id,note',
			filters: [
				{ fieldName: 'res_model', operator: 'equal', value: 'crm.lead' },
				{ fieldName: 'res_id', operator: 'in', value: value('$json.id') },
			],
		}),
	makeTask: (place) =>
		crmStep('odoo', 'Create task', place, {
			resource: 'custom',
			operation: 'create',
			customResource: model('mail.activity'),
			fieldsToSend: sent({
				// “To Do” is record 4 of every Odoo.
				activity_type_id: value('4'),
				...fields({
					res_model_id: 'model',
					res_id: 'id',
					summary: 'subject',
					note: 'html',
					date_deadline: 'day',
					user_id: 'ownerId',
				}),
			}),
		}),
};

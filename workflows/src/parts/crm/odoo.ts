import type { Place, StepOptions } from '../canvas';
import { value } from '../expression';
import type { Crm } from './crm';
import { NAMES } from './names';
import { LEAD_PROPERTIES, PROPERTY_NAMES } from '../../../../lifecycle/crm/properties';
import { AGAIN, crmStep, type Asked } from '../crm-set-up/crm-calls';

const model = (name: string) => ({ __rl: true, mode: 'id', value: name });

interface Filter {
	readonly fieldName: string;
	readonly operator: string;
	readonly value: string;
}

interface Query {
	readonly of: string;
	readonly fields: string;
	readonly filters?: readonly Filter[];
}

const read = (name: string, place: Place, { of, fields, filters = [] }: Query, options: StepOptions = {}): Asked =>
	crmStep(
		'odoo',
		name,
		place,
		{
			resource: 'custom',
			operation: 'getAll',
			customResource: model(of),
			returnAll: true,
			options: { fieldsList: fields },
			filters: { filter: [...filters] },
		},
		{ ...AGAIN, ...options },
	);

const ONCE: StepOptions = { executeOnce: true, alwaysOutputData: true };

const given = (values: Record<string, string>) => ({
	mappingMode: 'defineBelow',
	value: Object.fromEntries(Object.entries(values).map(([field, source]) => [field, value(source)])),
	matchingColumns: [],
	schema: [],
});

const scores = Object.fromEntries(
	LEAD_PROPERTIES.map(({ column }) => [PROPERTY_NAMES.odoo(column), `$json.${column} ?? false`]),
);

export const odoo: Crm = {
	title: 'Odoo',
	ask: (at) => [
		read(NAMES.users, at(1, 1), { of: 'res.users', fields: 'id,login,email' }, ONCE),
		// An activity names the model of its record by its id, which only administrators may look up; a sales team shows it to all.
		read(NAMES.fields, at(3, 1), { of: 'crm.team', fields: 'alias_model_id' }, ONCE),
	],
	leadsACall: 100,
	find: (at) => [
		read(NAMES.find, at(7, 0), {
			of: 'crm.lead',
			fields: 'id,email_normalized,user_id',
			filters: [{ fieldName: 'email_normalized', operator: 'in', value: value("$json.emails.join(',')") }],
		}),
	],
	// Of several records of one address the newest is the person's.
	answers: `
	const staff = asked.filter(({ id }) => id).map(({ id, login, email }) => ({ id, email: email || login }));
	const people = found.filter(({ id }) => id).sort((left, right) => right.id - left.id).map(({ id, email_normalized, user_id }) => ({ email: email_normalized, id, ownerId: user_id ? user_id[0] : undefined }));`,
	upserts: false,
	lists: `
	const lists = { records: writable.filter(({ id }) => id), newRecords: writable.filter(({ id }) => !id) };`,
	writes: [
		{
			list: 'records',
			title: 'Records to update',
			step: (place) =>
				crmStep(
					'odoo',
					NAMES.write,
					place,
					{
						resource: 'custom',
						operation: 'update',
						customResource: model('crm.lead'),
						recordId: { __rl: true, mode: 'id', value: value('$json.id') },
						fieldsToSend: given({ ...scores, user_id: '$json.assignee ?? undefined' }),
					},
					AGAIN,
				),
			ids: '[[entry.lead, entry.id]]',
		},
		{
			list: 'newRecords',
			title: 'Records to make',
			step: (place) =>
				crmStep('odoo', NAMES.create, place, {
					resource: 'custom',
					operation: 'create',
					customResource: model('crm.lead'),
					fieldsToSend: given({
						name: "[$json.name || $json.email, $json.company].filter((part) => part).join(', ')",
						type: "'opportunity'",
						contact_name: '$json.name ?? false',
						partner_name: '$json.company ?? false',
						function: '$json.title ?? false',
						email_from: '$json.email',
						user_id: '$json.assignee ?? false',
						...scores,
					}),
				}),
			ids: '[[entry.lead, result.id]]',
		},
	],
	findTasks: (place) =>
		read(NAMES.findTasks, place, {
			of: 'mail.activity',
			fields: 'id,note',
			filters: [
				{ fieldName: 'res_model', operator: 'equal', value: 'crm.lead' },
				{ fieldName: 'res_id', operator: 'in', value: value('$json.id') },
			],
		}),
	taskTexts: "tasksFound.map(({ note }) => note || '')",
	makeTask: (place) =>
		crmStep('odoo', NAMES.makeTask, place, {
			resource: 'custom',
			operation: 'create',
			customResource: model('mail.activity'),
			fieldsToSend: given({
				res_model_id: `$('${NAMES.fields}').first().json.alias_model_id[0]`,
				res_id: '$json.id',
				// “To Do” is record 4 of every Odoo.
				activity_type_id: '4',
				summary: '$json.subject',
				note: '$json.html',
				date_deadline: '$json.due.slice(0, 10)',
				user_id: '$json.ownerId ?? undefined',
			}),
		}),
};

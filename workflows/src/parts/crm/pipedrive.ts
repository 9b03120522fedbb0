import { value } from '../expression';
import type { Crm } from './crm';
import { NAMES } from './names';
import { LEAD_PROPERTIES, PROPERTY_NAMES } from '../../../../lifecycle/crm/properties';
import { AGAIN, crmCall, crmStep } from '../crm-set-up/crm-calls';

const credential = 'pipedriveApi';
const V2 = 'https://api.pipedrive.com/api/v2';

const keys = LEAD_PROPERTIES.map(({ column }) => `${column}: '${PROPERTY_NAMES.pipedrive(column)}'`).join(', ');
const scores = {
	property: LEAD_PROPERTIES.map(({ column }) => ({
		name: value(`$json.keys.${column}`),
		value: value(`$json.${column} ?? null`),
	})),
};

export const pipedrive: Crm = {
	title: 'Pipedrive',
	ask: (at) => [
		crmCall(
			NAMES.users,
			at(1, 1),
			{ credential, url: 'https://api.pipedrive.com/v1/users', why: 'The Pipedrive node does not list users' },
			{ executeOnce: true, alwaysOutputData: true, ...AGAIN },
		),
		crmCall(
			NAMES.fields,
			at(3, 1),
			{
				credential,
				url: `${V2}/personFields?limit=500`,
				why: 'The Pipedrive node stops the run when it cannot look up the keys of fields',
			},
			{ executeOnce: true, alwaysOutputData: true, ...AGAIN },
		),
	],
	leadsACall: 1,
	find: (at) => [
		crmStep(
			'pipedrive',
			NAMES.find,
			at(7, 0),
			{
				resource: 'person',
				operation: 'search',
				term: value('$json.emails[0]'),
				exactMatch: true,
				limit: 10,
				additionalFields: { fields: ['email'] },
			},
			AGAIN,
		),
	],
	answers: `
	const staff = asked.flatMap(({ data }) => data ?? []).filter(({ active_flag }) => active_flag !== false).map(({ id, email }) => ({ id, email }));
	const people = found.filter(({ id }) => id).flatMap(({ id, emails, primary_email, owner }) => [primary_email, ...(emails ?? [])].filter((email) => email).map((email) => ({ email, id, ownerId: owner?.id })));`,
	upserts: false,
	lists: `
	const fields = new Map($('${NAMES.fields}').all().flatMap(({ json }) => json.data ?? []).map((field) => [field.field_name ?? field.name, field.field_code ?? field.key]));
	// A field that is not there is named to Pipedrive as it is, which refuses it by name.
	const keys = Object.fromEntries(Object.entries({ ${keys} }).map(([column, name]) => [column, fields.get(name) ?? name]));
	const withKeys = writable.map((lead) => ({ ...lead, keys }));
	const lists = { records: withKeys.filter(({ id }) => id), newRecords: withKeys.filter(({ id }) => !id) };`,
	writes: [
		{
			list: 'records',
			title: 'Records to update',
			step: (place) =>
				crmStep(
					'pipedrive',
					NAMES.write,
					place,
					{
						resource: 'person',
						operation: 'update',
						personId: value('$json.id'),
						updateFields: { customFields: scores },
						rawCustomFieldKeys: true,
					},
					AGAIN,
				),
			ids: '[[entry.lead, entry.id]]',
		},
		{
			list: 'newRecords',
			title: 'Records to make',
			step: (place) =>
				crmStep('pipedrive', NAMES.create, place, {
					resource: 'person',
					operation: 'create',
					name: value('$json.name || $json.email'),
					additionalFields: {
						emails: { emailProperties: [{ value: value('$json.email'), primary: true, label: 'work' }] },
						owner_id: value('$json.assignee ?? undefined'),
						customFields: scores,
					},
					rawCustomFieldKeys: true,
				}),
			ids: '[[entry.lead, result.id]]',
		},
	],
	findTasks: (place) =>
		crmCall(
			NAMES.findTasks,
			place,
			{
				credential,
				url: `=${V2}/activities?person_id={{ $json.id }}&sort_by=add_time&sort_direction=desc&limit=100`,
				perSecond: 4,
				why: 'The Pipedrive node does not look for the activities of a person',
			},
			AGAIN,
		),
	taskTexts: "tasksFound.flatMap(({ data }) => data ?? []).map(({ note }) => note ?? '')",
	makeTask: (place) =>
		crmStep('pipedrive', NAMES.makeTask, place, {
			resource: 'activity',
			operation: 'create',
			subject: value('$json.subject'),
			type: 'task',
			additionalFields: {
				person_id: value('$json.id'),
				user_id: value('$json.ownerId ?? undefined'),
				due_date: value('$json.due'),
				note: value('$json.html'),
			},
			rawCustomFieldKeys: true,
		}),
};

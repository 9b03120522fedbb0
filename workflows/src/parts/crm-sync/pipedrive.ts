import { LEAD_PROPERTIES } from '../../../../lifecycle/crm/properties';
import { value } from '../expression';
import { AGAIN, crmCall, crmStep, ONCE, type CrmNodes } from './crm-nodes';

const credential = 'pipedriveApi';
const V2 = 'https://api.pipedrive.com/api/v2';

const scores = {
	property: LEAD_PROPERTIES.map(({ column }) => ({
		name: value(`$json.keys.${column}`),
		value: value(`$json.${column}`),
	})),
};

export const pipedrive: CrmNodes = {
	users: (place) =>
		crmCall(
			'Get CRM users',
			place,
			{ credential, url: 'https://api.pipedrive.com/v1/users', why: 'The Pipedrive node does not list users' },
			ONCE,
		),
	setUp: (place) =>
		crmCall(
			'Get field keys',
			place,
			{
				credential,
				url: `${V2}/personFields?limit=500`,
				why: 'The Pipedrive node stops the run when it cannot look up the keys of fields',
			},
			{ ...AGAIN, executeOnce: true },
		),
	find: (at) => [
		crmStep(
			'pipedrive',
			'Find persons',
			at(0),
			{
				resource: 'person',
				operation: 'search',
				term: value('$json.email'),
				exactMatch: true,
				limit: 10,
				additionalFields: { fields: ['email'] },
			},
			AGAIN,
		),
	],
	update: (place) =>
		crmStep(
			'pipedrive',
			'Update persons',
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
	create: (place) =>
		crmStep('pipedrive', 'Create persons', place, {
			resource: 'person',
			operation: 'create',
			name: value('$json.name'),
			additionalFields: {
				emails: { emailProperties: [{ value: value('$json.email'), primary: true, label: 'work' }] },
				owner_id: value('$json.ownerId'),
				customFields: scores,
			},
			rawCustomFieldKeys: true,
		}),
	findTasks: (place) =>
		crmCall(
			'Find tasks',
			place,
			{
				credential,
				url: `=${V2}/activities?person_id={{ $json.id }}&sort_by=add_time&sort_direction=desc&limit=100`,
				perSecond: 4,
				why: 'The Pipedrive node does not look for the activities of a person',
			},
			AGAIN,
		),
	makeTask: (place) =>
		crmStep('pipedrive', 'Create task', place, {
			resource: 'activity',
			operation: 'create',
			subject: value('$json.subject'),
			type: 'task',
			additionalFields: {
				person_id: value('$json.id'),
				user_id: value('$json.ownerId'),
				due_date: value('$json.due'),
				note: value('$json.html'),
			},
			rawCustomFieldKeys: true,
		}),
};

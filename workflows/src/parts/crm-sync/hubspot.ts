import { value } from '../expression';
import { AGAIN, crmCall, crmStep, ONCE, type CrmNodes } from './crm-nodes';

const API = 'https://api.hubapi.com/crm/v3';
const credential = 'hubspotAppToken';

export const hubspot: CrmNodes = {
	users: (place) =>
		crmCall(
			'Get CRM users',
			place,
			{ credential, url: `${API}/owners?limit=500`, why: 'The HubSpot node does not list owners' },
			ONCE,
		),
	find: (at) => [
		crmCall(
			'Find contacts',
			at(0),
			{
				credential,
				url: `${API}/objects/contacts/batch/read`,
				isPost: true,
				perSecond: 4,
				why: 'The HubSpot node looks for one contact per call, and waits without a limit',
			},
			AGAIN,
		),
	],
	update: (place) =>
		crmCall(
			'Write contacts',
			place,
			{
				credential,
				url: `${API}/objects/contacts/batch/upsert`,
				isPost: true,
				perSecond: 8,
				why: 'The HubSpot node writes one contact per call, and waits without a limit',
			},
			AGAIN,
		),
	findTasks: (place) =>
		crmCall(
			'Find tasks',
			place,
			{
				credential,
				url: `${API}/objects/tasks/search`,
				isPost: true,
				perSecond: 4,
				why: 'The HubSpot node does not look for tasks',
			},
			AGAIN,
		),
	makeTask: (place) =>
		crmStep('hubspot', 'Create task', place, {
			authentication: 'appToken',
			resource: 'engagement',
			operation: 'create',
			type: 'task',
			dueDate: value('$json.due'),
			metadata: {
				subject: value('$json.subject'),
				body: value('$json.html'),
				status: 'NOT_STARTED',
				forObjectType: 'CONTACT',
			},
			additionalFields: {
				associations: { contactIds: value('$json.id'), ownerId: value('$json.ownerId') },
			},
		}),
};

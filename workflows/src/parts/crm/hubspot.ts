import { value } from '../expression';
import type { Crm } from './crm';
import { NAMES } from './names';
import { PROPERTY_NAMES, LEAD_PROPERTIES } from '../../../../lifecycle/crm/properties';
import { AGAIN, crmCall, crmStep } from '../crm-set-up/crm-calls';

const API = 'https://api.hubapi.com/crm/v3';
const credential = 'hubspotAppToken';

const scores = LEAD_PROPERTIES.map(({ column }) => `${PROPERTY_NAMES.hubspot(column)}: lead.${column} ?? ''`).join(
	', ',
);

export const hubspot: Crm = {
	title: 'HubSpot',
	ask: (at) => [
		crmCall(
			NAMES.users,
			at(1, 1),
			{ credential, url: `${API}/owners?limit=500`, why: 'The HubSpot node does not list owners' },
			{ executeOnce: true, alwaysOutputData: true, ...AGAIN },
		),
	],
	leadsACall: 100,
	find: (at) => [
		crmCall(
			NAMES.find,
			at(7, 0),
			{
				credential,
				url: `${API}/objects/contacts/batch/read`,
				body: "{ idProperty: 'email', properties: ['email', 'hubspot_owner_id'], inputs: $json.emails.map((id) => ({ id })) }",
				perSecond: 4,
				why: 'The HubSpot node looks for one contact a call, and waits without a limit',
			},
			AGAIN,
		),
	],
	answers: `
	const staff = asked.flatMap(({ results }) => results ?? []).map(({ id, email }) => ({ id: String(id), email }));
	const people = found.flatMap(({ results }) => results ?? []).map(({ id, properties }) => ({ email: properties.email, id: String(id), ownerId: properties.hubspot_owner_id || undefined }));`,
	upserts: true,
	lists: `
	const [first, rest] = [(name) => (name ?? '').split(' ')[0], (name) => (name ?? '').split(' ').slice(1).join(' ')];
	const whoOf = (lead) => lead.id ? {} : { firstname: first(lead.name), lastname: rest(lead.name), jobtitle: lead.title ?? '', company: lead.company ?? '' };
	const inputOf = (lead) => ({
		idProperty: 'email',
		id: lead.email,
		properties: { ...whoOf(lead), ${scores}, ...(lead.assignee ? { hubspot_owner_id: lead.assignee } : {}) },
	});
	const lists = { contacts: inPages(writable).map((page) => ({ leads: page.map(({ lead }) => lead), inputs: page.map(inputOf) })) };`,
	writes: [
		{
			list: 'contacts',
			title: 'Contacts to write',
			step: (place) =>
				crmCall(
					NAMES.write,
					place,
					{
						credential,
						url: `${API}/objects/contacts/batch/upsert`,
						body: '{ inputs: $json.inputs }',
						perSecond: 8,
						why: 'The HubSpot node writes one contact a call, and waits without a limit',
					},
					AGAIN,
				),
			ids: `entry.leads.map((lead) => [lead, (result.results ?? []).find(({ properties }) => properties?.email?.toLowerCase() === emailOf.get(lead))?.id])`,
		},
	],
	findTasks: (place) =>
		crmCall(
			NAMES.findTasks,
			place,
			{
				credential,
				url: `${API}/objects/tasks/search`,
				body: "{ filterGroups: [{ filters: [{ propertyName: 'associations.contact', operator: 'EQ', value: $json.id }] }], properties: ['hs_task_body'], sorts: [{ propertyName: 'hs_createdate', direction: 'DESCENDING' }], limit: 100 }",
				perSecond: 4,
				why: 'The HubSpot node does not look for tasks',
			},
			AGAIN,
		),
	taskTexts:
		"tasksFound.flatMap(({ results }) => results ?? []).map(({ properties }) => properties?.hs_task_body ?? '')",
	makeTask: (place) =>
		crmStep('hubspot', NAMES.makeTask, place, {
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
				associations: { contactIds: value('$json.id'), ownerId: value('Number($json.ownerId) || 0') },
			},
		}),
};

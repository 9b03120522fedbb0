import { LEAD_PROPERTIES, PROPERTY_NAMES } from '../../../../lifecycle/crm/properties';
import type { Place, Step, StepOptions } from '../canvas';
import { value } from '../expression';
import { AGAIN, crmStep, ONCE, type CrmNodes } from './crm-nodes';

const query = (name: string, place: Place, soql: string, options: StepOptions = AGAIN): Step =>
	crmStep('salesforce', name, place, { resource: 'search', operation: 'query', query: soql }, options);

const field = (fieldId: string, source: string) => ({ fieldId, value: value(`$json.${source}`) });
const scores = LEAD_PROPERTIES.map(({ column }) => field(PROPERTY_NAMES.salesforce(column), column));

export const salesforce: CrmNodes = {
	users: (place) => query('Get CRM users', place, 'SELECT Id, Email FROM User WHERE IsActive = true', ONCE),
	find: (at) => [
		query('Find contacts', at(0), value('$json.contacts')),
		query('Find leads', at(1), value('$json.leads')),
	],
	update: (place) =>
		crmStep(
			'salesforce',
			'Update records',
			place,
			{
				resource: 'customObject',
				operation: 'update',
				customObject: value('$json.kind'),
				recordId: value('$json.id'),
				customFieldsUi: { customFieldsValues: scores },
			},
			AGAIN,
		),
	create: (place) =>
		crmStep('salesforce', 'Create leads', place, {
			resource: 'customObject',
			operation: 'create',
			customObject: 'Lead',
			customFieldsUi: {
				customFieldsValues: [
					field('Email', 'email'),
					field('FirstName', 'firstName'),
					field('LastName', 'lastName'),
					field('Title', 'title'),
					field('Company', 'company'),
					field('OwnerId', 'ownerId'),
					...scores,
				],
			},
		}),
	findTasks: (place) => query('Find tasks', place, value('$json.query')),
	makeTask: (place) =>
		crmStep('salesforce', 'Create task', place, {
			resource: 'task',
			operation: 'create',
			status: 'Not Started',
			additionalFields: {
				whoId: value('$json.id'),
				owner: { __rl: true, mode: 'id', value: value("$json.ownerId ?? ''") },
				subject: value('$json.subject'),
				description: value('$json.text'),
				activityDate: value('$json.day'),
			},
		}),
};

import { value } from '../expression';
import type { Place, StepOptions } from '../canvas';
import type { Crm } from './crm';
import { NAMES } from './names';
import { LEAD_PROPERTIES, PROPERTY_NAMES } from '../../../../lifecycle/crm/properties';
import { AGAIN, crmStep, type Asked } from '../crm-set-up/crm-calls';

const query = (name: string, place: Place, soql: string, options: StepOptions = {}): Asked =>
	crmStep('salesforce', name, place, { resource: 'search', operation: 'query', query: soql }, options);

const field = (fieldId: string, source: string) => ({ fieldId, value: value(source) });
const scores = LEAD_PROPERTIES.map(({ column }) =>
	field(PROPERTY_NAMES.salesforce(column), `$json.${column} ?? undefined`),
);

const emails = `$json.emails.map((email) => "'" + email.replace(/[\\\\']/g, '\\\\$&') + "'").join(', ')`;

export const salesforce: Crm = {
	title: 'Salesforce',
	ask: (at) => [
		query(NAMES.users, at(1, 1), 'SELECT Id, Email FROM User WHERE IsActive = true', {
			executeOnce: true,
			alwaysOutputData: true,
			...AGAIN,
		}),
	],
	leadsACall: 100,
	find: (at) => [
		query(
			NAMES.find,
			at(7, 0),
			value(`'SELECT Id, Email, OwnerId FROM Contact WHERE Email IN (' + ${emails} + ')'`),
			AGAIN,
		),
		query(
			NAMES.findToo,
			at(7, 1),
			value(`'SELECT Id, Email, OwnerId FROM Lead WHERE IsConverted = false AND Email IN (' + ${emails} + ')'`),
			AGAIN,
		),
	],
	// A person who is a contact already stands before the list, so that a lead of the same address does not hide it.
	answers: `
	const staff = asked.map(({ Id, Email }) => ({ id: Id, email: Email }));
	const people = found.filter(({ Id }) => Id).map(({ Id, Email, OwnerId }) => ({ email: Email, id: Id, kind: Id.startsWith('003') ? 'Contact' : 'Lead', ownerId: OwnerId }));`,
	upserts: false,
	lists: `
	const lists = { records: writable.filter(({ id }) => id), newRecords: writable.filter(({ id }) => !id) };`,
	writes: [
		{
			list: 'records',
			title: 'Records to update',
			step: (place) =>
				crmStep(
					'salesforce',
					NAMES.write,
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
			ids: '[[entry.lead, entry.id]]',
		},
		{
			list: 'newRecords',
			title: 'Records to make',
			step: (place) =>
				crmStep('salesforce', NAMES.create, place, {
					resource: 'customObject',
					operation: 'create',
					customObject: 'Lead',
					customFieldsUi: {
						customFieldsValues: [
							field('Email', '$json.email'),
							field('FirstName', "($json.name ?? '').split(' ').slice(0, -1).join(' ') || undefined"),
							field('LastName', "($json.name ?? '').split(' ').at(-1) || $json.email"),
							field('Title', '$json.title ?? undefined'),
							field('Company', "$json.company || 'Not known'"),
							field('OwnerId', '$json.assignee ?? undefined'),
							...scores,
						],
					},
				}),
			ids: '[[entry.lead, result.id]]',
		},
	],
	findTasks: (place) =>
		query(
			NAMES.findTasks,
			place,
			value(`"SELECT Id, Description FROM Task WHERE WhoId = '" + $json.id + "' ORDER BY CreatedDate DESC LIMIT 100"`),
			AGAIN,
		),
	taskTexts: "tasksFound.map(({ Description }) => Description ?? '')",
	makeTask: (place) =>
		crmStep('salesforce', NAMES.makeTask, place, {
			resource: 'task',
			operation: 'create',
			status: 'Not Started',
			additionalFields: {
				whoId: value('$json.id'),
				owner: { __rl: true, mode: 'id', value: value("$json.ownerId ?? ''") },
				subject: value('$json.subject.slice(0, 255)'),
				description: value('$json.text'),
				activityDate: value('$json.due.slice(0, 10)'),
			},
		}),
};

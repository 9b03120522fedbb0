import { isFields, type Fields } from '../path';
import { asText } from '../text';
import type { Crm } from './crm';
import type { CrmLead } from './lead';
import { PROPERTY_NAMES } from './properties';
import { idIn, listIn, scoresOf, taskFields, textIn } from './values';

const propertiesOf = (record: Fields): Fields => (isFields(record.properties) ? record.properties : {});
const results = (answers: readonly Fields[]): Fields[] => answers.flatMap((answer) => listIn(answer, 'results'));

/** HubSpot puts the first word of a name apart. */
function whoIs(lead: CrmLead): Fields {
	const [first, ...rest] = textIn(lead, 'name').split(' ');
	return {
		firstname: first,
		lastname: rest.join(' '),
		jobtitle: textIn(lead, 'title'),
		company: textIn(lead, 'company'),
	};
}

const inputOf = (lead: CrmLead): Fields => ({
	idProperty: 'email',
	id: lead.row.email,
	properties: {
		...(lead.person === null ? whoIs(lead) : {}),
		...scoresOf(lead, PROPERTY_NAMES.hubspot, ''),
		...(lead.assignee === null ? {} : { hubspot_owner_id: lead.assignee }),
	},
});

const upsert = (leads: readonly CrmLead[]): Fields => ({ body: { inputs: leads.map(inputOf) } });

/** https://developers.hubspot.com/docs/api-reference: contacts in batches, tasks as engagements of a contact. */
export const hubspot: Crm = {
	title: 'HubSpot',
	leadsACall: 100,
	recordsACall: 100,
	upserts: true,
	lookUp: (emails) => ({
		body: {
			idProperty: 'email',
			properties: ['email', 'hubspot_owner_id'],
			inputs: emails.map((id) => ({ id })),
		},
	}),
	staffOf: (answers) => results(answers).map(({ id, email }) => ({ id: asText(id), email: asText(email) })),
	setUpOf: () => ({}),
	peopleOf: (answers) =>
		results(answers).map((record) => ({
			id: asText(record.id),
			email: asText(propertiesOf(record).email),
			kind: 'Contact',
			ownerId: idIn(propertiesOf(record).hubspot_owner_id),
		})),
	update: upsert,
	create: (lead) => upsert([lead]),
	idOf: (answer, { row }) =>
		idIn(
			listIn(answer, 'results').find(
				(record) => asText(propertiesOf(record).email).toLowerCase() === row.email.toLowerCase(),
			)?.id,
		),
	lookForTasks: ({ person }) => ({
		body: {
			filterGroups: [{ filters: [{ propertyName: 'associations.contact', operator: 'EQ', value: String(person.id) }] }],
			properties: ['hs_task_body'],
			sorts: [{ propertyName: 'hs_createdate', direction: 'DESCENDING' }],
			limit: 100,
		},
	}),
	taskTextsOf: (answers) => results(answers).map((record) => asText(propertiesOf(record).hs_task_body)),
	makeTask: (lead, task) => ({ ...taskFields(lead, task), ownerId: Number(lead.ownerId) || 0 }),
};

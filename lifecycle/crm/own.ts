import { asText } from '../text';
import type { Crm } from './crm';
import type { CrmLead } from './lead';
import type { Fields } from '../path';
import { idIn, scoresOf, taskFields } from './values';

const record = (lead: CrmLead): Fields => ({
	email: lead.row.email,
	...(lead.person === null
		? { name: lead.row.name, title: lead.row.title, company: lead.row.company }
		: { id: lead.person.id }),
	...(lead.assignee === null ? {} : { ownerId: lead.assignee }),
	...scoresOf(lead, (column) => column, null),
});

/**
 * Any other CRM that has an API: the fields come plainly, to be put into the body of an *HTTP Request*, and its answers
 * are expected as plainly, `{ id, email, ownerId }` for a record and `{ id, email }` for a user.
 */
export const own: Crm = {
	title: 'Your CRM',
	leadsACall: 1,
	recordsACall: 1,
	upserts: false,
	lookUp: ([email]) => ({ email }),
	staffOf: (answers) =>
		answers.flatMap(({ id, email }) => {
			const staff = idIn(id);
			return staff === undefined ? [] : [{ id: staff, email: asText(email) }];
		}),
	setUpOf: () => ({}),
	peopleOf: (answers) =>
		answers.flatMap(({ id, email, ownerId }) => {
			const person = idIn(id);
			return person === undefined ? [] : [{ id: person, email: asText(email), kind: 'Record', ownerId: idIn(ownerId) }];
		}),
	update: ([lead]) => record(lead),
	create: record,
	idOf: (answer) => idIn(answer.id),
	lookForTasks: ({ person }) => ({ id: person.id }),
	taskTextsOf: (answers) => answers.map(({ text }) => asText(text)),
	makeTask: (lead, task) => ({ ...taskFields(lead, task), key: task.key }),
};

import type { Fields } from '../path';
import { asText } from '../text';
import type { Crm } from './crm';
import type { CrmLead } from './lead';
import { idIn, scoresOf, taskFields, textIn } from './values';

/** The id of a many2one field, which reads as `[id, name]`. */
const linked = (value: unknown): string | number | undefined =>
	Array.isArray(value) ? idIn((value as unknown[])[0]) : undefined;

const withId = (answers: readonly Fields[]): Fields[] => answers.filter(({ id }) => idIn(id) !== undefined);

/** Odoo empties a field by false. */
const scores = (lead: CrmLead): Fields => scoresOf(lead, (column) => column, false);

/**
 * Leads and opportunities (`crm.lead`) of Odoo 19. An activity names the model of its record by the model's id, which only
 * administrators may look up; a sales team shows it to everybody as the model of its e-mail alias.
 */
export const odoo: Crm = {
	title: 'Odoo',
	leadsACall: 100,
	recordsACall: 1,
	upserts: false,
	lookUp: (emails) => ({ emails: emails.join(',') }),
	staffOf: (answers) =>
		withId(answers)
			.filter(({ login }) => asText(login) !== '')
			.map(({ id, login, email }) => ({ id: idIn(id) ?? '', email: asText(email || login) })),
	setUpOf: (answers) => {
		const model = answers.map(({ alias_model_id: alias }) => linked(alias)).find((id) => id !== undefined);
		return typeof model === 'number' ? { model } : {};
	},
	// Of several records of one address the newest is the person's.
	peopleOf: (answers) =>
		withId(answers)
			.map(({ id, email_normalized, user_id }) => ({
				id: idIn(id) ?? '',
				email: asText(email_normalized),
				kind: 'Lead',
				ownerId: linked(user_id),
			}))
			.sort((left, right) => Number(right.id) - Number(left.id)),
	update: ([lead]) => ({ id: lead.person?.id, ...scores(lead), user: lead.assignee ?? undefined }),
	create: (lead) => ({
		record: [textIn(lead, 'name') || lead.row.email, textIn(lead, 'company')].filter((part) => part !== '').join(', '),
		name: textIn(lead, 'name') || false,
		company: textIn(lead, 'company') || false,
		title: textIn(lead, 'title') || false,
		email: lead.row.email,
		user: lead.assignee ?? false,
		...scores(lead),
	}),
	whyNoTasks: ({ model }) =>
		model === undefined ? 'Odoo has no sales team with an e-mail alias, by which tasks are made.' : undefined,
	idOf: (answer) => idIn(answer.id),
	lookForTasks: ({ person }) => ({ id: person.id }),
	taskTextsOf: (answers) => answers.map(({ note }) => asText(note)),
	makeTask: (lead, task) => ({
		...taskFields(lead, task),
		model: lead.model ?? undefined,
		ownerId: lead.ownerId ?? undefined,
	}),
};

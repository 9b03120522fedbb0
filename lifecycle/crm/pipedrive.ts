import { isFields, type Fields } from '../path';
import { asText } from '../text';
import type { Crm } from './crm';
import type { CrmLead, SetUp } from './lead';
import { LEAD_PROPERTIES, PROPERTY_NAMES } from './properties';
import { idIn, listIn, taskFields, textIn } from './values';

const data = (answers: readonly Fields[]): Fields[] => answers.flatMap((answer) => listIn(answer, 'data'));

/**
 * Which key a field has differs by account, so it is found by its name. A field that is not there is named to Pipedrive as it
 * is, which refuses it by name.
 */
function fieldsOf(answers: readonly Fields[]): Record<string, string> {
	const keys = new Map(
		data(answers).map((field) => [
			asText(field.field_name) || asText(field.name),
			asText(field.field_code) || asText(field.key),
		]),
	);
	return Object.fromEntries(
		LEAD_PROPERTIES.map(({ column }) => {
			const name = PROPERTY_NAMES.pipedrive(column);
			return [column, keys.get(name) || name];
		}),
	);
}

const scores = (lead: CrmLead, { fields = {} }: SetUp): Fields => ({
	keys: fields,
	...Object.fromEntries(LEAD_PROPERTIES.map(({ column }) => [column, lead.row[column]])),
});

/** https://developers.pipedrive.com/docs/api/v1: persons, and activities of the type task. */
export const pipedrive: Crm = {
	title: 'Pipedrive',
	leadsACall: 1,
	recordsACall: 1,
	upserts: false,
	lookUp: ([email]) => ({ email }),
	staffOf: (answers) =>
		data(answers)
			.filter(({ email, active_flag }) => asText(email) !== '' && active_flag !== false)
			.map(({ id, email }) => ({ id: idIn(id) ?? '', email: asText(email) })),
	setUpOf: (answers) => ({ fields: fieldsOf(answers) }),
	peopleOf: (answers) =>
		answers
			.filter(({ id }) => idIn(id) !== undefined)
			.flatMap(({ id, emails, primary_email, owner }) =>
				[primary_email, ...(Array.isArray(emails) ? (emails as unknown[]) : [])]
					.map(asText)
					.filter((email) => email !== '')
					.map((email) => ({
						id: idIn(id) ?? '',
						email,
						kind: 'Person',
						ownerId: isFields(owner) ? idIn(owner.id) : undefined,
					})),
			),
	update: ([lead], setUp) => ({ id: lead.person?.id, ...scores(lead, setUp) }),
	create: (lead, setUp) => ({
		name: textIn(lead, 'name') || lead.row.email,
		email: lead.row.email,
		ownerId: lead.assignee ?? undefined,
		...scores(lead, setUp),
	}),
	idOf: (answer) => idIn(answer.id),
	lookForTasks: ({ person }) => ({ id: person.id }),
	taskTextsOf: (answers) => data(answers).map(({ note }) => asText(note)),
	makeTask: (lead, task) => ({ ...taskFields(lead, task), ownerId: lead.ownerId ?? undefined }),
};

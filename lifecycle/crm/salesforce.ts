import { asText } from '../text';
import type { Crm } from './crm';
import type { CrmLead } from './lead';
import { idIn, namesOf, scoresOf, taskFields, textIn } from './values';

/** https://developer.salesforce.com/docs/atlas.en-us.soql_sosl.meta/soql_sosl/sforce_api_calls_soql_select_quotedstringescapes.htm */
const quoted = (text: string): string => `'${text.replace(/[\\']/g, '\\$&')}'`;

const CONTACT = '003';

/** What the record shows; n8n's node leaves out what is not given. */
const scores = (lead: CrmLead) => scoresOf(lead, (column) => column, undefined);

/** A person who is a contact counts before a lead of the same address. */
export const salesforce: Crm = {
	title: 'Salesforce',
	leadsACall: 100,
	recordsACall: 1,
	upserts: false,
	lookUp: (emails) => {
		const list = emails.map(quoted).join(', ');
		return {
			contacts: `SELECT Id, Email, OwnerId FROM Contact WHERE Email IN (${list})`,
			leads: `SELECT Id, Email, OwnerId FROM Lead WHERE IsConverted = false AND Email IN (${list})`,
		};
	},
	staffOf: (answers) => answers.map(({ Id, Email }) => ({ id: asText(Id), email: asText(Email) })),
	setUpOf: () => ({}),
	peopleOf: (answers) => {
		const people = answers
			.filter(({ Id }) => asText(Id) !== '')
			.map(({ Id, Email, OwnerId }) => ({
				id: asText(Id),
				email: asText(Email),
				kind: asText(Id).startsWith(CONTACT) ? 'Contact' : 'Lead',
				ownerId: idIn(OwnerId),
			}));
		return [...people.filter(({ kind }) => kind === 'Contact'), ...people.filter(({ kind }) => kind === 'Lead')];
	},
	update: ([lead]) => ({ id: lead.person?.id, kind: lead.person?.kind, ...scores(lead) }),
	create: (lead) => ({
		email: lead.row.email,
		firstName: namesOf(lead).first || undefined,
		lastName: namesOf(lead).last || lead.row.email,
		title: textIn(lead, 'title') || undefined,
		company: textIn(lead, 'company') || 'Not known',
		ownerId: lead.assignee ?? undefined,
		...scores(lead),
	}),
	idOf: (answer) => idIn(answer.id),
	lookForTasks: ({ person }) => ({
		query: `SELECT Id, Description FROM Task WHERE WhoId = ${quoted(String(person.id))} ORDER BY CreatedDate DESC LIMIT 100`,
	}),
	taskTextsOf: (answers) => answers.map(({ Description }) => asText(Description)),
	makeTask: taskFields,
};

import { isFields, type Fields } from '../path';
import { asText } from '../text';
import type { CrmLead, Task } from './lead';
import { LEAD_PROPERTIES } from './properties';

/** A list in an answer; empty where there is none. */
export const listIn = (answer: Fields, name: string): Fields[] => {
	const list = answer[name];
	return Array.isArray(list) ? list.filter(isFields) : [];
};

/** An id as the CRM gives it, a number or a text. */
export const idIn = (value: unknown): string | number | undefined =>
	typeof value === 'number' || (typeof value === 'string' && value !== '') ? value : undefined;

/** What the record shows of a lead, by the name of the property; `empty` where the lead book has nothing. */
export const scoresOf = (lead: CrmLead, nameOf: (column: string) => string, empty: unknown): Fields =>
	Object.fromEntries(
		LEAD_PROPERTIES.map(({ column }): [string, unknown] => [nameOf(column), lead.row[column] ?? empty]).filter(
			([, value]) => value !== undefined,
		),
	);

/** A cell of the row as text. */
export const textIn = ({ row }: CrmLead, column: 'name' | 'title' | 'company'): string => asText(row[column]);

/** All words of a name but the last, and the last. */
export function namesOf(lead: CrmLead): { first: string; last: string } {
	const words = textIn(lead, 'name').split(' ');
	return { first: words.slice(0, -1).join(' '), last: words.at(-1) ?? '' };
}

const escaped = (text: string): string => text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');

/** A task's text for CRMs that show HTML. */
export const htmlOf = ({ text }: Task): string => escaped(text).replaceAll('\n', '<br>');

/** The day a task is due. */
export const dayOf = ({ due }: Task): string => due.slice(0, 10);

/** What all CRMs are told of a task. */
export const taskFields = ({ person, ownerId }: CrmLead, task: Task): Fields => ({
	id: person?.id,
	ownerId,
	subject: task.subject,
	text: task.text,
	html: htmlOf(task),
	due: task.due,
	day: dayOf(task),
});

import { isEmpty } from '../../empty';
import type { Fields } from '../../path';
import type { Adapter } from '../adapter';
import { nothing } from '../adapter';
import { attributeName, attributesOf } from '../attributes';
import { child, compact, emailOf, fieldsOf, first, listOf, own, textOf } from '../values';

/**
 * Typeform webhooks, also with the answers simplified as n8n's Typeform Trigger does. The response's token is the id,
 * so that a response delivered again counts once. Answers are attributes under the question's title.
 */
export const typeform: Adapter = {
	source: 'typeform',
	label: 'Typeform',
	idName: 'Typeform hidden field',
	keys: ['form_response'],
	matches: (event) => Object.hasOwn(event, 'form_response'),
	read(event) {
		if (own(event, 'event_type') === 'form_response_partial') return [nothing('the form was not submitted yet')];
		const response = child(event, 'form_response');
		const definition = child(response, 'definition');
		const hidden = child(response, 'hidden');
		const answers = answersOf(response, definition);
		const leadId = first(...['user_id', 'userid', 'lead', 'contact_id', 'id'].map((key) => own(hidden, key)));
		return [
			{
				type: 'form_submit',
				at: own(response, 'submitted_at'),
				id: own(response, 'token'),
				email: first(answers.get('email'), own(hidden, 'email')),
				leadId,
				properties: compact({
					form: first(own(definition, 'title'), own(response, 'form_id')),
					formId: own(response, 'form_id'),
					score: own(child(response, 'calculated'), 'score'),
					hidden: Object.keys(hidden).length > 0 ? hidden : undefined,
				}),
				attributes: attributesOf({ ...hiddenAttributes(hidden), ...Object.fromEntries(answers) }),
			},
		];
	},
};

/** Tracking ids are no attributes of the lead. */
const hiddenAttributes = (hidden: Fields): Record<string, unknown> =>
	Object.fromEntries(Object.entries(hidden).filter(([key]) => !/^utm_|_?id$|clid$/i.test(key)));

function answersOf(response: Fields, definition: Fields): Map<string, unknown> {
	const given = own(response, 'answers');
	const named = new Map<string, unknown>();
	if (!Array.isArray(given)) {
		for (const [title, value] of Object.entries(fieldsOf(given))) {
			const name = emailOf(value) !== '' && !named.has('email') ? 'email' : attributeName(title);
			named.set(name, value);
		}
		return named;
	}
	const titles = new Map(questionsIn(definition));
	for (const entry of given) {
		const answer = fieldsOf(entry);
		const field = child(answer, 'field');
		const value = valueOf(answer);
		if (isEmpty(value)) continue;
		const title = first(titles.get(textOf(own(field, 'id'))), own(field, 'ref'), own(field, 'id'));
		const name = nameOf(textOf(own(answer, 'type')), textOf(title));
		if (name !== '' && !named.has(name)) named.set(name, value);
	}
	return named;
}

/** The questions of a form by their ids, those of a group or of contact details too. */
function questionsIn(place: Fields, depth = 0): [id: string, title: string][] {
	if (depth > MOST_GROUPS) return [];
	return listOf(own(place, 'fields'))
		.map(fieldsOf)
		.flatMap((field) => [
			[textOf(own(field, 'id')), textOf(own(field, 'title'))] as [string, string],
			...questionsIn(child(field, 'properties'), depth + 1),
		]);
}

const MOST_GROUPS = 5;

const nameOf = (type: string, title: string): string => {
	if (type === 'email') return 'email';
	return type === 'phone_number' ? 'phone' : attributeName(title);
};

/** `{ type: "choice", choice: { label } }`, `{ type: "number", number: 5 }` … -> the value itself. */
function valueOf(answer: Fields): unknown {
	const value = own(answer, textOf(own(answer, 'type')));
	const fields = fieldsOf(value);
	return Object.keys(fields).length > 0
		? first(own(fields, 'label'), own(fields, 'labels'), own(fields, 'other'))
		: value;
}

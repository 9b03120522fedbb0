import type { Fields } from '../../path';
import type { Adapter } from '../adapter';
import { nothing } from '../adapter';
import { attributesOf } from '../attributes';
import { readAnswers, type FormAnswers } from '../form-answers';
import { child, compact, fieldsOf, first, listOf, own, textOf } from '../values';

/**
 * Typeform webhooks, also with the answers simplified as n8n's Typeform Trigger does, and responses as its API lists them. The
 * response's token is the id, so that a response delivered again counts once. Answers are attributes under the question's
 * title; the API knows only its reference.
 */
export const typeform: Adapter = {
	source: 'typeform',
	label: 'Typeform',
	idName: 'Typeform hidden field',
	trust: 'visitor',
	keys: ['form_response', 'landing_id'],
	matches: (event) => Object.hasOwn(event, 'form_response') || isListed(event),
	read(event) {
		if (own(event, 'event_type') === 'form_response_partial') return [nothing('the form was not submitted yet')];
		const response = isListed(event) ? event : child(event, 'form_response');
		const definition = child(response, 'definition');
		const hidden = child(response, 'hidden');
		const answers = answersOf(response, definition);
		const leadId = first(...['user_id', 'userid', 'lead', 'contact_id', 'id'].map((key) => own(hidden, key)));
		return [
			{
				type: 'form_submit',
				at: own(response, 'submitted_at'),
				id: own(response, 'token'),
				email: first(answers.email, own(hidden, 'email')),
				leadId,
				properties: compact({
					form: first(own(definition, 'title'), own(response, 'form_id')),
					formId: own(response, 'form_id'),
					score: own(child(response, 'calculated'), 'score'),
					hidden: Object.keys(hidden).length > 0 ? hidden : undefined,
				}),
				attributes: attributesOf({ ...hiddenAttributes(hidden), ...answers.named }),
			},
		];
	},
};

/** https://www.typeform.com/developers/responses/reference/retrieve-responses/ */
const isListed = (event: Fields): boolean =>
	Object.hasOwn(event, 'landing_id') && Object.hasOwn(event, 'submitted_at') && Array.isArray(own(event, 'answers'));

/** Tracking ids are no attributes of the lead. */
const hiddenAttributes = (hidden: Fields): Record<string, unknown> =>
	Object.fromEntries(Object.entries(hidden).filter(([key]) => !/^utm_|_?id$|clid$/i.test(key)));

function answersOf(response: Fields, definition: Fields): FormAnswers {
	const given = own(response, 'answers');
	if (!Array.isArray(given)) {
		return readAnswers(Object.entries(fieldsOf(given)).map(([label, value]) => ({ label, value })));
	}
	const titles = new Map(questionsIn(definition));
	return readAnswers(
		given.map(fieldsOf).map((answer) => {
			const field = child(answer, 'field');
			const title = first(titles.get(textOf(own(field, 'id'))), own(field, 'ref'), own(field, 'id'));
			const isPhone = own(answer, 'type') === 'phone_number';
			return { label: textOf(title), value: valueOf(answer), kind: isPhone ? 'phone' : '' };
		}),
	);
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

/** `{ type: "choice", choice: { label } }`, `{ type: "number", number: 5 }` … -> the value itself. */
function valueOf(answer: Fields): unknown {
	const value = own(answer, textOf(own(answer, 'type')));
	const fields = fieldsOf(value);
	return Object.keys(fields).length > 0
		? first(own(fields, 'label'), own(fields, 'labels'), own(fields, 'other'))
		: value;
}

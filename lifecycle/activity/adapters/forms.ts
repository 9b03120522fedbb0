import type { Fields } from '../../path';
import type { Adapter, Draft, Reading } from '../adapter';
import { nothing } from '../adapter';
import { attributesOf, standardName } from '../attributes';
import { readAnswers, type Answer } from '../form-answers';
import { jsonField } from '../form';
import { pageKind } from '../page';
import { child, compact, emailOf, fieldsOf, first, listOf, own, textOf } from '../values';

/** A form tool: how its call is told, and what a response holds. */
interface FormTool {
	source: string;
	label: string;
	keys: readonly string[];
	matches(event: Fields): boolean;
	read(event: Fields): Response | Reading;
}

interface Response {
	answers: Answer[];
	at?: unknown;
	id?: unknown;
	form?: unknown;
	formId?: unknown;
	url?: unknown;
	more?: Fields;
}

/** An adapter for tools that hand on what somebody filled in. */
const formAdapter = ({ source, label, keys, matches, read }: FormTool): Adapter => ({
	source,
	label,
	idName: `${label} response`,
	trust: 'visitor',
	keys,
	matches,
	read(event) {
		const response = read(event);
		return ['answers' in response ? draftOf(response) : response];
	},
});

function draftOf({ answers, at, id, form, formId, url, more = {} }: Response): Draft {
	const { email, named } = readAnswers(answers);
	const page = pageKind(textOf(url));
	return {
		type: 'form_submit',
		at,
		id,
		email,
		properties: compact({ form: first(form, formId), formId, url, page: url === undefined ? '' : page, ...more }),
		attributes: attributesOf(named),
	};
}

const answersIn = (fields: Fields): Answer[] =>
	Object.entries(fields).map(([label, value]) => ({ label: wordsOf(label), value: single(value) }));

/** `q4_yourEmail`, `work_email` -> the words of the question. */
const wordsOf = (key: string): string =>
	key
		.replace(/^q\d+_/, '')
		.replace(/([a-z])([A-Z])/g, '$1 $2')
		.replace(/_+/g, ' ')
		.trim();

const single = (value: unknown): unknown => (Array.isArray(value) && value.length === 1 ? value[0] : value);

/** https://tally.so/help/webhooks: choices are ids, whose texts stand in the options. */
export const tally = formAdapter({
	source: 'tally',
	label: 'Tally',
	keys: ['eventType'],
	matches: (event) => own(event, 'eventType') === 'FORM_RESPONSE' && Array.isArray(own(child(event, 'data'), 'fields')),
	read(event) {
		const data = child(event, 'data');
		return {
			answers: listOf(own(data, 'fields')).map(fieldsOf).map(tallyAnswer),
			at: first(own(data, 'createdAt'), own(event, 'createdAt')),
			id: first(own(data, 'responseId'), own(data, 'submissionId'), own(event, 'eventId')),
			form: own(data, 'formName'),
			formId: own(data, 'formId'),
		};
	},
});

function tallyAnswer(field: Fields): Answer {
	const value = own(field, 'value');
	const texts = new Map(
		listOf(own(field, 'options'))
			.map(fieldsOf)
			.map((option) => [own(option, 'id'), own(option, 'text')]),
	);
	const chosen = listOf(value).map((id) => texts.get(id) ?? id);
	return {
		label: textOf(first(own(field, 'label'), own(field, 'key'))),
		value: Array.isArray(value) ? single(chosen) : value,
		kind: own(field, 'type') === 'INPUT_PHONE_NUMBER' ? 'phone' : '',
	};
}

/**
 * https://www.jotform.com/help/245-how-to-setup-a-webhook-with-jotform: the answers are JSON text in one field. In submissions
 * as the API lists them (https://api.jotform.com/docs/#form-id-submissions) they stand under the numbers of the questions.
 */
export const jotform = formAdapter({
	source: 'jotform',
	label: 'Jotform',
	keys: ['submissionID', 'answers'],
	matches: (event) =>
		isListedByJotform(event) ||
		(Object.hasOwn(event, 'submissionID') && (Object.hasOwn(event, 'rawRequest') || Object.hasOwn(event, 'formID'))),
	read(event) {
		if (isListedByJotform(event)) return listedByJotform(event);
		const raw = fieldsOf(jsonField(event, 'rawRequest') ?? own(event, 'rawRequest'));
		const questions = Object.entries(raw).filter(([key]) => /^q\d+_/.test(key));
		return {
			answers: answersIn(Object.fromEntries(questions.map(([key, value]) => [key, jotformValue(value)]))),
			at: first(own(raw, 'submitDate'), own(event, 'created_at')),
			id: own(event, 'submissionID'),
			form: own(event, 'formTitle'),
			formId: own(event, 'formID'),
		};
	},
});

const isListedByJotform = (event: Fields): boolean =>
	Object.hasOwn(event, 'form_id') &&
	Object.hasOwn(event, 'created_at') &&
	Object.values(child(event, 'answers')).some((answer) => Object.hasOwn(fieldsOf(answer), 'text'));

/** Its `created_at` is in the time zone of the account, which it does not tell. */
const listedByJotform = (event: Fields): Response => ({
	answers: Object.values(child(event, 'answers'))
		.map(fieldsOf)
		.map((answer) => ({
			label: textOf(first(own(answer, 'text'), own(answer, 'name'))),
			value: jotformValue(own(answer, 'answer')),
		})),
	at: own(event, 'created_at'),
	id: own(event, 'id'),
	formId: own(event, 'form_id'),
});

/** `{ first, last }`, `{ area, phone }`, `{ full }` */
const jotformValue = (value: unknown): unknown => {
	const { first: given, last, full, area, phone } = fieldsOf(value);
	if (given === undefined && full === undefined && phone === undefined) return value;
	return (
		textOf(full) ||
		[given, last, area, phone]
			.map(textOf)
			.filter((part) => part !== '')
			.join(' ')
	);
};

/** https://developers.webflow.com/data/docs/webhooks, the shape of its first version, and submissions as its API lists them. */
export const webflow = formAdapter({
	source: 'webflow',
	label: 'Webflow',
	keys: ['triggerType', 'site', 'formResponse'],
	matches: (event) =>
		own(event, 'triggerType') === 'form_submission' ||
		(Object.hasOwn(event, 'dateSubmitted') && Object.keys(child(event, 'formResponse')).length > 0) ||
		(Object.hasOwn(event, 'site') && Object.hasOwn(event, 'd') && Object.keys(child(event, 'data')).length > 0),
	read(event) {
		const form = Object.hasOwn(event, 'payload') ? child(event, 'payload') : event;
		return {
			answers: answersIn({ ...child(form, 'data'), ...child(form, 'formResponse') }),
			at: first(own(form, 'submittedAt'), own(form, 'd'), own(form, 'dateSubmitted')),
			id: first(own(form, 'id'), own(form, '_id')),
			form: first(own(form, 'name'), own(form, 'displayName')),
			formId: own(form, 'formId'),
		};
	},
});

/** https://docs.gravityforms.com/entry-object: answers stand under the numbers of their fields; of a name, 3 is the first. */
export const gravityForms = formAdapter({
	source: 'gravityForms',
	label: 'Gravity Forms',
	keys: ['form_id'],
	matches: (event) =>
		Object.hasOwn(event, 'form_id') &&
		Object.hasOwn(event, 'date_created') &&
		Object.keys(event).some((key) => /^\d+(\.\d+)?$/.test(key)),
	read(event) {
		const numbered = Object.entries(event).filter(([key]) => /^\d+(\.\d+)?$/.test(key));
		return {
			answers: numbered.map(([key, value]) => ({ label: gravityLabel(key, value), value })),
			at: own(event, 'date_created'),
			id: own(event, 'id'),
			formId: own(event, 'form_id'),
			url: own(event, 'source_url'),
			more: { userAgent: own(event, 'user_agent'), ip: own(event, 'ip') },
		};
	},
});

function gravityLabel(key: string, value: unknown): string {
	if (key.endsWith('.3')) return 'First name';
	if (key.endsWith('.6')) return 'Last name';
	return emailOf(value) === '' ? `field ${key}` : 'E-mail';
}

/** Kinds of Elementor's fields that hold no answer, or a secret. */
const ELEMENTOR_NO_ANSWER = new Set(['step', 'html', 'honeypot', 'recaptcha', 'recaptcha_v3', 'password']);
/** Titles under which Elementor puts what it knows of the call among the answers, when *Advanced Data* is off. */
const ELEMENTOR_META = new Set(
	'Date,Time,Page URL,Page Title,User Agent,Remote IP,Powered by,form_id,form_name'.split(','),
);

/**
 * The *Webhook* action of Elementor Pro's forms: with *Advanced Data* `form`, `fields` and `meta` under the ids of the fields,
 * without it the answers under their labels. Its date and time are the site's, in the site's own format and without a zone;
 * it calls at once, so the time of receipt is nearer. https://elementor.com/help/form-webhook-action
 */
export const elementor = formAdapter({
	source: 'elementor',
	label: 'Elementor Forms',
	keys: ['form', 'form_name'],
	matches: (event) =>
		isElementorAdvanced(event) ||
		(/^[0-9a-f]{6,8}$/.test(textOf(own(event, 'form_id'))) && typeof own(event, 'form_name') === 'string'),
	read: (event) => (isElementorAdvanced(event) ? elementorAdvanced(event) : elementorPlain(event)),
});

const elementorFields = (event: Fields): Fields[] =>
	Object.entries(child(event, 'fields')).map(([id, field]) => ({ id, ...fieldsOf(field) }));

function isElementorAdvanced(event: Fields): boolean {
	const fields = Object.values(child(event, 'fields'));
	return (
		Object.hasOwn(child(event, 'form'), 'id') &&
		fields.length > 0 &&
		fields.every((field) => Object.hasOwn(fieldsOf(field), 'value') && Object.hasOwn(fieldsOf(field), 'type'))
	);
}

function elementorAdvanced(event: Fields): Response {
	const form = child(event, 'form');
	const meta = (key: string): unknown => own(child(child(event, 'meta'), key), 'value');
	return {
		answers: elementorFields(event)
			.filter((field) => !ELEMENTOR_NO_ANSWER.has(textOf(own(field, 'type'))))
			.map((field) => ({
				label: elementorLabel(textOf(own(field, 'title')), textOf(own(field, 'id'))),
				value: own(field, 'value'),
				kind: own(field, 'type') === 'tel' ? 'phone' : '',
			})),
		form: own(form, 'name'),
		formId: own(form, 'id'),
		url: meta('page_url'),
		more: { userAgent: meta('user_agent'), ip: meta('remote_ip') },
	};
}

/** Its label, or its id where only that says which of the lead's fields it is: ids are `name` and `email` in every language. */
function elementorLabel(title: string, id: string): string {
	const words = wordsOf(id);
	return title === '' || (standardName(title) === undefined && standardName(words) !== undefined) ? words : title;
}

function elementorPlain(event: Fields): Response {
	const titles = Object.keys(event).filter((title) => !ELEMENTOR_META.has(title));
	return {
		answers: titles.map((title) => ({ label: wordsOf(title.replace(/^No Label /, '')), value: own(event, title) })),
		form: own(event, 'form_name'),
		formId: own(event, 'form_id'),
		url: own(event, 'Page URL'),
		more: { userAgent: own(event, 'User Agent'), ip: own(event, 'Remote IP') },
	};
}

/** https://documentation.unbounce.com/hc/en-us/articles/203510044: JSON text inside a form field, each value a list. */
export const unbounce = formAdapter({
	source: 'unbounce',
	label: 'Unbounce',
	keys: ['data.json', 'page_uuid', 'page_id'],
	matches: (event) =>
		Object.hasOwn(event, 'data.json') || (Object.hasOwn(event, 'page_uuid') && Object.hasOwn(event, 'data.xml')),
	read(event) {
		const data = fieldsOf(jsonField(event, 'data.json') ?? own(event, 'data.json'));
		const value = (key: string): unknown => first(single(own(data, key)), own(event, key));
		const { ip_address, page_uuid, page_name, page_url, variant, date_submitted, time_submitted, ...answers } = data;
		if (Object.keys(answers).length === 0) return nothing('the form holds no answers that can be read');
		return {
			answers: answersIn(answers),
			at: `${textOf(value('date_submitted'))} ${clockOf(textOf(value('time_submitted')))}`.trim(),
			form: value('page_name'),
			formId: first(value('page_uuid'), value('page_id')),
			url: value('page_url'),
			more: { variant: value('variant'), ip: value('ip_address') },
		};
	},
});

/** `03:05 PM UTC` -> `15:05` */
function clockOf(text: string): string {
	const match = /^(\d{1,2}):(\d{2})(?::\d{2})?\s*([AP]M)?/i.exec(text);
	if (!match) return '';
	const [, hour, minute, half] = match;
	const hours = half === undefined ? Number(hour) : (Number(hour) % 12) + (/p/i.test(half) ? 12 : 0);
	return `${String(hours).padStart(2, '0')}:${minute}`;
}

/** The first column of the sheet of a form, in the language of whoever made it, and whether its days come first. */
const TIMESTAMP_COLUMNS: ReadonlyMap<string, 'day' | 'unsure'> = new Map([
	['Timestamp', 'unsure'],
	['Zeitstempel', 'day'],
	['Horodateur', 'day'],
	['Marca temporal', 'day'],
	['Informazioni cronologiche', 'day'],
	['Tijdstempel', 'day'],
]);

const timestampColumn = (event: Fields): string | undefined =>
	Object.keys(event).find((key) => TIMESTAMP_COLUMNS.has(key.trim()));

/** Rows of the sheet in which Google Forms keeps its responses: questions are columns. */
export const googleForms = formAdapter({
	source: 'googleForms',
	label: 'Google Forms',
	keys: [...TIMESTAMP_COLUMNS.keys()],
	matches: (event) =>
		timestampColumn(event) !== undefined && Object.values(event).some((value) => emailOf(value) !== ''),
	read(event) {
		const column = timestampColumn(event) ?? '';
		const answers = Object.entries(event).filter(([key]) => key !== column && key !== 'row_number');
		return {
			answers: answers.map(([label, value]) => ({ label, value })),
			at: dayOf(own(event, column), TIMESTAMP_COLUMNS.get(column.trim()) === 'day'),
		};
	},
});

/** `29/3/2026 14:05:00`, `3/29/2026 14:05:00` -> ISO 8601; text that leaves open which is the day stays as it is. */
function dayOf(value: unknown, dayComesFirst: boolean): unknown {
	const match = /^(\d{1,2})([./-])(\d{1,2})\2(\d{4})(?:,?\s+(\d{1,2}[:.]\d{2}(?:[:.]\d{2})?))?$/.exec(textOf(value));
	if (!match) return value;
	const [, left, mark, right, year, clock = '00:00'] = match;
	const isDayFirst = dayComesFirst || mark === '.' || Number(left) > 12;
	if (!isDayFirst && Number(right) <= 12) return value;
	const [day, month] = (isDayFirst ? [left, right] : [right, left]).map((part) => part.padStart(2, '0'));
	return `${year}-${month}-${day}T${clock
		.replaceAll('.', ':')
		.padStart(5, '0')
		.replace(/^(\d):/, '0$1:')}`;
}

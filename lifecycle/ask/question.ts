import { fault, ok, type Result } from '../fault';
import { asNumber } from '../number';
import { readLeadsQuery, type LeadsQuery } from '../page/leads-query';
import { isFields, type Fields } from '../path';
import { asText, fold } from '../text';

export const QUESTIONS = ['why', 'what_if', 'handed_over', 'overdue', 'find', 'company'] as const;
export type QuestionKind = (typeof QUESTIONS)[number];

/** What a lead might do, and what might be known of it. */
export interface WhatIf {
	/** Type of an activity, e.g. `demo_request`; '' for none. */
	readonly activity: string;
	readonly times: number;
	readonly properties: Fields;
	/** Name of a field of the lead as rules write it, e.g. `title`; '' for none. */
	readonly field: string;
	readonly value: string;
}

export type Question =
	| { readonly kind: 'why'; readonly lead: string }
	| { readonly kind: 'what_if'; readonly lead: string; readonly change: WhatIf }
	| { readonly kind: 'handed_over'; readonly days: number }
	| { readonly kind: 'overdue'; readonly owner: string }
	| { readonly kind: 'find'; readonly query: LeadsQuery }
	| { readonly kind: 'company'; readonly company: string };

/** An agent writes texts of any length; names and keys are short. */
const LONGEST = 200;
const MOST_DAYS = 90;
const MOST_TIMES = 20;
const WEEK = 7;

/** Reads what an agent asks: the arguments of its call, all of them text. A fault says what is missing or wrong. */
export function readQuestion(given: Fields): Result<Question> {
	const text = (name: string): string =>
		asText(Object.hasOwn(given, name) ? given[name] : '')
			.trim()
			.slice(0, LONGEST);
	const kind = QUESTIONS.find((each) => each === text('question'));
	switch (kind) {
		case 'why':
			return named(text('lead'), (lead) => ok({ kind, lead }));
		case 'what_if':
			return named(text('lead'), (lead) => {
				const change = readChange(given, text);
				return change.ok ? ok({ kind, lead, change: change.value }) : change;
			});
		case 'handed_over': {
			const days = within('days', text('days'), { least: 1, most: MOST_DAYS, usual: WEEK });
			return days.ok ? ok({ kind, days: days.value }) : days;
		}
		case 'overdue':
			return ok({ kind, owner: text('owner') });
		case 'find':
			return ok({ kind, query: readLeadsQuery({ ...given, q: text('search'), view: 'all', sort: 'score' }) });
		case 'company':
			return text('company') === ''
				? fault('The call names no company', 'Give the domain or the name of one company, e.g. acme.com.')
				: ok({ kind, company: text('company') });
		case undefined:
			return fault('The call asks no question that is known', `“question” is one of ${QUESTIONS.join(', ')}.`);
	}
}

const named = (lead: string, ask: (lead: string) => Result<Question>): Result<Question> =>
	lead === ''
		? fault('The call names no lead', 'Give the e-mail address, the key or the full name of one lead.')
		: ask(lead);

function readChange(given: Fields, text: (name: string) => string): Result<WhatIf> {
	const [activity, field] = [fold(text('activity')), text('field')];
	if (activity === '' && field === '')
		return fault(
			'The call says nothing that would change',
			'Give an activity, e.g. demo_request, or a field of the lead and its value, e.g. title and Director.',
		);
	const times = within('times', text('times'), { least: 1, most: MOST_TIMES, usual: 1 });
	if (!times.ok) return times;
	const properties = readProperties(given.properties);
	if (!properties.ok) return properties;
	return ok({ activity, times: times.value, properties: properties.value, field, value: text('value') });
}

function readProperties(value: unknown): Result<Fields> {
	if (isFields(value)) return ok(value);
	const text = asText(value).trim();
	if (text === '') return ok({});
	try {
		const parsed: unknown = JSON.parse(text);
		if (isFields(parsed)) return ok(parsed);
	} catch {
		// Not JSON: the fault below says so.
	}
	return fault('“properties” is not an object', 'Give JSON such as {"page": "/pricing"}, or leave it empty.');
}

function within(
	name: string,
	text: string,
	{ least, most, usual }: { readonly least: number; readonly most: number; readonly usual: number },
): Result<number> {
	const number = text === '' ? usual : asNumber(text);
	return number !== undefined && Number.isInteger(number) && number >= least && number <= most
		? ok(number)
		: fault(`“${name}” is not a whole number from ${least} to ${most}`, `Leave it empty for ${usual}.`);
}

import { recognise } from '../activity/adapters';
import { canonical } from '../activity/adapters/canonical';
import type { GenericMapping } from '../activity/adapters/generic';
import { ACTIVITY_TYPES } from '../activity/catalogue';
import { typeOfName } from '../activity/names';
import { first, instantOf, own } from '../activity/values';
import { isBlank } from '../empty';
import { isFields, pathReader, type Fields } from '../path';

/** What is wrong with one event of a call. */
export interface EventFault {
	/** Position in the call, from 0. */
	item: number;
	/** Name of the field at fault; '' when it is the event as a whole. */
	field: string;
	message: string;
}

export const EXAMPLE =
	'An activity is an object like {"lead": "ana@example.com", "type": "page_view", "at": "2026-03-29T14:05:00Z"}.';

const SHOWN_CHARACTERS = 60;
const shown = (value: unknown): string => (JSON.stringify(value) ?? 'nothing').slice(0, SHOWN_CHARACTERS);

/** What is no object, or an empty one. */
export const notAnEvent = (value: unknown, item: number): EventFault => ({
	item,
	field: '',
	message: `Item ${item} is ${shown(value)}, not an activity. ${EXAMPLE}`,
});

/**
 * The check of events that senders write themselves. A vendor's events are known by their shape and need none; what a
 * developer posts must say who, what and when, or a slip would be an activity of now, or of nobody.
 */
export type CheckEvent = (event: Fields, item: number) => EventFault | undefined;

/** For `auto`: an event in the shape of the log, or of no known vendor. */
export const checkOwnShape: CheckEvent = (event, item) => {
	const adapter = recognise(event);
	if (adapter !== undefined && adapter !== canonical) return undefined;
	return (
		leadFault(first(own(event, 'lead'), own(event, 'email')), 'lead', item) ??
		typeFault(own(event, 'type'), 'type', item) ??
		timeFault(own(event, 'at'), 'at', item)
	);
};

/** For `generic`: the fields that the user named. A time that is left unnamed is the time of receipt. */
export function checkMapped({ leadField, typeField, type, atField, anonymousIdField }: GenericMapping): CheckEvent {
	const read = (path: string) => (path.trim() === '' ? () => undefined : pathReader(path));
	const [lead, anonymous, kind, at] = [leadField, anonymousIdField, typeField, atField].map(read);
	return (event, item) =>
		(isBlank(anonymous(event)) ? leadFault(lead(event), leadField, item) : undefined) ??
		(isBlank(kind(event)) && type !== '' ? undefined : typeFault(kind(event), typeField, item)) ??
		(atField.trim() === '' ? undefined : timeFault(at(event), atField, item));
}

const LOG_COLUMNS = ['activity', 'properties', 'attributes'];

/**
 * Whoever says “email” where the log says “lead” is understood. A flat event of a known type is left as it is: it is read
 * by its field names, like those of the source “Generic”.
 */
export function withLead(event: Fields): Fields {
	const email = own(event, 'email');
	if (!isBlank(own(event, 'lead')) || isBlank(email) || recognise(event) !== undefined) return event;
	if (LOG_COLUMNS.some((column) => Object.hasOwn(event, column))) return { ...event, lead: email };
	const name = own(event, 'type');
	if (typeof name !== 'string') return event;
	const type = typeOfName(name);
	if ('nothing' in type || type.type === '' || ACTIVITY_TYPES.has(type.type)) return event;
	const { email: _email, lead: _lead, type: _type, at, id, ...properties } = event;
	return { lead: email, type: type.type, at, activity: id, properties: { ...properties, ...type.properties } };
}

const about = (item: number, field: string, what: string, advice: string): EventFault => ({
	item,
	field,
	message: `Item ${item}: “${field}” is ${what}. ${advice} ${EXAMPLE}`,
});

function leadFault(value: unknown, field: string, item: number): EventFault | undefined {
	if (!isBlank(value) && (typeof value === 'string' || typeof value === 'number')) return undefined;
	const what = isBlank(value) ? 'missing' : shown(value);
	return about(item, field, what, 'Name the lead by e-mail address or by your own key.');
}

function typeFault(value: unknown, field: string, item: number): EventFault | undefined {
	if (typeof value === 'string' && !isBlank(value)) return undefined;
	const what = isBlank(value) ? 'missing' : shown(value);
	return about(item, field, what, 'Say what happened, e.g. page_view, form_submit or demo_request.');
}

function timeFault(value: unknown, field: string, item: number): EventFault | undefined {
	if (instantOf(value) !== undefined) return undefined;
	const what = isBlank(value) ? 'missing' : `${shown(value)}, which is not a time`;
	const advice = 'Give the time of the activity in ISO 8601; by it a repeated call is told from a second visit.';
	return about(item, field, what, advice);
}

/** Objects that say something. */
export const isEvent = (value: unknown): value is Fields => isFields(value) && Object.keys(value).length > 0;

import { shown, type Fault } from '../../fault';
import { isFields, type Fields } from '../../path';
import type { Adapter } from '../adapter';
import { typeOfName } from '../names';
import { isBrowserCall } from './segment';
import { fieldsOf, own, textOf } from '../values';

const SNAKE_CASE = /^[a-z0-9]+(_[a-z0-9]+)*$/;

/**
 * Activities that are canonical already: rows of the activity log (objects may be JSON text), or what a developer
 * posts. They keep their ids, their quarantine, and a type that is in snake_case already.
 */
export const canonical: Adapter = {
	source: 'canonical',
	label: 'Activity log',
	idName: 'lead key',
	trust: 'own',
	keys: ['lead'],
	// A visitor may add fields to a call of Segment's, and it stays one.
	matches: (event) =>
		typeof own(event, 'type') === 'string' && textOf(own(event, 'lead')) !== '' && !isBrowserCall(event),
	read(event) {
		const name = textOf(own(event, 'type'));
		const named = SNAKE_CASE.test(name) ? { type: name, properties: {} } : typeOfName(name);
		if ('nothing' in named) return [named];
		return [
			{
				type: named.type || name,
				at: own(event, 'at'),
				id: own(event, 'activity'),
				email: own(event, 'lead'),
				leadId: own(event, 'lead'),
				fault:
					objectFault('properties', own(event, 'properties')) ?? objectFault('attributes', own(event, 'attributes')),
				properties: { ...named.properties, ...objectOf(own(event, 'properties')) },
				attributes: { ...objectOf(own(event, 'attributes')) },
				channel: textOf(own(event, 'channel')),
				source: textOf(own(event, 'source')),
				quarantine: textOf(own(event, 'quarantine')),
			},
		];
	},
};

export const objectOf = (value: unknown): Fields => fieldsOf(parsed(value));

function parsed(value: unknown): unknown {
	if (typeof value !== 'string') return value;
	try {
		return JSON.parse(value);
	} catch {
		return undefined;
	}
}

/** What holds something that no object can be read from; an empty list is PHP's empty object. */
function objectFault(name: string, value: unknown): Fault | undefined {
	const isNone = value === undefined || value === null || (typeof value === 'string' && value.trim() === '');
	const read = parsed(value);
	if (isNone || read === null || isFields(read) || (Array.isArray(read) && read.length === 0)) return undefined;
	return {
		message: `Its ${name} ${shown(value)} cannot be read`,
		hint: `Send an object, for example "${name}": {"name": "value"}, or leave it out.`,
	};
}

import type { Fields } from '../../path';
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
				properties: { ...named.properties, ...objectOf(own(event, 'properties')) },
				attributes: { ...objectOf(own(event, 'attributes')) },
				channel: textOf(own(event, 'channel')),
				source: textOf(own(event, 'source')),
				quarantine: textOf(own(event, 'quarantine')),
			},
		];
	},
};

export function objectOf(value: unknown): Fields {
	if (typeof value !== 'string') return fieldsOf(value);
	try {
		return fieldsOf(JSON.parse(value));
	} catch {
		return {};
	}
}

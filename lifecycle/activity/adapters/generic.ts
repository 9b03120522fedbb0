import { pathReader, type Fields } from '../../path';
import type { Adapter } from '../adapter';
import { nothing } from '../adapter';
import { channelOf } from '../catalogue';
import { typeOfName } from '../names';
import { textOf } from '../values';
import { attributesOf } from '../attributes';
import { objectOf } from './canonical';

/** Where a payload of any shape holds what an activity needs; every path may be empty. */
export interface GenericMapping {
	leadField: string;
	/** Path of the type; where it is empty or finds nothing, `type` is taken. */
	typeField: string;
	type: string;
	atField: string;
	idField: string;
	anonymousIdField: string;
	channel: string;
	/** Path of an object; empty: the whole event, without what the other paths read. */
	propertiesField: string;
	attributesField: string;
}

export const GENERIC_DEFAULTS: GenericMapping = {
	leadField: 'email',
	typeField: 'type',
	type: '',
	atField: 'at',
	idField: 'id',
	anonymousIdField: '',
	channel: '',
	propertiesField: '',
	attributesField: '',
};

const reader = (path: string): ((event: Fields) => unknown) =>
	path.trim() === '' ? () => undefined : pathReader(path);

/** An adapter for payloads whose fields the user named in the form. */
export function genericAdapter(mapping: GenericMapping): Adapter {
	const read = readersOf(mapping);
	return {
		source: 'generic',
		label: 'Generic',
		idName: 'lead key',
		// Anybody's payloads: a form whose answers a visitor typed, as well as a system of one's own.
		trust: 'vendor',
		matches: () => true,
		read(event) {
			const name = textOf(read.type(event)) || mapping.type;
			if (name.trim() === '') return [nothing(`“${mapping.typeField || 'Activity Type'}” holds no activity type`)];
			const named = typeOfName(name);
			if ('nothing' in named) return [named];
			const { type, properties } = named;
			const lead = read.lead(event);
			return [
				{
					type,
					at: read.at(event),
					id: read.id(event),
					email: lead,
					leadId: lead,
					anonymousId: read.anonymousId(event),
					channel: channelOf(type) || mapping.channel,
					properties: { ...read.properties(event), ...properties },
					attributes: attributesOf(objectOf(read.attributes(event))),
				},
			];
		},
	};
}

function readersOf(mapping: GenericMapping) {
	const { leadField, typeField, atField, idField, anonymousIdField, propertiesField, attributesField } = mapping;
	const mapped = new Set(
		[leadField, typeField, atField, idField, anonymousIdField, attributesField].map((path) => path.trim()),
	);
	const others = (event: Fields): Fields =>
		Object.fromEntries(Object.entries(event).filter(([key]) => !mapped.has(key)));
	const given = reader(propertiesField);
	return {
		lead: reader(leadField),
		type: reader(typeField),
		at: reader(atField),
		id: reader(idField),
		anonymousId: reader(anonymousIdField),
		attributes: reader(attributesField),
		properties: propertiesField.trim() === '' ? others : (event: Fields) => objectOf(given(event)),
	};
}

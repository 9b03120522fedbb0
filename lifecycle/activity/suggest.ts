import type { Fields } from '../path';
import { emailOf, instantOf, textOf } from './values';

/** Where an event of no known tool holds what an activity needs, as far as its fields tell; '' where nothing does. */
export interface Suggestion {
	lead: string;
	type: string;
	at: string;
}

const MOST_FIELDS = 500;
const MOST_LEVELS = 6;

/** Names under which events say what happened, and when; the earlier the likelier. */
const TYPE_NAMES = 'type event eventtype eventname event_type event_name action name trigger topic activity'.split(' ');
const TIME_NAMES =
	'at timestamp occurred_at occurredat time event_time created_at createdat created date_time datetime date submitted_at'.split(
		' ',
	);

/** The shallowest fields that hold an address, a name of something that happened, and a time. */
export function suggestMapping(event: Fields): Suggestion {
	const fields = fieldsIn(event);
	const lead = fields.find(
		({ value, key }) => emailOf(value) !== '' && !/from|sender|owner|organi[sz]er|host|reply/i.test(key),
	);
	const named = (names: readonly string[], fits: (value: unknown) => boolean): string =>
		fields
			.filter(({ key, value }) => names.includes(key.toLowerCase()) && fits(value))
			.sort((left, right) => names.indexOf(left.key.toLowerCase()) - names.indexOf(right.key.toLowerCase()))[0]?.path ??
		'';
	return {
		lead: lead?.path ?? '',
		type: named(TYPE_NAMES, (value) => typeof value === 'string' && value.trim() !== '' && emailOf(value) === ''),
		at: named(TIME_NAMES, (value) => textOf(value) !== '' && instantOf(value) !== undefined),
	};
}

interface Place {
	path: string;
	key: string;
	value: unknown;
}

/** Every plain value with its path, the shallow ones first. */
function fieldsIn(event: Fields): Place[] {
	const found: Place[] = [];
	let level: Place[] = [{ path: '', key: '', value: event }];
	for (let depth = 0; depth < MOST_LEVELS && level.length > 0 && found.length < MOST_FIELDS; depth++) {
		found.push(...level.filter(({ value }) => typeof value !== 'object' || value === null));
		level = level.flatMap(placesIn).slice(0, MOST_FIELDS);
	}
	return found;
}

const placesIn = ({ path, value }: Place): Place[] =>
	typeof value !== 'object' || value === null
		? []
		: Object.keys(value).map((key) => ({
				path: stepTo(path, key, Array.isArray(value)),
				key,
				value: (value as Fields)[key],
			}));

const stepTo = (path: string, key: string, isList: boolean): string => {
	const step = isList ? `[${key}]` : /[.[\]\s]/.test(key) ? `["${key}"]` : key;
	return path === '' || step.startsWith('[') ? `${path}${step}` : `${path}.${step}`;
};

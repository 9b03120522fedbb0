import { pathReader, type Fields } from '../../path';
import type { Adapter, Draft, Nothing, Reading } from '../adapter';
import { nothing } from '../adapter';
import { pageKind } from '../page';
import { compact, isTrue, own, textOf } from '../values';

/** What a vendor's event name means: a type of the catalogue, nothing, or whichever the event's details decide. */
export type Meaning = string | Nothing | ((event: Fields) => string | Nothing);

export const SENT = nothing('the message was sent: the lead did nothing yet');
export const DEFERRED = nothing('the delivery is delayed: the lead did nothing yet');
export const NOT_SENT = nothing('the message was not sent');
export const SOFT_BOUNCE = nothing('a temporary delivery problem says nothing about the lead');
export const ADMINISTRATION = nothing('an event of the account, not of a lead');

export interface EmailVendor {
	source: string;
	label: string;
	idName?: string;
	keys: Adapter['keys'];
	matches(event: Fields): boolean;
	/** Takes the event out of its envelope, where the vendor has one. */
	unwrap?(event: Fields): Fields;
	/** Field path of the event's name. */
	event: string;
	meanings: ReadonlyMap<string, Meaning>;
	email: readonly string[];
	leadId?: readonly string[];
	at: readonly string[];
	/** Path of an id that is unique to the event; the event's name is made part of it. */
	id?: string;
	/** Property of the activity -> field paths, the first that holds something wins. */
	properties: Readonly<Record<string, readonly string[]>>;
	attributes?(event: Fields): Record<string, unknown>;
	/** Field paths of the vendor's marks for machines; event names that are such a mark. */
	machine?: { flags?: readonly string[]; events?: readonly string[] };
}

/** Some tell one act twice, once as the first of its kind: `activity.clicked` and `activity.clicked_unique`. */
const SECOND_NAME = /(?<=^|[._])(unique|first)_|_(unique|first)$/;

const COMMON_FLAGS = ['machineOpen', 'machine_open', 'is_bot', 'isBot', 'bot', 'prefetched', 'is_prefetched'];

/** An adapter for vendors of e-mail that differ only in names. */
export function emailAdapter(vendor: EmailVendor): Adapter {
	const readName = readerOf(vendor.event);
	const readEmail = firstOf(vendor.email);
	const readLeadId = firstOf(vendor.leadId ?? []);
	const readAt = firstOf(vendor.at);
	const readId = vendor.id === undefined ? () => undefined : readerOf(vendor.id);
	const readers = Object.entries(vendor.properties).map(([name, paths]) => ({ name, read: firstOf(paths) }));
	const readMachine = machineReader(vendor.machine ?? {});
	return {
		source: vendor.source,
		label: vendor.label,
		idName: vendor.idName ?? `${vendor.label} contact id`,
		trust: 'vendor',
		keys: vendor.keys,
		matches: vendor.matches,
		read(outer): Reading[] {
			const event = vendor.unwrap ? vendor.unwrap(outer) : outer;
			const name = textOf(readName(event)).toLowerCase();
			const type = meaningOf(vendor, name, event);
			if (typeof type !== 'string') return [type];
			const id = textOf(readId(event));
			const draft: Draft = {
				type,
				at: readAt(event),
				id: id === '' ? undefined : `${name.replace(SECOND_NAME, '')}:${id}`,
				email: readEmail(event),
				leadId: readLeadId(event),
				properties: emailProperties(type, readers, event),
				attributes: vendor.attributes?.(event),
				machine: readMachine(event, name),
			};
			return [draft];
		},
	};
}

function meaningOf(vendor: EmailVendor, name: string, event: Fields): string | Nothing {
	const meaning = vendor.meanings.get(name);
	if (meaning === undefined) return nothing(`${vendor.label} event “${name.slice(0, 60)}” says nothing about a lead`);
	return typeof meaning === 'function' ? meaning(event) : meaning;
}

interface PropertyReader {
	name: string;
	read: (event: Fields) => unknown;
}

function emailProperties(type: string, readers: readonly PropertyReader[], event: Fields): Record<string, unknown> {
	const properties: Record<string, unknown> = {};
	for (const { name, read } of readers) {
		const value = read(event);
		// A browser always names itself: an empty user agent on a click is a sign of a machine, so it is kept.
		if (value === undefined || value === null || (value === '' && name !== 'userAgent')) continue;
		properties[name] = value;
	}
	if (type === 'email_click') Object.assign(properties, compact({ page: pageKind(textOf(properties.url)) }));
	return properties;
}

/** Most paths are a single key, and there are a dozen for each event. */
const readerOf = (path: string): ((event: Fields) => unknown) =>
	/[.[]/.test(path) ? pathReader(path) : (event) => own(event, path);

function firstOf(paths: readonly string[]): (event: Fields) => unknown {
	const readers = paths.map(readerOf);
	if (readers.length === 1) return readers[0];
	return (event) => {
		let empty: unknown;
		for (const read of readers) {
			const value = read(event);
			if (value !== undefined && value !== null && value !== '') return value;
			empty ??= value;
		}
		return empty;
	};
}

function machineReader({ flags = [], events = [] }: NonNullable<EmailVendor['machine']>) {
	const readers = flags.map((path) => ({ path, read: readerOf(path) }));
	const names = new Set(events);
	return (event: Fields, name: string): string | undefined => {
		if (names.has(name)) return name;
		for (const { path, read } of readers) if (isTrue(read(event))) return path;
		for (const flag of COMMON_FLAGS) if (isTrue(own(event, flag))) return flag;
		return undefined;
	};
}

import type { DateTime } from 'luxon';
import type { Fault } from '../fault';
import type { Fields } from '../path';
import { toIso } from '../time';
import type { Activity } from './activity';
import { isNothing, nothing, type Adapter, type Context, type Reading } from './adapter';
import { soundEvent } from './bounds';
import { adapterOf, recognise } from './adapters';
import { ACTIVITY_TYPES } from './catalogue';
import { GENERIC_DEFAULTS, genericAdapter, type GenericMapping } from './adapters/generic';
import { openEnvelope } from './envelope';
import { finish } from './finish';
import { linkIdentities } from './identity';
import { typeOfName } from './names';
import { FUTURE, QUARANTINE_DEFAULTS, quarantineActivities, type QuarantineOptions } from './quarantine';
import { suggestMapping } from './suggest';
import { lessTrusted, mayReport, type Trust } from './trust';
import { emailOf, instantOf, own, textOf } from './values';

export interface NormalizeOptions {
	/** `auto`, `generic` or a vendor's name. */
	source: string;
	/** For `generic`: one for all items, or one for each. */
	mapping: GenericMapping | ((item: number) => GenericMapping);
	quarantine: QuarantineOptions;
	/** Give earlier anonymous activity in the batch to the lead that an event identifies. */
	link: boolean;
	/** What events may say about a lead: by whose they are, or one level for all of them. */
	trust: Trust | 'bySource';
	/** The most that the caller may say, whatever its events look like. */
	caller: Trust;
	/** Hand deliveries on as `email_delivered`, to judge clicks that come in later runs. */
	keepDeliveries: boolean;
}

export const NORMALIZE_DEFAULTS: NormalizeOptions = {
	source: 'auto',
	mapping: GENERIC_DEFAULTS,
	quarantine: QUARANTINE_DEFAULTS,
	link: true,
	trust: 'bySource',
	caller: 'own',
	keepDeliveries: false,
};

/** An activity with the position of the item it came from. */
export interface NormalizedActivity {
	item: number;
	activity: Activity;
}

export interface Normalized {
	activities: NormalizedActivity[];
	/** Events without lead activity, and why. */
	skipped: { item: number; reason: string }[];
	/** Items that could not be read; their neighbours are. */
	faults: ({ item: number } & Fault)[];
}

const DELIVERED = 'email_delivered';

/**
 * Items of any trigger as canonical activities, in the order of the items. An item may hold many events. `asOf` stands
 * for the time of receipt where an event has no time, and tells what is in the future. Pure: the same items and `asOf`
 * give the same activities, ids included.
 */
export function normalizeActivities(
	items: readonly { item: number; json: Fields }[],
	options: NormalizeOptions,
	asOf: DateTime,
): Normalized {
	const receivedAt = asOf.toMillis();
	const result: Normalized = { activities: [], skipped: [], faults: [] };
	const run: Run = { choose: readerFor(options), options, receivedAt, result };
	for (const { item, json } of items) {
		const fault = readItem(json, item, run);
		if (fault) result.faults.push({ item, ...fault });
	}
	return { ...result, activities: settle(result, options, receivedAt) };
}

interface Run {
	choose: Choose;
	options: NormalizeOptions;
	receivedAt: number;
	result: Normalized;
}

type Choose = (event: Fields, item: number) => Adapter | Fault;

function readerFor({ source, mapping }: NormalizeOptions): Choose {
	if (source === 'generic') {
		if (typeof mapping === 'function') return (_event, item) => genericAdapter(mapping(item));
		const generic = genericAdapter(mapping);
		return () => generic;
	}
	if (source !== 'auto') {
		const adapter = adapterOf(source);
		if (adapter) return (event) => (adapter.matches(event) ? adapter : notOf(adapter, event));
	}
	const plain = genericAdapter(GENERIC_DEFAULTS);
	return (event) => recognise(event) ?? (isPlain(event) ? plain : unknownShape(event));
}

/** Events a developer wrote: an e-mail address and a type of the catalogue, under the names of the generic source. */
function isPlain(event: Fields): boolean {
	if (emailOf(own(event, 'email')) === '') return false;
	const named = typeOfName(textOf(own(event, 'type')));
	return 'nothing' in named || ACTIVITY_TYPES.has(named.type);
}

/** Says what to write in the form, as far as the event's own fields tell. */
function unknownShape(event: Fields): Fault {
	const { lead, type, at } = suggestMapping(event);
	const fields = [
		lead === '' ? '' : `“Lead” ${lead}`,
		type === '' ? '' : `“Activity Type” ${type}`,
		at === '' ? '' : `“Time” ${at}`,
	].filter((field) => field !== '');
	const advice = fields.length === 0 ? 'say which fields hold lead, type and time' : `with ${fields.join(', ')}`;
	return {
		message: 'No known vendor sends events of this shape',
		hint: `Choose the vendor in “Source”, or “Generic” ${fields.length === 0 ? 'and ' : ''}${advice}.`.slice(0, 400),
	};
}

const notOf = (adapter: Adapter, event: Fields): Fault => {
	const other = recognise(event);
	return {
		message: `This is not an event of ${adapter.label}${other ? `; it looks like one of ${other.label}` : ''}`,
		hint: 'Choose another “Source”, or “Detect Automatically”.',
	};
};

/** Reads the events of one item; those that cannot be read are told in one fault, the others are kept. */
function readItem(json: Fields, item: number, run: Run): Fault | undefined {
	const envelope = openEnvelope(json);
	if (!envelope.ok) return envelope;
	const { events, context } = envelope.value;
	const faults = events.flatMap((event) => readEvent(event, context, item, run));
	if (faults.length === 0 || events.length === 1) return faults[0];
	const [{ message, hint }] = faults;
	return { message: `${faults.length} of its ${events.length} events could not be read: ${message}`, hint };
}

function readEvent(given: Fields, context: Context, item: number, run: Run): Fault[] {
	const event = soundEvent(given);
	if (!event.ok) return [event];
	const adapter = run.choose(event.value, item);
	if ('message' in adapter) return [adapter];
	return adapter.read(event.value, context).flatMap((reading) => keep(reading, adapter, item, run));
}

function keep(reading: Reading, adapter: Adapter, item: number, { options, receivedAt, result }: Run): Fault[] {
	const trust = options.trust === 'bySource' ? lessTrusted(adapter.trust, options.caller) : options.trust;
	const told = isNothing(reading) || mayReport(reading.type, trust) ? reading : NOT_THEIRS;
	const activity = isNothing(told) ? undefined : finish(told, adapter, { trust, receivedAt });
	if (activity !== undefined && 'hint' in activity) return [activity];
	if (activity) result.activities.push({ item, activity });
	else result.skipped.push({ item, reason: isNothing(told) ? told.nothing : 'the event names no lead' });
	return [];
}

const NOT_THEIRS = nothing('only your own systems and the CRM may say what sales decided');

/** What the sender's clock dates later than now, within the tolerance, happened now: a score as of now is to count it. */
function notAhead(activity: Activity, now: number): Activity {
	const isAhead = activity.quarantine !== FUTURE && (instantOf(activity.at) ?? 0) > now;
	return isAhead ? { ...activity, at: toIso(now) } : activity;
}

function settle(
	{ activities: read, skipped }: Normalized,
	{ link, quarantine, keepDeliveries }: NormalizeOptions,
	receivedAt: number,
): NormalizedActivity[] {
	const found = read.map(({ activity }) => activity);
	const judged = quarantineActivities(link ? linkIdentities(found) : found, quarantine, receivedAt);
	const settled: NormalizedActivity[] = [];
	for (const [index, given] of judged.entries()) {
		const activity = notAhead(given, receivedAt);
		const { item } = read[index];
		if (keepDeliveries || activity.type !== DELIVERED) settled.push({ item, activity });
		else skipped.push({ item, reason: 'the message was delivered: the lead did nothing yet' });
	}
	return settled;
}

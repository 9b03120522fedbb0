import type { DateTime } from 'luxon';
import { foldLead, type Activity } from '../activity/activity';
import { GENERIC_DEFAULTS } from '../activity/adapters/generic';
import { depthFault } from '../activity/bounds';
import { openEnvelope } from '../activity/envelope';
import { normalizeActivities, type NormalizeOptions } from '../activity/normalize';
import type { Fault } from '../fault';
import type { Fields } from '../path';
import { entriesOf, readBody } from './body';
import {
	checkMapped,
	checkOwnShape,
	isEvent,
	notAnEvent,
	EXAMPLE,
	withLead,
	type CheckEvent,
	type EventFault,
} from './own-events';
import { headerOf, type IntakeRequest } from './request';

/** What a call brought: all of it, or what is wrong with it. A call is taken whole or not at all. */
export type Intake =
	| {
			ok: true;
			/** In the order of the call, quarantined ones included. */
			activities: Activity[];
			/** Events that say nothing a lead did, e.g. a delivery. */
			refused: number;
	  }
	| NotTaken;

/** The answer to a call that was turned away for what is in its body. */
export interface NotTaken {
	ok: false;
	message: string;
	faults: EventFault[];
}

const MOST_FAULTS = 20;
const MOST_IDS = 10_000;

/**
 * The activities in a request. `asOf` is the moment of receipt. Pure: the same request, options and `asOf` give the same
 * activities, so a call that is sent again brings the same ids.
 */
export function readIntake(request: IntakeRequest, options: NormalizeOptions, asOf: DateTime): Intake {
	const body = readBody(request.body, headerOf(request, 'content-type'));
	if (!body.ok) return unreadable(body);
	const { events, faults } = eventsOf(entriesOf(body.value), options);
	const all = events.length + faults.length;
	if (all === 0) {
		const message = 'The body is an empty list.';
		return notTaken(message, [{ item: 0, field: '', message: `${message} ${EXAMPLE}` }]);
	}
	const items = events.map(({ event, item }) => ({ item, json: { headers: request.headers, body: event } }));
	const normalized = normalizeActivities(items, options, asOf);
	for (const { item, message, hint } of normalized.faults) {
		faults.push({ item, field: '', message: `Item ${item}: ${message}. ${hint}` });
	}
	if (faults.length > 0) {
		faults.sort((a, b) => a.item - b.item);
		return notTaken(`${faults.length} of ${all} ${all === 1 ? 'item' : 'items'} cannot be read.`, faults);
	}
	const activities = normalized.activities.map(({ activity }) => ({ ...activity, lead: foldLead(activity.lead) }));
	return { ok: true, activities, refused: normalized.skipped.length };
}

/** What a request holds, as it was sent and whatever it says; or why nothing in it can be read. */
export function readAsSent(request: IntakeRequest): { ok: true; body: unknown; entries: number } | NotTaken {
	const advice = 'Send JSON, lines of JSON or a form that is URL-encoded.';
	const body = readBody(request.body, headerOf(request, 'content-type'), advice);
	if (!body.ok) return unreadable(body);
	const deep = depthFault(body.value);
	if (deep !== undefined) return unreadable(deep);
	return { ok: true, body: body.value, entries: entriesOf(body.value).length };
}

const unreadable = ({ message, hint }: Fault): NotTaken =>
	notTaken(`${message}.`, [{ item: 0, field: '', message: `${message}. ${hint}` }]);

const notTaken = (why: string, faults: EventFault[]): NotTaken => ({
	ok: false,
	message: `Nothing of this call was taken. ${why}`,
	faults: faults.slice(0, MOST_FAULTS),
});

interface Events {
	events: { event: Fields | string; item: number }[];
	faults: EventFault[];
}

/** Numbers the events in the order of the call, those of a vendor's batch one by one. */
function eventsOf(entries: readonly unknown[], options: NormalizeOptions): Events {
	const check = checkFor(options);
	const found: Events = { events: [], faults: [] };
	let item = 0;
	for (const entry of entries) {
		if (typeof entry === 'string' && entry.startsWith('<')) {
			found.events.push({ event: entry, item: item++ });
			continue;
		}
		const deep = depthFault(entry);
		if (deep !== undefined) {
			found.faults.push({ item, field: deep.field, message: `Item ${item}: ${deep.message}. ${deep.hint}` });
			item++;
			continue;
		}
		const opened = isEvent(entry) ? openEnvelope({ headers: {}, body: entry }) : undefined;
		if (opened === undefined || !opened.ok) {
			found.faults.push(notAnEvent(entry, item));
			item++;
			continue;
		}
		for (const event of opened.value.events) {
			const named = options.source === 'auto' ? withLead(event) : event;
			const fault = check(named, item);
			if (fault === undefined) found.events.push({ event: named, item });
			else found.faults.push(fault);
			item++;
		}
	}
	return found;
}

function checkFor({ source, mapping }: NormalizeOptions): CheckEvent {
	if (source === 'auto') return checkOwnShape;
	if (source !== 'generic') return () => undefined;
	return checkMapped(typeof mapping === 'function' ? GENERIC_DEFAULTS : mapping);
}

/** The answer to a call that was taken. */
export interface Receipt {
	/** Activities that count. */
	accepted: number;
	/** Activities that were taken but do not count: machines, copies, times in the future. */
	quarantined: number;
	/** Events that say nothing a lead did, e.g. a delivery; nothing is kept of them. */
	refused: number;
	/** Different leads. */
	leads: number;
	/** Of the accepted activities, in their order; at most 10,000. */
	ids: string[];
}

const sameId = (id: string): string => id;

/** @param shownId how an id stands in what the flow is given */
export function receiptOf({ activities, refused }: Extract<Intake, { ok: true }>, shownId = sameId): Receipt {
	const accepted = activities.filter(({ quarantine }) => quarantine === '');
	return {
		accepted: accepted.length,
		quarantined: activities.length - accepted.length,
		refused,
		leads: new Set(activities.map(({ lead }) => lead)).size,
		ids: accepted.slice(0, MOST_IDS).map(({ activity }) => shownId(activity)),
	};
}

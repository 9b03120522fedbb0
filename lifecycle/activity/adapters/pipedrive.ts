import { isEmpty } from '../../empty';
import type { Fields } from '../../path';
import type { Adapter, Draft, Reading } from '../adapter';
import { nothing } from '../adapter';
import { attributesOf } from '../attributes';
import { isAbsent, isReached } from '../call';
import { meetingKind } from '../meeting';
import { child, compact, emailOf, fieldsOf, first, isTrue, listOf, own, textOf } from '../values';

/** One change of one record, the same for both versions of the webhooks. */
interface Change {
	entity: string;
	action: 'create' | 'change' | 'delete' | 'merge';
	record: Fields;
	previous: Fields;
	at: unknown;
	id: string;
	mergedIds: readonly unknown[];
}

const ACTIONS: ReadonlyMap<string, Change['action']> = new Map([
	['create', 'create'],
	['added', 'create'],
	['change', 'change'],
	['updated', 'change'],
	['delete', 'delete'],
	['deleted', 'delete'],
	['merged', 'merge'],
]);

/** Pipedrive webhooks v2 (`meta.entity`, `data`) and v1 (`meta.object`, `current`). */
export const pipedrive: Adapter = {
	source: 'pipedrive',
	label: 'Pipedrive',
	idName: 'Pipedrive person id',
	trust: 'crm',
	keys: ['meta'],
	matches: (event) => {
		const meta = child(event, 'meta');
		return (
			(Object.hasOwn(meta, 'entity') || Object.hasOwn(meta, 'object')) &&
			ACTIONS.has(textOf(own(meta, 'action'))) &&
			(Object.hasOwn(event, 'data') || Object.hasOwn(event, 'current'))
		);
	},
	read(event) {
		const change = changeOf(event);
		const read = READERS.get(change.entity);
		if (!read) return [nothing(`a Pipedrive ${change.entity.slice(0, 40)} is no act of a lead`)];
		if (change.action === 'delete') return [nothing(`a deleted ${change.entity} is no act of a lead`)];
		const reading = read(change);
		return ['nothing' in reading ? reading : { at: change.at, id: change.id, ...reading }];
	},
};

function changeOf(event: Fields): Change {
	const meta = child(event, 'meta');
	const entity = textOf(first(own(meta, 'entity'), own(meta, 'object')));
	const id = [own(meta, 'id'), own(meta, 'timestamp_micro') ?? own(meta, 'timestamp'), entity, own(meta, 'action')];
	return {
		entity,
		action: ACTIONS.get(textOf(own(meta, 'action'))) ?? 'change',
		record: fieldsOf(first(own(event, 'data'), own(event, 'current'))),
		previous: child(event, 'previous'),
		at: own(meta, 'timestamp'),
		id: id.map(textOf).join(':'),
		mergedIds: [own(meta, 'merged_to_id'), ...listOf(own(meta, 'merge_what_ids'))],
	};
}

const READERS: ReadonlyMap<string, (change: Change) => Reading> = new Map([
	['person', readPerson],
	['deal', readDeal],
	['lead', readLead],
	['activity', readActivity],
	['note', () => nothing('a note is written by a colleague, not by the lead')],
]);

function readPerson({ action, record, mergedIds }: Change): Draft {
	const email = mainValue(first(own(record, 'emails'), own(record, 'email')));
	const { first_name, last_name, name, job_title } = record;
	return {
		type: action === 'create' ? 'lead_create' : 'lead_update',
		email,
		leadId: own(record, 'id'),
		aliases: emailOf(email) === '' && mergedIds.every(isEmpty) ? [] : [own(record, 'id'), ...mergedIds],
		attributes: attributesOf(
			compact({
				first_name,
				last_name,
				name,
				job_title,
				email,
				phone: mainValue(first(own(record, 'phones'), own(record, 'phone'))),
				company: own(record, 'org_name'),
				...customFields(record),
			}),
		),
	};
}

/** A record's own fields have no readable names; those that hold plain values are kept under their keys. */
const customFields = (record: Fields): Record<string, unknown> =>
	Object.fromEntries(
		Object.entries(child(record, 'custom_fields'))
			.map(([key, value]): [string, unknown] => [key, first(own(fieldsOf(value), 'value'), value)])
			.filter(([, value]) => typeof value !== 'object'),
	);

function readDeal({ action, record, previous }: Change): Reading {
	const person = personOf(record);
	if (person.leadId === undefined && isEmpty(person.email)) return nothing('the deal names no person');
	const status = textOf(own(record, 'status'));
	const moved = !isEmpty(own(previous, 'status'));
	const closed = moved && status === 'won' ? 'deal_won' : moved && status === 'lost' ? 'deal_lost' : 'deal_update';
	return {
		type: action === 'create' ? 'deal_create' : closed,
		...person,
		properties: compact({
			deal: own(record, 'id'),
			name: own(record, 'title'),
			status,
			stage: own(record, 'stage_id'),
			previousStage: own(previous, 'stage_id'),
			amount: own(record, 'value'),
			currency: own(record, 'currency'),
			reason: own(record, 'lost_reason'),
		}),
	};
}

function readLead({ action, record }: Change): Reading {
	const person = personOf(record);
	if (person.leadId === undefined) return nothing('the Pipedrive lead names no person');
	const { amount, currency } = child(record, 'value');
	return {
		type: action === 'create' ? 'deal_create' : 'deal_update',
		...person,
		properties: compact({
			deal: own(record, 'id'),
			name: own(record, 'title'),
			amount,
			currency,
			archived: own(record, 'is_archived'),
			origin: first(own(record, 'source_name'), own(record, 'origin')),
		}),
	};
}

const MEETINGS = new Set(['meeting', 'lunch', 'demo']);

/** A call counts when it was made; a meeting when it is booked, and again when it took place. */
function readActivity({ action, record, previous }: Change): Reading {
	const kind = textOf(own(record, 'type')).toLowerCase();
	const done = isTrue(own(record, 'done'));
	const newlyDone = done && (action === 'create' || isFalse(own(previous, 'done')));
	const person = personOf(record);
	if (person.leadId === undefined) return nothing('the Pipedrive activity names no person');
	const planned = action === 'create' && MEETINGS.has(kind) ? 'meeting_booked' : undefined;
	const type = newlyDone ? outcomeOf(kind, record) : planned;
	if (type === NOBODY) return nothing('nobody answered the call');
	if (type === undefined)
		return nothing(`a Pipedrive ${kind.slice(0, 40)} that is planned or edited is no act of the lead`);
	return {
		...person,
		type,
		properties: compact({ ...namesOf(kind, textOf(own(record, 'subject'))), ...timesOf(record) }),
	};
}

const DONE: ReadonlyMap<string, string> = new Map([
	['call', 'call_answered'],
	['demo', 'demo_attend'],
	['meeting', 'meeting_attend'],
	['lunch', 'meeting_attend'],
]);

const NOBODY = 'nobody';

/** What an activity came to that a colleague marked as done, by its kind and what the colleague wrote. */
function outcomeOf(kind: string, record: Fields): string | undefined {
	const notes = [own(record, 'subject'), own(record, 'note')].map(textOf);
	if (MEETINGS.has(kind)) return isAbsent(notes) ? 'meeting_no_show' : DONE.get(kind);
	const type = DONE.get(kind);
	return type === 'call_answered' && !isReached(notes) ? NOBODY : type;
}

const isFalse = (value: unknown): boolean => value === false || value === 0 || value === '0' || value === 'false';

const namesOf = (kind: string, subject: string): Fields =>
	MEETINGS.has(kind)
		? { name: subject, kind: kind === 'demo' ? first(meetingKind(subject), 'first_demo') : meetingKind(subject) }
		: { subject };

const timesOf = (record: Fields): Fields => ({
	minutes: minutesOf(own(record, 'duration')),
	startsAt: [own(record, 'due_date'), own(record, 'due_time')]
		.map(textOf)
		.filter((part) => part !== '')
		.join(' '),
	activity: own(record, 'id'),
});

/** Durations are `HH:MM` in v1 and in older records, seconds in some. */
function minutesOf(duration: unknown): number | undefined {
	const match = /^(\d{1,3}):(\d{2})/.exec(textOf(duration));
	if (match) return Number(match[1]) * 60 + Number(match[2]) || undefined;
	return typeof duration === 'number' && duration > 0 ? Math.round(duration / 60) : undefined;
}

function personOf(record: Fields): Pick<Draft, 'email' | 'leadId'> {
	const person = first(own(record, 'person_id'), mainParticipant(record));
	const linked = fieldsOf(person);
	const id = first(own(linked, 'value'), typeof person === 'object' ? undefined : person);
	return { email: mainValue(own(linked, 'email')), leadId: isEmpty(id) ? undefined : id };
}

/** Activities may name their people as participants only. */
function mainParticipant(record: Fields): unknown {
	const participants = listOf(own(record, 'participants')).map(fieldsOf);
	const main = participants.find((participant) =>
		isTrue(first(own(participant, 'primary'), own(participant, 'primary_flag'))),
	);
	return own(main ?? participants[0] ?? {}, 'person_id');
}

/** `[{ value, primary }]` -> the primary value, else the first; text stays as it is. */
function mainValue(value: unknown): unknown {
	if (!Array.isArray(value)) return value;
	const entries = value.map(fieldsOf);
	return own(entries.find((entry) => own(entry, 'primary') === true) ?? entries[0] ?? {}, 'value');
}

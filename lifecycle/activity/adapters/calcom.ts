import type { Fields } from '../../path';
import type { Adapter, Draft, Reading } from '../adapter';
import { nothing } from '../adapter';
import { attributesOf } from '../attributes';
import { readAnswers, type Answer } from '../form-answers';
import { meetingKind } from '../meeting';
import { child, compact, emailOf, fieldsOf, first, isTrue, listOf, own, textOf } from '../values';

/** Cal.com webhooks, `{ triggerEvent, createdAt, payload }`: https://cal.com/docs/developing/guides/automation/webhooks */
export const calcom: Adapter = {
	source: 'calcom',
	label: 'Cal.com',
	idName: 'Cal.com booking',
	trust: 'visitor',
	keys: ['triggerEvent'],
	matches: (event) => typeof own(event, 'triggerEvent') === 'string' && Object.hasOwn(event, 'payload'),
	read(event) {
		const name = textOf(own(event, 'triggerEvent'));
		const payload = child(event, 'payload');
		const read = READERS.get(name);
		if (read === undefined) return [nothing(`Cal.com event “${name.slice(0, 60)}” says nothing the lead did`)];
		return read(payload).map((reading) => {
			if ('nothing' in reading) return reading;
			if (isOrganizer(payload, reading.email)) return nothing('one of our own hosts, not a lead');
			const booking = textOf(first(own(payload, 'uid'), own(payload, 'bookingUid'), own(payload, 'formId')));
			const id =
				booking === '' || reading.type === 'form_submit' ? undefined : `${name}:${booking}:${textOf(reading.email)}`;
			return { at: own(event, 'createdAt'), id, ...reading };
		});
	},
};

const READERS: ReadonlyMap<string, (payload: Fields) => Reading[]> = new Map<string, (payload: Fields) => Reading[]>([
	['BOOKING_CREATED', (payload) => [booking('meeting_booked', payload)]],
	['BOOKING_RESCHEDULED', (payload) => [booking('meeting_reschedule', payload)]],
	['BOOKING_CANCELLED', cancelled],
	['BOOKING_NO_SHOW_UPDATED', absent],
	['AFTER_GUESTS_CAL_VIDEO_NO_SHOW', (payload) => [booking('meeting_no_show', payload)]],
	['FORM_SUBMITTED', (payload) => [form(payload)]],
	['FORM_SUBMITTED_NO_EVENT', (payload) => [form(payload)]],
]);

const isOrganizer = (payload: Fields, email: unknown): boolean =>
	emailOf(email) !== '' && emailOf(email) === emailOf(own(child(payload, 'organizer'), 'email'));

function cancelled(payload: Fields): Reading[] {
	const isOurs = isOrganizer(payload, own(payload, 'cancelledBy'));
	return [isOurs ? nothing('our own host cancelled the meeting, not the lead') : booking('meeting_cancel', payload)];
}

function absent(payload: Fields): Reading[] {
	return listOf(own(payload, 'attendees'))
		.map(fieldsOf)
		.filter((attendee) => isTrue(own(attendee, 'noShow')))
		.map((attendee) => ({ ...booking('meeting_no_show', payload), email: own(attendee, 'email') }));
}

/** Whoever booked comes first among those who attend. */
function booking(type: string, payload: Fields): Draft {
	const attendee = fieldsOf(listOf(own(payload, 'attendees'))[0]);
	const title = textOf(first(own(payload, 'type'), own(payload, 'title')));
	const { named } = readAnswers(answersIn(payload));
	return {
		type,
		email: own(attendee, 'email'),
		properties: compact({
			name: title,
			kind: meetingKind(`${title} ${textOf(own(payload, 'title'))}`),
			startsAt: own(payload, 'startTime'),
			reason: own(payload, 'cancellationReason'),
			timezone: own(attendee, 'timeZone'),
		}),
		attributes: attributesOf({ ...named, ...compact({ name: own(attendee, 'name'), email: own(attendee, 'email') }) }),
	};
}

function form(payload: Fields): Draft {
	const { email, named } = readAnswers(answersIn(payload));
	return {
		type: 'form_submit',
		email,
		properties: compact({ form: own(payload, 'formName'), formId: own(payload, 'formId') }),
		attributes: attributesOf(named),
	};
}

/** `responses: { company: { label: "company_name", value: "Acme" } }` */
const answersIn = (payload: Fields): Answer[] =>
	Object.entries(child(payload, 'responses')).map(([key, response]) => {
		const { label, value, response: given } = fieldsOf(response);
		const name = textOf(label).replace(/_/g, ' ');
		return {
			label: /^(your name|email address)$/i.test(name) || name === '' ? key : name,
			value: first(value, given, response),
		};
	});

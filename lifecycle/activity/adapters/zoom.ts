import type { Fields } from '../../path';
import { attributesOf } from '../attributes';
import type { Adapter } from '../adapter';
import { nothing } from '../adapter';
import { meetingKind } from '../meeting';
import { child, compact, emailOf, fieldsOf, first, listOf, own, textOf } from '../values';

const TYPES: ReadonlyMap<string, string> = new Map([
	['webinar.registration_created', 'webinar_register'],
	['webinar.registration_cancelled', 'webinar_cancel'],
	['webinar.participant_joined', 'webinar_attend'],
	['webinar.chat_message_sent', 'webinar_comment'],
	['webinar.participant_feedback', 'webinar_rate'],
	['meeting.registration_created', 'meeting_booked'],
	['meeting.registration_cancelled', 'meeting_cancel'],
	['meeting.participant_joined', 'meeting_attend'],
	['recording.registration_created', 'webinar_register'],
	['zoom_events.vod_registration_created', 'webinar_register'],
]);

/** Every event of Zoom, of whatever product: `{ event: "product.what", event_ts, payload: { account_id } }`. */
const isZoomEvent = (event: Fields): boolean => {
	const name = textOf(own(event, 'event'));
	if (!/^[a-z_]+(\.[a-z_]+)+$/.test(name)) return false;
	return name.startsWith('endpoint.') || Object.hasOwn(child(event, 'payload'), 'account_id');
};

/** Zoom webhooks of webinars, meetings and events. Some registrations have no time: the request's header has one. */
export const zoom: Adapter = {
	source: 'zoom',
	label: 'Zoom',
	idName: 'Zoom registrant or participant id',
	trust: 'visitor',
	keys: ['payload'],
	matches: (event) =>
		Object.hasOwn(event, 'payload') &&
		(isZoomEvent(event) || /^(webinar|meeting|recording)\./.test(textOf(own(event, 'event')))),
	read(event, context) {
		const name = textOf(own(event, 'event'));
		const type = TYPES.get(name) ?? '';
		if (type === '') return [nothing(`Zoom event “${name.slice(0, 60)}” says nothing the lead did`)];
		const session = child(child(event, 'payload'), 'object');
		const person = fieldsOf(
			first(
				own(session, 'registrant'),
				own(session, 'participant'),
				own(session, 'chat_message'),
				listOf(own(session, 'participants'))[0],
				// Of a recording on demand, the person stands beside it.
				name.startsWith('zoom_events.') ? session : undefined,
			),
		);
		if (isHost(session, person)) return [nothing('it was the host, not a lead')];
		const leadId = idOf(session, person);
		return [
			{
				type,
				at: first(
					own(person, 'join_time'),
					own(person, 'date_time'),
					own(person, 'registration_date'),
					own(event, 'event_ts'),
					own(context.headers, 'x-zm-request-timestamp'),
				),
				email: first(own(person, 'email'), own(person, 'sender_email')),
				leadId,
				aliases: [leadId],
				properties: propertiesOf(name, session, person),
				attributes: registrantAttributes(person),
			},
		];
	},
};

/**
 * The host joins and writes too: our own colleague. Whoever registered is none, whatever the ids say: Zoom's own example
 * has one for everybody.
 */
function isHost(session: Fields, person: Fields): boolean {
	if (/host$/i.test(textOf(own(person, 'sender_type')))) return true;
	if (textOf(own(person, 'registrant_id')) !== '') return false;
	const host = textOf(own(session, 'host_id'));
	const isSame = ['id', 'participant_user_id', 'user_id'].some((key) => textOf(own(person, key)) === host);
	const hostEmail = emailOf(own(session, 'host_email'));
	return (host !== '' && isSame) || (hostEmail !== '' && hostEmail === emailOf(own(person, 'email')));
}

/** A guest's `user_id` is counted anew in every session, so it stands with the session's own id. */
function idOf(session: Fields, person: Fields): unknown {
	const lasting = ['registrant_id', 'registration_id', 'participant_user_id', 'id', 'participant_uuid'].map((key) =>
		own(person, key),
	);
	const guest = textOf(own(person, 'user_id'));
	return first(...lasting, guest === '' ? '' : `${textOf(first(own(session, 'uuid'), own(session, 'id')))}/${guest}`);
}

function propertiesOf(name: string, session: Fields, person: Fields): Record<string, unknown> {
	const topic = textOf(own(session, 'topic'));
	return compact({
		name: topic,
		kind: /^recording\.|\.vod_/.test(name) ? 'recorded' : name.startsWith('meeting.') ? meetingKind(topic) : 'live',
		webinar: first(own(session, 'id'), own(session, 'event_id'), own(session, 'channel_id')),
		startsAt: own(session, 'start_time'),
		text: first(own(person, 'message_content'), own(person, 'comments'), own(child(person, 'feedback'), 'comments')),
		participant: own(person, 'participant_uuid'),
		...opinionOf(child(person, 'feedback')),
	});
}

/** `{ satisfied: false, feedback_details: [{ name }] }` */
function opinionOf(feedback: Fields): Fields {
	const satisfied = own(feedback, 'satisfied');
	if (typeof satisfied !== 'boolean') return {};
	const reasons = listOf(own(feedback, 'feedback_details')).map((detail) => textOf(own(fieldsOf(detail), 'name')));
	return {
		satisfied,
		rating: satisfied ? 'satisfied' : 'not satisfied',
		reason: reasons.filter((reason) => reason !== '').join(', '),
	};
}

const NOT_OF_THE_LEAD = new Set([
	'id',
	'join_url',
	'status',
	'custom_questions',
	'comments',
	'registrant_id',
	'participant_user_id',
	'participant_uuid',
	'user_id',
	'registration_id',
	'registration_date',
	'account_id',
	'channel_id',
	'hub_id',
	'event_id',
	'ticket_id',
	'ticket_type_id',
	'join_time',
	'leave_time',
	'user_name',
	'message_content',
	'message_id',
	'date_time',
	'sender_email',
	'sender_name',
	'sender_type',
	'sender_session_id',
	'recipient_type',
]);

function registrantAttributes(person: Fields): Record<string, unknown> {
	const plain = Object.fromEntries(
		Object.entries(person).filter(([key, value]) => !NOT_OF_THE_LEAD.has(key) && typeof value !== 'object'),
	);
	const questions = listOf(own(person, 'custom_questions')).map(fieldsOf);
	const asked = Object.fromEntries(
		questions.map((question) => [textOf(own(question, 'title')), own(question, 'value')]),
	);
	const name = first(own(person, 'user_name'), own(person, 'sender_name'));
	return attributesOf({ ...compact({ name }), ...asked, ...plain });
}

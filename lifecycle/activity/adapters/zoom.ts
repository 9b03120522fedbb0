import type { Fields } from '../../path';
import { attributesOf } from '../attributes';
import type { Adapter } from '../adapter';
import { nothing } from '../adapter';
import { meetingKind } from '../meeting';
import { child, compact, fieldsOf, first, listOf, own, textOf } from '../values';

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
]);

/** Zoom webhooks of webinars and meetings. A registration carries no time of its own: the request's header has one. */
export const zoom: Adapter = {
	source: 'zoom',
	label: 'Zoom',
	idName: 'Zoom registrant or participant id',
	keys: ['payload'],
	matches: (event) =>
		Object.hasOwn(event, 'payload') &&
		/^(webinar|meeting|recording|endpoint|user|phone|chat_message)\./.test(textOf(own(event, 'event'))),
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
			),
		);
		if (/host$/i.test(textOf(own(person, 'sender_type')))) return [nothing('the host wrote, not the lead')];
		const leadId = idOf(session, person);
		return [
			{
				type,
				at: first(
					own(person, 'join_time'),
					own(person, 'date_time'),
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

/** A guest's `user_id` is counted anew in every session, so it stands with the session's own id. */
function idOf(session: Fields, person: Fields): unknown {
	const lasting = ['registrant_id', 'participant_user_id', 'id', 'participant_uuid'].map((key) => own(person, key));
	const guest = textOf(own(person, 'user_id'));
	return first(...lasting, guest === '' ? '' : `${textOf(first(own(session, 'uuid'), own(session, 'id')))}/${guest}`);
}

function propertiesOf(name: string, session: Fields, person: Fields): Record<string, unknown> {
	const topic = textOf(own(session, 'topic'));
	return compact({
		name: topic,
		kind: name.startsWith('recording.') ? 'recorded' : name.startsWith('meeting.') ? meetingKind(topic) : 'live',
		webinar: own(session, 'id'),
		startsAt: own(session, 'start_time'),
		text: own(person, 'message_content') ?? own(person, 'comments'),
		participant: own(person, 'participant_uuid'),
	});
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

import { isEmpty } from '../../empty';
import type { Fields } from '../../path';
import type { Adapter, Draft } from '../adapter';
import { nothing } from '../adapter';
import { attributesOf } from '../attributes';
import { readAnswers, type FormAnswers } from '../form-answers';
import { meetingKind } from '../meeting';
import { child, compact, emailOf, fieldsOf, first, isTrue, listOf, own, textOf } from '../values';

/** Calendly webhooks v2 (`payload` is the invitee) and v1 (`payload.invitee`). */
export const calendly: Adapter = {
	source: 'calendly',
	label: 'Calendly',
	idName: 'Calendly invitee',
	trust: 'visitor',
	keys: ['payload'],
	matches: (event) =>
		/^(invitee|invitee_no_show|routing_form_submission|event_type)\.[a-z]+$/.test(textOf(own(event, 'event'))) &&
		Object.hasOwn(event, 'payload'),
	read(event) {
		const name = textOf(own(event, 'event'));
		const payload = child(event, 'payload');
		const draft = { at: timeOf(name, event, payload), ...inviteeOf(payload) };
		const id = textOf(first(own(payload, 'uri'), own(child(payload, 'invitee'), 'uuid')));
		const drafted = { ...draft, id: id === '' ? undefined : `${name}:${id}` };
		if (isOurOwn(payload, drafted.email)) return [nothing('one of our own hosts booked, not a lead')];
		switch (name) {
			case 'invitee.created':
				return [{ ...drafted, type: replaces(payload) ? 'meeting_reschedule' : 'meeting_booked' }];
			case 'invitee.canceled':
				if (isReplaced(payload)) return [nothing('the meeting was moved, not cancelled')];
				if (own(child(payload, 'cancellation'), 'canceler_type') === 'host')
					return [nothing('our own host cancelled the meeting, not the lead')];
				return [{ ...drafted, type: 'meeting_cancel' }];
			case 'invitee_no_show.created':
				return [{ ...drafted, type: 'meeting_no_show' }];
			case 'routing_form_submission.created':
				return [{ ...drafted, ...routingForm(payload), type: 'form_submit' }];
			default:
				return [nothing(`Calendly event “${name}” says nothing the lead did`)];
		}
	},
};

/** Colleagues try their own pages out. */
function isOurOwn(payload: Fields, invitee: unknown): boolean {
	const hosts = listOf(own(child(payload, 'scheduled_event'), 'event_memberships')).map(fieldsOf);
	const email = emailOf(invitee);
	return email !== '' && hosts.some((host) => emailOf(own(host, 'user_email')) === email);
}

const replaces = (payload: Fields): boolean =>
	!isEmpty(own(payload, 'old_invitee')) || isTrue(own(child(payload, 'invitee'), 'is_reschedule'));

/** Version 1 has no mark for it, but names the invitee that came instead. */
const isReplaced = (payload: Fields): boolean =>
	isTrue(own(payload, 'rescheduled')) || !isEmpty(own(payload, 'new_invitee'));

/** The sample call that Calendly hands out has no time of its own. */
function timeOf(name: string, event: Fields, payload: Fields): unknown {
	const invitee = child(payload, 'invitee');
	const act = name === 'invitee.canceled' ? own(invitee, 'canceled_at') : own(invitee, 'created_at');
	return first(own(event, 'created_at'), own(event, 'time'), act);
}

function inviteeOf(payload: Fields): Omit<Draft, 'type'> {
	const invitee =
		Object.hasOwn(payload, 'invitee') && !Object.hasOwn(payload, 'email') ? fieldsOf(own(payload, 'invitee')) : payload;
	const meeting = fieldsOf(first(own(payload, 'scheduled_event'), own(payload, 'event')));
	const name = textOf(first(own(meeting, 'name'), own(child(payload, 'event_type'), 'name')));
	const { first_name, last_name, email } = invitee;
	const cancellation = child(payload, 'cancellation');
	return {
		email,
		aliases: [own(invitee, 'uri')],
		leadId: first(
			own(invitee, 'uri'),
			typeof own(payload, 'invitee') === 'string' ? own(payload, 'invitee') : undefined,
		),
		properties: compact({
			name,
			kind: meetingKind(name),
			startsAt: own(meeting, 'start_time'),
			reason: first(own(cancellation, 'reason'), own(invitee, 'cancel_reason')),
			by: own(cancellation, 'canceler_type'),
			campaign: own(child(payload, 'tracking'), 'utm_campaign'),
			timezone: own(invitee, 'timezone'),
		}),
		attributes: attributesOf({
			...answersOf(payload).named,
			...compact({ name: own(invitee, 'name'), first_name, last_name, email }),
		}),
	};
}

function routingForm(payload: Fields): Omit<Draft, 'type'> {
	const { email, named } = answersOf(payload);
	return {
		email,
		leadId: own(payload, 'submitter'),
		properties: compact({ form: own(payload, 'routing_form'), result: own(child(payload, 'result'), 'type') }),
		attributes: attributesOf(named),
	};
}

const answersOf = (payload: Fields): FormAnswers =>
	readAnswers(
		listOf(own(payload, 'questions_and_answers'))
			.map(fieldsOf)
			.map((entry) => ({ label: textOf(own(entry, 'question')), value: own(entry, 'answer') })),
	);

import { asNumber } from '../../number';
import type { Fields } from '../../path';
import type { Adapter, Draft, Reading } from '../adapter';
import { nothing } from '../adapter';
import { attributesOf } from '../attributes';
import { child, compact, fieldsOf, first, isTrue, listOf, own, textOf } from '../values';

/**
 * Livestorm: people of a session as its webhooks and API give them (`data.type: "people"`). One record tells all that somebody
 * did: registered, came, saw the replay. https://developers.livestorm.co/docs/webhooks
 */
export const livestorm: Adapter = {
	source: 'livestorm',
	label: 'Livestorm',
	idName: 'Livestorm person id',
	trust: 'visitor',
	keys: ['data'],
	matches: (event) => {
		const data = child(event, 'data');
		return own(data, 'type') === 'people' && Object.hasOwn(child(data, 'attributes'), 'registrant_detail');
	},
	read: (event) => readPerson(child(event, 'data')),
};

function readPerson(data: Fields): Reading[] {
	const attributes = child(data, 'attributes');
	const details = child(attributes, 'registrant_detail');
	if (own(attributes, 'role') === 'team_member') return [nothing('a colleague, not a lead')];
	const asked = listOf(own(details, 'fields')).map(fieldsOf);
	const answers = Object.fromEntries(asked.map((field) => [textOf(own(field, 'id')), own(field, 'value')]));
	const { email, first_name, last_name } = attributes;
	const session = textOf(first(own(details, 'session_id'), own(details, 'event_id')));
	const common: Omit<Draft, 'type'> = {
		email: first(email, answers.email),
		leadId: own(data, 'id'),
		aliases: [own(data, 'id')],
		properties: compact({ webinar: session, kind: 'live', campaign: own(details, 'utm_campaign') }),
		attributes: attributesOf({ ...answers, ...compact({ email, first_name, last_name }) }),
	};
	const acts = actsIn(details, attributes);
	return acts.map(({ what, properties, ...act }) => ({
		...common,
		...act,
		id: `${what}:${session}:${textOf(own(data, 'id'))}`,
		properties: { ...common.properties, ...properties },
	}));
}

type Act = Pick<Draft, 'type' | 'at'> & { what: string; properties?: Record<string, unknown> };

function actsIn(details: Fields, attributes: Fields): Act[] {
	const acts: Act[] = [
		{
			what: 'registered',
			type: 'webinar_register',
			at: first(own(details, 'created_at'), own(attributes, 'created_at')),
		},
	];
	const updated = own(attributes, 'updated_at');
	if (isTrue(own(details, 'attended'))) {
		const seconds = asNumber(own(details, 'attendance_duration'));
		const minutes = seconds === undefined ? undefined : Math.round(seconds / 60);
		acts.push({
			what: 'attended',
			type: 'webinar_attend',
			at: first(own(details, 'attended_at'), updated),
			properties: compact({ minutes }),
		});
	}
	if (isTrue(own(details, 'has_viewed_replay'))) {
		acts.push({
			what: 'replay',
			type: 'webinar_view',
			at: first(own(details, 'replay_viewed_at'), updated),
			properties: { kind: 'replay' },
		});
	}
	return acts;
}

const GOTO_TYPES: ReadonlyMap<string, string> = new Map([
	['registrant.added', 'webinar_register'],
	['registrant.joined', 'webinar_attend'],
	['registrant.cancelled', 'webinar_cancel'],
]);

/** GoTo Webinar webhooks: https://developer.goto.com/GoToWebinarV2#tag/Webhooks */
export const gotoWebinar: Adapter = {
	source: 'gotoWebinar',
	label: 'GoTo Webinar',
	idName: 'GoTo registrant key',
	trust: 'visitor',
	keys: ['eventName'],
	matches: (event) =>
		typeof own(event, 'eventName') === 'string' &&
		(own(event, 'product') === 'g2w' || Object.hasOwn(event, 'eventVersion')),
	read(event) {
		const name = textOf(own(event, 'eventName'));
		const type = GOTO_TYPES.get(name);
		if (type === undefined) return [nothing(`GoTo Webinar event “${name.slice(0, 60)}” says nothing the lead did`)];
		const detail = { ...event, ...child(event, 'content'), ...child(event, 'payload') };
		const { email, firstName, lastName, organization, jobTitle, phone, country } = detail as Fields;
		const key = own(detail, 'registrantKey');
		return [
			{
				type,
				at: first(own(detail, 'joinTime'), own(detail, 'registrationDate'), own(event, 'timestamp')),
				id: own(event, 'eventKey'),
				email,
				leadId: key,
				aliases: [key],
				properties: compact({
					name: first(own(detail, 'webinarTitle'), own(detail, 'subject')),
					webinar: own(detail, 'webinarKey'),
					kind: 'live',
				}),
				attributes: attributesOf(
					compact({ email, firstName, lastName, company: organization, title: jobTitle, phone, country }),
				),
			},
		];
	},
};

import { PROPERTY_NAMES } from '../../../../lifecycle/crm/properties';
import { crmCall } from '../crm-set-up/crm-calls';
import { startsWith, step } from '../canvas';
import { value } from '../expression';
import { OFF, READ, READ_ONCE, REASON_WHEN_NONE, whyNone, type CrmIn } from './crm-in';
import { REASON_PROPERTY } from '../../../../lifecycle/crm/properties';

const stage = PROPERTY_NAMES.pipedrive('stage');
const reason = PROPERTY_NAMES.pipedrive(REASON_PROPERTY.column);
const PERSON = 'Person in Pipedrive';
const USERS = 'Users in Pipedrive';

/**
 * Events of Pipedrive's webhooks, of version 2 (`data`, `previous` with what changed, `meta.entity`) and of version 1
 * (`current`, `previous` whole, `meta.object`).
 */
const READ_EVENT = `
	const readEvent = (event) => {
		const meta = event.meta ?? {};
		const now = event.data ?? event.current ?? {};
		const before = event.previous ?? {};
		const entity = meta.entity ?? meta.object;
		const action = { create: 'create', added: 'create', change: 'change', updated: 'change' }[meta.action];
		const idOf = (part) => part !== null && typeof part === 'object' ? part.value ?? part.id : part;
		const person = Number(entity === 'person' ? now.id : idOf(now.person_id));
		const changed = (field) => Object.hasOwn(before, field) && idOf(before[field]) !== idOf(now[field]);
		const isKnown = (entity === 'deal' || entity === 'person' && action === 'change') && action !== undefined;
		return { entity, action, now, before, changed, person: Number.isSafeInteger(person) && person > 0 ? person : undefined, isKnown, at: now.update_time ?? now.add_time };
	};`;

export const pipedriveIn: CrmIn = {
	setUp: `*Deals in Pipedrive* and *Persons in Pipedrive* make their webhooks themselves; give them a **Basic Auth** credential too (*Incoming Authentication*), so that strangers stay out.`,
	starts: (at) => [
		startsWith(
			'pipedriveTrigger',
			'Deals in Pipedrive',
			at(0),
			{ authentication: 'apiToken', incomingAuthentication: 'basicAuth', action: '*', entity: 'deal' },
			OFF,
		),
		startsWith(
			'pipedriveTrigger',
			'Persons in Pipedrive',
			at(1),
			{ authentication: 'apiToken', incomingAuthentication: 'basicAuth', action: 'change', entity: 'person' },
			OFF,
		),
	],
	recordsOf: `${READ_EVENT}
	const read = events.map(readEvent);
	const isOurs = ({ isKnown, person }) => isKnown && person !== undefined;
	const records = [...new Set(read.filter(isOurs).map(({ person }) => person))].map((id) => ({ id }));
	const passed = read.filter((event) => !isOurs(event)).map(({ entity, action, isKnown }) => ({ what: String(action ?? 'an event') + ' of ' + String(entity ?? 'nothing known'), why: isKnown ? 'The deal has no person.' : 'It is no deal and no change of a person.' }));`,
	reads: (at) => [
		step(
			'pipedrive',
			PERSON,
			at(0),
			{ authentication: 'apiToken', resource: 'person', operation: 'get', personId: value('$json.id') },
			READ,
		),
		...crmCall(
			USERS,
			at(1),
			{
				credential: 'pipedriveApi',
				url: 'https://api.pipedrive.com/v1/users',
				why: 'The Pipedrive node does not list users',
			},
			READ_ONCE,
		).steps,
	],
	changesOf: `${READ_EVENT}
	// What the field “${stage}” of a person means when somebody writes it in Pipedrive; deals speak for themselves.
	const MEANS = { accepted: 'accepted', opportunity: 'opportunity', won: 'won', lost: 'lost', sent_back: 'sent_back', rejected: 'sent_back', recycled: 'sent_back', disqualified: 'sent_back' };
	const persons = new Map($('${PERSON}').all().filter(({ json }) => json.emails || json.email).map(({ json }) => [Number(json.id), json]));
	const users = new Map($('${USERS}').all().flatMap(({ json }) => Array.isArray(json.data) ? json.data : []).map(({ id, email }) => [Number(id), email]));
	const mailOf = ({ emails, email }) => { const list = [emails ?? email ?? []].flat(); return (list.find(({ primary }) => primary) ?? list[0] ?? {}).value ?? ''; };
	const textOf = (value) => String(value?.value ?? value ?? '').trim();
	const fieldOf = (person, name) => textOf((person.custom_fields ?? {})[name] ?? person[name]);
	// Which key a field has differs by account: the field that changed to what the person's field of that name shows is it.
	const wrote = ({ now, before }, shown) => {
		const [after, earlier] = [now.custom_fields ?? now, before.custom_fields ?? before];
		return shown !== '' && Object.keys(earlier).some((key) => textOf(after[key]) === shown && textOf(earlier[key]) !== shown);
	};
	const changes = events.map(readEvent).filter(({ isKnown, person }) => isKnown && ids.includes(String(person))).flatMap((event) => {
		const { entity, action, now, changed } = event;
		const what = action + ' of ' + entity + ' ' + now.id;
		const pass = (why) => { passed.push({ what, why }); return []; };
		const person = persons.get(event.person);
		if (!person) return pass('Pipedrive did not give the person: choose a credential in ${PERSON} and switch it on, or the person is gone.');
		const shown = fieldOf(person, '${stage}');
		const change = { lead: mailOf(person), by: 'Pipedrive', at: timeOf(event.at), shown };
		if (!change.lead) return pass('The person has no e-mail address, by which leads are known.');
		const said = (decision, note, reason) => ({ ...change, decision, ...(['sent_back', 'lost'].includes(decision) ? { reason: reason || fieldOf(person, '${reason}') || '${REASON_WHEN_NONE}' } : { note }) });
		const found = [];
		if (entity === 'person' && changed('owner_id')) {
			const owner = Number(person.owner_id?.id ?? person.owner_id);
			if (users.has(owner)) found.push({ ...change, decision: 'owner', owner: users.get(owner) });
			else pass('Pipedrive named no user ' + owner + ${whyNone(USERS)});
		}
		if (entity === 'person' && Object.hasOwn(MEANS, shown) && wrote(event, shown)) found.push(said(MEANS[shown], '${stage} is ' + shown));
		if (entity === 'deal' && (action === 'create' || changed('status'))) {
			if (now.status === 'open' && action === 'create') found.push(said('opportunity', 'a deal was opened'));
			if (now.status === 'won') found.push(said('won', 'the deal is won'));
			if (now.status === 'lost') found.push(said('lost', '', now.lost_reason));
		}
		return found.length > 0 ? found : pass('Nothing in it says who has the lead.');
	});`,
};

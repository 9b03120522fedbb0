import { isFields, type Fields } from '../../path';
import { asText } from '../../text';
import { PROPERTY_NAMES, REASON_PROPERTY } from '../properties';
import { listIn } from '../values';
import { saidWith, STAGE_MEANS, type Change, type CrmChanges, type Skipped } from './crm-changes';
import { distinct, partOf, timeIn, wholeNumber, whyNoUser } from './told';

const STAGE = PROPERTY_NAMES.pipedrive('stage');
const REASON = PROPERTY_NAMES.pipedrive(REASON_PROPERTY.column);

const ACTIONS: ReadonlyMap<string, 'create' | 'change'> = new Map([
	['create', 'create'],
	['added', 'create'],
	['change', 'change'],
	['updated', 'change'],
]);

/** An id, or an object that holds it as `value` or `id`. */
const idOf = (part: unknown): unknown => (isFields(part) ? (part.value ?? part.id) : part);
const textOf = (value: unknown): string => asText(isFields(value) ? value.value : value).trim();

interface Event {
	readonly entity: string;
	readonly action: 'create' | 'change' | undefined;
	readonly now: Fields;
	readonly before: Fields;
	readonly person: number | undefined;
	/** A deal, or a change of a person. */
	readonly isKnown: boolean;
}

/**
 * Events of Pipedrive's webhooks, of version 2 (`data`, `previous` with what changed, `meta.entity`) and of version 1
 * (`current`, `previous` whole, `meta.object`).
 */
function readEvent(event: Fields): Event {
	const meta = partOf(event, 'meta');
	const now = isFields(event.data) ? event.data : partOf(event, 'current');
	const entity = asText(meta.entity ?? meta.object);
	const action = ACTIONS.get(asText(meta.action));
	return {
		entity,
		action,
		now,
		before: partOf(event, 'previous'),
		person: wholeNumber(entity === 'person' ? now.id : idOf(now.person_id)),
		isKnown: action !== undefined && (entity === 'deal' || (entity === 'person' && action === 'change')),
	};
}

const changed = ({ now, before }: Event, field: string): boolean =>
	Object.hasOwn(before, field) && idOf(before[field]) !== idOf(now[field]);

/** Which key a field has differs by account: the field that changed to what the person's field of that name shows is it. */
function wrote({ now, before }: Event, shown: string): boolean {
	const after = isFields(now.custom_fields) ? now.custom_fields : now;
	const earlier = isFields(before.custom_fields) ? before.custom_fields : before;
	return (
		shown !== '' && Object.keys(earlier).some((key) => textOf(after[key]) === shown && textOf(earlier[key]) !== shown)
	);
}

function addressOf({ emails, email }: Fields): string {
	const list = [emails ?? email ?? []].flat().filter(isFields);
	return asText((list.find(({ primary }) => primary === true) ?? list[0])?.value);
}

const fieldOf = (person: Fields, name: string): string => textOf(partOf(person, 'custom_fields')[name] ?? person[name]);

function ownerOf(event: Event, person: Fields, users: readonly Fields[], skip: (why: string) => Change[]) {
	if (event.entity !== 'person' || !changed(event, 'owner_id')) return [];
	const owner = wholeNumber(isFields(person.owner_id) ? person.owner_id.id : person.owner_id);
	const emails = new Map(
		users.flatMap((answer) => listIn(answer, 'data')).map(({ id, email }) => [wholeNumber(id), asText(email)]),
	);
	const email = owner === undefined ? undefined : emails.get(owner);
	if (email === undefined) return skip(`Pipedrive named no user ${owner ?? 'at all'}${whyNoUser(users)}`);
	return [{ decision: 'owner', owner: email } as const];
}

function stagesOf(event: Event, person: Fields): Array<Pick<Change, 'decision' | 'reason' | 'note'>> {
	const { entity, action, now } = event;
	const said = (decision: Change['decision'], note: string, reason = '') => ({
		decision,
		...saidWith(decision, reason || fieldOf(person, REASON), note),
	});
	if (entity === 'person') {
		const shown = fieldOf(person, STAGE);
		const decision = wrote(event, shown) ? STAGE_MEANS.get(shown) : undefined;
		return decision === undefined ? [] : [said(decision, `${STAGE} is ${shown}`)];
	}
	if (action !== 'create' && !changed(event, 'status')) return [];
	switch (now.status) {
		case 'open':
			return action === 'create' ? [said('opportunity', 'a deal was opened')] : [];
		case 'won':
			return [said('won', 'the deal is won')];
		case 'lost':
			return [said('lost', '', asText(now.lost_reason))];
		default:
			return [];
	}
}

export const pipedriveChanges: CrmChanges = {
	title: 'Pipedrive',
	recordsOf(events) {
		const read = events.map(readEvent);
		const isOurs = ({ isKnown, person }: Event): boolean => isKnown && person !== undefined;
		return {
			records: distinct(read.filter(isOurs).map(({ person }) => person)).map((id) => ({ id })),
			skipped: read
				.filter((event) => !isOurs(event))
				.map(({ entity, action, isKnown }) => ({
					what: `${action ?? 'an event'} of ${entity || 'nothing known'}`,
					why: isKnown ? 'The deal has no person.' : 'It is not a deal and not a change of a person.',
				})),
		};
	},
	changesOf({ events, records, users }) {
		const skipped: Skipped[] = [];
		const persons = new Map(
			records.filter(({ emails, email }) => emails ?? email).map((record) => [wholeNumber(record.id), record]),
		);
		const ours = events.map(readEvent).filter(({ isKnown, person }) => isKnown && person !== undefined);
		const changes = ours.flatMap((event): Change[] => {
			const skip = (why: string): Change[] => {
				skipped.push({ what: `${event.action} of ${event.entity} ${asText(event.now.id)}`, why });
				return [];
			};
			const person = persons.get(event.person);
			if (person === undefined) {
				return skip(
					'Pipedrive did not give the person: choose a credential in *Get record* and activate it, or the person is gone.',
				);
			}
			const lead = addressOf(person);
			if (lead === '') return skip('The person has no e-mail address, by which leads are known.');
			const change = { lead, by: 'Pipedrive', at: timeIn(event.now.update_time ?? event.now.add_time) };
			const found = [...ownerOf(event, person, users, skip), ...stagesOf(event, person)];
			if (found.length === 0) return skip('Nothing in it says who has the lead.');
			return found.map((said) => ({ ...change, ...said }));
		});
		return { changes, skipped };
	},
};

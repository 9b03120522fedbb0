import type { Fields } from '../../path';
import { asText } from '../../text';
import { PROPERTY_NAMES, REASON_PROPERTY } from '../properties';
import { listIn } from '../values';
import { saidWith, STAGE_MEANS, type Change, type CrmChanges, type Skipped } from './crm-changes';
import { distinct, partOf, timeIn, wholeNumber, whyNoUser } from './told';

const STAGE = PROPERTY_NAMES.hubspot('stage');
const REASON = PROPERTY_NAMES.hubspot(REASON_PROPERTY.column);
const OWNER = 'hubspot_owner_id';

/** What the values mean. What is not named here says nothing about the lead. */
const MEANS: ReadonlyMap<string, ReadonlyMap<string, Change['decision']>> = new Map([
	[STAGE, STAGE_MEANS],
	[
		'hs_lead_status',
		new Map<string, Change['decision']>([
			['IN_PROGRESS', 'accepted'],
			['CONNECTED', 'accepted'],
			['OPEN_DEAL', 'opportunity'],
			['UNQUALIFIED', 'sent_back'],
			['BAD_TIMING', 'sent_back'],
		]),
	],
	[
		'lifecyclestage',
		new Map<string, Change['decision']>([
			['salesqualifiedlead', 'accepted'],
			['opportunity', 'opportunity'],
			['customer', 'won'],
		]),
	],
]);

/** The properties that HubSpot's trigger watches. */
export const HUBSPOT_PROPERTIES: readonly string[] = [...MEANS.keys(), OWNER];

const isOurs = ({ subscriptionType, contactId, propertyName }: Fields): boolean =>
	subscriptionType === 'contact.propertyChange' &&
	wholeNumber(contactId) !== undefined &&
	HUBSPOT_PROPERTIES.includes(asText(propertyName));

const timeOf = ({ occurredAt }: Fields): number => Number(asText(occurredAt)) || 0;

/** Of each property of a contact the newest change, in the order in which they were made. */
function newestOf(events: readonly Fields[]): Fields[] {
	const newest = new Map<string, Fields>();
	const inOrder = events.filter(isOurs).sort((one, other) => timeOf(one) - timeOf(other));
	for (const event of inOrder) {
		const key = `${asText(event.contactId)} ${asText(event.propertyName)}`;
		newest.delete(key);
		newest.set(key, event);
	}
	return [...newest.values()];
}

/** Events name a property and its new value, and not whom the contact is. */
export const hubspotChanges: CrmChanges = {
	title: 'HubSpot',
	recordsOf: (events) => ({
		records: distinct(events.filter(isOurs).map(({ contactId }) => asText(contactId))).map((id) => ({ id })),
		skipped: events
			.filter((event) => !isOurs(event))
			.map((event) => ({
				what: `${asText(event.subscriptionType) || 'an event'} of ${asText(event.propertyName) || asText(event.contactId) || 'no contact'}`,
				why: 'It is not a change of a property that 15 watches.',
			})),
	}),
	changesOf({ events, records, users }) {
		const skipped: Skipped[] = [];
		const contacts = new Map(
			records
				.filter((record) => Object.keys(partOf(record, 'properties')).length > 0)
				.map((record) => [asText(record.vid ?? record['canonical-vid']), partOf(record, 'properties')]),
		);
		const owners = new Map(
			users.flatMap((answer) => listIn(answer, 'results')).map(({ id, email }) => [asText(id), asText(email)]),
		);
		const changes = newestOf(events).flatMap((event): Change[] => {
			const name = asText(event.propertyName);
			const value = asText(event.propertyValue);
			const skip = (why: string): Change[] => {
				skipped.push({ what: `contact ${asText(event.contactId)}, ${name} ${value}`, why });
				return [];
			};
			const contact = contacts.get(asText(event.contactId));
			if (contact === undefined) {
				return skip(
					'HubSpot did not give the contact: choose a credential in *Get record* and activate it, or the contact is gone.',
				);
			}
			const fieldOf = (field: string): string => asText(partOf(contact, field).value).trim();
			const lead = fieldOf('email');
			if (lead === '') return skip('The contact has no e-mail address, by which leads are known.');
			const change = { lead, by: 'HubSpot', at: timeIn(timeOf(event)) };
			if (name === OWNER) {
				const owner = fieldOf(OWNER);
				const email = owner === '' ? '' : owners.get(owner);
				if (email === undefined) return skip(`HubSpot named no owner ${owner}${whyNoUser(users)}`);
				return [{ ...change, decision: 'owner', owner: email }];
			}
			const decision = MEANS.get(name)?.get(value);
			if (decision === undefined) return skip('This value says nothing about who has the lead.');
			const reason = fieldOf(REASON) || (value === 'BAD_TIMING' ? 'bad_timing' : '');
			return [{ ...change, decision, ...saidWith(decision, reason, `${name} is ${value}`) }];
		});
		return { changes, skipped };
	},
};

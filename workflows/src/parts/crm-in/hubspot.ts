import { PROPERTY_NAMES } from '../../../../lifecycle/crm/properties';
import { crmCall } from '../crm-set-up/crm-calls';
import { startsWith, step } from '../canvas';
import { value } from '../expression';
import { OFF, READ, READ_ONCE, REASON_WHEN_NONE, whyNone, type CrmIn } from './crm-in';
import { REASON_PROPERTY } from '../../../../lifecycle/crm/properties';

const stage = PROPERTY_NAMES.hubspot('stage');
const reason = PROPERTY_NAMES.hubspot(REASON_PROPERTY.column);
const PROPERTIES = [stage, 'hs_lead_status', 'lifecyclestage', 'hubspot_owner_id'];

const CONTACT = 'Contact in HubSpot';
const OWNERS = 'Owners in HubSpot';

/** Contacts in which a property changed; HubSpot names the property and its new value, and not whom the contact is. */
export const hubspotIn: CrmIn = {
	setUp: `*Changes in HubSpot* takes a **HubSpot Developer** credential and watches \`${PROPERTIES.join('`, `')}\`; *${CONTACT}* and *${OWNERS}* take the one of your other HubSpot nodes.`,
	starts: (at) => [
		startsWith(
			'hubspotTrigger',
			'Changes in HubSpot',
			at(0),
			{
				eventsUi: { eventValues: PROPERTIES.map((property) => ({ name: 'contact.propertyChange', property })) },
				additionalFields: {},
			},
			OFF,
		),
	],
	recordsOf: `
	const isOurs = ({ subscriptionType, contactId, propertyName }) => subscriptionType === 'contact.propertyChange' && Number.isSafeInteger(Number(contactId)) && Number(contactId) > 0 && ${JSON.stringify(PROPERTIES).replaceAll(',', ', ')}.includes(propertyName);
	const records = [...new Set(events.filter(isOurs).map(({ contactId }) => String(contactId)))].map((id) => ({ id }));
	const passed = events.filter((event) => !isOurs(event)).map((event) => ({ what: String(event.subscriptionType ?? 'an event') + ' of ' + String(event.propertyName ?? event.contactId ?? 'no contact'), why: 'It is no change of a property that 05 watches.' }));`,
	reads: (at) => [
		step(
			'hubspot',
			CONTACT,
			at(0),
			{
				authentication: 'appToken',
				resource: 'contact',
				operation: 'get',
				contactId: { __rl: true, mode: 'id', value: value('$json.id') },
				additionalFields: {},
			},
			READ,
		),
		...crmCall(
			OWNERS,
			at(1),
			{
				credential: 'hubspotAppToken',
				url: 'https://api.hubapi.com/crm/v3/owners?limit=500',
				why: 'The HubSpot node does not list owners',
			},
			READ_ONCE,
		).steps,
	],
	changesOf: `
	// What the values mean; add yours. What is not named here says nothing about the lead.
	const MEANS = {
		${stage}: { accepted: 'accepted', opportunity: 'opportunity', won: 'won', lost: 'lost', sent_back: 'sent_back', rejected: 'sent_back', recycled: 'sent_back', disqualified: 'sent_back' },
		hs_lead_status: { IN_PROGRESS: 'accepted', CONNECTED: 'accepted', OPEN_DEAL: 'opportunity', UNQUALIFIED: 'sent_back', BAD_TIMING: 'sent_back' },
		lifecyclestage: { salesqualifiedlead: 'accepted', opportunity: 'opportunity', customer: 'won' },
	};
	const contacts = new Map($('${CONTACT}').all().filter(({ json }) => json.properties).map(({ json }) => [String(json.vid ?? json['canonical-vid']), json.properties]));
	const owners = new Map($('${OWNERS}').all().flatMap(({ json }) => Array.isArray(json.results) ? json.results : []).map(({ id, email }) => [String(id), email]));
	const newest = new Map();
	const inOrder = events.filter(({ contactId, propertyName }) => ids.includes(String(contactId)) && [...Object.keys(MEANS), 'hubspot_owner_id'].includes(propertyName)).sort((one, other) => Number(one.occurredAt ?? 0) - Number(other.occurredAt ?? 0));
	for (const one of inOrder) newest.set(one.contactId + ' ' + one.propertyName, one);
	// n8n has a \`values\` of its own, which knows no Map.
	const changes = Array.from(newest, ([, event]) => event).flatMap(({ contactId, propertyName, propertyValue, occurredAt }) => {
		const what = 'contact ' + contactId + ', ' + propertyName + ' ' + propertyValue;
		const properties = contacts.get(String(contactId));
		const pass = (why) => { passed.push({ what, why }); return []; };
		if (!properties) return pass('HubSpot did not give the contact: choose a credential in ${CONTACT} and switch it on, or the contact is gone.');
		const fieldOf = (name) => String((properties[name] ?? {}).value ?? '').trim();
		if (!fieldOf('email')) return pass('The contact has no e-mail address, by which leads are known.');
		const change = { lead: fieldOf('email'), by: 'HubSpot', at: timeOf(Number(occurredAt)), shown: fieldOf('${stage}') };
		if (propertyName === 'hubspot_owner_id') {
			const owner = fieldOf('hubspot_owner_id');
			return owner && !owners.has(owner) ? pass('HubSpot named no owner ' + owner + ${whyNone(OWNERS)}) : [{ ...change, decision: 'owner', owner: owners.get(owner) ?? '' }];
		}
		const means = MEANS[propertyName] ?? {};
		const decision = Object.hasOwn(means, propertyValue) ? means[propertyValue] : undefined;
		if (!decision) return pass('This value says nothing about who has the lead.');
		const reason = fieldOf('${reason}') || (propertyValue === 'BAD_TIMING' ? 'bad_timing' : '${REASON_WHEN_NONE}');
		return [{ ...change, decision, ...(['sent_back', 'lost'].includes(decision) ? { reason } : { note: propertyName + ' is ' + propertyValue }) }];
	});`,
};

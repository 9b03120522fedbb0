import { PROPERTY_NAMES, PROPERTY_TYPES } from '../../../../lifecycle/crm/properties';
import { AGAIN, crmCall } from './crm-calls';
import { PROPERTIES, type CrmSetUp } from './crm-set-up';

const API = 'https://api.hubapi.com/crm/v3/properties/contacts';
const credential = 'hubspotAppToken';
const GROUP = { name: 'lead_lifecycle', label: 'Lead lifecycle' };

const wanted = PROPERTIES.map(({ column, label, kind, purpose }) => {
	const [type, fieldType] = PROPERTY_TYPES.hubspot[kind].split('/');
	return {
		name: PROPERTY_NAMES.hubspot(column),
		label,
		description: purpose,
		groupName: GROUP.name,
		type,
		fieldType,
	};
});

const make = (url: string, name: string) => (place: Parameters<typeof crmCall>[1]) =>
	crmCall(name, place, { credential, url, body: '$json.body', why: 'The HubSpot node makes no properties' });

/** HubSpot answers 409 to what is there already, and leaves it. */
export const hubspotSetUp: CrmSetUp = {
	needs: 'the scopes `crm.schemas.contacts.read` and `crm.schemas.contacts.write`',
	ask: (at) => [
		crmCall(
			'Properties in HubSpot',
			at(0),
			{ credential, url: API, why: 'The HubSpot node lists no properties' },
			{ executeOnce: true, ...AGAIN },
		),
	],
	missing: `
	const wanted = ${JSON.stringify(wanted, null, 1).replaceAll('\n', ' ')};
	const there = new Set(asked[0].flatMap(({ results }) => results ?? []).map(({ name }) => name));
	const properties = wanted.filter(({ name }) => !there.has(name)).map((body) => ({ what: body.label, body }));
	const lists = { groups: properties.length > 0 ? [{ what: '${GROUP.label}', body: ${JSON.stringify(GROUP).replaceAll(',', ', ')} }] : [], properties };`,
	makes: [
		{ list: 'groups', title: 'The group', step: make(`${API}/groups`, 'Make the group') },
		{ list: 'properties', title: 'One item a property', step: make(API, 'Make the properties') },
	],
};

import { ok } from '../../fault';
import { PROPERTIES, PROPERTY_NAMES, PROPERTY_TYPES } from '../properties';
import { listIn } from '../values';
import type { CrmSetUp } from './crm-set-up';

/** The group in which HubSpot shows the properties. */
export const HUBSPOT_GROUP = { name: 'lead_lifecycle', label: 'Lead lifecycle' };

const WANTED = PROPERTIES.map(({ column, label, kind, purpose }) => {
	const [type, fieldType] = PROPERTY_TYPES.hubspot[kind].split('/');
	const name = PROPERTY_NAMES.hubspot(column);
	const body = { name, label, description: purpose, groupName: HUBSPOT_GROUP.name, type, fieldType };
	return { what: label, name, body };
});

export const hubspotSetUp: CrmSetUp = {
	missing(there) {
		const names = new Set(there.flatMap((answer) => listIn(answer, 'results')).map(({ name }) => name));
		return ok(WANTED.filter(({ name }) => !names.has(name)));
	},
	created: (first) => (first.some(({ name }) => name === HUBSPOT_GROUP.name) ? [HUBSPOT_GROUP.label] : []),
};

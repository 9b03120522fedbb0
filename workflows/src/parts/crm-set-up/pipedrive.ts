import { PROPERTY_NAMES, PROPERTY_TYPES } from '../../../../lifecycle/crm/properties';
import { AGAIN, crmCall } from './crm-calls';
import { PROPERTIES, type CrmSetUp } from './crm-set-up';

const API = 'https://api.pipedrive.com/api/v2/personFields';
const credential = 'pipedriveApi';
const MOST = 500;

const wanted = PROPERTIES.map(({ column, kind }) => ({
	field_name: PROPERTY_NAMES.pipedrive(column),
	field_type: PROPERTY_TYPES.pipedrive[kind],
}));

/** Pipedrive makes a second field of a name without a word, so nothing is made unless all names are known. */
export const pipedriveSetUp: CrmSetUp = {
	needs: 'a user who may edit the fields of persons',
	ask: (at) => [
		crmCall(
			'Fields in Pipedrive',
			at(0),
			{ credential, url: `${API}?limit=${MOST}`, why: 'The Pipedrive node lists no fields' },
			{ executeOnce: true, ...AGAIN },
		),
	],
	missing: `
	const wanted = ${JSON.stringify(wanted).replaceAll(',', ', ')};
	const there = new Set(asked[0].flatMap(({ data }) => data ?? []).map(({ field_name, name }) => field_name ?? name));
	const isWhole = asked[0].every(({ data, additional_data }) => Array.isArray(data) && !(additional_data ?? {}).next_cursor);
	if (!isWhole) faults.push('Pipedrive did not list all fields of a person (at most ${MOST}), and makes those twice that it has. Make them by hand: ' + wanted.map(({ field_name, field_type }) => field_name + ' (' + field_type + ')').join(', ') + '.');
	const lists = { fields: isWhole ? wanted.filter(({ field_name }) => !there.has(field_name)).map((body) => ({ what: body.field_name, body })) : [] };`,
	makes: [
		{
			list: 'fields',
			title: 'One item a field',
			step: (place) =>
				crmCall('Make the fields', place, {
					credential,
					url: API,
					body: '$json.body',
					perSecond: 4,
					why: 'The Pipedrive node makes no fields',
				}),
		},
	],
};

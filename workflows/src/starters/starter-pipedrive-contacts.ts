import { step } from '../parts/canvas';
import { value } from '../parts/expression';
import { contactsStarter, WRITES } from './contacts';
import { PATIENT, BY_FIT } from './write-back';

const field = (name: string, source: string) => ({ name, value: value(source) });

export default contactsStarter({
	file: 'starter-pipedrive-contacts',
	crm: 'Pipedrive',
	people: 'persons',
	leadShape: 'pipedrive',
	keyField: 'id',
	last: {
		cellField: 'custom_fields["Lead cell"]',
		cell: "$json.custom_fields?.['Lead cell']",
		total: "$json.custom_fields?.['Lead total']",
	},
	who: 'j.name',
	grid: BY_FIT,
	tellsActivity: false,
	get: (name, place) =>
		step('pipedrive', name, place, { resource: 'person', operation: 'getAll', returnAll: true, filters: {} }, PATIENT),
	write: (name, place) =>
		step(
			'pipedrive',
			name,
			place,
			{
				resource: 'person',
				operation: 'update',
				personId: value('$json.id'),
				updateFields: {
					customFields: {
						property: [
							field('Lead total', '$json.leadScore.total'),
							field('Lead cell', '$json.grid.cell'),
							field('Lead summary', '$json.leadScore.summary'),
						],
					},
				},
			},
			WRITES,
		),
	fields:
		'In Pipedrive, make three fields of a person with these names: **Lead total** (numerical), **Lead cell** (text), **Lead summary** (large text).',
	read: 'All persons. To read fewer, choose one of your Pipedrive filters in *Get persons*, such as those updated today.',
	remark:
		'15 points of fit are enough here (*Fit Thresholds*), because a person in Pipedrive says who people are, hardly what they do. To score what they do, use the templates 01 and 02.',
});

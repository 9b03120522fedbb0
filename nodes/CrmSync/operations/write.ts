import { writeRecords } from '../../../lifecycle/crm/look-up';
import { fieldsIn, itemsOfAll, leadsIn } from '../items';
import type { Operation } from '../operation';

export const writeLeads: Operation = {
	value: 'write',
	name: 'Write',
	action: 'Write leads to the CRM',
	description: 'What to write into the records of the CRM, which new ones to make, and which owners it names',
	connect:
		'Connect <b>Leads</b> of Look Up, the users of your CRM, what else it needs first, and the nodes that find records. Template 16 shows how.',
	inputs: ['Leads', 'CRM Users', 'Set-Up', 'Found', 'Also Found'],
	outputs: ['Leads', 'Update', 'Create', 'Owners'],
	run({ context, crm }) {
		const { leads, faults } = leadsIn(context);
		const both = (input: number) => [...fieldsIn(context, input), ...fieldsIn(context, input + 1)];
		const { leads: known, ...written } = writeRecords(leads, both(1), both(3), crm);
		return [
			[...itemsOfAll(known), ...faults],
			itemsOfAll(written.updates),
			itemsOfAll(written.creations),
			itemsOfAll(written.owners),
		];
	},
};

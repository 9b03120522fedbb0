import { lookUp } from '../../../lifecycle/crm/look-up';
import { fieldsIn, itemsOfAll, leadsIn } from '../items';
import type { Operation } from '../operation';

export const lookUpLeads: Operation = {
	value: 'lookUp',
	name: 'Look Up',
	action: 'Look leads up in the CRM',
	description: 'Which addresses to look up; none when the CRM did not say who works there',
	inputs: ['Leads', 'CRM Users', 'Set-Up'],
	outputs: ['Leads', 'Look Up'],
	run({ context, crm }) {
		const { leads, faults } = leadsIn(context);
		const { leads: checked, calls } = lookUp(leads, [...fieldsIn(context, 1), ...fieldsIn(context, 2)], crm);
		return [[...itemsOfAll(checked), ...faults], itemsOfAll(calls)];
	},
};

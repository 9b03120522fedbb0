import { lookUp } from '../../../lifecycle/crm/look-up';
import { fieldsIn, itemsOfAll, leadsIn } from '../items';
import type { Operation } from '../operation';

export const lookUpLeads: Operation = {
	value: 'lookUp',
	name: 'Look Up',
	action: 'Look leads up in the CRM',
	description: 'Which addresses to look up; none when the CRM did not say who works there',
	connect:
		'Connect <b>Leads</b> of Find What Is Due, the users of your CRM, and what else the CRM needs first. Template 16 shows how.',
	inputs: ['Leads', 'CRM Users', 'Set-Up'],
	outputs: ['Leads', 'Look Up'],
	run({ context, crm }) {
		const { leads, faults } = leadsIn(context);
		const { leads: checked, calls } = lookUp(leads, [...fieldsIn(context, 1), ...fieldsIn(context, 2)], crm);
		return [[...itemsOfAll(checked), ...faults], itemsOfAll(calls)];
	},
};

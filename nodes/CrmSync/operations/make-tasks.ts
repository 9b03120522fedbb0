import { makeTasks } from '../../../lifecycle/crm/tasks';
import { fieldsIn, itemsOfAll, leadsIn } from '../items';
import type { Operation } from '../operation';

export const makeTasksOfLeads: Operation = {
	value: 'makeTasks',
	name: 'Make Tasks',
	action: 'Make tasks in the CRM',
	description: 'Which tasks the CRM does not have yet',
	connect: 'Connect <b>Leads</b> of Look for Tasks, and the node that finds tasks. Template 16 shows how.',
	inputs: ['Leads', 'Tasks'],
	outputs: ['Leads', 'Make'],
	run({ context, crm }) {
		const { leads, faults } = leadsIn(context);
		const { leads: asked, calls } = makeTasks(leads, fieldsIn(context, 1), crm);
		return [[...itemsOfAll(asked), ...faults], itemsOfAll(calls)];
	},
};

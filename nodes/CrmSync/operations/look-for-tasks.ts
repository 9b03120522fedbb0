import { lookForTasks } from '../../../lifecycle/crm/tasks';
import { itemsOfAll, leadsIn, resultsIn } from '../items';
import type { Operation } from '../operation';

export const lookForTasksOfLeads: Operation = {
	value: 'lookForTasks',
	name: 'Look for Tasks',
	action: 'Look for tasks in the CRM',
	description: 'What became of the records, and whose tasks to look for, so that none is made twice',
	connect: 'Connect <b>Leads</b> of Write, and the nodes that update and create records. Template 16 shows how.',
	inputs: ['Leads', 'Updated', 'Created'],
	outputs: ['Leads', 'Look For'],
	run({ context, crm }) {
		const { leads, faults } = leadsIn(context);
		const { leads: written, calls } = lookForTasks(leads, resultsIn(context, 1), resultsIn(context, 2), crm);
		return [[...itemsOfAll(written), ...faults], itemsOfAll(calls)];
	},
};

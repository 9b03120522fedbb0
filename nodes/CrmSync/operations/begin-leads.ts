import { beginLeads } from '../../../lifecycle/crm/history/new-leads';
import { asText } from '../../../lifecycle/text';
import { historyOf, isoOf, stagesOf } from '../history';
import { fieldsIn, itemsOfAll } from '../items';
import type { Operation } from '../operation';

export const beginNewLeads: Operation = {
	value: 'beginLeads',
	name: 'Begin New Leads',
	action: 'Begin new leads with what the CRM says',
	description: 'Rows for leads that the lead book does not know, with the stage and the owner that the CRM says',
	connect:
		'Connect the activities of the page, the rows of <b>ll_lead_book</b> for their leads, and the users of your CRM. Templates 13 and 14 show how.',
	inputs: ['Activities', 'Lead Book', 'CRM Users'],
	outputs: ['New', 'Activities'],
	run(run) {
		const { context, asOf, options } = run;
		const [activities, book, users] = [0, 1, 2].map((input) => fieldsIn(context, input));
		const { rows, activities: told } = beginLeads(
			activities,
			book.map(({ lead }) => asText(lead)),
			{
				history: historyOf(run),
				stages: stagesOf(run),
				users,
				asOf: isoOf(asOf),
				by: asText(options.by).trim() || asText(context.getWorkflow().name),
			},
		);
		return [itemsOfAll(rows), itemsOfAll(told)];
	},
};

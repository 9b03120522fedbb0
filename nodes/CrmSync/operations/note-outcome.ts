import { outcomeOf } from '../../../lifecycle/crm/outcome';
import { outboxRowOf } from '../../../lifecycle/message/outbox';
import { readSettings } from '../../../lifecycle/settings/read-settings';
import { addHints } from '../../shared/shell';
import { itemsOfAll, leadsIn, resultsIn } from '../items';
import type { Operation } from '../operation';

export const noteOutcome: Operation = {
	value: 'noteOutcome',
	name: 'Note the Outcome',
	action: 'Note the outcome in the tables',
	description: 'Rows for the lead book and the outbox: what the CRM shows now, and what is tried again when',
	connect:
		'Connect <b>Leads</b> of Make Tasks, and the node that makes tasks. Write what comes out to <b>ll_lead_book</b> and <b>ll_outbox</b>. Template 16 shows how.',
	inputs: ['Leads', 'Made'],
	outputs: ['Lead Book', 'Outbox', 'Done'],
	run({ context, crm, asOf }) {
		const { leads, faults } = leadsIn(context);
		const { book, outbox, report, isOff } = outcomeOf(leads, resultsIn(context, 1), crm, asOf);
		const told = report === undefined ? undefined : outboxRowOf(report, readSettings([]).settings);
		if (isOff)
			addHints(
				context,
				[`Nothing was written to ${crm.title}: choose its credential in each of its nodes, and activate all of them.`],
				'warning',
			);
		return [
			[...itemsOfAll(book), ...faults],
			itemsOfAll(told === undefined ? outbox : [...outbox, told]),
			itemsOfAll([
				{ leads: leads.length, left: outbox.filter(({ status }) => status === 'undelivered').length, isOff },
			]),
		];
	},
};

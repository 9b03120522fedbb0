import { whatIsDue } from '../../../lifecycle/crm/due';
import { asNumber } from '../../../lifecycle/number';
import { shown } from '../../../lifecycle/fault';
import { refuse } from '../../shared/shell';
import { fieldsIn, itemsOfAll } from '../items';
import type { Operation, Run } from '../operation';

export const findDue: Operation = {
	value: 'findDue',
	name: 'Find What Is Due',
	action: 'Find what is due in the CRM',
	description: 'Which leads go through the CRM now: rows of the lead book marked as due, and tasks of the outbox',
	connect:
		'Connect rows of <b>ll_lead_book</b> whose <i>crm</i> begins with due, and rows of <b>ll_outbox</b> of the channel crm that are not sent. Template 16 shows how.',
	inputs: ['Lead Book', 'Outbox'],
	outputs: ['Leads', 'Nothing Due'],
	run(run) {
		const { context, asOf } = run;
		const leads = whatIsDue(fieldsIn(context, 0), fieldsIn(context, 1), { asOf, most: mostOf(run) });
		return [itemsOfAll(leads), leads.length > 0 ? [] : itemsOfAll([{ due: 0 }])];
	},
};

const MOST = 100;

function mostOf({ context, options }: Run): number {
	const most = asNumber(options.leads ?? MOST);
	if (most !== undefined && most >= 1) return Math.floor(most);
	return refuse(context, {
		message: `“Leads per Run” is ${shown(options.leads)}, which is not a number of 1 or more`,
		hint: 'Give a number such as 100.',
	});
}

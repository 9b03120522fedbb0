import { call } from '../../../lifecycle/crm/look-up';
import { planImport } from '../../../lifecycle/crm/history/import-progress';
import { fieldsIn, itemsOfAll } from '../items';
import type { Operation } from '../operation';

export const planAnImport: Operation = {
	value: 'planImport',
	name: 'Plan an Import',
	action: 'Plan an import from the CRM',
	description: 'Whether an import begins, goes on where it stopped, or has nothing to do',
	connect: 'Connect the row of <b>ll_import_progress</b> for your CRM. Templates 13 and 14 show how.',
	inputs: ['Progress'],
	outputs: ['Import'],
	run({ context, asOf, options }) {
		const [row] = fieldsIn(context, 0);
		if (row === undefined) return [[]];
		const plan = planImport(row, { asOf, onlyInterrupted: options.onlyInterrupted === true });
		return [plan === undefined ? [] : itemsOfAll([call({ ...plan })])];
	},
};

import { beginImport } from '../../../lifecycle/crm/history/import-progress';
import { historyOf, valueOf } from '../history';
import { fieldsIn, itemsOfAll } from '../items';
import type { Operation } from '../operation';

export const beginAnImport: Operation = {
	value: 'beginImport',
	name: 'Begin an Import',
	action: 'Begin an import from the CRM',
	description: 'The row of the import, with how many records there are',
	connect:
		'Connect <b>Import</b> of Plan an Import, and the node that counts the records of your CRM. Templates 13 and 14 show how.',
	inputs: ['Import', 'Count'],
	outputs: ['Progress'],
	run(run) {
		const history = historyOf(run);
		const [plan] = fieldsIn(run.context, 0);
		if (plan === undefined) return [[]];
		return [itemsOfAll([valueOf(run, beginImport(plan, fieldsIn(run.context, 1), history))])];
	},
};

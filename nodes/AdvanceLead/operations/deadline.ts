import type { INodeExecutionData } from 'n8n-workflow';
import { isFields } from '../../../lifecycle/path';
import { advance } from '../../../lifecycle/stage/advance';
import type { Sla } from '../../../lifecycle/sla';
import type { Operation } from '../operation';
import { changedItem, readBook } from '../rows';
import { readPolicy } from '../run-policy';

/** Warns of deadlines: by what Check SLA put into the item, else by the SLA policies of the settings. */
export const deadline: Operation = {
	inputs: ['Lead Book', 'Settings'],
	outputs: ['Changed'],
	faultsOn: 0,
	run: (context) => {
		const policy = readPolicy(context, 1);
		const changed: INodeExecutionData[] = [];
		for (const book of readBook(context, 0)) {
			const sla = isFields(book.raw.sla) ? (book.raw.sla as unknown as Sla) : policy.slaOf(book.row);
			if (sla === null) continue;
			const { after } = advance(book.row, [{ kind: 'deadline', sla }], policy);
			if (after !== undefined) changed.push(changedItem(book, after, book.source));
		}
		return [changed];
	},
};

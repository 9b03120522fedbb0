import type { IExecuteFunctions } from 'n8n-workflow';
import { leadsPage } from '../../../lifecycle/page/leads';
import { withoutReasons } from '../../../lifecycle/page/light-row';
import { readLeadsQuery } from '../../../lifecycle/page/leads-query';
import { fieldsOfJson } from '../../../lifecycle/path';
import { rowsByLead } from '../../../lifecycle/stage/whose';
import { recordsOfInput } from '../../shared/settings-input';
import { answer, readBook, readView, type Operation } from '../operation';

/** The page of all leads. */
export const leads: Operation = {
	inputs: ['Lead Book', 'Score Log', 'Settings'],
	outputs: ['Page'],
	run: (context: IExecuteFunctions) => {
		const { asOf, dueOf } = readView(context, 2);
		const book = readBook(context, 0, withoutReasons).map(({ row }) => row);
		const sources = { leads: [...rowsByLead(book).values()], scores: recordsOfInput(context, 1), dueOf };
		const asked = readLeadsQuery(fieldsOfJson(context.getNodeParameter('query', 0, {})));
		return answer(leadsPage(sources, asked, { asOf }), true);
	},
};

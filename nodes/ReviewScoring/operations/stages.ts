import type { IExecuteFunctions, INodeExecutionData } from 'n8n-workflow';
import { stageSentences } from '../../../lifecycle/review/in-words';
import { reviewStages } from '../../../lifecycle/review/stages';
import { itemsOf, reportItem } from '../items';
import { asOfOf, bookLeadsOf, linesOf, policyFor } from '../sources';

export function stages(context: IExecuteFunctions): INodeExecutionData[][] {
	const { slaOf } = policyFor(context);
	const rows = bookLeadsOf(context).map(({ row }) => row);
	const result = reviewStages(rows, linesOf(context), asOfOf(context).toMillis(), slaOf);
	const items = result.stages.map(({ stuck, ...row }) => ({ ...row, stuck: stuck.map(({ lead }) => lead).join(', ') }));
	return [itemsOf(items), reportItem(stageSentences(result), result)];
}

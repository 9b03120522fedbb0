import type { IExecuteFunctions, INodeExecutionData } from 'n8n-workflow';
import { backtestSentences } from '../../../lifecycle/review/in-words';
import { itemsOf, reportItem } from '../items';
import { backtestOf, modelOf, scoredOf } from '../sources';

export function backtestLeads(context: IExecuteFunctions): INodeExecutionData[][] {
	const model = modelOf(context);
	const result = backtestOf(context, model, scoredOf(context, model));
	return [itemsOf(result.deciles), itemsOf(result.thresholds), reportItem(backtestSentences(result), result)];
}

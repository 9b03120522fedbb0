import type { IExecuteFunctions, INodeExecutionData } from 'n8n-workflow';
import { compareModels } from '../../../lifecycle/review/compare';
import { comparisonSentences } from '../../../lifecycle/review/in-words';
import { itemsOf, reportItem } from '../items';
import { casesOf, draftNameOf, modelOf, scoredOf } from '../sources';

export function compare(context: IExecuteFunctions): INodeExecutionData[][] {
	const models = { before: modelOf(context), after: modelOf(context, draftNameOf(context)) };
	const cases = casesOf(context);
	const result = compareModels(scoredOf(context, models.before, cases), scoredOf(context, models.after, cases), models);
	return [itemsOf(result.changes), reportItem(comparisonSentences(result), result)];
}

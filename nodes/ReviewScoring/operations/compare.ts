import type { IExecuteFunctions, INodeExecutionData } from 'n8n-workflow';
import { compareModels } from '../../../lifecycle/review/compare';
import { comparisonSentences } from '../../../lifecycle/review/in-words';
import { itemsOf, reportItem } from '../items';
import { casesOf, draftNameOf, modelOf, scoredUnder } from '../sources';

export function compare(context: IExecuteFunctions): INodeExecutionData[][] {
	const models = { before: modelOf(context), after: modelOf(context, draftNameOf(context)) };
	const scored = scoredUnder(context, [models.before, models.after], casesOf(context));
	const result = compareModels(
		scored.map(([before]) => before),
		scored.map(([, after]) => after),
		models,
	);
	return [itemsOf(result.changes), reportItem(comparisonSentences(result), result)];
}

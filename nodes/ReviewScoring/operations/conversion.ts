import type { IExecuteFunctions, INodeExecutionData } from 'n8n-workflow';
import { conversionTable } from '../../../lifecycle/review/conversion';
import { draftRules } from '../../../lifecycle/review/draft-rules';
import { conversionSentences } from '../../../lifecycle/review/in-words';
import { touchesOf } from '../../../lifecycle/review/touches';
import { asText } from '../../../lifecycle/text';
import { itemsOf, reportItem } from '../items';
import { hasRules, modelOf, NO_MODEL, optionsOf, scoredOf, touchTermsOf } from '../sources';

export function conversion(context: IExecuteFunctions): INodeExecutionData[][] {
	const model = hasRules(context) ? modelOf(context) : undefined;
	const scored = scoredOf(context, model ?? NO_MODEL);
	const base = { leads: scored.length, converted: scored.filter(({ of }) => of.converted).length };
	const table = conversionTable(touchesOf(scored, model, touchTermsOf(context)), base);
	const draft = asText(optionsOf(context).draftModel).trim() || 'draft';
	return [
		itemsOf(table),
		itemsOf(draftRules(table, draft)),
		reportItem(conversionSentences(table), { ...base, table }),
	];
}

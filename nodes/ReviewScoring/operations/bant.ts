import type { IExecuteFunctions, INodeExecutionData } from 'n8n-workflow';
import { bantTruth } from '../../../lifecycle/review/bant';
import { bantSentences } from '../../../lifecycle/review/in-words';
import { asText } from '../../../lifecycle/text';
import { refuse } from '../../shared/shell';
import { itemsOf, reportItem } from '../items';
import { hasRules, modelOf, NO_MODEL, optionsOf, scoredOf } from '../sources';

export function bant(context: IExecuteFunctions): INodeExecutionData[][] {
	const options = optionsOf(context);
	const field = (name: string, usual: string): string => asText(options[name]).trim() || usual;
	const fields = {
		budget: field('budgetField', 'budget'),
		authority: field('authorityField', 'authority'),
		need: field('needField', 'need'),
		timeline: field('timelineField', 'timeline'),
	};
	const scored = scoredOf(context, hasRules(context) ? modelOf(context) : NO_MODEL);
	const rows = bantTruth(scored, fields, field('dealValueField', 'dealValue'));
	if (rows.length === 0)
		refuse(context, {
			message: `No lead says anything of ${Object.values(fields).join(', ')}`,
			hint: 'Name the fields that hold what leads declared in the options “Budget Field”, “Authority Field”, “Need Field”, “Timeline Field”.',
		});
	return [itemsOf(rows), reportItem(bantSentences(rows), { rows })];
}

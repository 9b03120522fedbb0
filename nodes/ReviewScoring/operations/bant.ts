import type { IExecuteFunctions, INodeExecutionData } from 'n8n-workflow';
import { bantTruth } from '../../../lifecycle/review/bant';
import { bantSentences } from '../../../lifecycle/review/in-words';
import { asText } from '../../../lifecycle/text';
import { refuse } from '../../shared/shell';
import { itemsOf, reportItem } from '../items';
import { hasRules, modelOf, NO_MODEL, optionsOf, scoredOf } from '../sources';

/** Where leads of the lead book say what they declare. */
export const BANT_FIELDS = { budget: 'budget', authority: 'authority', need: 'need', timeline: 'timeline' };
export const DEAL_VALUE = 'dealValue';

export function bant(context: IExecuteFunctions): INodeExecutionData[][] {
	const options = optionsOf(context);
	const field = (name: string, usual: string): string => asText(options[name]).trim() || usual;
	const fields = {
		budget: field('budgetField', BANT_FIELDS.budget),
		authority: field('authorityField', BANT_FIELDS.authority),
		need: field('needField', BANT_FIELDS.need),
		timeline: field('timelineField', BANT_FIELDS.timeline),
	};
	const scored = scoredOf(context, hasRules(context) ? modelOf(context) : NO_MODEL);
	const rows = bantTruth(scored, fields, field('dealValueField', DEAL_VALUE));
	if (rows.length === 0)
		refuse(context, {
			message: `No lead says anything of ${Object.values(fields).join(', ')}`,
			hint: 'Name the fields that hold what leads declared in the options “Budget Field”, “Authority Field”, “Need Field”, “Timeline Field”.',
		});
	return [itemsOf(rows), reportItem(bantSentences(rows), { rows })];
}

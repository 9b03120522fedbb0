import type { IExecuteFunctions, INodeExecutionData } from 'n8n-workflow';
import { speedSentences } from '../../../lifecycle/review/in-words';
import { speedToLead } from '../../../lifecycle/review/speed-to-lead';
import { itemsOf, reportItem } from '../items';
import { bookLeadsOf, isBook, leadsOf, leadsWithOwner, linesOf, sourceFieldOf } from '../sources';

export function speed(context: IExecuteFunctions): INodeExecutionData[][] {
	const leads = isBook(context) ? leadsWithOwner(bookLeadsOf(context)) : leadsOf(context);
	const rows = speedToLead(leads, linesOf(context), sourceFieldOf(context));
	return [itemsOf(rows), reportItem(speedSentences(rows), { rows })];
}

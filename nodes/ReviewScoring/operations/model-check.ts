import type { IExecuteFunctions, INodeExecutionData } from 'n8n-workflow';
import { findingSentences } from '../../../lifecycle/review/in-words';
import { checkModel } from '../../../lifecycle/review/model-check';
import { itemsOf, reportItem } from '../items';
import { backtestOf, casesOf, leadsOf, modelOf, scoredOf, totalsAt } from '../sources';

export function modelCheck(context: IExecuteFunctions): INodeExecutionData[][] {
	const model = modelOf(context);
	const leads = leadsOf(context);
	const scored = scoredOf(context, model, casesOf(context, leads));
	const { before, now } = totalsAt(context, leads, model);
	const findings = checkModel({ model, scored, backtest: backtestOf(context, model, scored), before, now });
	return [itemsOf(findings), reportItem(findingSentences(findings), { leads: scored.length, findings })];
}

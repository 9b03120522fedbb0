import type { IExecuteFunctions, INodeExecutionData } from 'n8n-workflow';
import { moverRows, topMovers } from '../../../lifecycle/review/history/movers';
import { moverSentences } from '../../../lifecycle/review/in-words';
import { openLead } from '../../../lifecycle/score/over-time';
import { DAY, toIso } from '../../../lifecycle/time';
import { readAsOf, remark } from '../../shared/shell';
import { itemsOf, reportItem } from '../items';
import { asOfOf, judge, leadsOf, modelOf, numberOption, optionsOf } from '../sources';

/** Days of which the largest moves are told, where the form names no beginning. */
const A_WEEK = 7;

export function history(context: IExecuteFunctions): INodeExecutionData[][] {
	const model = modelOf(context);
	const to = asOfOf(context).toMillis();
	const since = optionsOf(context).since;
	const from = since === undefined || since === '' ? to - A_WEEK * DAY : readAsOf(context, since).toMillis();
	const opened = leadsOf(context).map(({ lead, fields, activities }) =>
		openLead({ lead, fields, activities: judge(lead, activities, to) }, model),
	);
	remark(
		context,
		opened.flatMap((each) => (each.ok ? [] : [each])),
	);
	const most = numberOption(context, 'most', 'Most Leads') ?? 10;
	const movers = topMovers(
		opened.flatMap((each) => (each.ok ? [each.value] : [])),
		from,
		to,
		most,
	);
	const rows = moverRows(movers);
	return [itemsOf(rows), reportItem(moverSentences(rows), { since: toIso(from), movers })];
}

import type { IExecuteFunctions, INodeExecutionData } from 'n8n-workflow';
import { shown } from '../../../lifecycle/fault';
import { asNumber } from '../../../lifecycle/number';
import { isFields } from '../../../lifecycle/path';
import { roiSentences } from '../../../lifecycle/review/in-words';
import { type Funnel, returnOnInvestment } from '../../../lifecycle/review/roi';
import { refuse } from '../../shared/shell';
import { itemsOf, reportItem } from '../items';

const FUNNEL = {
	leads: 'Leads',
	acceptedPercent: 'Accepted (Percent)',
	wonPercent: 'Won (Percent)',
	days: 'Days to a Deal',
	dealValue: 'Value of a Deal',
} as const;

export function roi(context: IExecuteFunctions): INodeExecutionData[][] {
	const result = returnOnInvestment(funnelOf(context, 0), funnelOf(context, 1));
	const rows = [
		{ period: 'before', ...result.before },
		{ period: 'after', ...result.after },
	];
	return [itemsOf(rows), reportItem(roiSentences(result), result)];
}

const PERIODS = ['the first period (before)', 'the second period (after)'] as const;

function funnelOf(context: IExecuteFunctions, index: 0 | 1): Funnel {
	const rows: unknown = context.getNodeParameter('periods.period', 0, []);
	const row: unknown = Array.isArray(rows) ? rows[index] : undefined;
	const values = isFields(row) ? row : {};
	const read = ([name, title]: readonly [string, string]): readonly [string, number] => {
		const number = asNumber(values[name]);
		if (number !== undefined && number >= 0) return [name, number];
		return refuse(context, {
			message: `“${title}” of ${PERIODS[index]} is ${shown(values[name])}, which is not a number of 0 or more`,
			hint: 'Give all five numbers of both periods.',
		});
	};
	return Object.fromEntries(Object.entries(FUNNEL).map(read)) as unknown as Funnel;
}

import type { IExecuteFunctions, INodeExecutionData } from 'n8n-workflow';
import { reviewBands } from '../../../lifecycle/review/bands';
import { bandSentences } from '../../../lifecycle/review/in-words';
import { required } from '../../shared/shell';
import { itemsOf, reportItem } from '../items';
import { modelOf, numberOption, scoredOf } from '../sources';

export function bands(context: IExecuteFunctions): INodeExecutionData[][] {
	const result = required(context, reviewBands(scoredOf(context, modelOf(context)), bandsOf(context)));
	return [itemsOf(result.bands), itemsOf(result.cells), reportItem(bandSentences(result), result)];
}

const bandsOf = (context: IExecuteFunctions): number =>
	Math.max(1, Math.trunc(numberOption(context, 'bands', 'Bands') ?? 10));

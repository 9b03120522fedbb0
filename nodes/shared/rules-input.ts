import type { IExecuteFunctions } from 'n8n-workflow';
import { compileModel } from '../../lifecycle/model/compile';
import type { CompiledModel } from '../../lifecycle/model/compiled';
import { readRules } from '../../lifecycle/model/parse';
import { asText } from '../../lifecycle/text';
import { scoreOptions } from './score-options';
import { refuse, remark } from './shell';

/** The model of rows of `ll_rules` as 02 reads them, with the options of the form: a rule that cannot be read is left out and named. */
export function modelOfRows(context: IExecuteFunctions, rows: readonly unknown[]): CompiledModel {
	const options = context.getNodeParameter('options', 0, {});
	const read = readRules(rows, { modelName: asText(options.modelName), labelOf: (_row, index) => `Row ${index + 1}` });
	if (!read.ok) return refuse(context, read.faults);
	remark(context, read.value.faults);
	const model = compileModel(read.value.model, scoreOptions(options), {
		shape: 'generic',
		zone: context.getTimezone(),
	});
	return model.ok ? model.value : refuse(context, model.faults);
}

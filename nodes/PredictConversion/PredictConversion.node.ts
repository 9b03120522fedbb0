import type { IExecuteFunctions, INodeExecutionData, INodeType, INodeTypeDescription } from 'n8n-workflow';
import { connectionsBy } from '../shared/connections';
import { executed } from '../shared/on-error';
import { properties } from './description';
import { ENDS, type OperationName } from './ends';
import { predictLeads } from './operations/predict';
import { trainModel } from './operations/train';

const RUNS: Readonly<Record<OperationName, (context: IExecuteFunctions) => INodeExecutionData[][]>> = {
	train: trainModel,
	predict: predictLeads,
};

export class PredictConversion implements INodeType {
	description: INodeTypeDescription = {
		displayName: 'Predict Conversion',
		name: 'predictConversion',
		icon: { light: 'file:predictConversion.svg', dark: 'file:predictConversion.dark.svg' },
		group: ['transform'],
		version: 1,
		subtitle: '={{ { train: "learn from won and lost", predict: "predict" }[$parameter["operation"]] }}',
		description:
			'Learn from won and lost leads who will buy, with every prediction explained. Says so when there is nothing to predict.',
		defaults: { name: 'Predict Conversion' },
		inputs: connectionsBy(ENDS, 'inputs'),
		outputs: connectionsBy(ENDS, 'outputs'),
		usableAsTool: true,
		properties,
	};

	async execute(this: IExecuteFunctions): Promise<INodeExecutionData[][]> {
		const operation = this.getNodeParameter('operation', 0) as OperationName;
		const count = ENDS[operation].outputs.length;
		const isAlone = operation === 'predict' && this.getNodeParameter('modelSource', 0, 'input') === 'json';
		return await executed(this, { count, tool: isAlone ? 'lead' : 'none', properties }, () => RUNS[operation](this));
	}
}

import type { IExecuteFunctions, INodeExecutionData, INodeType, INodeTypeDescription } from 'n8n-workflow';
import { connectionsBy } from '../shared/connections';
import { executed } from '../shared/on-error';
import { properties } from './description';
import { ENDS, type OperationName } from './ends';
import { RUNS } from './operations';

export class ReviewScoring implements INodeType {
	description: INodeTypeDescription = {
		displayName: 'Review Scoring',
		name: 'reviewScoring',
		icon: { light: 'file:reviewScoring.svg', dark: 'file:reviewScoring.dark.svg' },
		group: ['transform'],
		version: 1,
		subtitle:
			'={{ { abTest: "A/B test", backtest: "backtest", bands: "bands and cells", bant: "BANT truth", compare: "compare models", conversion: "conversion table", history: "score history", keys: "find keys", modelCheck: "check the model", publishModel: "publish a model", report: "report", roi: "return on investment", speedToLead: "speed to lead", stages: "stages", tryModel: "try a model" }[$parameter["operation"]] }}',
		description:
			'Know whether the score is right: which rules predict deals, backtests without look-ahead, what a changed rule would do, and a report',
		defaults: { name: 'Review Scoring' },
		inputs: connectionsBy(ENDS, 'inputs'),
		outputs: connectionsBy(ENDS, 'outputs'),
		usableAsTool: true,
		properties,
	};

	async execute(this: IExecuteFunctions): Promise<INodeExecutionData[][]> {
		const operation = this.getNodeParameter('operation', 0) as OperationName;
		const count = ENDS[operation].outputs.length;
		const tool = operation === 'roi' ? 'form' : 'none';
		return await executed(this, { count, tool, properties }, () => RUNS[operation](this));
	}
}

import type { IExecuteFunctions, INodeExecutionData, INodeType, INodeTypeDescription } from 'n8n-workflow';
import { executed } from '../shared/on-error';
import { properties } from './description';
import { INPUTS, OPERATIONS, OUTPUTS, type OperationName } from './operations';

export class AdvanceLead implements INodeType {
	description: INodeTypeDescription = {
		displayName: 'Advance Lead',
		name: 'advanceLead',
		icon: { light: 'file:advanceLead.svg', dark: 'file:advanceLead.dark.svg' },
		group: ['transform'],
		version: 1,
		subtitle:
			'={{ { score: "because of a score", decision: "because of a sales decision", deadline: "because of a deadline", review: "because of the weekly review", unfold: "unfold news" }[$parameter["operation"]] }}',
		description:
			'Decide what becomes of leads: hand over, take back, recycle, warn. Gives the rows to write, each with the messages and log lines it causes.',
		defaults: { name: 'Advance Lead' },
		inputs: INPUTS,
		outputs: OUTPUTS,
		usableAsTool: true,
		properties,
	};

	async execute(this: IExecuteFunctions): Promise<INodeExecutionData[][]> {
		const operation = OPERATIONS[this.getNodeParameter('operation', 0) as OperationName];
		const { outputs, faultsOn } = operation;
		return await executed(this, { count: outputs.length, faultsOn, tool: 'none', properties }, () =>
			operation.run(this),
		);
	}
}

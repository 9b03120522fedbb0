import type { IExecuteFunctions, INodeExecutionData, INodeType, INodeTypeDescription } from 'n8n-workflow';
import { executed } from '../shared/on-error';
import { INPUTS, OUTPUTS, outputsOf, type OperationName } from './connections';
import { properties } from './description';
import { findKeys } from './find-keys';
import { findOld } from './find-old';

const OPERATIONS: Readonly<Record<OperationName, (context: IExecuteFunctions) => INodeExecutionData[][]>> = {
	keys: findKeys,
	old: findOld,
};

export class ApplyRetention implements INodeType {
	description: INodeTypeDescription = {
		displayName: 'Apply Retention',
		name: 'applyRetention',
		icon: { light: 'file:applyRetention.svg', dark: 'file:applyRetention.dark.svg' },
		group: ['transform'],
		version: 1,
		subtitle: '={{ { keys: "find the activities", old: "find what is old" }[$parameter["operation"]] }}',
		description: 'Find old rows that the settings let go and that no score needs',
		defaults: { name: 'Apply Retention' },
		inputs: INPUTS,
		outputs: OUTPUTS,
		usableAsTool: true,
		properties,
	};

	async execute(this: IExecuteFunctions): Promise<INodeExecutionData[][]> {
		const operation = this.getNodeParameter('operation', 0) as OperationName;
		return await executed(this, { count: outputsOf(operation), tool: 'none', properties }, () =>
			OPERATIONS[operation](this),
		);
	}
}

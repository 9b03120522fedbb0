import type { IExecuteFunctions, INodeExecutionData, INodeType, INodeTypeDescription } from 'n8n-workflow';
import { executed } from '../shared/on-error';
import { INPUTS, OUTPUTS, outputsOf, type OperationName } from './connections';
import { properties } from './description';
import { OPERATIONS } from './operations';

export class MoveTables implements INodeType {
	description: INodeTypeDescription = {
		displayName: 'Move Tables',
		name: 'moveTables',
		icon: { light: 'file:moveTables.svg', dark: 'file:moveTables.dark.svg' },
		group: ['transform'],
		version: 1,
		subtitle:
			'={{ { begin: "begin", next: "plan the next page", rows: "get rows to write", note: "note a page" }[$parameter["operation"]] }}',
		description: 'Move the tables of the templates between Data Tables and PostgreSQL, and compare both sides',
		defaults: { name: 'Move Tables' },
		inputs: INPUTS,
		outputs: OUTPUTS,
		usableAsTool: true,
		properties,
	};

	async execute(this: IExecuteFunctions): Promise<INodeExecutionData[][]> {
		const operation = this.getNodeParameter('operation', 0) as OperationName;
		return await executed(this, { count: outputsOf(operation), tool: 'none', properties }, () =>
			Promise.resolve(OPERATIONS[operation](this)),
		);
	}
}

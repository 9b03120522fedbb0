import type { IExecuteFunctions, INodeExecutionData, INodeType, INodeTypeDescription } from 'n8n-workflow';
import { executed } from '../shared/on-error';
import { properties } from './description';
import { INPUTS, OPERATIONS, OUTPUTS, type OperationName } from './operations';

export class PersonRecord implements INodeType {
	description: INodeTypeDescription = {
		displayName: 'Person Record',
		name: 'personRecord',
		icon: { light: 'file:personRecord.svg', dark: 'file:personRecord.dark.svg' },
		group: ['transform'],
		version: 1,
		subtitle:
			'={{ { lead: "find the lead", rows: "find the rows", record: $parameter["answer"] }[$parameter["operation"]] }}',
		description: 'Explain, export or erase everything that the tables hold about one person',
		defaults: { name: 'Person Record' },
		inputs: INPUTS,
		outputs: OUTPUTS,
		usableAsTool: true,
		properties,
	};

	async execute(this: IExecuteFunctions): Promise<INodeExecutionData[][]> {
		const { outputs, run } = OPERATIONS[this.getNodeParameter('operation', 0) as OperationName];
		return await executed(this, { count: outputs.length, tool: 'none', properties }, () => run(this));
	}
}

import {
	type IDataObject,
	type IExecuteFunctions,
	type INodeExecutionData,
	type INodeType,
	type INodeTypeDescription,
} from 'n8n-workflow';
import { executed } from '../shared/on-error';
import { properties } from './description';
import { INPUTS, OPERATIONS, OUTPUTS, type OperationName } from './operations';

export class LeadPage implements INodeType {
	description: INodeTypeDescription = {
		displayName: 'Lead Page',
		name: 'leadPage',
		icon: { light: 'file:leadPage.svg', dark: 'file:leadPage.dark.svg' },
		group: ['transform'],
		version: 1,
		subtitle:
			'={{ { leads: "all leads", lead: "one lead", account: "one company", keys: "keys of one lead", answer: "answer a question" }[$parameter["operation"]] }}',
		description:
			'Make an HTML page of leads, one lead or one company: score, why, what changed, timeline; or answer a question about them',
		defaults: { name: 'Lead Page' },
		inputs: INPUTS,
		outputs: OUTPUTS,
		usableAsTool: true,
		properties,
	};

	async execute(this: IExecuteFunctions): Promise<INodeExecutionData[][]> {
		return await executed(this, { count: 1, tool: 'none' }, () => {
			const { run } = OPERATIONS[this.getNodeParameter('operation', 0) as OperationName];
			return [run(this).map(itemOf)];
		});
	}
}

/** What comes out is made of all items together, so it is linked to none. */
const itemOf = (json: IDataObject): INodeExecutionData => ({ json });

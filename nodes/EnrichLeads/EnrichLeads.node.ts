import type { IExecuteFunctions, INodeExecutionData, INodeType, INodeTypeDescription } from 'n8n-workflow';
import { executed } from '../shared/on-error';
import { INPUTS, OUTPUTS, outputsOf, properties } from './description';
import { found } from './find';
import { read } from './read';

export class EnrichLeads implements INodeType {
	description: INodeTypeDescription = {
		displayName: 'Enrich Leads',
		name: 'enrichLeads',
		icon: { light: 'file:enrichLeads.svg', dark: 'file:enrichLeads.dark.svg' },
		group: ['transform'],
		version: 1,
		subtitle: '={{ $parameter["operation"] === "read" ? "read answers" : "find leads" }}',
		description: 'Decide which leads Clearbit, Hunter and Dropcontact are asked about, and what their answers mean',
		defaults: { name: 'Enrich Leads' },
		inputs: INPUTS,
		outputs: OUTPUTS,
		usableAsTool: true,
		properties,
	};

	async execute(this: IExecuteFunctions): Promise<INodeExecutionData[][]> {
		const operation = this.getNodeParameter('operation', 0) === 'read' ? 'read' : 'find';
		return await executed(this, { count: outputsOf(operation), tool: 'none' }, () =>
			operation === 'read' ? read(this) : found(this),
		);
	}
}

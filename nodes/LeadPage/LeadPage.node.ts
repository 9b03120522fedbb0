import {
	NodeConnectionTypes,
	type IExecuteFunctions,
	type INodeExecutionData,
	type INodeType,
	type INodeTypeDescription,
} from 'n8n-workflow';
import { executed } from '../shared/on-error';
import { properties } from './description';
import type { Answer } from './operation';
import { INPUTS, OPERATIONS, type OperationName } from './operations';

export class LeadPage implements INodeType {
	description: INodeTypeDescription = {
		displayName: 'Lead Page',
		name: 'leadPage',
		icon: { light: 'file:leadPage.svg', dark: 'file:leadPage.dark.svg' },
		group: ['transform'],
		version: 1,
		subtitle: '={{ { leads: "all leads", lead: "one lead", account: "one company" }[$parameter["operation"]] }}',
		description: 'Make an HTML page of leads, one lead or one company: score, why, what changed, timeline',
		defaults: { name: 'Lead Page' },
		inputs: INPUTS,
		outputs: [NodeConnectionTypes.Main],
		outputNames: ['Page'],
		usableAsTool: true,
		properties,
	};

	async execute(this: IExecuteFunctions): Promise<INodeExecutionData[][]> {
		return await executed(this, { count: 1 }, () => {
			const { run } = OPERATIONS[this.getNodeParameter('operation', 0) as OperationName];
			return [[itemOf(run(this))]];
		});
	}
}

/** The page comes from all items together, so it is linked to none. */
const itemOf = ({ title, html, found }: Answer): INodeExecutionData => ({ json: { title, html, found } });

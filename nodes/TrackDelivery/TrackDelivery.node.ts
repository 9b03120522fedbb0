import type { IExecuteFunctions, INodeExecutionData, INodeType, INodeTypeDescription } from 'n8n-workflow';
import { executed } from '../shared/on-error';
import { properties } from './description';
import { planned } from './due';
import { INPUTS, OUTPUTS } from './connections';
import { noted } from './result';

export class TrackDelivery implements INodeType {
	description: INodeTypeDescription = {
		displayName: 'Track Delivery',
		name: 'trackDelivery',
		icon: { light: 'file:trackDelivery.svg', dark: 'file:trackDelivery.dark.svg' },
		group: ['transform'],
		version: 1,
		subtitle: '={{ $parameter["operation"] === "result" ? "what came of it" : "what is due" }}',
		description: 'Send each message of the outbox once: what is due, what to try again, what to give up',
		defaults: { name: 'Track Delivery' },
		inputs: INPUTS,
		outputs: OUTPUTS,
		usableAsTool: true,
		properties,
	};

	async execute(this: IExecuteFunctions): Promise<INodeExecutionData[][]> {
		const isResult = this.getNodeParameter('operation', 0) === 'result';
		return await executed(this, { count: isResult ? 3 : 4, faultsOn: 2, tool: 'none' }, () => {
			return isResult ? noted(this) : planned(this);
		});
	}
}

import type { IExecuteFunctions, INodeExecutionData, INodeType, INodeTypeDescription } from 'n8n-workflow';
import { executed } from '../shared/on-error';
import { FIND_OUTPUTS, INPUTS, OUTPUTS, RESULT_OUTPUTS } from './connections';
import { properties } from './description';
import { found } from './find';
import { checked } from './result';

export class NurtureLists implements INodeType {
	description: INodeTypeDescription = {
		displayName: 'Nurture Lists',
		name: 'nurtureLists',
		icon: { light: 'file:nurtureLists.svg', dark: 'file:nurtureLists.dark.svg' },
		group: ['transform'],
		version: 1,
		subtitle: '={{ $parameter["operation"] === "result" ? "check result" : "find changes" }}',
		description:
			'Keep the lists of your e-mail tool in step with the nurture tracks: who joins, who leaves and why, without anyone who unsubscribed',
		defaults: { name: 'Nurture Lists' },
		inputs: INPUTS,
		outputs: OUTPUTS,
		usableAsTool: true,
		properties,
	};

	async execute(this: IExecuteFunctions): Promise<INodeExecutionData[][]> {
		const isResult = this.getNodeParameter('operation', 0) === 'result';
		const outputs: readonly string[] = isResult ? RESULT_OUTPUTS : FIND_OUTPUTS;
		// What a mail tool takes must be a lead, so a fault is on the last output.
		return await executed(this, { count: outputs.length, faultsOn: outputs.length - 1, tool: 'none' }, async () =>
			isResult ? checked(this) : await found(this),
		);
	}
}

import type { IExecuteFunctions, INodeExecutionData, INodeType, INodeTypeDescription } from 'n8n-workflow';
import { CRMS, type CrmKind } from '../../lifecycle/crm';
import { shown } from '../../lifecycle/fault';
import { executed } from '../shared/on-error';
import { readAsOf, refuse } from '../shared/shell';
import { INPUTS, OUTPUTS, properties } from './description';
import type { Operation } from './operation';
import { OPERATIONS } from './operations';

export class CrmSync implements INodeType {
	description: INodeTypeDescription = {
		displayName: 'CRM Sync',
		name: 'crmSync',
		icon: { light: 'file:crmSync.svg', dark: 'file:crmSync.dark.svg' },
		group: ['transform'],
		version: 1,
		subtitle: '={{ $parameter["operation"] + ": " + $parameter["crm"] }}',
		description:
			'Work out what to read from a CRM and what to write to it: records, owners and tasks for reps, each once',
		defaults: { name: 'CRM Sync' },
		inputs: INPUTS,
		outputs: OUTPUTS,
		usableAsTool: true,
		properties,
	};

	async execute(this: IExecuteFunctions): Promise<INodeExecutionData[][]> {
		const operation = operationOf(this);
		return await executed(this, { count: operation.outputs.length, tool: 'none' }, () => {
			const kind = this.getNodeParameter('crm', 0) as CrmKind;
			const options = this.getNodeParameter('options', 0, {});
			const asOf = readAsOf(this, options.asOf);
			return operation.run({ context: this, kind, crm: CRMS[kind], asOf, options });
		});
	}
}

function operationOf(context: IExecuteFunctions): Operation {
	const value = context.getNodeParameter('operation', 0);
	const operation = OPERATIONS.find((each) => each.value === value);
	if (operation !== undefined) return operation;
	return refuse(context, {
		message: `“Operation” is ${shown(value)}, which this node does not know`,
		hint: `Choose one of: ${OPERATIONS.map(({ name }) => name).join(', ')}.`,
	});
}

import type { IExecuteFunctions, INodeExecutionData, INodeType, INodeTypeDescription } from 'n8n-workflow';
import { executed } from '../shared/on-error';
import { INPUTS, OUTPUTS, outputsOf, type OperationName } from './connections';
import { properties } from './description';
import { reportRows } from './rows';
import { reportRuns } from './runs';
import { reportTables } from './tables';

const OPERATIONS: Readonly<Record<OperationName, (context: IExecuteFunctions) => INodeExecutionData[][]>> = {
	rows: reportRows,
	run: reportRuns,
	tables: reportTables,
};

export class ReportFaults implements INodeType {
	description: INodeTypeDescription = {
		displayName: 'Report Faults',
		name: 'reportFaults',
		icon: { light: 'file:reportFaults.svg', dark: 'file:reportFaults.dark.svg' },
		group: ['transform'],
		version: 1,
		subtitle: '={{ { rows: "rules and settings", run: "failed run", tables: "tables" }[$parameter["operation"]] }}',
		description:
			'Say once per day what keeps leads from being handled: faulty rules, broken settings, missing columns, failed runs',
		defaults: { name: 'Report Faults' },
		inputs: INPUTS,
		outputs: OUTPUTS,
		usableAsTool: true,
		properties,
	};

	async execute(this: IExecuteFunctions): Promise<INodeExecutionData[][]> {
		const operation = this.getNodeParameter('operation', 0) as OperationName;
		return await executed(this, { count: outputsOf(operation), tool: 'none' }, () => OPERATIONS[operation](this));
	}
}

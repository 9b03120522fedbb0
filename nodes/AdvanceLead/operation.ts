import type { IExecuteFunctions, INodeExecutionData } from 'n8n-workflow';

/** One way to use the node: how its inputs and outputs are named, and what it does. */
export interface Operation {
	readonly inputs: readonly string[];
	readonly outputs: readonly string[];
	/** The output on which items with a fault stand. */
	readonly faultsOn: number;
	readonly run: (context: IExecuteFunctions) => INodeExecutionData[][];
}

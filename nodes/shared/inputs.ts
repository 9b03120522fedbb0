import type { IExecuteFunctions, INodeExecutionData } from 'n8n-workflow';

/** The items of an input; n8n leaves an input that nothing is connected to without data. */
export function itemsAt(context: IExecuteFunctions, input: number): INodeExecutionData[] {
	try {
		return context.getInputData(input) ?? [];
	} catch {
		return [];
	}
}

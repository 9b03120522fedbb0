import type { IExecuteFunctions, INodeExecutionData } from 'n8n-workflow';

/**
 * The node's inputs as n8n works them out from the parameters: Leads, then Holidays where they are switched on. n8n
 * keeps this as text and runs it in the browser, so it is written as text.
 */
export const INPUTS = `={{ ((parameters) => {
	const inputs = [{ type: 'main', displayName: 'Leads' }];
	if (parameters.holidaysSource === 'input') inputs.push({ type: 'main', displayName: 'Holidays' });
	return inputs;
})($parameter) }}` as const;

/** The items of the input Holidays; n8n leaves an input that nothing is connected to without data. */
export function holidayItems(context: IExecuteFunctions): INodeExecutionData[] {
	try {
		return context.getInputData(1) ?? [];
	} catch {
		return [];
	}
}

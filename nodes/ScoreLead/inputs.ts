import type { IExecuteFunctions, INodeExecutionData } from 'n8n-workflow';

/**
 * The node's inputs as n8n works them out from the parameters: Leads, then Activities and Rules where they are
 * switched on. n8n keeps this as text and runs it in the browser, so it is written as text.
 */
export const INPUTS = `={{ ((parameters) => {
	const inputs = [{ type: 'main', displayName: 'Leads' }];
	if (parameters.activitiesSource === 'input') inputs.push({ type: 'main', displayName: 'Activities' });
	if (parameters.modelSource === 'input') inputs.push({ type: 'main', displayName: 'Rules' });
	return inputs;
})($parameter) }}` as const;

/** Index of the inputs beside Leads; undefined for one that is switched off. */
export function inputIndexes(context: IExecuteFunctions): {
	activities: number | undefined;
	rules: number | undefined;
} {
	const hasActivities = context.getNodeParameter('activitiesSource', 0, 'field') === 'input';
	const hasRules = context.getNodeParameter('modelSource', 0, 'starter') === 'input';
	return { activities: hasActivities ? 1 : undefined, rules: hasRules ? (hasActivities ? 2 : 1) : undefined };
}

// n8n leaves an input that nothing is connected to without data.
export function itemsAt(context: IExecuteFunctions, input: number): INodeExecutionData[] {
	try {
		return context.getInputData(input) ?? [];
	} catch {
		return [];
	}
}

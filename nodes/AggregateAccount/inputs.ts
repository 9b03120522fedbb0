import type { IExecuteFunctions, INodeExecutionData } from 'n8n-workflow';
import { foldLead } from '../../lifecycle/activity/activity';
import { asText } from '../../lifecycle/text';
import { fieldParameter, isBlank } from '../shared/shell';

/** The node's inputs, as n8n works them out from the parameters in the browser: Leads, and Activities when switched on. */
export const INPUTS = `={{ ((parameters) => {
	const inputs = [{ type: 'main', displayName: 'Leads' }];
	if (parameters.activitiesSource === 'input') inputs.push({ type: 'main', displayName: 'Activities' });
	return inputs;
})($parameter) }}` as const;

const ACTIVITIES_INPUT = 1;

/** The activities of the second input by folded lead key; undefined when they are not read from there. */
export function readActivityLog(context: IExecuteFunctions): Map<string, unknown[]> | undefined {
	if (context.getNodeParameter('activitiesSource', 0, 'field') !== 'input') return undefined;
	const readKey = fieldParameter(context, 'activityKeyField', 'Activity Key Field');
	const log = new Map<string, unknown[]>();
	for (const [index, item] of activityItems(context).entries()) {
		if (isBlank(item)) continue;
		const lead = foldLead(asText(readKey(item, index)));
		const activities = log.get(lead);
		if (activities) activities.push(item.json);
		else log.set(lead, [item.json]);
	}
	return log;
}

// n8n leaves an input that nothing is connected to without data.
function activityItems(context: IExecuteFunctions): INodeExecutionData[] {
	try {
		return context.getInputData(ACTIVITIES_INPUT) ?? [];
	} catch {
		return [];
	}
}

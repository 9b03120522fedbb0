import type { IExecuteFunctions } from 'n8n-workflow';
import { foldLead } from '../../lifecycle/activity/activity';
import { asText } from '../../lifecycle/text';
import { itemsAt } from '../shared/inputs';
import { fieldParameter, isBlank, optionalFieldParameter } from '../shared/shell';

/** The inputs and outputs where the leads are rows of the lead book. */
export const BOOK_INPUTS = ['Leads', 'Activities', 'Links', 'Account Book', 'Settings', 'Messages'] as const;
export const BOOK_OUTPUTS = ['New', 'Changed', 'Crossed', 'Leads', 'Doubles'] as const;

const PLAIN_OUTPUTS = ['Accounts', 'Leads'] as const;

/** As n8n works them out from the parameters in the browser: Leads, and Activities when switched on. */
export const INPUTS = `={{ ((parameters) => {
	const main = (displayName) => ({ type: 'main', displayName });
	if (parameters.leadShape === 'leadBook') return ${JSON.stringify(BOOK_INPUTS)}.map(main);
	const withActivities = parameters.options && parameters.options.activitiesSource === 'input';
	return (withActivities ? ['Leads', 'Activities'] : ['Leads']).map(main);
})($parameter) }}` as const;

/** Like {@link INPUTS}. */
export const OUTPUTS = `={{ ((parameters) => {
	const names = parameters.leadShape === 'leadBook' ? ${JSON.stringify(BOOK_OUTPUTS)} : ${JSON.stringify(PLAIN_OUTPUTS)};
	return names.map((displayName) => ({ type: 'main', displayName }));
})($parameter) }}` as const;

const ACTIVITIES_INPUT = 1;

/** The activities of the second input by folded lead key; undefined when they are not read from there. */
export function readActivityLog(context: IExecuteFunctions): Map<string, unknown[]> | undefined {
	if (context.getNodeParameter('options.activitiesSource', 0, 'field') !== 'input') return undefined;
	const readKey =
		optionalFieldParameter(context, 'options.activityKeyField', 'lead') ??
		fieldParameter(context, 'options.activityKeyField', 'Activity Key Field');
	const log = new Map<string, unknown[]>();
	for (const [index, item] of itemsAt(context, ACTIVITIES_INPUT).entries()) {
		if (isBlank(item)) continue;
		const lead = foldLead(asText(readKey(item, index)));
		const activities = log.get(lead);
		if (activities) activities.push(item.json);
		else log.set(lead, [item.json]);
	}
	return log;
}

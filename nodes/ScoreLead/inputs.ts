import type { IExecuteFunctions } from 'n8n-workflow';

/**
 * The node's inputs as n8n works them out from the parameters: Leads, then Activities, Rules and Lead Book where they are
 * switched on. n8n keeps this as text and runs it in the browser, so it is written as text.
 */
export const INPUTS = `={{ ((parameters) => {
	const inputs = [{ type: 'main', displayName: 'Leads' }];
	if (parameters.activitiesSource === 'input') inputs.push({ type: 'main', displayName: 'Activities' });
	if (parameters.modelSource === 'input') inputs.push({ type: 'main', displayName: 'Rules' });
	if (parameters.leadShape === 'leadBook' && parameters.joinLeadBook) inputs.push({ type: 'main', displayName: 'Lead Book' });
	return inputs;
})($parameter) }}` as const;

/** Index of the inputs beside Leads; undefined for one that is switched off. */
export interface InputIndexes {
	readonly activities: number | undefined;
	readonly rules: number | undefined;
	readonly leadBook: number | undefined;
}

export function inputIndexes(context: IExecuteFunctions): InputIndexes {
	const switchedOn = [
		context.getNodeParameter('activitiesSource', 0, 'field') === 'input',
		context.getNodeParameter('modelSource', 0, 'starter') === 'input',
		isBookShape(context) && context.getNodeParameter('joinLeadBook', 0, false) === true,
	];
	let next = 1;
	const [activities, rules, leadBook] = switchedOn.map((isOn) => (isOn ? next++ : undefined));
	return { activities, rules, leadBook };
}

/** Whether the leads are rows of `ll_lead_book`. */
export const isBookShape = (context: IExecuteFunctions): boolean =>
	context.getNodeParameter('leadShape', 0, 'generic') === 'leadBook';

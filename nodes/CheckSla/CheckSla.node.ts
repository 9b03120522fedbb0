import {
	NodeConnectionTypes,
	type IExecuteFunctions,
	type INodeExecutionData,
	type INodeType,
	type INodeTypeDescription,
} from 'n8n-workflow';
import type { Sla, SlaState } from '../../lifecycle/sla';
import { addHints, counted, isBlank, itemFault, readAsOf, readOutputField, withResults } from '../shared/shell';
import { executed, forItem } from '../shared/on-error';
import { leadChecker, readAlertsField, type SlaOptions } from './checker';
import { properties } from './description';
import { INPUTS } from './inputs';

// A lead whose clock stands still or has not started, or that no policy applies to, is on track.
const OUTPUT_OF: Readonly<Record<SlaState, number>> = {
	on_track: 0,
	paused: 0,
	not_started: 0,
	at_risk: 1,
	breached: 2,
	met: 3,
	met_late: 3,
};

export class CheckSla implements INodeType {
	description: INodeTypeDescription = {
		displayName: 'Check SLA',
		name: 'checkSla',
		icon: { light: 'file:checkSla.svg', dark: 'file:checkSla.dark.svg' },
		group: ['transform'],
		version: 1,
		subtitle: '={{ ($parameter["policies"].policy || []).map((policy) => policy.name).join(", ") }}',
		description:
			'Check whether the next step with each lead is done in time, by business hours, and alert once per level',
		defaults: { name: 'Check SLA' },
		inputs: INPUTS,
		outputs: [NodeConnectionTypes.Main, NodeConnectionTypes.Main, NodeConnectionTypes.Main, NodeConnectionTypes.Main],
		outputNames: ['On Track', 'At Risk', 'Breached', 'Met'],
		usableAsTool: true,
		properties,
	};

	async execute(this: IExecuteFunctions): Promise<INodeExecutionData[][]> {
		const tool = this.getNodeParameter('holidaysSource', 0, 'form') === 'input' ? 'none' : 'lead';
		return await executed(this, { count: 4, tool, properties }, () => checkLeads(this));
	}
}

function checkLeads(context: IExecuteFunctions): INodeExecutionData[][] {
	const items = context.getInputData();
	const outputs: INodeExecutionData[][] = [[], [], [], []];
	if (items.every(isBlank)) return outputs;
	const outputField = readOutputField(context);
	const options = context.getNodeParameter('options', 0, {}) as SlaOptions;
	const alertsField = readAlertsField(context, options, outputField);
	const check = leadChecker(context, options, readAsOf(context, options.asOf));

	const checked: Sla[] = [];
	for (const [index, item] of items.entries()) {
		if (isBlank(item)) continue;
		const result = forItem(context, index, () => check(item, index));
		if (!result.ok) {
			outputs[0].push(itemFault(context, result, index));
			continue;
		}
		const { sla, alertKeys } = result.value;
		const results: Array<[string, unknown]> = [[outputField, sla]];
		if (alertsField !== undefined && alertKeys !== undefined) results.push([alertsField, alertKeys]);
		outputs[sla.state === null ? 0 : OUTPUT_OF[sla.state]].push(withResults(item, index, results));
		checked.push(sla);
	}
	addHints(context, remarks(checked));
	return outputs;
}

/** What is likely a slip in the form: nothing is ever checked. */
function remarks(checked: readonly Sla[]): string[] {
	if (checked.length === 0) return [];
	const leads = counted(checked.length, 'lead');
	if (checked.every(({ policy }) => policy === null)) {
		return [`${leads} checked, and no policy applies: see “Cells” and “Stages” of the policies.`];
	}
	if (checked.every(({ state }) => state === null || state === 'not_started')) {
		return [`${leads} checked, and no clock has started: see “Start Field” of the policies.`];
	}
	return [];
}

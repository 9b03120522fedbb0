import { NodeConnectionTypes } from 'n8n-workflow';
import type { IDataObject, IExecuteFunctions, INodeExecutionData, INodeType, INodeTypeDescription } from 'n8n-workflow';
import { addHints, counted, isBlank, itemFault, readAsOf, readOutputField, withResults } from '../shared/shell';
import { executed, forItem } from '../shared/on-error';
import { itemDecayer, type DecayOptions } from './decayer';
import { properties } from './description';

export class ApplyDecay implements INodeType {
	description: INodeTypeDescription = {
		displayName: 'Apply Decay',
		name: 'applyDecay',
		icon: { light: 'file:applyDecay.svg', dark: 'file:applyDecay.dark.svg' },
		group: ['transform'],
		version: 1,
		subtitle:
			'={{ { subtract: "−" + $parameter["amount"], percent: "−" + $parameter["amount"] + " %", halfLife: "halves", tiers: "by tiers" }[$parameter["method"]] + " every " + ($parameter["every"] === 1 ? $parameter["unit"] : $parameter["every"] + " " + $parameter["unit"] + "s") }}',
		description: 'Let stored scores fade while leads are silent, the same on any schedule and after any downtime',
		defaults: { name: 'Apply Decay' },
		inputs: [NodeConnectionTypes.Main],
		outputs: [NodeConnectionTypes.Main],
		usableAsTool: true,
		properties,
	};

	async execute(this: IExecuteFunctions): Promise<INodeExecutionData[][]> {
		return await executed(this, { count: 1, tool: 'lead', properties }, () => decayLeads(this));
	}
}

function decayLeads(context: IExecuteFunctions): INodeExecutionData[][] {
	const items = context.getInputData();
	if (items.every(isBlank)) return [[]];
	const outputField = readOutputField(context);
	const options = context.getNodeParameter('options', 0, {}) as DecayOptions;
	const asOf = readAsOf(context, options.asOf);
	const decay = itemDecayer(context, outputField, asOf);

	const output: INodeExecutionData[] = [];
	let first = 0;
	for (const [index, item] of items.entries()) {
		if (isBlank(item)) continue;
		const decayed = forItem(context, index, () => decay(item, index));
		if (!decayed.ok) {
			output.push(itemFault(context, decayed, index));
			continue;
		}
		const { lead, changed, isFirst } = decayed.value;
		if (isFirst) first++;
		if (options.onlyChanged && !changed) continue;
		output.push(withResults({ ...item, json: lead as IDataObject }, index, []));
	}
	if (first > 0) addHints(context, [firstHint(first, outputField)]);
	return [output];
}

const firstHint = (leads: number, outputField: string): string =>
	`${counted(leads, 'lead')} lost points and brought no “${outputField}” of an earlier run. Keep it with the score (at least ${outputField}.appliedAt): without it a score fades again at every run.`;

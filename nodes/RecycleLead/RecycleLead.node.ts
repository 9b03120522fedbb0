import { NodeConnectionTypes } from 'n8n-workflow';
import type { IDataObject, IExecuteFunctions, INodeExecutionData, INodeType, INodeTypeDescription } from 'n8n-workflow';
import { isBlank, itemFault, readAsOf, readOutputField, withResults } from '../shared/shell';
import { executed, forItem } from '../shared/on-error';
import { properties } from './description';
import { itemRecycler } from './recycler';

export class RecycleLead implements INodeType {
	description: INodeTypeDescription = {
		displayName: 'Recycle Lead',
		name: 'recycleLead',
		icon: { light: 'file:recycleLead.svg', dark: 'file:recycleLead.dark.svg' },
		group: ['transform'],
		version: 1,
		subtitle: '={{ $parameter["options"].reason || "reason from " + $parameter["reasonField"] }}',
		description:
			'Take leads back from sales: reset engagement by reason, choose the nurture track, allow a new hand-off, or disqualify',
		defaults: { name: 'Recycle Lead' },
		inputs: [NodeConnectionTypes.Main],
		outputs: [NodeConnectionTypes.Main, NodeConnectionTypes.Main],
		outputNames: ['Nurture', 'Disqualified'],
		usableAsTool: true,
		properties,
	};

	async execute(this: IExecuteFunctions): Promise<INodeExecutionData[][]> {
		return await executed(this, { count: 2, tool: 'lead', properties }, () => recycleLeads(this));
	}
}

function recycleLeads(context: IExecuteFunctions): INodeExecutionData[][] {
	const items = context.getInputData();
	if (items.every(isBlank)) return [[], []];
	const outputField = readOutputField(context);
	const { asOf } = context.getNodeParameter('options', 0, {}) as { asOf?: string };
	const recycle = itemRecycler(context, outputField, readAsOf(context, asOf));

	const nurture: INodeExecutionData[] = [];
	const disqualified: INodeExecutionData[] = [];
	for (const [index, item] of items.entries()) {
		if (isBlank(item)) continue;
		const recycled = forItem(context, index, () => recycle(item, index), properties);
		if (!recycled.ok) {
			nurture.push(itemFault(context, recycled, index));
			continue;
		}
		const { lead, outcome } = recycled.value;
		const output = outcome === 'nurture' ? nurture : disqualified;
		output.push(withResults({ ...item, json: lead as IDataObject }, index, []));
	}
	return [nurture, disqualified];
}

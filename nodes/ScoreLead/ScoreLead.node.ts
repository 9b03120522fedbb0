import {
	NodeConnectionTypes,
	type IExecuteFunctions,
	type INodeExecutionData,
	type INodeType,
	type INodeTypeDescription,
} from 'n8n-workflow';
import { scoreLead } from '../../lifecycle/score/score';
import { itemFault, readAsOf, readOutputField, withResults } from '../shared/shell';
import { executed } from '../shared/on-error';
import { properties } from './description';
import { addRunHints } from './hints';
import { INPUTS } from './inputs';
import { readLeads } from './leads';
import { readModel } from './model';

export class ScoreLead implements INodeType {
	description: INodeTypeDescription = {
		displayName: 'Score Lead',
		name: 'scoreLead',
		icon: { light: 'file:scoreLead.svg', dark: 'file:scoreLead.dark.svg' },
		group: ['transform'],
		version: 1,
		subtitle:
			'={{ { starter: "starter model", define: "rules in this node", input: "rules from input", json: "model from JSON" }[$parameter["modelSource"]] }}',
		description: 'Lead scoring: points for who leads are and what they do, each explained, from funnel to MQL',
		defaults: { name: 'Score Lead' },
		inputs: INPUTS,
		outputs: [NodeConnectionTypes.Main],
		usableAsTool: true,
		properties,
	};

	async execute(this: IExecuteFunctions): Promise<INodeExecutionData[][]> {
		return await executed(this, { count: 1 }, () => scoreLeads(this));
	}
}

function scoreLeads(context: IExecuteFunctions): INodeExecutionData[][] {
	const outputField = readOutputField(context);
	const { asOf: asOfOption } = context.getNodeParameter('options', 0, {}) as { asOf?: string };
	const asOf = readAsOf(context, asOfOption);
	const run = readModel(context);
	const { model } = run;
	const source = readLeads(context, model, asOf);
	const matched = new Set<number>();
	const output = source.leads.map(({ item, index, lead, pairedItem }): INodeExecutionData => {
		const score = lead.ok ? scoreLead(lead.value, model, asOf, matched) : lead;
		if (!score.ok) return itemFault(context, score, pairedItem ?? index);
		const scored = withResults(item, index, [[outputField, score.value]]);
		return pairedItem ? { ...scored, pairedItem } : scored;
	});
	addRunHints(context, run, matched, source);
	return [output];
}

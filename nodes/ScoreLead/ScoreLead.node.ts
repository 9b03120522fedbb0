import {
	NodeConnectionTypes,
	type IExecuteFunctions,
	type INodeExecutionData,
	type INodeType,
	type INodeTypeDescription,
} from 'n8n-workflow';
import { isMissing } from '../../lifecycle/empty';
import type { Fault } from '../../lifecycle/fault';
import { leadView, STANDARD_FIELDS } from '../../lifecycle/lead/fields';
import type { CompiledModel } from '../../lifecycle/model/compiled';
import type { LeadToScore } from '../../lifecycle/score/over-time';
import { scoreLead, type LeadScore } from '../../lifecycle/score/score';
import { itemFault, readAsOf, readOutputField, withResults } from '../shared/shell';
import { executed } from '../shared/on-error';
import { withOwnFields } from '../shared/own-fields';
import { isCalledByAgent } from '../shared/tool';
import { OWN_FIELDS, properties } from './description';
import { addRunHints } from './hints';
import { INPUTS, inputIndexes } from './inputs';
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
		const tool = Object.values(inputIndexes(this)).every((index) => index === undefined) ? 'lead' : 'none';
		return await executed(this, { count: 1, tool }, () => scoreLeads(this));
	}
}

function scoreLeads(context: IExecuteFunctions): INodeExecutionData[][] {
	const outputField = readOutputField(context);
	const options = context.getNodeParameter('options', 0, {}) as { asOf?: string; ownFields?: boolean };
	const asOf = readAsOf(context, options.asOf);
	const run = readModel(context);
	const { model } = run;
	const source = readLeads(context, model, asOf);
	const matched = new Set<number>();
	const isTool = isCalledByAgent(context);
	const output = source.leads.map(({ item, index, lead, pairedItem }): INodeExecutionData => {
		const score = lead.ok ? scoreLead(lead.value, model, asOf, matched) : lead;
		if (!score.ok) return itemFault(context, score, pairedItem ?? index);
		if (isTool && lead.ok && isNobody(lead.value, score.value, model)) return itemFault(context, NOBODY, index);
		const nested = withResults(item, index, [[outputField, score.value]]);
		const scored = options.ownFields ? withOwnFields(nested, { ...score.value }, OWN_FIELDS) : nested;
		return pairedItem ? { ...scored, pairedItem } : scored;
	});
	addRunHints(context, run, matched, source);
	return [output];
}

/** A model that calls the node with other names of fields would take the score of nobody for that of the lead. */
function isNobody({ lead, fields }: LeadToScore, { reasons }: LeadScore, model: CompiledModel): boolean {
	const isKnown = (field: string): boolean => !isMissing(model.fieldOf(field)(leadView(fields)));
	return lead === '' && reasons.length === 0 && !STANDARD_FIELDS.some(isKnown);
}

const NOBODY: Fault = {
	message: 'The call brought nothing of a lead that the model reads',
	hint: `Give what is known of one lead under its usual names: ${STANDARD_FIELDS.slice(0, 7).join(', ')}.`,
};

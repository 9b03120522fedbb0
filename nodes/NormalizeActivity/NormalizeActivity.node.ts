import {
	NodeConnectionTypes,
	type IDataObject,
	type IExecuteFunctions,
	type INodeExecutionData,
	type INodeType,
	type INodeTypeDescription,
} from 'n8n-workflow';
import { normalizeActivities, type Normalized } from '../../lifecycle/activity/normalize';
import { activityJson } from '../shared/activity-json';
import { readActivitySettings, type ReadingOptions } from '../shared/activity-settings';
import { addHints, isBlank, itemFault, readAsOf } from '../shared/shell';
import { executed } from '../shared/on-error';
import { properties } from './description';
import { hintsOn } from './hints';

export class NormalizeActivity implements INodeType {
	description: INodeTypeDescription = {
		displayName: 'Normalize Activity',
		name: 'normalizeActivity',
		icon: { light: 'file:normalizeActivity.svg', dark: 'file:normalizeActivity.dark.svg' },
		group: ['transform'],
		version: 1,
		subtitle: '={{ $parameter["source"] === "auto" ? "any source" : $parameter["source"] }}',
		description: 'Turn events of any tool into lead activities: one shape, each once, without bots',
		defaults: { name: 'Normalize Activity' },
		inputs: [NodeConnectionTypes.Main],
		outputs: [NodeConnectionTypes.Main, NodeConnectionTypes.Main],
		outputNames: ['Activities', 'Quarantined'],
		usableAsTool: true,
		properties,
	};

	async execute(this: IExecuteFunctions): Promise<INodeExecutionData[][]> {
		return await executed(this, { count: 2, tool: 'event' }, () => normalizeItems(this));
	}
}

function normalizeItems(context: IExecuteFunctions): INodeExecutionData[][] {
	const items = context.getInputData();
	if (items.every(isBlank)) return [[], []];
	const options: ReadingOptions & { asOf?: unknown } = context.getNodeParameter('options', 0, {});
	const form = {
		getNode: () => context.getNode(),
		read: (name: string, item: number, otherwise: string) => context.getNodeParameter(name, item, otherwise),
	};
	const settings = readActivitySettings(form, options);
	const asOf = readAsOf(context, options.asOf);
	const events: { item: number; json: IDataObject }[] = [];
	for (const [item, { json }] of items.entries()) if (!isBlank(items[item])) events.push({ item, json });
	const normalized = normalizeActivities(events, settings, asOf);
	addHints(context, hintsOn(normalized));
	return toOutputs(context, normalized, options.objectsAsText === true);
}

/** Faults stand where their item would have stood. */
function toOutputs(
	context: IExecuteFunctions,
	{ activities, faults }: Normalized,
	asText: boolean,
): INodeExecutionData[][] {
	const counted: INodeExecutionData[] = [];
	const quarantined: INodeExecutionData[] = [];
	let next = 0;
	for (const { item, activity } of activities) {
		while (next < faults.length && faults[next].item < item) counted.push(faultOf(context, faults[next++]));
		const output: INodeExecutionData = { json: activityJson(activity, asText), pairedItem: { item } };
		(activity.quarantine === '' ? counted : quarantined).push(output);
	}
	while (next < faults.length) counted.push(faultOf(context, faults[next++]));
	return [counted, quarantined];
}

const faultOf = (
	context: IExecuteFunctions,
	{ item, message, hint }: Normalized['faults'][number],
): INodeExecutionData => itemFault(context, { message: `Item ${item}: ${message}`, hint }, item);

import type { IDataObject, IExecuteFunctions, INodeExecutionData, IPairedItemData } from 'n8n-workflow';
import { LeadDraft, placeOf, type Place } from '../../lifecycle/draft';
import { fault, ok, type Result } from '../../lifecycle/fault';
import { isStandardField } from '../../lifecycle/lead/fields';
import type { CompiledModel } from '../../lifecycle/model/compiled';
import { isFields } from '../../lifecycle/path';
import type { LeadToScore } from '../../lifecycle/score/score';
import { asText } from '../../lifecycle/text';
import { fieldParameter, isBlank, type ItemReader } from '../shared/shell';
import { inputIndexes, itemsAt } from './inputs';

/** A lead with the item it came from. `pairedItem` is set for a lead made from activities alone. */
export interface SourcedLead {
	item: INodeExecutionData;
	index: number;
	pairedItem?: IPairedItemData[];
	lead: Result<LeadToScore>;
}

export interface LeadSource {
	leads: SourcedLead[];
	/** Activities whose lead was not among the leads, and the leads made of them. */
	activitiesWithoutLead: number;
	leadsCreated: number;
	/** Activities whose key field was empty. */
	activitiesWithoutKey: number;
}

/** Lead keys compare trimmed and case-insensitively. */
const foldKey = (key: string): string => key.trim().toLowerCase();

/** Reads the leads of the run, each with its activities, from a field of the lead or from the input Activities. */
export function readLeads(context: IExecuteFunctions, model: CompiledModel): LeadSource {
	const items = itemsAt(context, 0);
	const readKey = keyReader(context, model);
	const { activities: input } = inputIndexes(context);
	if (input === undefined) return withField(context, items, readKey);
	return withInput(context, model, readKey, input);
}

// The key is looked up like a field of a rule, so “email” works for every shape of lead.
function keyReader(context: IExecuteFunctions, model: CompiledModel): ItemReader {
	const raw = context.getNode().parameters.leadKeyField ?? 'email';
	if (typeof raw !== 'string' || !isStandardField(raw))
		return fieldParameter(context, 'leadKeyField', 'Lead Key Field');
	const read = model.fieldOf(raw);
	return (item) => read({ fields: item.json, taught: undefined });
}

function withField(context: IExecuteFunctions, items: readonly INodeExecutionData[], readKey: ItemReader): LeadSource {
	const readActivities = fieldParameter(context, 'activitiesField', 'Activities Field');
	const leads: SourcedLead[] = [];
	for (const [index, item] of items.entries()) {
		if (isBlank(item)) continue;
		const activities = toList(readActivities(item, index));
		const lead = activities.ok
			? ok({ lead: asText(readKey(item, index)), fields: item.json, activities: activities.value })
			: activities;
		leads.push({ item, index, lead });
	}
	return { leads, activitiesWithoutLead: 0, leadsCreated: 0, activitiesWithoutKey: 0 };
}

/** A list of activities; tables hold it as JSON text, and one activity may stand alone. */
function toList(value: unknown): Result<readonly unknown[]> {
	if (value === undefined || value === null || value === '') return ok([]);
	if (Array.isArray(value)) return ok(value);
	if (isFields(value)) return ok([value]);
	try {
		const parsed: unknown = typeof value === 'string' ? JSON.parse(value) : undefined;
		if (Array.isArray(parsed)) return ok(parsed);
		if (isFields(parsed)) return ok([parsed]);
	} catch {
		// Not JSON: the fault below says so.
	}
	return fault(
		'The field named in “Activities Field” does not hold a list of activities',
		'Give an array of activities (or the same as JSON text), or set “Activities” to come from an input.',
	);
}

interface LeadLog {
	lead: string;
	activities: IDataObject[];
	links: IPairedItemData[];
}

function withInput(context: IExecuteFunctions, model: CompiledModel, readKey: ItemReader, input: number): LeadSource {
	const readActivityKey = fieldParameter(context, 'activityKeyField', 'Activity Key Field');
	const { logs, withoutKey } = groupByLead(itemsAt(context, input), readActivityKey, input);
	const known = new Set<string>();
	const leads: SourcedLead[] = [];
	for (const [index, item] of itemsAt(context, 0).entries()) {
		if (isBlank(item)) continue;
		const lead = asText(readKey(item, index)).trim();
		known.add(foldKey(lead));
		leads.push({ item, index, lead: lead === '' ? withoutKeyFault(index) : joined(lead, item, logs) });
	}
	const keyField = asText(context.getNodeParameter('leadKeyField', 0, 'email'));
	const keyPlace = placeOf(model.pathOf(keyField));
	const unknown = [...logs].filter(([key]) => !known.has(key)).map(([, log]) => log);
	const { unknownLeads = 'create' } = context.getNodeParameter('options', 0, {}) as {
		unknownLeads?: 'create' | 'ignore';
	};
	const created = unknownLeads === 'ignore' ? [] : unknown.map((log) => createdLead(log, keyPlace));
	return {
		leads: [...leads, ...created],
		activitiesWithoutLead: unknown.reduce((sum, log) => sum + log.activities.length, 0),
		leadsCreated: created.length,
		activitiesWithoutKey: withoutKey,
	};
}

const joined = (lead: string, item: INodeExecutionData, logs: ReadonlyMap<string, LeadLog>): Result<LeadToScore> =>
	ok({ lead, fields: item.json, activities: logs.get(foldKey(lead))?.activities ?? [] });

const withoutKeyFault = (index: number): Result<LeadToScore> =>
	fault(
		`Item ${index} has nothing in the field named in “Lead Key Field”, so its activities cannot be found`,
		'Correct the field name, or drop leads without a key before this node.',
	);

function groupByLead(
	activities: readonly INodeExecutionData[],
	readKey: ItemReader,
	input: number,
): { logs: Map<string, LeadLog>; withoutKey: number } {
	const logs = new Map<string, LeadLog>();
	let withoutKey = 0;
	for (const [index, item] of activities.entries()) {
		if (isBlank(item)) continue;
		const lead = asText(readKey(item, index)).trim();
		if (lead === '') {
			withoutKey++;
			continue;
		}
		const key = foldKey(lead);
		const log = logs.get(key);
		const link = { item: index, input };
		if (log) {
			log.activities.push(item.json);
			log.links.push(link);
		} else {
			logs.set(key, { lead, activities: [item.json], links: [link] });
		}
	}
	return { logs, withoutKey };
}

function createdLead({ lead, activities, links }: LeadLog, keyPlace: Place): SourcedLead {
	const draft = new LeadDraft({});
	draft.set(keyPlace, lead);
	const fields = draft.lead as IDataObject;
	return { item: { json: fields }, index: 0, pairedItem: links, lead: ok({ lead, fields, activities }) };
}

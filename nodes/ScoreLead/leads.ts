import type { DateTime } from 'luxon';
import type { IDataObject, IExecuteFunctions, INodeExecutionData, IPairedItemData } from 'n8n-workflow';
import { LeadDraft, placeOf, type Place } from '../../lifecycle/draft';
import { fault, ok, shown, type Fault, type Result } from '../../lifecycle/fault';
import { isMissing } from '../../lifecycle/empty';
import { isStandardField, leadView } from '../../lifecycle/lead/fields';
import { leadKey, sameKey } from '../../lifecycle/lead/key';
import type { CompiledModel } from '../../lifecycle/model/compiled';
import { gatherLog } from '../../lifecycle/log/lead-log';
import { isFields, type Fields } from '../../lifecycle/path';
import type { LeadToScore } from '../../lifecycle/score/over-time';
import { asText } from '../../lifecycle/text';
import { asInstant } from '../../lifecycle/time';
import { fieldParameter, isBlank, type ItemReader } from '../shared/shell';
import { itemsAt } from '../shared/inputs';
import { bookOf, isRow, type Book } from './book';
import { inputIndexes, isBookShape } from './inputs';
import { machineJudge, otherKeysReader } from './log';

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
	/** Cells of the lead book that make no sense; their leads were scored without them. */
	rowFaults: readonly Fault[];
	/** Leads that hold something in the field for activities, and in the one for their key. */
	withActivities: number;
	withKey: number;
}

/** Reads the leads of the run, each with its activities, from a field of the lead or from the input Activities. */
export function readLeads(context: IExecuteFunctions, model: CompiledModel, asOf: DateTime): LeadSource {
	const run: Run = {
		context,
		readKey: keyReader(context, model),
		...bookOf(context),
		judged: machineJudge(context, asOf),
	};
	const { activities: input } = inputIndexes(context);
	return input === undefined ? withField(run) : withInput(run, model, input);
}

interface Run extends Book {
	readonly context: IExecuteFunctions;
	readonly readKey: ItemReader;
	/** What behaviour shows in a lead's activities, where machines are judged. */
	readonly judged: (lead: string, activities: readonly unknown[]) => readonly unknown[];
}

// The key is looked up like a field of a rule, so “email” works for every shape of lead.
function keyReader(context: IExecuteFunctions, model: CompiledModel): ItemReader {
	const raw = context.getNode().parameters.leadKeyField ?? 'email';
	if (typeof raw !== 'string' || !isStandardField(raw))
		return fieldParameter(context, 'leadKeyField', 'Lead Key Field');
	const read = model.fieldOf(raw);
	return (item) => read(leadView(item.json));
}

function withField({ context, readKey, readLead, judged, faults }: Run): LeadSource {
	const readActivities = fieldParameter(context, 'activitiesField', 'Activities Field');
	const leads: SourcedLead[] = [];
	let withActivities = 0;
	let withKey = 0;
	for (const [index, item] of itemsAt(context, 0).entries()) {
		if (isBlank(item)) continue;
		const value = readActivities(item, index);
		const activities = toList(value);
		const key = leadKey(readKey(item, index));
		if (value !== undefined) withActivities++;
		if (key !== '') withKey++;
		const own = readLead(item, key);
		const lead = activities.ok
			? ok({ lead: key, fields: own.fields, activities: judged(key, activities.value) })
			: activities;
		leads.push({ item: own.item, index, lead });
	}
	return {
		leads,
		activitiesWithoutLead: 0,
		leadsCreated: 0,
		activitiesWithoutKey: 0,
		rowFaults: faults,
		withActivities,
		withKey,
	};
}

/** A list of activities; tables hold it as JSON text, and one activity may stand alone. */
function toList(value: unknown): Result<readonly unknown[]> {
	if (isMissing(value)) return ok([]);
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

function withInput(run: Run, model: CompiledModel, input: number): LeadSource {
	const { context, readKey, readLead, judged, faults } = run;
	const readActivityKey = fieldParameter(context, 'activityKeyField', 'Activity Key Field');
	const readOtherKeys = otherKeysReader(context);
	// Rows and activities may come from one read of both tables.
	const isEntry =
		inputIndexes(context).leadBook === undefined ? () => true : (item: INodeExecutionData) => !isRow(item);
	const { logs, withoutKey } = groupByLead(itemsAt(context, input), readActivityKey, input, isEntry);
	const logOf = (key: string): readonly IDataObject[] => logs.get(sameKey(key))?.activities ?? NO_ACTIVITIES;
	const known = new Set<string>();
	const leads: SourcedLead[] = [];
	// A row of the log that somebody broke by hand must not keep a lead, or all of them, from being scored ever after.
	const isLenient = isBookShape(context);
	const left: Fields[] = [];
	for (const [index, item] of itemsAt(context, 0).entries()) {
		if (isBlank(item)) continue;
		const lead = leadKey(readKey(item, index));
		const keys = readOtherKeys(item, index);
		for (const key of [lead, ...keys.map(({ key }) => key)]) known.add(sameKey(key));
		if (lead === '') {
			leads.push({ item, index, lead: withoutKeyFault(index) });
			continue;
		}
		const { entries, logged, unreadable } = gatherLog(lead, keys, logOf);
		const own = readLead(item, lead, { keys, logged });
		const activities = isLenient ? entries : [...entries, ...unreadable];
		if (isLenient) left.push(...unreadable);
		leads.push({ item: own.item, index, lead: ok({ lead, fields: own.fields, activities: judged(lead, activities) }) });
	}
	const keyField = asText(context.getNodeParameter('leadKeyField', 0, 'email'));
	const keyPlace = placeOf(model.pathOf(keyField));
	const unknown = [...logs].filter(([key]) => !known.has(key)).map(([, log]) => log);
	const { unknownLeads = 'create' } = context.getNodeParameter('options', 0, {}) as {
		unknownLeads?: 'create' | 'ignore';
	};
	const created = unknownLeads === 'ignore' ? [] : unknown.map((log) => createdLead(log, keyPlace, judged));
	return {
		leads: [...leads, ...created],
		activitiesWithoutLead: unknown.reduce((sum, log) => sum + log.activities.length, 0),
		leadsCreated: created.length,
		activitiesWithoutKey: withoutKey,
		rowFaults: [...faults, ...left.map(unreadableRow)],
		withActivities: leads.length,
		withKey: leads.length,
	};
}

function unreadableRow({ id, lead, at, type }: Fields): Fault {
	const what = asInstant(at) === undefined ? `“at” is ${shown(at)}, not a date` : `“type” is ${shown(type)}`;
	return {
		message: `Row ${asText(id)} of ll_activity_log (${shown(lead)}): ${what}`,
		hint: 'The score leaves it out. Correct it, or delete it.',
	};
}

const NO_ACTIVITIES: readonly IDataObject[] = [];

const withoutKeyFault = (index: number): Result<LeadToScore> =>
	fault(
		`Item ${index} has nothing in the field named in “Lead Key Field”, so its activities cannot be found`,
		'Correct the field name, or drop leads without a key before this node.',
	);

function groupByLead(
	activities: readonly INodeExecutionData[],
	readKey: ItemReader,
	input: number,
	isWanted: (item: INodeExecutionData) => boolean,
): { logs: Map<string, LeadLog>; withoutKey: number } {
	const logs = new Map<string, LeadLog>();
	let withoutKey = 0;
	for (const [index, item] of activities.entries()) {
		if (isBlank(item) || !isWanted(item)) continue;
		const lead = leadKey(readKey(item, index));
		if (lead === '') {
			withoutKey++;
			continue;
		}
		const key = sameKey(lead);
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

function createdLead({ lead, activities, links }: LeadLog, keyPlace: Place, judged: Run['judged']): SourcedLead {
	const draft = new LeadDraft({});
	draft.set(keyPlace, lead);
	const fields = draft.lead as IDataObject;
	const item = { json: fields };
	return { item, index: 0, pairedItem: links, lead: ok({ lead, fields, activities: judged(lead, activities) }) };
}

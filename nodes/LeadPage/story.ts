import type { IExecuteFunctions } from 'n8n-workflow';
import { foldLead } from '../../lifecycle/activity/activity';
import { ok, type Result } from '../../lifecycle/fault';
import { storedLinks } from '../../lifecycle/identity/stored-links';
import { leadOfRow } from '../../lifecycle/lead/book-lead';
import { gatherLog } from '../../lifecycle/log/lead-log';
import { judgeMachines, MACHINE_DEFAULTS } from '../../lifecycle/log/machines';
import type { CompiledModel } from '../../lifecycle/model/compiled';
import { formerHint, readRuleMemory, rulesInForce } from '../../lifecycle/model/former';
import { leadStory, type LeadStory } from '../../lifecycle/page/lead-story';
import type { Fields } from '../../lifecycle/path';
import { openLead, type LeadOverTime } from '../../lifecycle/score/over-time';
import { readStageLine, type StageLine } from '../../lifecycle/stage/news';
import { asText } from '../../lifecycle/text';
import { modelOfRows } from '../shared/rules-input';
import { recordsOfInput } from '../shared/settings-input';
import { addHints } from '../shared/shell';
import type { BookRow, View } from './operation';

/** What one lead is worked out from; an operation that needs more puts it behind them. */
export const LEAD_INPUTS = [
	'Lead Book',
	'Activities',
	'Links',
	'Rules',
	'Stage Log',
	'Settings',
	'Scoring State',
] as const;

export const rowsOf = (context: IExecuteFunctions, name: (typeof LEAD_INPUTS)[number]): Fields[] =>
	recordsOfInput(context, LEAD_INPUTS.indexOf(name));

/** A lead with what its log holds, those entries that do not count included. */
export interface OpenedLead {
	readonly lead: LeadOverTime;
	readonly entries: readonly Fields[];
}

/** Reads a lead by the rules in force, as 02 scores it. */
export function openRow(context: IExecuteFunctions, { raw, row }: BookRow, { asOf }: View): Result<OpenedLead> {
	const { fields } = leadOfRow(raw);
	const entries = judgeMachines(row.lead, entriesOf(context, row.lead), MACHINE_DEFAULTS, asOf.toMillis());
	const opened = openLead({ lead: row.lead, fields, activities: entries }, readModel(context));
	return opened.ok ? ok({ lead: opened.value, entries }) : opened;
}

/** All that is to be said of one lead. */
export function storyOf(context: IExecuteFunctions, own: BookRow, view: View): Result<LeadStory> {
	const opened = openRow(context, own, view);
	if (!opened.ok) return opened;
	const stages = stageLinesOf(context).sort(byTime);
	const { settings, dueOf } = view;
	return leadStory({ row: own.row, ...opened.value, stages, settings, dueOf }, view.asOf);
}

export const stageLinesOf = (context: IExecuteFunctions): StageLine[] =>
	rowsOf(context, 'Stage Log').map(readStageLine);

/** What the log holds under all keys of the lead; entries that cannot be read are left out, as Score Lead does. */
function entriesOf(context: IExecuteFunctions, key: string): readonly Fields[] {
	const links = storedLinks(rowsOf(context, 'Links'));
	const logs = new Map<string, Fields[]>();
	for (const entry of withoutTwice(rowsOf(context, 'Activities'))) {
		const owner = foldLead(asText(entry.lead));
		const log = logs.get(owner);
		if (log) log.push(entry);
		else logs.set(owner, [entry]);
	}
	return gatherLog(key, links.keysOf(key), (owner) => logs.get(owner) ?? []).entries;
}

/** A row may come by several of the lead's keys. */
function withoutTwice(rows: readonly Fields[]): Fields[] {
	const seen = new Set<unknown>();
	return rows.filter(({ id }) => id === undefined || seen.size < seen.add(id).size);
}

/** The rules as 02 reads them: one that cannot be read applies as it was, or is left out, and is named. */
function readModel(context: IExecuteFunctions): CompiledModel {
	const [state] = rowsOf(context, 'Scoring State');
	const { rows, former } = rulesInForce(rowsOf(context, 'Rules'), readRuleMemory(state?.rules));
	addHints(context, former.map(formerHint), 'warning');
	return modelOfRows(context, rows);
}

const byTime = (left: StageLine, right: StageLine): number => (left.at < right.at ? -1 : left.at > right.at ? 1 : 0);

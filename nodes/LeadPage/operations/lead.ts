import type { IDataObject, IExecuteFunctions } from 'n8n-workflow';
import type { Result } from '../../../lifecycle/fault';
import { Links } from '../../../lifecycle/identity/links';
import { foldLead } from '../../../lifecycle/activity/activity';
import { leadOfRow } from '../../../lifecycle/lead/book-lead';
import { gatherLog } from '../../../lifecycle/log/lead-log';
import { judgeMachines, MACHINE_DEFAULTS } from '../../../lifecycle/log/machines';
import { readWord } from '../../../lifecycle/log/state';
import type { CompiledModel } from '../../../lifecycle/model/compiled';
import { formerHint, readRuleMemory, rulesInForce } from '../../../lifecycle/model/former';
import { messagePage } from '../../../lifecycle/page/document';
import { markup, query } from '../../../lifecycle/page/html';
import { leadPage } from '../../../lifecycle/page/lead';
import { leadStory, type LeadStory } from '../../../lifecycle/page/lead-story';
import { readPage } from '../../../lifecycle/page/leads-query';
import type { Fields } from '../../../lifecycle/path';
import { openLead } from '../../../lifecycle/score/over-time';
import { readStageLine, type StageLine } from '../../../lifecycle/stage/news';
import { leadFinder } from '../../../lifecycle/stage/whose';
import { asText } from '../../../lifecycle/text';
import { modelOfRows } from '../../shared/rules-input';
import { recordsOfInput } from '../../shared/settings-input';
import { addHints, required } from '../../shared/shell';
import { answer, readBook, readView, textParameter, type BookRow, type Operation, type View } from '../operation';

const INPUTS = ['Lead Book', 'Activities', 'Links', 'Rules', 'Stage Log', 'Settings', 'Scoring State'] as const;
const rowsOf = (context: IExecuteFunctions, name: (typeof INPUTS)[number]): Fields[] =>
	recordsOfInput(context, INPUTS.indexOf(name));

/** The page of one lead. */
export const lead: Operation = {
	inputs: INPUTS,
	outputs: ['Page'],
	run: (context) => {
		const view = readView(context, INPUTS.indexOf('Settings'));
		const book = readBook(context, INPUTS.indexOf('Lead Book'));
		const found = leadFinder(book.map(({ row }) => row))(textParameter(context, 'lead'));
		const own = found.kind === 'found' ? book.find(({ row }) => row === found.row) : undefined;
		if (own === undefined) return notFound(book);
		const story = required(context, storyOf(context, own, view));
		const viewing = {
			asOf: view.asOf,
			form: textParameter(context, 'formUrl'),
			page: readPage(textParameter(context, 'page')),
		};
		return answer(leadPage(story, viewing), true);
	},
};

function notFound(book: readonly BookRow[]): IDataObject[] {
	const merged = book.find(({ row }) => row.mergedInto !== null)?.row.mergedInto;
	const text = merged
		? markup`This lead turned out to be <a href="${query({ lead: merged })}">${merged}</a>.`
		: 'No lead has this key or e-mail address. It may have been deleted, or n8n has not scored it yet.';
	return answer(messagePage('Lead not found', text), false);
}

function storyOf(context: IExecuteFunctions, { raw, row }: BookRow, view: View): Result<LeadStory> {
	const { fields } = leadOfRow(raw);
	const entries = judgeMachines(row.lead, entriesOf(context, row.lead), MACHINE_DEFAULTS, view.asOf.toMillis());
	const opened = openLead({ lead: row.lead, fields, activities: entries }, readModel(context));
	if (!opened.ok) return opened;
	const stages = rowsOf(context, 'Stage Log').map(readStageLine).sort(byTime);
	return leadStory({ row, lead: opened.value, entries, stages, settings: view.settings, dueOf: view.dueOf }, view.asOf);
}

/** What the log holds under all keys of the lead; entries that cannot be read are left out, as Score Lead does. */
function entriesOf(context: IExecuteFunctions, key: string): readonly Fields[] {
	const links = new Links(rowsOf(context, 'Links').flatMap((row) => readWord(row) ?? []));
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

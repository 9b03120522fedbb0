import type { DateTime } from 'luxon';
import type { IDataObject, IExecuteFunctions } from 'n8n-workflow';
import type { Checked, Fault } from '../../lifecycle/fault';
import { compileModel } from '../../lifecycle/model/compile';
import type { CompiledModel } from '../../lifecycle/model/compiled';
import { readRules } from '../../lifecycle/model/parse';
import type { Model } from '../../lifecycle/model/rule';
import { storedWords } from '../../lifecycle/identity/stored-links';
import { cohortOf, partOf, type Case, type Part, type PastLead } from '../../lifecycle/review/cohort';
import { backtest } from '../../lifecycle/review/backtest';
import { modelVersions } from '../../lifecycle/review/model-versions';
import { counted } from '../../lifecycle/review/figures';
import { leadsOfBook, leadsOfItems, type BookLead, type ReviewTables } from '../../lifecycle/review/past-leads';
import { scoreHistory } from '../../lifecycle/review/history/history';
import { scoreCasesUnder, type ScoredCase } from '../../lifecycle/review/scored-case';
import type { TouchTerms } from '../../lifecycle/review/touches';
import { openLead } from '../../lifecycle/score/over-time';
import type { Settings } from '../../lifecycle/settings/settings';
import { readStageLine, type StageLine } from '../../lifecycle/stage/news';
import { policyOf, type Policy } from '../../lifecycle/stage/policy';
import { asText, splitList } from '../../lifecycle/text';
import { isBook, leftInWords, numberOf, numberOption, optionsOf, termsOf } from '../shared/past-leads';
import { recordsOfInput, settingsOfInput } from '../shared/settings-input';
import { addHints, readAsOf, refuse, remark } from '../shared/shell';
import { inputsOf, type InputName, type OperationName } from './ends';

export { isBook, judge, numberOption, numberParameter, optionsOf } from '../shared/past-leads';

const indexOf = (context: IExecuteFunctions, input: InputName): number =>
	inputsOf(context.getNodeParameter('operation', 0) as OperationName).indexOf(input);

export function rowsOf(context: IExecuteFunctions, input: InputName): IDataObject[] {
	const index = indexOf(context, input);
	return index < 0 ? [] : recordsOfInput(context, index);
}

export const asOfOf = (context: IExecuteFunctions): DateTime => readAsOf(context, optionsOf(context).asOf);

export const settingsOf = (context: IExecuteFunctions): Settings =>
	settingsOfInput(context, indexOf(context, 'Settings'));

export const policyFor = (context: IExecuteFunctions, asOf = asOfOf(context)): Policy =>
	policyOf(settingsOf(context), { asOf, by: '', batch: '', zone: context.getTimezone() });

function tablesOf(context: IExecuteFunctions): ReviewTables {
	const leads = rowsOf(context, 'Leads');
	if (leads.length === 0)
		refuse(context, {
			message: 'The input “Leads” brought no lead',
			hint: 'Connect a node that reads ll_lead_book, or leads of the past, and check that it returns rows.',
		});
	return readTables(context);
}

const readTables = (context: IExecuteFunctions): ReviewTables => ({
	leads: rowsOf(context, 'Leads'),
	entries: rowsOf(context, 'Activities').filter((row) => !isStageRow(row)),
	words: storedWords(rowsOf(context, 'Links')),
});

/** One read may bring rows of both logs. */
const isStageRow = (row: IDataObject): boolean => 'from' in row && 'to' in row && !('type' in row);

/** The rows of the lead book with their logs; cells that make no sense are a remark. */
export const bookLeadsOf = (context: IExecuteFunctions): BookLead[] => inBook(context, tablesOf(context));

/** The same, where there may be none: behind the last page of a book. */
export const leadsOfRows = (context: IExecuteFunctions): BookLead[] => inBook(context, readTables(context));

function inBook(context: IExecuteFunctions, tables: ReviewTables): BookLead[] {
	const { leads, faults } = leadsOfBook(tables);
	remark(context, faults);
	return leads;
}

export function leadsOf(context: IExecuteFunctions): readonly PastLead[] {
	if (isBook(context)) return bookLeadsOf(context);
	const keyField = asText(context.getNodeParameter('leadKeyField', 0, 'lead')).trim();
	const leads = leadsOfItems(tablesOf(context), keyField);
	if (leads.length > 0) return leads;
	return refuse(context, {
		message: `No lead has a value in “${keyField}”`,
		hint: 'Correct “Lead Key Field”: name the field with the key of the lead.',
	});
}

export const linesOf = (context: IExecuteFunctions): StageLine[] => rowsOf(context, 'Stage Log').map(readStageLine);

/** The model of the input Rules; `name` picks one of several. A rule with a fault is left out, with a remark. */
export function modelOf(context: IExecuteFunctions, name = asText(optionsOf(context).modelName)): CompiledModel {
	const rows = rowsOf(context, 'Rules');
	if (rows.length === 0)
		refuse(context, {
			message: 'The input “Rules” brought no rule',
			hint: 'Connect a node that reads ll_rules, and check that it returns rows.',
		});
	const { model, faults } = checked(context, readRules(rows, { modelName: name }));
	remark(context, faults);
	return compiled(context, model);
}

/** A model with what the form says of its threshold. */
export function compiled(context: IExecuteFunctions, model: Model): CompiledModel {
	const threshold = numberOption(context, 'threshold', 'Threshold');
	return checked(context, compileModel(model, { threshold }, { zone: context.getTimezone() }));
}

export const hasRules = (context: IExecuteFunctions): boolean => rowsOf(context, 'Rules').length > 0;

function checked<T>(context: IExecuteFunctions, result: Checked<T>): T {
	return result.ok ? result.value : refuse(context, result.faults);
}

/** The leads of the past that the form asks for, oldest first; what is left out, and why, is a remark. May be none. */
export function knownCasesOf(context: IExecuteFunctions, leads: readonly PastLead[]): readonly Case[] {
	const { cases, left, faults } = cohortOf(leads, linesOf(context), termsOf(context));
	remark(context, faults);
	addHints(context, leftInWords(left));
	const { part = 'all', splitPercent } = optionsOf(context) as { part?: Part; splitPercent?: unknown };
	return partOf(cases, part, splitPercent === undefined ? 70 : numberOf(context, splitPercent, 'Split At (Percent)'));
}

/** The same, where there are any. */
export function casesOf(context: IExecuteFunctions, leads = leadsOf(context)): readonly Case[] {
	const cases = knownCasesOf(context, leads);
	return cases.length > 0 ? cases : refuse(context, noneOf(leads.length));
}

const noneOf = (leads: number): Fault => ({
	message: `None of ${counted(leads, 'lead')} has an outcome to learn from`,
	hint: 'Check “Outcomes From”, “Look at Leads” and “Days to Convert”, and that the stage log, or the outcome fields, are filled.',
});

/** Leads with who has them, and what is known of them, as their rows say. */
export const leadsWithOwner = (leads: readonly BookLead[]): PastLead[] =>
	leads.map((lead) => ({ ...lead, fields: { ...lead.row.attributes, ...lead.fields, owner: lead.row.owner } }));

/** The leads of the past, scored by a model as of the moment each is looked at. */
export const scoredOf = (context: IExecuteFunctions, model: CompiledModel, cases = casesOf(context)): ScoredCase[] =>
	scoredUnder(context, [model], cases).map(([each]) => each);

/** The same under several models, each lead with a score for each of them. */
export function scoredUnder(
	context: IExecuteFunctions,
	models: readonly CompiledModel[],
	cases: readonly Case[],
): ScoredCase[][] {
	const { scored, faults } = scoreCasesUnder(cases, models, settingsOf(context).grid);
	remark(context, faults);
	return scored;
}

/** A model without rules, for questions that need none. */
export const NO_MODEL: CompiledModel = (() => {
	const compiled = compileModel({ name: 'none', version: '0', rules: [], options: {} });
	if (!compiled.ok) throw new Error('A model without rules compiles.');
	return compiled.value;
})();

export const sourceFieldOf = (context: IExecuteFunctions): string =>
	asText(optionsOf(context).sourceField).trim() || 'source';

export const touchTermsOf = (context: IExecuteFunctions): TouchTerms => ({
	fields: splitList(asText(optionsOf(context).compareFields)),
	sourceField: sourceFieldOf(context),
});

/** The totals of the leads that were known at the last review, then and now; none where the form does not say when it was. */
export function totalsAt(context: IExecuteFunctions, leads: readonly PastLead[], model: CompiledModel) {
	const { since } = optionsOf(context);
	if (since === undefined || since === '') return { before: [], now: [] };
	const then = readAsOf(context, since).toMillis();
	const today = asOfOf(context).toMillis();
	const before: number[] = [];
	const now: number[] = [];
	for (const { lead, fields, activities } of leads) {
		const opened = openLead({ lead, fields, activities }, model);
		if (!opened.ok || !opened.value.activities.some(({ at }) => at <= then)) continue;
		const [was, is] = scoreHistory(opened.value, [then, today]);
		before.push(was.total);
		now.push(is.total);
	}
	return { before, now };
}

/** How well the score told who would convert, with what the form says of the threshold and of sales. */
export const backtestOf = (context: IExecuteFunctions, model: CompiledModel, scored: readonly ScoredCase[]) =>
	backtest(ranked(scored), {
		threshold: model.options.threshold,
		capacity: numberOption(context, 'capacity', 'Leads Sales Can Take'),
	});

const ranked = (scored: readonly ScoredCase[]) =>
	scored.map(({ total, of }) => ({ score: total, converted: of.converted }));

/** The name of the draft; where none is given, the first that the rules have. */
export function draftNameOf(context: IExecuteFunctions): string {
	const given = asText(context.getNodeParameter('draft', 0, '')).trim();
	if (given !== '') return given;
	const [draft] = modelVersions(rowsOf(context, 'Rules')).drafts;
	if (draft !== undefined) return draft;
	return refuse(context, {
		message: 'The rules hold no draft',
		hint: 'Add rows to ll_rules and write “draft” into their column “model”; copy those that are to stay as they are too.',
	});
}

import type { IExecuteFunctions, INodeExecutionData } from 'n8n-workflow';
import { shown } from '../../lifecycle/fault';
import { armOf, judgeTest } from '../../lifecycle/review/ab-test';
import { looksOf } from '../../lifecycle/review/ab-looks';
import { backtest } from '../../lifecycle/review/backtest';
import { reviewBands } from '../../lifecycle/review/bands';
import { bantTruth } from '../../lifecycle/review/bant';
import type { Case } from '../../lifecycle/review/cohort';
import { compareModels } from '../../lifecycle/review/compare';
import { conversionTable } from '../../lifecycle/review/conversion';
import { draftRules } from '../../lifecycle/review/draft-rules';
import {
	backtestSentences,
	bandSentences,
	comparisonSentences,
	conversionSentences,
	findingSentences,
	previewSentences,
	roiSentences,
	speedSentences,
	stageSentences,
} from '../../lifecycle/review/in-words';
import { checkModel } from '../../lifecycle/review/model-check';
import { modelVersions, swapTo } from '../../lifecycle/review/model-versions';
import { returnOnInvestment, type Funnel } from '../../lifecycle/review/roi';
import type { ScoredCase } from '../../lifecycle/review/scored-case';
import { speedToLead } from '../../lifecycle/review/speed-to-lead';
import { reviewStages } from '../../lifecycle/review/stages';
import { touchesOf } from '../../lifecycle/review/touches';
import { tryModel } from '../../lifecycle/review/try-model';
import { topMovers } from '../../lifecycle/review/history/movers';
import type { CompiledModel } from '../../lifecycle/model/compiled';
import { openLead } from '../../lifecycle/score/over-time';
import { isFields } from '../../lifecycle/path';
import { asNumber } from '../../lifecycle/number';
import { asText } from '../../lifecycle/text';
import { signedPoints } from '../../lifecycle/points';
import { DAY, toIso } from '../../lifecycle/time';
import { readAsOf, refuse, remark, required } from '../shared/shell';
import type { OperationName } from './ends';
import { itemsOf, reportItem } from './items';
import { makeReport } from './report';
import {
	asOfOf,
	bookLeadsOf,
	casesOf,
	hasRules,
	isBook,
	judge,
	leadsOf,
	leadsWithOwner,
	linesOf,
	modelOf,
	NO_MODEL,
	numberOption,
	numberParameter,
	optionsOf,
	policyFor,
	rowsOf,
	scoredOf,
	sourceFieldOf,
	totalsAt,
	touchTermsOf,
} from './sources';

type Run = (context: IExecuteFunctions) => INodeExecutionData[][] | Promise<INodeExecutionData[][]>;

export const RUNS: Readonly<Record<OperationName, Run>> = {
	conversion,
	bands,
	modelCheck,
	backtest: backtestLeads,
	compare,
	abTest,
	roi,
	stages,
	speedToLead: speed,
	bant,
	history,
	tryModel: tryDraft,
	report: makeReport,
};

function conversion(context: IExecuteFunctions): INodeExecutionData[][] {
	const model = hasRules(context) ? modelOf(context) : undefined;
	const scored = scoredOf(context, model ?? NO_MODEL);
	const base = { leads: scored.length, converted: scored.filter(({ of }) => of.converted).length };
	const table = conversionTable(touchesOf(scored, model, touchTermsOf(context)), base);
	const draft = asText(optionsOf(context).draftModel).trim() || 'draft';
	return [
		itemsOf(table),
		itemsOf(draftRules(table, draft)),
		reportItem(conversionSentences(table), { ...base, table }),
	];
}

function bands(context: IExecuteFunctions): INodeExecutionData[][] {
	const result = required(context, reviewBands(scoredOf(context, modelOf(context)), bandsOf(context)));
	return [itemsOf(result.bands), itemsOf(result.cells), reportItem(bandSentences(result), result)];
}

const bandsOf = (context: IExecuteFunctions): number =>
	Math.max(1, Math.trunc(numberOption(context, 'bands', 'Bands') ?? 10));

const rankedOf = (scored: readonly ScoredCase[]) =>
	scored.map(({ total, of }) => ({ score: total, converted: of.converted }));

const backtestOf = (context: IExecuteFunctions, model: CompiledModel, scored: readonly ScoredCase[]) =>
	backtest(rankedOf(scored), {
		threshold: model.options.threshold,
		capacity: numberOption(context, 'capacity', 'Leads Sales Can Take'),
	});

function modelCheck(context: IExecuteFunctions): INodeExecutionData[][] {
	const model = modelOf(context);
	const leads = leadsOf(context);
	const scored = scoredOf(context, model, casesOf(context, leads));
	const { before, now } = totalsAt(context, leads, model);
	const findings = checkModel({ model, scored, backtest: backtestOf(context, model, scored), before, now });
	return [itemsOf(findings), reportItem(findingSentences(findings), { leads: scored.length, findings })];
}

function backtestLeads(context: IExecuteFunctions): INodeExecutionData[][] {
	const model = modelOf(context);
	const result = backtestOf(context, model, scoredOf(context, model));
	return [itemsOf(result.deciles), itemsOf(result.thresholds), reportItem(backtestSentences(result), result)];
}

function compare(context: IExecuteFunctions): INodeExecutionData[][] {
	const models = { before: modelOf(context), after: modelOf(context, draftNameOf(context)) };
	const cases = casesOf(context);
	const result = compareModels(scoredOf(context, models.before, cases), scoredOf(context, models.after, cases), models);
	return [itemsOf(result.changes), reportItem(comparisonSentences(result), result)];
}

/** The name of the draft; where none is given, the first that the rules have. */
function draftNameOf(context: IExecuteFunctions): string {
	const given = asText(context.getNodeParameter('draft', 0, '')).trim();
	if (given !== '') return given;
	const [draft] = modelVersions(rowsOf(context, 'Rules')).drafts;
	if (draft !== undefined) return draft;
	return refuse(context, {
		message: 'The rules hold no draft',
		hint: 'Add rows to ll_rules and write “draft” into their column “model”; copy those that are to stay as they are too.',
	});
}

function abTest(context: IExecuteFunctions): INodeExecutionData[][] {
	const name = asText(context.getNodeParameter('test', 0, '')).trim();
	if (name === '')
		refuse(context, {
			message: '“Test” is empty',
			hint: 'Name the test; the name decides which lead is in which arm.',
		});
	const share = percentOption(context, 'shareOfB', 50);
	const plan = { usual: percentOption(context, 'usual', 10), worthwhile: 1 + percentOption(context, 'worthwhile', 20) };
	const cases = casesOf(context);
	const arm = ({ lead }: Case) => armOf(name, lead, share);
	const result = judgeTest(looksOf(cases, arm, numberParameter(context, 'windowDays', 'Days to Convert')), plan);
	const { A, B, verdict, difference, low, high, needed } = result;
	const sentences = [
		`B less A: ${signedPoints(difference)} percentage points (${low} to ${high}).`,
		`Verdict: ${verdict}. ${needed} leads per arm were planned; A has ${A.leads}, B has ${B.leads}.`,
	];
	return [
		itemsOf([
			{ arm: 'A', ...A },
			{ arm: 'B', ...B },
		]),
		reportItem(sentences, result),
	];
}

function percentOption(context: IExecuteFunctions, name: string, usual: number): number {
	const value = asNumber(optionsOf(context)[name] ?? usual);
	if (value !== undefined && value > 0 && value < 100) return value / 100;
	return refuse(context, {
		message: `The option “${name}” is ${shown(optionsOf(context)[name])}, which is not a percentage between 0 and 100`,
		hint: `Give a percentage, or leave it out for ${usual}.`,
	});
}

const FUNNEL = {
	leads: 'Leads',
	acceptedPercent: 'Accepted (Percent)',
	wonPercent: 'Won (Percent)',
	days: 'Days to a Deal',
	dealValue: 'Value of a Deal',
} as const;

function roi(context: IExecuteFunctions): INodeExecutionData[][] {
	const result = returnOnInvestment(funnelOf(context, 0), funnelOf(context, 1));
	const rows = [
		{ period: 'before', ...result.before },
		{ period: 'after', ...result.after },
	];
	return [itemsOf(rows), reportItem(roiSentences(result), result)];
}

const PERIODS = ['the first period (before)', 'the second period (after)'] as const;

function funnelOf(context: IExecuteFunctions, index: 0 | 1): Funnel {
	const rows: unknown = context.getNodeParameter('periods.period', 0, []);
	const row: unknown = Array.isArray(rows) ? rows[index] : undefined;
	const values = isFields(row) ? row : {};
	const read = ([name, title]: readonly [string, string]): readonly [string, number] => {
		const number = asNumber(values[name]);
		if (number !== undefined && number >= 0) return [name, number];
		return refuse(context, {
			message: `“${title}” of ${PERIODS[index]} is ${shown(values[name])}, which is not a number of 0 or more`,
			hint: 'Give all five numbers of both periods.',
		});
	};
	return Object.fromEntries(Object.entries(FUNNEL).map(read)) as unknown as Funnel;
}

function stages(context: IExecuteFunctions): INodeExecutionData[][] {
	const { slaOf } = policyFor(context);
	const rows = bookLeadsOf(context).map(({ row }) => row);
	const result = reviewStages(rows, linesOf(context), asOfOf(context).toMillis(), slaOf);
	const items = result.stages.map(({ stuck, ...row }) => ({ ...row, stuck: stuck.map(({ lead }) => lead).join(', ') }));
	return [itemsOf(items), reportItem(stageSentences(result), result)];
}

function speed(context: IExecuteFunctions): INodeExecutionData[][] {
	const leads = isBook(context) ? leadsWithOwner(bookLeadsOf(context)) : leadsOf(context);
	const rows = speedToLead(leads, linesOf(context), sourceFieldOf(context));
	return [itemsOf(rows), reportItem(speedSentences(rows), { rows })];
}

function bant(context: IExecuteFunctions): INodeExecutionData[][] {
	const options = optionsOf(context);
	const field = (name: string, usual: string): string => asText(options[name]).trim() || usual;
	const fields = {
		budget: field('budgetField', 'budget'),
		authority: field('authorityField', 'authority'),
		need: field('needField', 'need'),
		timeline: field('timelineField', 'timeline'),
	};
	const scored = scoredOf(context, hasRules(context) ? modelOf(context) : NO_MODEL);
	const rows = bantTruth(scored, fields, field('dealValueField', 'dealValue'));
	if (rows.length === 0)
		refuse(context, {
			message: `No lead says anything of ${Object.values(fields).join(', ')}`,
			hint: 'Name the fields that hold what leads declared in the options “Budget Field”, “Authority Field”, “Need Field”, “Timeline Field”.',
		});
	const sentences = rows
		.filter(({ declared }) => declared !== 'not said')
		.map(({ element, declared, leads, ratio }) => `${element} “${declared}”: ${ratio} % of ${leads} converted.`);
	return [itemsOf(rows), reportItem(sentences, { rows })];
}

/** Days of which the largest moves are told, where the form names no beginning. */
const A_WEEK = 7;

function history(context: IExecuteFunctions): INodeExecutionData[][] {
	const model = modelOf(context);
	const to = asOfOf(context).toMillis();
	const since = optionsOf(context).since;
	const from = since === undefined || since === '' ? to - A_WEEK * DAY : readAsOf(context, since).toMillis();
	const opened = leadsOf(context).map(({ lead, fields, activities }) =>
		openLead({ lead, fields, activities: judge(lead, activities, to) }, model),
	);
	remark(
		context,
		opened.flatMap((each) => (each.ok ? [] : [each])),
	);
	const most = numberOption(context, 'most', 'Most Leads') ?? 10;
	const movers = topMovers(
		opened.flatMap((each) => (each.ok ? [each.value] : [])),
		from,
		to,
		most,
	);
	const rows = [...movers.up, ...movers.down].map(({ lead, difference: { from: was, to: is, points, changes } }) => ({
		...{ lead, points, from: was.total, to: is.total, since: was.at, until: is.at },
		why: changes.map(({ kind, rule, points: each }) => `${kind.replace('_', ' ')}: ${rule} ${each}`).join(' · '),
		changes,
	}));
	const sentences = rows.map(({ lead, from: was, to: is }) => `${lead}: ${was} → ${is}.`);
	return [
		itemsOf(rows),
		reportItem(sentences.length > 0 ? sentences : ['No score moved.'], { since: toIso(from), movers }),
	];
}

/** Names of leads in the preview's items; all are in its counts. */
const MOST_SHOWN = 500;

function tryDraft(context: IExecuteFunctions): INodeExecutionData[][] {
	const draft = draftNameOf(context);
	const models = { live: modelOf(context), draft: modelOf(context, draft) };
	const asOf = asOfOf(context);
	const preview = tryModel(bookLeadsOf(context), models, { policy: policyFor(context), asOf, judged: judge });
	remark(context, preview.faults);
	const swap = swapTo(draft, modelVersions(rowsOf(context, 'Rules')), asOf.toUTC().toISO() ?? '');
	const sentences = previewSentences(preview);
	const rows = preview.changes.slice(0, MOST_SHOWN).map(({ lead, name, becomes, live, draft: after, why }) => ({
		...{ lead, name, becomes, cell: live.cell, newCell: after.cell, total: live.total, newTotal: after.total },
		...{ stage: live.stage, newStage: after.stage, why },
	}));
	const { changes: _, ...counts } = preview;
	return [
		itemsOf(rows),
		itemsOf([{ ...swap, summary: sentences.join(' ') }]),
		reportItem(sentences, { ...counts, changes: rows }),
	];
}

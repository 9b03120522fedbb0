import { DateTime } from 'luxon';
import type { IExecuteFunctions, INodeExecutionData } from 'n8n-workflow';
import type { Fault } from '../../../lifecycle/fault';
import type { Method } from '../../../lifecycle/predict/fit';
import { fitHalfLives } from '../../../lifecycle/predict/half-life';
import { driftOf, driftSentences } from '../../../lifecycle/predict/drift';
import { chooseModel, type Choice } from '../../../lifecycle/predict/keep';
import { suggestPoints } from '../../../lifecycle/predict/points';
import { readModel } from '../../../lifecycle/predict/read-model';
import { trainingReport, type TrainingReport } from '../../../lifecycle/predict/report';
import { inOneOrder, snapshotOf, type Example } from '../../../lifecycle/predict/snapshot';
import type { StoredModel } from '../../../lifecycle/predict/stored-model';
import { USUAL_HALF_LIFE } from '../../../lifecycle/predict/survey';
import { train, type Training } from '../../../lifecycle/predict/train';
import { briefly, trainingSentences } from '../../../lifecycle/predict/training-words';
import { cohortOf, type CohortTerms, type PastLead } from '../../../lifecycle/review/cohort';
import { leadsOfBook, leadsOfItems } from '../../../lifecycle/review/past-leads';
import { outboxRowOf } from '../../../lifecycle/message/outbox';
import type { Settings } from '../../../lifecycle/settings/settings';
import { readStageLine } from '../../../lifecycle/stage/news';
import { asText } from '../../../lifecycle/text';
import { toIso } from '../../../lifecycle/time';
import { isBook, itemsOf, leftInWords, numberOption, optionsOf, reportItem, termsOf } from '../../shared/past-leads';
import { settingsOfInput } from '../../shared/settings-input';
import { addHints, refuse, remark, required } from '../../shared/shell';
import { placeOfInput } from '../ends';
import { fieldsOption, keyFieldOf, NO_LEAD, noRules, rowsOf, tablesOf } from '../sources';

export function trainModel(context: IExecuteFunctions): INodeExecutionData[][] {
	const terms = termsOf(context);
	const examples = examplesOf(context, terms);
	const confirmed = new Set(fieldsOption(context, 'confirmedFields'));
	// The date of the outcome is the outcome, whatever anybody confirms.
	if (terms.own !== undefined) confirmed.delete(terms.own.dateField);
	const method = (optionsOf(context).method ?? 'auto') as Method;
	const training = required(
		context,
		train(examples, {
			...{ asOf: terms.asOf, method, confirmed, windowDays: terms.windowDays },
			ageDays: terms.look.kind === 'age' ? terms.look.days : null,
		}),
	);
	const live = liveModel(context);
	const choice = chooseModel(examples, training, live);
	const drift = live === undefined ? undefined : driftOf(examples, live);
	const isEnough = training.time !== null;
	const points = isEnough ? suggestPoints(examples, pointTerms(context, training)) : [];
	const wantsHalfLives = optionsOf(context).fitHalfLives !== false;
	const halfLives = isEnough && wantsHalfLives ? fitHalfLives(examples, USUAL_HALF_LIFE) : [];
	const sentences = [...trainingSentences(training, choice), ...(drift === undefined ? [] : driftSentences(drift))];
	const settings = settingsOfInput(context, placeOfInput('train', 'Settings'));
	const asOf = DateTime.fromMillis(terms.asOf, { zone: settings.timeZone });
	const report = trainingReport({ asOf, training, choice, points, halfLives, sentences });
	return [
		choice.publish && training.model ? itemsOf([modelItem(training.model, choice)]) : [],
		itemsOf(points),
		itemsOf(halfLives),
		reportItem(sentences, { ...reportOf(training, choice), drift: drift ?? null }),
		mailItem(report, sentences, { asOf, settings }),
	];
}

/** The mail to the manager, as a row of the outbox; the month is in its key, so that it comes once. */
function mailItem(
	{ title, page }: TrainingReport,
	sentences: readonly string[],
	{ asOf, settings }: { readonly asOf: DateTime; readonly settings: Settings },
): INodeExecutionData[] {
	const row = outboxRowOf(
		{
			...{ kind: 'digest', audience: 'manager', channels: ['email'], title },
			key: `learnt:${asOf.toFormat('yyyy-MM')}:manager`,
			at: toIso(asOf.toMillis()),
			lines: sentences,
			next: NEXT,
			file: { name: `learnt-from-deals-${asOf.toFormat('yyyy-MM-dd')}.html`, html: page.html },
		},
		settings,
	);
	return row === undefined ? [] : [{ json: { ...row }, pairedItem: [] }];
}

const NEXT =
	'The file shows whether forecasts come true, the points that the deals suggest, and how fast interest fades.';

const modelItem = (model: StoredModel, { why }: Choice) => ({
	...{ name: model.name, status: 'live', verdict: model.verdict, trainedAt: model.trainedAt },
	...{
		auc: model.measured.auc,
		low: model.measured.interval?.low ?? null,
		high: model.measured.interval?.high ?? null,
	},
	...{ leads: model.learnt.leads, converted: model.learnt.converted, why },
	model: JSON.stringify(model),
});

const reportOf = ({ verdict, why, leads, converted, leaks, time, random, overCounting }: Training, choice: Choice) => ({
	...{ verdict, why, leads, converted, leaks },
	...{ time: briefly(time), random: briefly(random), overCounting, reliability: time?.reliability ?? [] },
	...{ published: choice.publish, choice: choice.why, difference: choice.difference },
});

const pointTerms = (context: IExecuteFunctions, { leaks }: Training) => ({
	halfLives: new Map<string, number>(),
	without: new Set(leaks.map(({ field }) => field)),
	doubling: numberOption(context, 'doubling', 'Points That Double the Odds') ?? 10,
	model: asText(optionsOf(context).draftModel).trim() || 'draft',
});

function examplesOf(context: IExecuteFunctions, terms: CohortTerms): Example[] {
	const lines = rowsOf(context, 'Stage Log').map(readStageLine);
	const { cases, left, faults } = cohortOf(inOneOrder(pastLeads(context)), lines, terms);
	const model = noRules(context);
	const without = withoutFields(context, terms);
	const unread: Fault[] = [];
	const examples = cases.flatMap((each): Example[] => {
		const snapshot = snapshotOf(each, model, without);
		if (snapshot.ok) return [{ ...snapshot.value, cameInAt: each.cameInAt, converted: each.converted }];
		unread.push(snapshot);
		return [];
	});
	remark(context, [...faults, ...unread]);
	addHints(context, leftInWords(left));
	return examples;
}

function pastLeads(context: IExecuteFunctions): readonly PastLead[] {
	const tables = tablesOf(context);
	if (tables.leads.length === 0) refuse(context, NO_LEAD);
	if (isBook(context)) {
		const { leads, faults } = leadsOfBook(tables);
		remark(context, faults);
		return leads;
	}
	const keyField = keyFieldOf(context);
	const leads = leadsOfItems(tables, keyField);
	if (leads.length > 0) return leads;
	return refuse(context, {
		message: `No lead has a value in “${keyField}”`,
		hint: 'Correct “Lead Key Field”: name the field with the key of the lead.',
	});
}

/** The outcome itself is no attribute; its date is seen by the leak alarm. In the lead book the owner is whom sales gave it to. */
function withoutFields(context: IExecuteFunctions, { own, cameInField }: CohortTerms): Set<string> {
	const key = isBook(context) ? ['email', 'owner'] : [keyFieldOf(context)];
	return new Set([
		...[...key, cameInField, ...fieldsOption(context, 'leaveOutFields')],
		...(own === undefined ? [] : [own.field]),
	]);
}

function liveModel(context: IExecuteFunctions): StoredModel | undefined {
	const rows = rowsOf(context, 'Live Model');
	const last = rows.at(-1);
	if (last === undefined) return undefined;
	const read = readModel(last.model);
	if (read.ok) return read.value;
	addHints(context, [`The live model was not compared: ${read.message}.`], 'warning');
	return undefined;
}

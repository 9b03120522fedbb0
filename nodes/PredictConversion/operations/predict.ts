import type { DateTime } from 'luxon';
import type { IDataObject, IExecuteFunctions, INodeExecutionData } from 'n8n-workflow';
import { fault, ok, type Result } from '../../../lifecycle/fault';
import { leadOfRow } from '../../../lifecycle/lead/book-lead';
import { readRow } from '../../../lifecycle/lead/row';
import { leadKey } from '../../../lifecycle/lead/key';
import { pathReader, type Fields } from '../../../lifecycle/path';
import { chanceWrite } from '../../../lifecycle/predict/book-chance';
import { MOST_REASONS, predictionOf, type Prediction } from '../../../lifecycle/predict/predict';
import { readModel } from '../../../lifecycle/predict/read-model';
import { snapshotOf } from '../../../lifecycle/predict/snapshot';
import type { StoredModel } from '../../../lifecycle/predict/stored-model';
import { logReader, ownActivities } from '../../../lifecycle/review/past-leads';
import { asText } from '../../../lifecycle/text';
import { asInstant } from '../../../lifecycle/time';
import { itemsAt } from '../../shared/inputs';
import { forItem } from '../../shared/on-error';
import { isBook, judge, numberOption, optionsOf } from '../../shared/past-leads';
import {
	addHints,
	counted,
	isBlank,
	itemFault,
	readAsOf,
	readOutputField,
	refuse,
	withResults,
} from '../../shared/shell';
import { placeOfInput } from '../ends';
import { keyFieldOf, noRules, rowsOf, tablesOf } from '../sources';

export function predictLeads(context: IExecuteFunctions): INodeExecutionData[][] {
	const model = trainedModel(context);
	const asOf = readAsOf(context, optionsOf(context).asOf);
	const field = readOutputField(context);
	const predict = predictor(context, model, asOf);
	const writes: INodeExecutionData[] = [];
	let early = 0;
	const items = itemsAt(context, placeOfInput('predict', 'Leads')).flatMap((item, index): INodeExecutionData[] => {
		if (isBlank(item)) return [];
		const prediction = forItem(context, index, () => predict(item.json));
		if (!prediction.ok) return [itemFault(context, prediction, index)];
		if (prediction.value.early) early++;
		const write = isBook(context) ? chanceWrite(readRow(item.json).row, prediction.value) : undefined;
		if (write) writes.push({ json: { ...write }, pairedItem: { item: index, input: 0 } });
		return [withResults(item, index, [[field, prediction.value]])];
	});
	warn(context, model, early, items.length);
	return [items, writes];
}

function warn(context: IExecuteFunctions, { verdict, learnt }: StoredModel, early: number, all: number): void {
	if (verdict === 'Weak')
		addHints(context, ['The model is weak: better than chance, not enough to rely on alone.'], 'warning');
	if (early > 0)
		addHints(context, [
			`${early} of ${counted(all, 'lead')} are younger than the ${learnt.ageDays} days after which the model looked at leads: their predictions will still move.`,
		]);
}

function trainedModel(context: IExecuteFunctions): StoredModel {
	const inForm = context.getNodeParameter('modelSource', 0, 'input') === 'json';
	const read = readModel(inForm ? context.getNodeParameter('model', 0, '') : modelOfInput(context));
	return read.ok ? read.value : refuse(context, read);
}

function modelOfInput(context: IExecuteFunctions): unknown {
	const last = rowsOf(context, 'Model').at(-1);
	if (last === undefined)
		return refuse(context, {
			message: 'The input “Model” brought no model',
			hint: 'Connect a node that reads what Train gave on its output Model, and check that it returns a row.',
		});
	return pathReader(asText(context.getNodeParameter('modelField', 0, 'model')).trim())(last);
}

type PredictLead = (json: IDataObject) => Result<Prediction>;

function predictor(context: IExecuteFunctions, model: StoredModel, asOf: DateTime): PredictLead {
	const { entries, words } = tablesOf(context);
	const logOf = logReader(entries, words);
	const noModel = noRules(context);
	const most = numberOption(context, 'mostReasons', 'Maximum Number of Reasons') ?? MOST_REASONS;
	const predict = predictionOf(model, Math.max(1, Math.trunc(most)));
	const at = asOf.toMillis();
	const readLead = leadReader(context);
	const cameInField = pathReader(asText(optionsOf(context).cameInField) || 'createdAt');
	return (json) => {
		const { lead, fields } = readLead(json);
		if (lead === '') return noKey(context);
		const log = [...ownActivities(json), ...logOf(lead).entries];
		const activities = judge(lead, log, at);
		const cameInAt = asInstant(cameInField(json)) ?? firstOf(activities);
		const snapshot = snapshotOf({ lead, fields, activities, lookedAt: at, cameInAt }, noModel, NOTHING);
		return snapshot.ok ? ok(predict(snapshot.value)) : snapshot;
	};
}

const NOTHING: ReadonlySet<string> = new Set();

function leadReader(context: IExecuteFunctions): (json: IDataObject) => { lead: string; fields: Fields } {
	if (isBook(context))
		return (json) => {
			const { fields, row } = leadOfRow(json);
			return { lead: row.lead, fields };
		};
	const readKey = pathReader(keyFieldOf(context));
	return (json) => ({ lead: leadKey(readKey(json)), fields: json });
}

const noKey = (context: IExecuteFunctions): Result<Prediction> =>
	fault(
		`The lead has nothing in “${isBook(context) ? 'lead' : keyFieldOf(context)}”`,
		'Give the key by which its activities are found, such as its e-mail address.',
	);

function firstOf(activities: readonly Fields[]): number | undefined {
	let first = Infinity;
	for (const { at } of activities) first = Math.min(first, asInstant(at) ?? Infinity);
	return first === Infinity ? undefined : first;
}

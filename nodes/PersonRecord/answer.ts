import type { DateTime } from 'luxon';
import type { IDataObject, IExecuteFunctions, INodeExecutionData } from 'n8n-workflow';
import { readRow } from '../../lifecycle/lead/row';
import {
	erased,
	exportOf,
	nothingHeld,
	preview,
	severalLeads,
	type PersonAnswer,
} from '../../lifecycle/person/answers';
import { nextStep, type Deletion, type ErasureStep } from '../../lifecycle/person/erasure';
import { explanationPage } from '../../lifecycle/person/explanation';
import { countHeld, holdingOf, linksOf, sortRows, type Held, type RowsByTable } from '../../lifecycle/person/held';
import { findPerson } from '../../lifecycle/person/person';
import { storyOf } from '../../lifecycle/person/story';
import type { Fields } from '../../lifecycle/path';
import { readSettings } from '../../lifecycle/settings/read-settings';
import { policyOf } from '../../lifecycle/stage/policy';
import { asText } from '../../lifecycle/text';
import { toIso } from '../../lifecycle/time';
import { queriesOf } from '../shared/queries';
import { modelOfRows } from '../shared/rules-input';
import { readAsOf, remark, required } from '../shared/shell';

/** Ids per deletion, as many as the template has conditions for. */
const IDS_A_DELETION = 10;

/** Answers, or gives what to delete and to change next. */
export async function answer(
	context: IExecuteFunctions,
	asked: string,
	records: readonly Fields[],
): Promise<INodeExecutionData[][]> {
	const rows = sortRows(records);
	const found = findPerson(
		asked,
		linksOf(rows),
		(rows.get('leadBook') ?? []).map((raw) => readRow(raw).row),
	);
	if (found.kind === 'ambiguous') return only(itemOf(severalLeads(found.leads)));
	const held = holdingOf(found.person, rows);
	const wanted = asText(context.getNodeParameter('answer', 0));
	const isErasing = wanted === 'erase' && context.getNodeParameter('confirmed', 0, false) === true;
	if (isErasing) return stepOf(held, rows, asOfOf(context));
	if (countHeld(held) === 0) return only(itemOf(nothingHeld));
	if (wanted === 'erase') return only(itemOf(preview(held)));
	return only(wanted === 'export' ? await fileOf(context, held) : explain(context, held, rows));
}

const asOfOf = (context: IExecuteFunctions): DateTime =>
	readAsOf(context, (context.getNodeParameter('options', 0, {}) as { asOf?: string }).asOf);

const only = (item: INodeExecutionData): INodeExecutionData[][] => [[item], [], [], [], []];

/** The answer comes from all rows together, so it is linked to none. */
const itemOf = (given: PersonAnswer, more: IDataObject = {}): INodeExecutionData => ({ json: { ...given, ...more } });

function stepOf(held: Held, rows: RowsByTable, asOf: DateTime): INodeExecutionData[][] {
	const step = nextStep(held);
	const now = toIso(asOf.toMillis());
	if (step === undefined) return only(itemOf(erased(isCrmAtWork(rows, now)), { accounts: idOfRollup(rows) }));
	return outputsOf(step);
}

const outputsOf = ({ deletions, messages, activities, companies }: ErasureStep): INodeExecutionData[][] => [
	[],
	deletions.flatMap(deletionItems),
	...[messages, activities, companies].map((list) => list.map((row) => ({ json: { ...row } as IDataObject }))),
];

const deletionItems = ({ table, ids }: Deletion): INodeExecutionData[] =>
	queriesOf(ids, IDS_A_DELETION).map((query) => ({ json: { table, ...query } }));

const stateOf = (rows: RowsByTable, name: string): Fields | undefined =>
	(rows.get('state') ?? []).find((row) => asText(row.name) === name);

/** The lease of 16 is a time; what is over is ''. */
const isCrmAtWork = (rows: RowsByTable, now: string): boolean => asText(stateOf(rows, 'crm')?.until) > now;

/** The workflow that rolls companies up, by which their scores are right again. */
const idOfRollup = (rows: RowsByTable): string => asText(stateOf(rows, 'accounts')?.workflow);

function explain(context: IExecuteFunctions, held: Held, rows: RowsByTable): INodeExecutionData {
	const { settings, faults } = readSettings(rows.get('settings') ?? []);
	const asOf = asOfOf(context);
	const policy = policyOf(settings, { asOf, by: '', batch: '', zone: context.getTimezone() });
	remark(context, [...faults, ...policy.faults]);
	const view = { settings: policy.settings, dueOf: policy.slaOf, asOf: asOf.setZone(policy.settings.timeZone) };
	const rules = rows.get('rules') ?? [];
	// Without rules there is no score to explain, but all the rest.
	const story = rules.length === 0 ? undefined : required(context, storyOf(held, modelOfRows(context, rules), view));
	const { title, html } = explanationPage(held, story, view);
	return itemOf({ kind: 'explain', title, html });
}

async function fileOf(context: IExecuteFunctions, held: Held): Promise<INodeExecutionData> {
	const text = JSON.stringify(exportOf(held, toIso(asOfOf(context).toMillis())), null, '\t');
	const file = await context.helpers.prepareBinaryData(Buffer.from(text), 'person.json', 'application/json');
	return { ...itemOf({ kind: 'export', title: 'Your file', html: '' }), binary: { data: file } };
}

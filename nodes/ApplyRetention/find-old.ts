import type { DateTime } from 'luxon';
import type { IDataObject, IExecuteFunctions, INodeExecutionData } from 'n8n-workflow';
import { foldLead } from '../../lifecycle/activity/activity';
import { storedLinks } from '../../lifecycle/identity/stored-links';
import { outboxRowOf } from '../../lifecycle/message/outbox';
import type { CompiledModel } from '../../lifecycle/model/compiled';
import { asNumber } from '../../lifecycle/number';
import { grouped } from '../../lifecycle/review/grouped';
import { prunedOf } from '../../lifecycle/retention/prune';
import { refusalReport, refusalsOf } from '../../lifecycle/retention/refusals';
import { keptSince, type Keep } from '../../lifecycle/settings/retention-terms';
import type { Settings } from '../../lifecycle/settings/settings';
import { TABLES } from '../../lifecycle/tables';
import { asText } from '../../lifecycle/text';
import { toIso } from '../../lifecycle/time';
import { queriesOf } from '../shared/queries';
import { modelOfRows } from '../shared/rules-input';
import { recordsOfInput, settingsOfInput } from '../shared/settings-input';
import { readAsOf } from '../shared/shell';
import { INPUT } from './connections';

/** A message that is still to be sent is never old. */
const FINISHED = ['sent', 'failed', 'no_channel', 'duplicate'];

/** The rows of one slice of leads, and with the first slice the logs that go by time alone. */
export function findOld(context: IExecuteFunctions): INodeExecutionData[][] {
	const settings = settingsOfInput(context, INPUT.settings);
	const { asOf: given } = context.getNodeParameter('options', 0, {}) as { asOf?: string };
	const asOf = readAsOf(context, given).setZone(settings.timeZone);
	const since = keptSince(settings.retention.activities, asOf);
	const rules = recordsOfInput(context, INPUT.rules);
	const isFirst = positionIn(context, INPUT.progress) === 0;
	const oldRows = isFirst ? oldRowsOf(settings, asOf) : [];
	// Without rules nobody knows what scores will need.
	if (since === undefined || rules.length === 0) return outputsOf({ position: 0, oldRows });
	const model = modelOfRows(context, rules);
	const leads = recordsOfInput(context, INPUT.leads);
	const [book, ids] = pruned(context, leads, model, { before: since.toMillis(), asOf });
	return outputsOf({
		position: Math.max(0, ...leads.map(({ id }) => asNumber(id) ?? 0)),
		oldRows,
		book,
		ids,
		messages: isFirst ? messagesOf(context, model, { settings, before: since.toMillis(), asOf }) : [],
	});
}

interface Found {
	/** Of the last lead; 0: there are no more. */
	readonly position: number;
	readonly oldRows: readonly IDataObject[];
	readonly book?: readonly IDataObject[];
	readonly ids?: readonly number[];
	readonly messages?: readonly IDataObject[];
}

const outputsOf = ({ position, oldRows, book = [], ids = [], messages = [] }: Found): INodeExecutionData[][] =>
	[[{ position }], oldRows, book, queriesOf(ids), messages].map((list) => list.map((json) => ({ json: { ...json } })));

/** What may be deleted of each table: rows before a time of which a column is like a value. */
function oldRowsOf({ retention }: Settings, asOf: DateTime): IDataObject[] {
	const rowsOf = (table: string, keep: Keep, column: string, values: readonly string[]): IDataObject[] => {
		const before = keptSince(keep, asOf);
		return before === undefined
			? []
			: values.map((value) => ({ table, before: toIso(before.toMillis()), column, value }));
	};
	return [
		...rowsOf(TABLES.outbox.name, retention.messages, 'status', FINISHED),
		...rowsOf(TABLES.stageLog.name, retention.stageLog, 'lead', ['%']),
		...rowsOf(TABLES.scoreLog.name, retention.scoreLog, 'lead', ['%']),
	];
}

/** Cells for rows of the lead book, and numbers of activities. */
function pruned(
	context: IExecuteFunctions,
	leads: readonly IDataObject[],
	model: CompiledModel,
	terms: { readonly before: number; readonly asOf: DateTime },
): [book: IDataObject[], ids: number[]] {
	const links = storedLinks(recordsOfInput(context, INPUT.links));
	const log = grouped(recordsOfInput(context, INPUT.activities), ({ lead }) => foldLead(asText(lead)));
	const followed = positionIn(context, INPUT.scoring);
	const logOf = (key: string) => log.get(key) ?? [];
	const found = leads
		.filter(({ mergedInto }) => !mergedInto)
		.map((raw) => {
			const lead = foldLead(asText(raw.lead));
			return { raw, ...prunedOf({ raw, lead, keys: links.keysOf(lead), logOf }, model, { ...terms, followed }) };
		});
	return [
		found.filter(({ isCounted }) => isCounted).map(({ raw }) => ({ id: raw.id, logged: null })),
		[...new Set(found.flatMap(({ ids }) => ids))],
	];
}

function messagesOf(
	context: IExecuteFunctions,
	model: CompiledModel,
	{ settings, before, asOf }: { readonly settings: Settings; readonly before: number; readonly asOf: DateTime },
): IDataObject[] {
	const audience = asText(context.getNodeParameter('audience', 0, 'marketing')).trim();
	const report = refusalReport(refusalsOf(model, before, asOf), audience, asOf);
	const row = report && outboxRowOf(report, settings);
	return row === undefined ? [] : [{ ...row }];
}

const positionIn = (context: IExecuteFunctions, input: number): number =>
	asNumber(recordsOfInput(context, input)[0]?.position) ?? 0;

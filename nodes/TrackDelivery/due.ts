import { MESSAGES_A_RUN } from './description';
import type { IDataObject, IExecuteFunctions, INodeExecutionData } from 'n8n-workflow';
import { planDelivery, readOutboxRow, UNSURE, type PlanOptions } from '../../lifecycle/delivery/outbox';
import { reportOf } from '../../lifecycle/delivery/outcome';
import { outboxRowOf } from '../../lifecycle/message/outbox';
import { asText } from '../../lifecycle/text';
import { asInstant, MINUTE } from '../../lifecycle/time';
import { itemsAt } from '../shared/inputs';
import { recordsOfInput, settingsOfInput } from '../shared/settings-input';
import { readAsOf, refuse } from '../shared/shell';

interface DueOptions {
	readonly asOf?: string;
	readonly most?: number;
}

/** Due messages, rows to note without sending, and reports for the outbox. */
export function planned(context: IExecuteFunctions): INodeExecutionData[][] {
	const options = context.getNodeParameter('options', 0, {}) as DueOptions;
	const now = readAsOf(context, options.asOf).toMillis();
	const settings = settingsOfInput(context, 1);
	const read = itemsAt(context, 0).map(({ json }, item) => ({ row: readOutboxRow(json), json, item }));
	const rows = read.flatMap(({ row }) => row ?? []);
	const itemOf = new Map(read.flatMap(({ row, item }) => (row ? [[row.id, item] as const] : [])));
	const given = new Map(read.flatMap(({ row, json }) => (row ? [[row.id, json] as const] : [])));
	const crm = crmInUse(context, now);
	const plan = { ...readPlan(context, options), asksCrm: crm !== undefined };
	const { due, marks, unsure, isCrmAwaited } = planDelivery(rows, settings, now, plan);
	const linked = (id: number, json: IDataObject): INodeExecutionData => ({
		json,
		pairedItem: { item: itemOf.get(id) ?? 0 },
	});
	const report = reportOf(
		unsure.map((row) => ({ ...row, error: UNSURE })),
		now,
	);
	const reported = report && outboxRowOf(report, settings);
	return [
		due.map((held) => linked(held.id, { ...given.get(held.id), ...held })),
		marks.map((mark) => linked(mark.id, { ...mark })),
		reported ? [{ json: { ...reported }, pairedItem: unsure.map(({ id }) => ({ item: itemOf.get(id) ?? 0 })) }] : [],
		crm !== undefined && isCrmAwaited ? [{ json: crm, pairedItem: { item: 0, input: 2 } }] : [],
	];
}

/** 16 notes every five minutes that it is there; one that missed two of them is deactivated. */
const CRM_MISSED_MINUTES = 11;

/** The row of 16 in `ll_state`, where it runs and its nodes are active. */
function crmInUse(context: IExecuteFunctions, now: number): IDataObject | undefined {
	return recordsOfInput(context, 2).find(({ workflow, updatedAt, seen }) => {
		const silence = Math.abs(now - (asInstant(updatedAt) ?? 0));
		return asText(workflow) !== '' && seen !== 0 && silence < CRM_MISSED_MINUTES * MINUTE;
	});
}

function readPlan(context: IExecuteFunctions, { most = MESSAGES_A_RUN }: DueOptions): PlanOptions {
	if (!Number.isInteger(most) || most < 1)
		refuse(context, { message: '“Limit” is not a whole number above 0', hint: 'Give a number such as 200.' });
	return {
		what: context.getNodeParameter('what', 0, 'messages') === 'questions' ? 'questions' : 'messages',
		whenUnsure: context.getNodeParameter('whenUnsure', 0, 'again') === 'leave' ? 'leave' : 'again',
		most,
	};
}

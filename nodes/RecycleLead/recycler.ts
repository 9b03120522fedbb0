import type { DateTime } from 'luxon';
import type { IExecuteFunctions, INodeExecutionData } from 'n8n-workflow';
import { ok, type Checked, type Result } from '../../lifecycle/fault';
import { isFields } from '../../lifecycle/path';
import { planRecycling, type RecycleSettings } from '../../lifecycle/recycle/recycle-plan';
import { leadRecycler, type RecycledLead } from '../../lifecycle/recycle/recycle';
import { asText } from '../../lifecycle/text';
import { fieldParameter, optionalFieldParameter, refuse, type ItemReader } from '../shared/shell';

export type ItemRecycler = (item: INodeExecutionData, index: number) => Result<RecycledLead>;

type LeadRecycler = ReturnType<typeof leadRecycler>;

/**
 * Reads the form and returns what recycles an item. The form is read once; only where the user wrote expressions it is
 * worked out for each item, and planned once for each outcome.
 */
export function itemRecycler(context: IExecuteFunctions, outputField: string, asOf: DateTime): ItemRecycler {
	const readReason = reasonReader(context);
	const readBy = optionalFieldParameter(context, 'byField');
	const recyclerAt = recyclers(context, outputField);
	return (item, index) => {
		const recycler = recyclerAt(index);
		const said = { reason: readReason(item, index), by: readBy?.(item, index) };
		const result = recycler.ok ? recycler.value(item.json, said, asOf) : { ok: false as const, ...recycler.faults[0] };
		return result.ok ? result : { ...result, message: `Item ${index}: ${result.message}` };
	};
}

/** The reason stands in a field of the item, or in the option “Reason”, for expressions and agents. */
function reasonReader(context: IExecuteFunctions): ItemReader {
	const { reason } = (context.getNode().parameters.options ?? {}) as { reason?: unknown };
	if (reason === undefined || reason === '') return fieldParameter(context, 'reasonField', 'Reason Field');
	return (_item, index) => context.getNodeParameter('options.reason', index, '');
}

function recyclers(context: IExecuteFunctions, outputField: string): (index: number) => Checked<LeadRecycler> {
	const { scoreField, totalField, reasons, maxRecycles } = context.getNode().parameters;
	if (![scoreField, totalField, reasons, maxRecycles].some(hasExpression)) {
		const recycler = plan(readSettings(context, outputField, 0));
		return recycler.ok ? () => recycler : refuse(context, recycler.faults);
	}
	const planned = new Map<string, Checked<LeadRecycler>>();
	return (index) => {
		const settings = readSettings(context, outputField, index);
		const key = JSON.stringify(settings);
		const recycler = planned.get(key) ?? plan(settings);
		planned.set(key, recycler);
		return recycler;
	};
}

function plan(settings: RecycleSettings): Checked<LeadRecycler> {
	const planned = planRecycling(settings);
	return planned.ok ? ok(leadRecycler(planned.value)) : planned;
}

function hasExpression(value: unknown): boolean {
	if (typeof value === 'string') return value.startsWith('=');
	return typeof value === 'object' && value !== null && Object.values(value).some(hasExpression);
}

function readSettings(context: IExecuteFunctions, outputField: string, index: number): RecycleSettings {
	const reasons: unknown = context.getNodeParameter('reasons', index, {});
	const rows = isFields(reasons) ? reasons.reason : undefined;
	return {
		scoreField: asText(context.getNodeParameter('scoreField', index, '')).trim(),
		totalField: asText(context.getNodeParameter('totalField', index, '')).trim(),
		outputField,
		reasons: Array.isArray(rows) ? rows : [],
		maxRecycles: context.getNodeParameter('maxRecycles', index, 0),
	};
}

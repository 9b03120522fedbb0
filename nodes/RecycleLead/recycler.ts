import type { DateTime } from 'luxon';
import type { IExecuteFunctions, INodeExecutionData } from 'n8n-workflow';
import { ok, type Checked, type Result } from '../../lifecycle/fault';
import { isFields } from '../../lifecycle/path';
import { DEFAULT_REASONS } from '../../lifecycle/recycle/reason';
import { planRecycling, type RecycleSettings } from '../../lifecycle/recycle/recycle-plan';
import { leadRecycler, type RecycledLead } from '../../lifecycle/recycle/recycle';
import { asText } from '../../lifecycle/text';
import { fieldParameter, optionalFieldParameter, refuse } from '../shared/shell';
import { DEFAULT_BY_FIELD, DEFAULT_MAX_RECYCLES } from './description';

export type ItemRecycler = (item: INodeExecutionData, index: number) => Result<RecycledLead>;

type LeadRecycler = ReturnType<typeof leadRecycler>;

/**
 * Reads the form and returns what recycles an item. The form is read once; only where the user wrote expressions it is
 * worked out for each item, and planned once for each outcome.
 */
export function itemRecycler(context: IExecuteFunctions, outputField: string, asOf: DateTime): ItemRecycler {
	const readReason = reasonReader(context);
	const readBy = optionalFieldParameter(context, 'options.byField', DEFAULT_BY_FIELD);
	const recyclerAt = recyclers(context, outputField);
	return (item, index) => {
		const recycler = recyclerAt(index);
		const said = { ...readReason(item, index), by: readBy?.(item, index) };
		const result = recycler.ok ? recycler.value(item.json, said, asOf) : { ok: false as const, ...recycler.faults[0] };
		return result.ok ? result : { ...result, message: `Item ${index}: ${result.message}` };
	};
}

/** The reason stands in a field of the item, or in the option “Reason”, for expressions and agents. */
function reasonReader(context: IExecuteFunctions) {
	const { reason } = (context.getNode().parameters.options ?? {}) as { reason?: unknown };
	if (reason !== undefined && reason !== '')
		return (_item: INodeExecutionData, index: number) => ({
			reason: context.getNodeParameter('options.reason', index, '') as unknown,
			place: '“Reason”',
		});
	const read = fieldParameter(context, 'reasonField', 'Reason Field');
	const placeAt = (index: number): string => {
		const field = asText(context.getNodeParameter('reasonField', index)).trim();
		return field === '' ? '“Reason Field”' : `“Reason Field”: “${field}”`;
	};
	const place = hasExpression(context.getNode().parameters.reasonField) ? undefined : placeAt(0);
	return (item: INodeExecutionData, index: number) => ({ reason: read(item, index), place: place ?? placeAt(index) });
}

function recyclers(context: IExecuteFunctions, outputField: string): (index: number) => Checked<LeadRecycler> {
	const { scoreField, totalField, reasons, options } = context.getNode().parameters;
	const { maxRecycles } = (options ?? {}) as { maxRecycles?: unknown };
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
	return {
		scoreField: asText(context.getNodeParameter('scoreField', index, '')).trim(),
		totalField: asText(context.getNodeParameter('totalField', index, '')).trim(),
		outputField,
		reasons: reasonsOf(context, index),
		maxRecycles: context.getNodeParameter('options.maxRecycles', index, DEFAULT_MAX_RECYCLES),
	};
}

function reasonsOf(context: IExecuteFunctions, index: number): readonly unknown[] {
	if (context.getNodeParameter('reasonTable', index, 'readyMade') !== 'own') return DEFAULT_REASONS;
	const reasons: unknown = context.getNodeParameter('reasons', index, {});
	const rows = isFields(reasons) ? reasons.reason : undefined;
	return Array.isArray(rows) ? rows : [];
}

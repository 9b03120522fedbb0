import type { DateTime } from 'luxon';
import type { IExecuteFunctions, INodeExecutionData } from 'n8n-workflow';
import { leadDecayer, type DecayedLead } from '../../lifecycle/decay/stored-lead';
import { planStoredDecay, type StoredDecaySettings } from '../../lifecycle/decay/stored-plan';
import { ok, type Checked, type Result } from '../../lifecycle/fault';
import { asText } from '../../lifecycle/text';
import { refuse } from '../shared/shell';

export interface DecayOptions {
	asOf?: string;
	floor?: number;
	graceMonths?: number;
	onlyChanged?: boolean;
}

export type ItemDecayer = (item: INodeExecutionData, index: number) => Result<DecayedLead>;

type LeadDecayer = ReturnType<typeof leadDecayer>;

/**
 * Reads the form and returns what decays an item. The form is read once; only where the user wrote expressions it is
 * worked out for each item, and planned once for each outcome.
 */
export function itemDecayer(context: IExecuteFunctions, outputField: string, asOf: DateTime): ItemDecayer {
	if (!variesByItem(context)) {
		const decayer = plan(readSettings(context, outputField, 0));
		const decay = decayer.ok ? decayer.value : refuse(context, decayer.faults);
		return (item, index) => named(decay(item.json, asOf), index);
	}
	const planned = new Map<string, Checked<LeadDecayer>>();
	return (item, index) => {
		const settings = readSettings(context, outputField, index);
		const key = JSON.stringify(settings);
		const decayer = planned.get(key) ?? plan(settings);
		planned.set(key, decayer);
		return named(decayer.ok ? decayer.value(item.json, asOf) : { ok: false, ...decayer.faults[0] }, index);
	};
}

function plan(settings: StoredDecaySettings): Checked<LeadDecayer> {
	const planned = planStoredDecay(settings);
	return planned.ok ? ok(leadDecayer(planned.value)) : planned;
}

const named = <T>(result: Result<T>, index: number): Result<T> =>
	result.ok ? result : { ...result, message: `Item ${index}: ${result.message}` };

const FIELDS = ['scoreField', 'totalField', 'lastActivityField', 'appliedAtField'] as const;

function variesByItem(context: IExecuteFunctions): boolean {
	const { options, ...parameters } = context.getNode().parameters;
	const { floor, graceMonths } = (options ?? {}) as Record<keyof DecayOptions, unknown>;
	const form = [...FIELDS, 'method', 'amount', 'every', 'unit', 'tiers', 'graceDays'].map((name) => parameters[name]);
	return [...form, floor, graceMonths].some(hasExpression);
}

function hasExpression(value: unknown): boolean {
	if (typeof value === 'string') return value.startsWith('=');
	return typeof value === 'object' && value !== null && Object.values(value).some(hasExpression);
}

function readSettings(context: IExecuteFunctions, outputField: string, index: number): StoredDecaySettings {
	const parameter = (name: string, otherwise: unknown): unknown =>
		context.getNodeParameter(name, index, otherwise as string);
	const [scoreField, totalField, lastActivityField, appliedAtField] = FIELDS.map((name) =>
		asText(parameter(name, '')).trim(),
	);
	const { tier = [] } = parameter('tiers', {}) as { tier?: StoredDecaySettings['tiers'] };
	const { floor = 0, graceMonths = 0 } = parameter('options', {}) as DecayOptions;
	return {
		scoreField,
		totalField,
		lastActivityField,
		appliedAtField,
		outputField,
		method: asText(parameter('method', '')),
		amount: parameter('amount', 0),
		every: parameter('every', 1),
		unit: asText(parameter('unit', '')),
		tiers: tier,
		graceDays: parameter('graceDays', 0),
		graceMonths,
		floor,
	};
}

import type { DateTime } from 'luxon';
import type { IExecuteFunctions, INodeExecutionData } from 'n8n-workflow';
import type { Checked, Result } from '../../lifecycle/fault';
import { isWritablePath, pathKeys, pathReader } from '../../lifecycle/path';
import { compileSla, type SlaCheck, type SlaSettings } from '../../lifecycle/sla';
import { asText } from '../../lifecycle/text';
import { isBlank, refuse } from '../shared/shell';
import { holidayItems } from './inputs';

export interface SlaOptions {
	asOf?: string;
	alertsField?: string;
	cellField?: string;
	pausesField?: string;
	policyMatch?: 'all' | 'first';
	stageField?: string;
	timeZoneField?: string;
}

export type LeadChecker = (item: INodeExecutionData, index: number) => Result<SlaCheck>;

type Compiled = ReturnType<typeof compileSla>;

const ITEM_PARAMETERS = ['policies', 'timeZone', 'openingHours', 'holidays', 'pauses'];

/**
 * Reads the form and returns what checks an item. The form is read once; only where the user wrote expressions it is
 * worked out for each item, and compiled once for each outcome.
 */
export function leadChecker(context: IExecuteFunctions, options: SlaOptions, asOf: DateTime): LeadChecker {
	const parameters = context.getNode().parameters;
	const holidays = readHolidayInput(context);
	if (!ITEM_PARAMETERS.some((name) => hasExpression(parameters[name]))) {
		const check = required(context, compileSla(readSettings(context, 0, options, holidays), asOf));
		return (item, index) => named(check(item.json), index);
	}
	const compiled = new Map<string, Compiled>();
	return (item, index) => {
		const settings = readSettings(context, index, options, holidays);
		const key = JSON.stringify(settings);
		const check = compiled.get(key) ?? compileSla(settings, asOf);
		compiled.set(key, check);
		return named(check.ok ? check.value(item.json) : { ok: false, ...check.faults[0] }, index);
	};
}

const named = (result: Result<SlaCheck>, index: number): Result<SlaCheck> =>
	result.ok ? result : { ...result, message: `Item ${index}: ${result.message}` };

const required = <T>(context: IExecuteFunctions, checked: Checked<T>): T =>
	checked.ok ? checked.value : refuse(context, checked.faults);

function hasExpression(value: unknown): boolean {
	if (typeof value === 'string') return value.startsWith('=');
	return typeof value === 'object' && value !== null && Object.values(value).some(hasExpression);
}

interface HolidayInput {
	dates: unknown[];
	label: (index: number) => string;
}

function readHolidayInput(context: IExecuteFunctions): HolidayInput | undefined {
	if (context.getNodeParameter('holidaysSource', 0, 'define') !== 'input') return undefined;
	const path = asText(context.getNodeParameter('holidayDateField', 0, 'date')).trim();
	if (path === '') {
		refuse(context, {
			message: '“Date Field” is empty',
			hint: 'Name the field with the date of the holidays.',
		});
	}
	const read = pathReader(path);
	const rows = [...holidayItems(context).entries()].filter(([, item]) => !isBlank(item));
	return {
		dates: rows.map(([, item]) => read(item.json)),
		label: (index) => `Holidays input, item ${rows[index][0]}: “${path}”`,
	};
}

function readSettings(
	context: IExecuteFunctions,
	index: number,
	options: SlaOptions,
	holidayInput: HolidayInput | undefined,
): SlaSettings {
	const rows = (parameter: string, name: string): Record<string, unknown>[] =>
		rowsOf(context.getNodeParameter(parameter, index, {}), name);
	const timeZone = asText(context.getNodeParameter('timeZone', index, '')).trim();
	return {
		policies: rows('policies', 'policy').map((policy) => ({
			...policy,
			escalations: rowsOf(policy.escalations, 'escalation'),
		})),
		policyMatch: options.policyMatch ?? 'all',
		timeZone: timeZone === '' ? context.getTimezone() : timeZone,
		openingHours: rows('openingHours', 'hours'),
		holidays: holidayInput?.dates ?? rows('holidays', 'holiday').map(({ date }) => date),
		holidayLabel: holidayInput?.label,
		pauses: rows('pauses', 'pause'),
		cellField: options.cellField ?? 'cell',
		stageField: options.stageField ?? 'stage',
		alertsField: options.alertsField ?? 'slaAlerts',
		pausesField: options.pausesField ?? 'slaPauses',
		timeZoneField: options.timeZoneField ?? '',
	};
}

/** The rows of a fixed collection. */
function rowsOf(collection: unknown, name: string): Record<string, unknown>[] {
	const rows = (collection as Record<string, unknown> | undefined)?.[name];
	return Array.isArray(rows) ? (rows as Record<string, unknown>[]) : [];
}

/** The path that keeps the alerts' keys, or undefined when the user left it empty. */
export function readAlertsField(
	context: IExecuteFunctions,
	options: SlaOptions,
	outputField: string,
): string | undefined {
	const path = (options.alertsField ?? 'slaAlerts').trim();
	if (path === '') return undefined;
	if (!isWritablePath(path)) {
		return refuse(context, {
			message: `“Alerts Field” is “${path}”, which is not a field name`,
			hint: 'Name the field that keeps the keys, e.g. slaAlerts.',
		});
	}
	const [keys, outputKeys] = [pathKeys(path), pathKeys(outputField)];
	const shared = Math.min(keys.length, outputKeys.length);
	if (keys.slice(0, shared).join('\n') !== outputKeys.slice(0, shared).join('\n')) return path;
	return refuse(context, {
		message: `“Alerts Field” (${path}) and “Put Result in Field” (${outputField}) overlap, so the result would overwrite the keys`,
		hint: 'Keep the keys in a field of their own, e.g. slaAlerts.',
	});
}

import { DateTime } from 'luxon';
import {
	NodeOperationError,
	type IDataObject,
	type IExecuteFunctions,
	type INodeExecutionData,
	type IPairedItemData,
	type NodeExecutionHint,
} from 'n8n-workflow';
import { LeadDraft, placeOf } from '../../lifecycle/draft';
import { shown, withoutAddresses, type Fault, type Result } from '../../lifecycle/fault';
import { isWritablePath, pathReader, type Fields } from '../../lifecycle/path';
import { asText } from '../../lifecycle/text';
import { asInstant, isDateOnly } from '../../lifecycle/time';

/** Throws a fault of the configuration: before any item is touched, whatever “On Error” says. */
export function refuse(context: Pick<IExecuteFunctions, 'getNode'>, faults: Fault | readonly Fault[]): never {
	const list = Array.isArray(faults) ? (faults as readonly Fault[]) : [faults as Fault];
	const [first] = list;
	const message = list.length === 1 ? first.message : `${list.length} things to correct. First: ${first.message}`;
	const description =
		list.length === 1
			? first.hint
			: list
					.map(({ message: what, hint }, index) => (index === 0 ? `1. ${hint}` : `${index + 1}. ${what}. ${hint}`))
					.join('\n');
	throw errorOf(context, { message, hint: description });
}

/** n8n keeps the text of errors in files that no erasure reaches, so no error quotes a person. */
const errorOf = (context: Pick<IExecuteFunctions, 'getNode'>, { message, hint }: Fault, itemIndex?: number) =>
	new NodeOperationError(context.getNode(), withoutAddresses(message), {
		description: withoutAddresses(hint),
		itemIndex,
	});

/** The value of a result, or its fault as a configuration error. */
export function required<T>(context: Pick<IExecuteFunctions, 'getNode'>, result: Result<T>): T {
	return result.ok ? result.value : refuse(context, result);
}

/**
 * A fault of one item. When the node stops on errors it throws with the item's index; otherwise it gives the item
 * that n8n routes to the error output: `error` and nothing else, linked to its source.
 */
export function itemFault(
	context: IExecuteFunctions,
	fault: Fault,
	source: number | IPairedItemData[],
): INodeExecutionData {
	if (!context.continueOnFail()) {
		throw errorOf(context, fault, typeof source === 'number' ? source : undefined);
	}
	return {
		json: { error: withoutAddresses(`${fault.message}. ${fault.hint}`) },
		pairedItem: typeof source === 'number' ? { item: source } : source,
	};
}

/** An item that a Get with “Always Output Data” made of nothing. */
export const isBlank = (item: INodeExecutionData): boolean => {
	for (const key in item.json) if (Object.hasOwn(item.json, key)) return false;
	return item.binary === undefined;
};

/** The item with results at their paths; the input item stays as it is. */
export function withResults(
	item: INodeExecutionData,
	index: number,
	results: ReadonlyArray<readonly [path: string, value: unknown]>,
): INodeExecutionData {
	const draft = new LeadDraft(item.json);
	for (const [path, value] of results) draft.set(placeOf(path), value);
	const output: INodeExecutionData = { json: draft.lead as IDataObject, pairedItem: { item: index } };
	if (item.binary) output.binary = item.binary;
	return output;
}

/** Reads the parameter “Put Result in Field”. */
export function readOutputField(context: IExecuteFunctions, parameter = 'outputField'): string {
	const path = asText(context.getNodeParameter(parameter, 0, '')).trim();
	if (isWritablePath(path)) return path;
	return refuse(context, {
		message: `“Put Result in Field” is ${shown(path)}, which is not a field name`,
		hint: 'Give the name of the field to write, e.g. leadScore.',
	});
}

/**
 * Reads the option “As Of”: empty means now, text without an offset is in the workflow's time zone, a day alone is its
 * start.
 */
export function readAsOf(context: IExecuteFunctions, option: unknown): DateTime {
	const zone = context.getTimezone();
	if (option === undefined || option === null || option === '') return DateTime.now().setZone(zone);
	const local =
		typeof option === 'string' && (isDateOnly(option) || !/(Z|[+-]\d\d:?\d\d)$/i.test(option.trim()))
			? DateTime.fromISO(option.trim(), { zone })
			: undefined;
	if (local?.isValid) return local;
	const instant = asInstant(option);
	if (instant !== undefined) return DateTime.fromMillis(instant, { zone });
	return refuse(context, {
		message: `“As Of” is ${shown(option)}, which is not a date`,
		hint: 'Give a time in ISO 8601, e.g. 2026-03-29T14:05:00Z, or leave it empty for now.',
	});
}

/** Reads a field of an item, e.g. of the one at index 3. */
export type ItemReader = (item: INodeExecutionData, index: number) => unknown;

/**
 * The reader of a parameter that holds a field path. The path is read once per execution; only when the user wrote an
 * expression is it worked out for each item.
 */
export function fieldParameter(context: IExecuteFunctions, parameter: string, displayName: string): ItemReader {
	return (
		optionalFieldParameter(context, parameter) ??
		refuse(context, {
			message: `“${displayName}” is empty`,
			hint: 'Name the field to read, or drag it from the input panel.',
		})
	);
}

/**
 * Like {@link fieldParameter}, for a parameter that may be left empty, or an option such as `options.roleField`.
 *
 * @param fallback the path that an option has where it is not added
 */
export function optionalFieldParameter(
	context: IExecuteFunctions,
	parameter: string,
	fallback = '',
): ItemReader | undefined {
	const raw = pathReader(parameter)(context.getNode().parameters);
	if (typeof raw === 'string' && raw.startsWith('=')) {
		const readers = new Map<string, (source: Fields) => unknown>();
		return (item, index) => {
			const path = asText(context.getNodeParameter(parameter, index, fallback)).trim();
			if (path === '') return undefined;
			if (ADDRESS.test(path)) refuse(context, addressForField(parameter));
			const reader = readers.get(path) ?? pathReader(path);
			readers.set(path, reader);
			return reader(item.json);
		};
	}
	const path = asText(context.getNodeParameter(parameter, 0, fallback)).trim();
	if (path === '') return undefined;
	if (ADDRESS.test(path)) refuse(context, addressForField(parameter));
	const read = pathReader(path);
	return (item) => read(item.json);
}

/** An expression, or the model of an agent, that gives the address itself where the name of its field belongs. */
const ADDRESS = /^[^\s@]+@[^\s@]+\.[^\s@]+$/;
const addressForField = (parameter: string): Fault => ({
	message: `“${titleOf(parameter)}” is an e-mail address, where the name of a field belongs`,
	hint: 'Name the field that holds it, e.g. email. Never let a model fill in the name of a field.',
});

/** What the form calls a parameter, by its path: `options.coolOffDays` -> `Cool Off Days`. */
export const titleOf = (parameter: string): string =>
	parameter
		.slice(parameter.lastIndexOf('.') + 1)
		.replace(/[A-Z]/g, ' $&')
		.replace(/^./, (letter) => letter.toUpperCase());

/** Shows remarks about the run in the output panel. */
export function addHints(
	context: IExecuteFunctions,
	messages: readonly string[],
	type: NodeExecutionHint['type'] = 'info',
): void {
	if (messages.length > 0)
		context.addExecutionHints(
			...messages.map((message) => ({ message: withoutAddresses(message), type, location: 'outputPane' as const })),
		);
}

const MOST_REMARKS = 10;

/** Shows faults that stop nothing in the output panel. */
export function remark(context: IExecuteFunctions, faults: readonly Fault[]): void {
	const shown = faults.slice(0, MOST_REMARKS).map(({ message, hint }) => `${message}. ${hint}`);
	const more = faults.length - shown.length;
	addHints(context, more > 0 ? [...shown, `And ${more} more.`] : shown, 'warning');
}

/** 1 lead, 2 leads. */
export const counted = (number: number, one: string, many = `${one}s`): string =>
	`${number.toLocaleString('en-US')} ${number === 1 ? one : many}`;

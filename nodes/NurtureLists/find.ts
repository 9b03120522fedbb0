import type { IDataObject, IExecuteFunctions, INodeExecutionData } from 'n8n-workflow';
import type { Links } from '../../lifecycle/identity/links';
import { storedLinks } from '../../lifecycle/identity/stored-links';
import { readRow, type LeadRow } from '../../lifecycle/lead/row';
import type { ListChange } from '../../lifecycle/lists/changes';
import { readConsent } from '../../lifecycle/lists/consent';
import type { ListFile } from '../../lifecycle/lists/files';
import { nurtureLists } from '../../lifecycle/lists/lists';
import { summaryOf } from '../../lifecycle/lists/summary';
import { shown } from '../../lifecycle/fault';
import { asText, splitList } from '../../lifecycle/text';
import { toIso } from '../../lifecycle/time';
import { recordsOfInput } from '../shared/settings-input';
import { addHints, counted, readAsOf, refuse } from '../shared/shell';
import { itemsAt } from '../shared/inputs';
import { FIND_INPUTS } from './connections';

interface FindOptions {
	readonly asOf?: string;
	readonly optOutFields?: unknown;
	readonly everything?: boolean;
}

type FindInput = (typeof FIND_INPUTS)[number];

const recordsAt = (context: IExecuteFunctions, input: FindInput): IDataObject[] =>
	recordsOfInput(context, FIND_INPUTS.indexOf(input));

/** Who joins and who leaves a track, as items for mail tools, as files, and as a summary for the operation Check Result. */
export async function found(context: IExecuteFunctions): Promise<INodeExecutionData[][]> {
	const options = context.getNodeParameter('options', 0, {}) as FindOptions;
	const asOf = readAsOf(context, options.asOf);
	const lists = nurtureLists(
		{ leads: leadsOf(context), consent: consentOf(context), links: linksOf(context) },
		{ asOf, everything: options.everything === true, optOutFields: optOutFieldsOf(context, options) },
	);
	if (lists.changes.length === 0) addHints(context, ['Nothing changed since the last run.']);
	const prefix = asText(context.getNodeParameter('tagPrefix', 0, '')).trim();
	const sources = sourceItems(context);
	const items = lists.changes
		.filter(({ email }) => email !== '')
		.map((change) => itemOf(change, prefix, sources.get(change.lead)));
	return [
		items.filter(({ json }) => json.track !== null),
		items.filter(({ json }) => json.was !== null),
		items,
		await Promise.all(lists.files.map((file) => fileItem(context, file))),
		[{ json: summaryOf(lists, toIso(asOf.toMillis())) as unknown as IDataObject }],
	];
}

function itemOf(change: ListChange, prefix: string, item: number | undefined): INodeExecutionData {
	const { track, was, rows } = change;
	const tag = (name: string | null): string | null => (name === null ? null : prefix + name);
	return {
		json: { ...change, rows: [...rows], tag: tag(track), wasTag: tag(was) },
		...(item === undefined ? {} : { pairedItem: { item } }),
	};
}

/** The first item of each lead. */
function sourceItems(context: IExecuteFunctions): ReadonlyMap<string, number> {
	const items = itemsAt(context, FIND_INPUTS.indexOf('Lead Book'));
	return new Map(items.map(({ json }, item) => [asText(json.lead).trim(), item] as const).reverse());
}

/** Spreadsheets take a file without this mark for another encoding. */
const BYTE_ORDER_MARK = '\ufeff';

async function fileItem(context: IExecuteFunctions, file: ListFile): Promise<INodeExecutionData> {
	const { track, fileName, leads, csv } = file;
	const bytes = Buffer.from(BYTE_ORDER_MARK + csv, 'utf8');
	const data = await context.helpers.prepareBinaryData(bytes, fileName, 'text/csv');
	return { json: { track, fileName, leads }, binary: { data } };
}

/** A cell that cannot be read is a warning: the lead goes by the most sensible reading. */
function leadsOf(context: IExecuteFunctions): LeadRow[] {
	const records = recordsAt(context, 'Lead Book');
	mustHave(context, 'Lead Book', records, 'lead', 'll_lead_book');
	const read = records.map(readRow);
	const faults = read.flatMap(({ faults: each }) => each);
	if (faults.length > 0)
		addHints(
			context,
			[
				`${counted(faults.length, 'cell')} of ll_lead_book cannot be read. First: ${faults[0].message}. ${faults[0].hint}`,
			],
			'warning',
		);
	return read.map(({ row }) => row);
}

function consentOf(context: IExecuteFunctions) {
	const records = recordsAt(context, 'Consent');
	mustHave(context, 'Consent', records, 'type', 'll_activity_log');
	return records.flatMap((record) => readConsent(record) ?? []);
}

function linksOf(context: IExecuteFunctions): Links {
	const records = recordsAt(context, 'Links');
	mustHave(context, 'Links', records, 'alias', 'll_alias_book');
	return storedLinks(records);
}

/** With another table on the input nobody would be kept off a list, so the run must not go on. */
function mustHave(
	context: IExecuteFunctions,
	input: FindInput,
	records: readonly IDataObject[],
	column: string,
	table: string,
): void {
	if (records.length === 0 || records.some((record) => Object.hasOwn(record, column))) return;
	refuse(context, {
		message: `Input “${input}”: no item has the column “${column}”`,
		hint: `Connect a node that reads the table ${table}.`,
	});
}

function optOutFieldsOf(context: IExecuteFunctions, { optOutFields }: FindOptions): string[] | undefined {
	if (optOutFields === undefined) return undefined;
	if (typeof optOutFields === 'string') return splitList(optOutFields);
	return refuse(context, {
		message: `“Opt-Out Fields” is ${shown(optOutFields)}, which is not text`,
		hint: 'Write the names with commas between them, e.g. unsubscribed, do_not_email.',
	});
}

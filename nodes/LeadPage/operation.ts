import type { DateTime } from 'luxon';
import type { IDataObject, IExecuteFunctions } from 'n8n-workflow';
import type { Fault } from '../../lifecycle/fault';
import { readRow, type LeadRow } from '../../lifecycle/lead/row';
import type { Page } from '../../lifecycle/page/document';
import type { Fields } from '../../lifecycle/path';
import { readSettings } from '../../lifecycle/settings/read-settings';
import type { Settings } from '../../lifecycle/settings/settings';
import { policyOf } from '../../lifecycle/stage/policy';
import type { Sla } from '../../lifecycle/sla';
import { asText } from '../../lifecycle/text';
import { recordsOfInput } from '../shared/settings-input';
import { readAsOf, remark } from '../shared/shell';

/** A page as an item, and whether what was asked for is there. */
export const answer = ({ title, html }: Page, found: boolean): IDataObject[] => [{ title, html, found }];

/** One thing that the node makes: how inputs and outputs are named, and the items that come out. */
export interface Operation {
	readonly inputs: readonly string[];
	readonly outputs: readonly string[];
	readonly run: (context: IExecuteFunctions) => IDataObject[];
}

/** The settings, made ready for a page. */
export interface View {
	readonly settings: Settings;
	/** In the time zone of the settings. */
	readonly asOf: DateTime;
	readonly dueOf: (lead: LeadRow) => Sla | null;
}

/** Reads the settings of an input; what is wrong in them is a remark, and has its default. */
export function readView(context: IExecuteFunctions, input: number): View {
	const { asOf: option } = context.getNodeParameter('options', 0, {}) as { asOf?: string };
	const { settings, faults } = readSettings(recordsOfInput(context, input));
	const policy = policyOf(settings, {
		asOf: readAsOf(context, option),
		by: '',
		batch: '',
		zone: context.getTimezone(),
	});
	remark(context, [...faults, ...policy.faults]);
	const asOf = readAsOf(context, option).setZone(policy.settings.timeZone);
	return { settings: policy.settings, asOf, dueOf: policy.slaOf };
}

export interface BookRow {
	readonly raw: Fields;
	readonly row: LeadRow;
}

/** Rows of the lead book; a cell that makes no sense is a remark. `lighter` takes out of a row what is not needed. */
export function readBook(
	context: IExecuteFunctions,
	input: number,
	lighter: (raw: Fields) => Fields = (raw) => raw,
): BookRow[] {
	const faults: Fault[] = [];
	const rows = recordsOfInput(context, input).map((raw) => {
		const read = readRow(lighter(raw));
		faults.push(...read.faults);
		return { raw, row: read.row };
	});
	remark(context, faults);
	return rows;
}

export const textParameter = (context: IExecuteFunctions, name: string): string =>
	asText(context.getNodeParameter(name, 0, '')).trim();

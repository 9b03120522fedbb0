import type { IDataObject, IExecuteFunctions, INodeExecutionData } from 'n8n-workflow';
import type { Fault } from '../../lifecycle/fault';
import type { CrmLead } from '../../lifecycle/crm/lead';
import { OURS } from '../../lifecycle/crm/look-up';
import type { Results } from '../../lifecycle/crm/tasks';
import { isFields, type Fields } from '../../lifecycle/path';
import { isBlank, itemFault } from '../shared/shell';

/** The items of an input that say something; n8n leaves an input that nothing is connected to without data. */
export function itemsIn(context: IExecuteFunctions, input: number): INodeExecutionData[] {
	try {
		return (context.getInputData(input) ?? []).filter((item) => !isBlank(item));
	} catch {
		return [];
	}
}

export const fieldsIn = (context: IExecuteFunctions, input: number): Fields[] =>
	itemsIn(context, input).map(({ json, error }) =>
		error === undefined ? json : { ...json, error: json.error ?? error },
	);

export interface Leads {
	readonly leads: CrmLead[];
	/** An item for each that is no lead of the step before. */
	readonly faults: INodeExecutionData[];
}

/** The leads on the first input, as the step before gave them. */
export function leadsIn(context: IExecuteFunctions): Leads {
	const leads: CrmLead[] = [];
	const faults: INodeExecutionData[] = [];
	for (const [index, item] of context.getInputData(0).entries()) {
		if (isBlank(item)) continue;
		if (isLead(item.json)) leads.push(item.json as unknown as CrmLead);
		else faults.push(itemFault(context, noLead(index), index));
	}
	return { leads, faults };
}

const isLead = ({ row, tasks, late, found }: IDataObject): boolean =>
	isFields(row) && typeof row.email === 'string' && [tasks, late, found].every(Array.isArray);

const noLead = (index: number): Fault => ({
	message: `Item ${index} of the input “Leads” is not a lead of the step before`,
	hint: 'Connect the output “Leads” of the CRM Sync node before; the first one has the operation “Find What Is Due”.',
});

export const itemOf = (fields: object): INodeExecutionData => ({ json: { ...fields } });
export const itemsOfAll = (list: readonly object[]): INodeExecutionData[] => list.map(itemOf);

/** What came back from the calls that a step before asked for, by call. */
export function resultsIn(context: IExecuteFunctions, input: number): Results {
	const results: Array<Fields | undefined> = [];
	const fields = fieldsIn(context, input);
	for (const [position, item] of itemsIn(context, input).entries()) {
		// What a deactivated node hands on is still linked to what it was made of.
		const isHandedOn = Object.hasOwn(item.json, OURS) && fields[position].error === undefined;
		const call = isHandedOn ? position : (linkOf(item) ?? position);
		results[call] ??= fields[position];
	}
	return results;
}

function linkOf({ pairedItem }: INodeExecutionData): number | undefined {
	const [link] = Array.isArray(pairedItem) ? pairedItem : [pairedItem];
	return typeof link === 'object' ? link.item : link;
}

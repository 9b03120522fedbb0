import type { IDataObject, IExecuteFunctions } from 'n8n-workflow';
import type { Fault } from '../../lifecycle/fault';
import { storedWords } from '../../lifecycle/identity/stored-links';
import { compileModel } from '../../lifecycle/model/compile';
import type { CompiledModel } from '../../lifecycle/model/compiled';
import type { ReviewTables } from '../../lifecycle/review/past-leads';
import { asText, splitList } from '../../lifecycle/text';
import { optionsOf } from '../shared/past-leads';
import { recordsOfInput } from '../shared/settings-input';
import { refuse } from '../shared/shell';
import { placeOfInput, type InputName, type OperationName } from './ends';

export function rowsOf(context: IExecuteFunctions, input: InputName): IDataObject[] {
	const place = placeOfInput(context.getNodeParameter('operation', 0) as OperationName, input);
	return place < 0 ? [] : recordsOfInput(context, place);
}

export function tablesOf(context: IExecuteFunctions): ReviewTables {
	return {
		leads: rowsOf(context, 'Leads'),
		entries: rowsOf(context, 'Activities'),
		words: storedWords(rowsOf(context, 'Links')),
	};
}

export const NO_LEAD: Fault = {
	message: 'The input “Leads” brought no lead',
	hint: 'Connect a node that reads ll_lead_book, or leads of any other shape, and check that it returns rows.',
};

/** A model without rules: it knows where leads keep their fields. */
export function noRules(context: IExecuteFunctions): CompiledModel {
	const compiled = compileModel(
		{ name: 'none', version: '0', rules: [], options: {} },
		{},
		{ zone: context.getTimezone() },
	);
	return compiled.ok ? compiled.value : refuse(context, compiled.faults);
}

export const keyFieldOf = (context: IExecuteFunctions): string =>
	asText(context.getNodeParameter('leadKeyField', 0, 'lead')).trim();

/** The names in an option that lists fields. */
export const fieldsOption = (context: IExecuteFunctions, name: string): string[] =>
	splitList(asText(optionsOf(context)[name]));

import type { IDataObject, IExecuteFunctions, INodeExecutionData } from 'n8n-workflow';
import { faultText, reportOf } from '../../lifecycle/lists/report';
import { resultOf } from '../../lifecycle/lists/result';
import { readSummary, type ListSummary } from '../../lifecycle/lists/summary';
import { outboxRowOf } from '../../lifecycle/message/outbox';
import { languageOf } from '../../lifecycle/message/reach';
import { itemsAt } from '../shared/inputs';
import { recordsOfInput, settingsOfInput } from '../shared/settings-input';
import { refuse } from '../shared/shell';
import { RESULT_INPUTS } from './connections';

type ResultInput = (typeof RESULT_INPUTS)[number];

const indexOf = (input: ResultInput): number => RESULT_INPUTS.indexOf(input);

/** Columns of the lead book to write, the report for the outbox, and what failed. */
export function checked(context: IExecuteFunctions): INodeExecutionData[][] {
	const summary = readSummaryItem(context);
	const settings = settingsOfInput(context, indexOf('Settings'));
	const answersAt = (input: ResultInput): IDataObject[] => itemsAt(context, indexOf(input)).map(({ json }) => json);
	const result = resultOf(summary, {
		mailchimpLeaves: answersAt('Mailchimp Leaves'),
		mailchimpJoins: answersAt('Mailchimp Joins'),
		brevo: answersAt('Brevo'),
		mautic: answersAt('Mautic'),
		otherTool: answersAt('Other Tool'),
		email: answersAt('E-Mail'),
	});
	const report = reportOf(summary, result, {
		language: languageOf('marketing', settings),
		workflow: context.getWorkflow().name ?? 'this workflow',
		execution: context.getExecutionId(),
	});
	const row = outboxRowOf(report, settings);
	const fault = faultText(result.faults);
	const linked = (json: object): INodeExecutionData => ({ json: json as IDataObject, pairedItem: { item: 0 } });
	return [
		result.marks.map(linked),
		row === undefined ? [] : [linked(row)],
		fault === undefined ? [] : [linked({ fault })],
	];
}

function readSummaryItem(context: IExecuteFunctions): ListSummary {
	const [record] = recordsOfInput(context, indexOf('Summary'));
	const summary = record === undefined ? undefined : readSummary(record);
	if (summary !== undefined) return summary;
	return refuse(context, {
		message: 'Input “Summary”: there is no summary of the lists',
		hint: 'Connect the output “Summary” of a Nurture Lists node with the operation Find Changes.',
	});
}

import type { IDataObject, IExecuteFunctions, INodeExecutionData } from 'n8n-workflow';
import { shown } from '../../lifecycle/fault';
import { isStage, type Stage } from '../../lifecycle/lead/row';
import { judgeMachines, MACHINE_DEFAULTS } from '../../lifecycle/log/machines';
import { asNumber } from '../../lifecycle/number';
import type { Fields } from '../../lifecycle/path';
import type { CohortTerms, LeftOut, Look } from '../../lifecycle/review/cohort';
import { asText, fold, splitList } from '../../lifecycle/text';
import { readAsOf, refuse } from './shell';

/** What nodes share that look at leads of the past: the form of `past-leads-form.ts`, and rows that come from all items together. */

export const optionsOf = (context: IExecuteFunctions): IDataObject => context.getNodeParameter('options', 0, {});

export const isBook = (context: IExecuteFunctions): boolean =>
	context.getNodeParameter('leadShape', 0, 'leadBook') === 'leadBook';

/** A number above 0, or undefined where the option is left out. */
export function numberOption(context: IExecuteFunctions, name: string, displayName: string): number | undefined {
	const value = optionsOf(context)[name];
	if (value === undefined || value === null || value === '') return undefined;
	return numberOf(context, value, displayName);
}

export function numberParameter(context: IExecuteFunctions, name: string, displayName: string): number {
	return numberOf(context, context.getNodeParameter(name, 0), displayName);
}

export function numberOf(context: IExecuteFunctions, value: unknown, displayName: string): number {
	const number = asNumber(value);
	if (number !== undefined && number >= 0) return number;
	return refuse(context, {
		message: `“${displayName}” is ${shown(value)}, which is not a number of 0 or more`,
		hint: 'Give a number.',
	});
}

export const judge = (lead: string, activities: readonly Fields[], at: number): readonly Fields[] =>
	judgeMachines(lead, activities, MACHINE_DEFAULTS, at);

export function leftInWords({ open, early, undated, twice }: LeftOut): string[] {
	const parts = [
		[open, 'still open'],
		[early, 'decided before the day they would be looked at'],
		[undated, 'without a date to be looked at (never handed over, or nothing says when they came in)'],
		[twice, 'a second row of a lead'],
	].flatMap(([count, what]) => (count === 0 ? [] : [`${count} ${what}`]));
	return parts.length === 0 ? [] : [`Left out: ${parts.join('; ')}.`];
}

export function termsOf(context: IExecuteFunctions): CohortTerms {
	const stages = context.getNodeParameter('convertedStages', 0, ['opportunity', 'won']) as unknown;
	const list: unknown[] = Array.isArray(stages) ? stages : splitList(asText(stages));
	const fromField = context.getNodeParameter('outcomesFrom', 0, 'stageLog') === 'field';
	return {
		asOf: readAsOf(context, optionsOf(context).asOf).toMillis(),
		look: lookOf(context),
		windowDays: numberParameter(context, 'windowDays', 'Days to Convert'),
		stages: new Set<Stage>(list.filter(isStage)),
		cameInField: asText(optionsOf(context).cameInField) || 'createdAt',
		...(fromField ? { own: ownOutcomes(context) } : {}),
		judged: judge,
	};
}

const ownOutcomes = (context: IExecuteFunctions): CohortTerms['own'] => ({
	field: asText(context.getNodeParameter('outcomeField', 0, 'outcome')),
	dateField: asText(context.getNodeParameter('outcomeDateField', 0, 'outcomeAt')),
	converted: new Set(splitList(asText(context.getNodeParameter('convertedValues', 0, ''))).map(fold)),
});

function lookOf(context: IExecuteFunctions): Look {
	const kind = context.getNodeParameter('lookAt', 0) as Look['kind'];
	return kind === 'age' ? { kind, days: numberParameter(context, 'ageDays', 'Days After They Came In') } : { kind };
}

/** Rows that come from all items together, so that they are linked to none. */
export const itemsOf = (rows: readonly object[]): INodeExecutionData[] =>
	rows.map((row) => ({ json: { ...row }, pairedItem: [] }));

/** The one item of a report: what it says in sentences, and the figures behind them. */
export const reportItem = (sentences: readonly string[], report: object): INodeExecutionData[] =>
	itemsOf([{ sentences, report }]);

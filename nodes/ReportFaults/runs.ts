import type { IExecuteFunctions, INodeExecutionData } from 'n8n-workflow';
import { failedRunReport, readFailedRun } from '../../lifecycle/report/failed-run';
import { messageIn } from '../../lifecycle/message/stored';
import { fault } from '../../lifecycle/fault';
import { asText } from '../../lifecycle/text';
import { itemsAt } from '../shared/inputs';
import { recordsOfInput, settingsOfInput } from '../shared/settings-input';
import { isBlank, itemFault } from '../shared/shell';
import { readTerms, rowOf } from './terms';

const INPUT = { failed: 0, settings: 1, earlier: 2 } as const;

/** The day's message about each workflow that failed, where it was not reported today. */
export function reportRuns(context: IExecuteFunctions): INodeExecutionData[][] {
	const { settings, ...terms } = readTerms(context, settingsOfInput(context, INPUT.settings));
	const earlier = earlierReports(context);
	return [
		itemsAt(context, INPUT.failed).flatMap((item, index) => {
			if (isBlank(item)) return [];
			const run = readFailedRun(item.json);
			if (run === undefined) return [itemFault(context, notOfATrigger(index), index)];
			const report = failedRunReport(run, { ...terms, earlier });
			if (report !== undefined) earlier.set(report.key, report.run?.since ?? '');
			return rowOf(report, settings, { item: index, input: INPUT.failed });
		}),
	];
}

const notOfATrigger = (index: number) =>
	fault(`Item ${index} tells of no failed run`, 'Connect n8n’s Error Trigger, which says which workflow failed.');

/** Since when a workflow had failed, by the key of the report. */
function earlierReports(context: IExecuteFunctions): Map<string, string> {
	return new Map(
		recordsOfInput(context, INPUT.earlier).map(({ key, details }) => {
			const message = messageIn(details);
			return [asText(key), message?.kind === 'fault' ? (message.run?.since ?? '') : ''];
		}),
	);
}

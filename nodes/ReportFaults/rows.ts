import type { IExecuteFunctions, INodeExecutionData } from 'n8n-workflow';
import { shown, type Fault } from '../../lifecycle/fault';
import { asNumber } from '../../lifecycle/number';
import type { Fields } from '../../lifecycle/path';
import { faultReport } from '../../lifecycle/report/fault-report';
import { isBeingEdited, ruleFaults, settingFaults } from '../../lifecycle/report/row-faults';
import { inZone, readSettings } from '../../lifecycle/settings/read-settings';
import { TABLES } from '../../lifecycle/tables';
import { recordsOfInput } from '../shared/settings-input';
import { refuse } from '../shared/shell';
import { EDITED_MINUTES } from './description';
import { tableLink } from './table-link';
import { readTerms, rowOf } from './terms';

const INPUT = { rules: 0, settings: 1, tables: 2, state: 3 } as const;

/** A message per table with faulty rows, linked to the table. */
export function reportRows(context: IExecuteFunctions): INodeExecutionData[][] {
	const [rules, settings] = [recordsOfInput(context, INPUT.rules), recordsOfInput(context, INPUT.settings)];
	const tables = recordsOfInput(context, INPUT.tables);
	const [state] = recordsOfInput(context, INPUT.state);
	const terms = readTerms(context, inZone(readSettings(settings).settings, context.getTimezone()));
	const { audience, asOf } = terms;
	const minutes = readMinutes(context);
	const report = (name: string, rows: readonly Fields[], faults: readonly Fault[]) =>
		isBeingEdited(rows, asOf, minutes)
			? undefined
			: faultReport(faults, { where: name, audience, link: tableLink(context, tables, name) }, asOf);
	return [
		[
			...rowOf(report(TABLES.rules.name, rules, ruleFaults(rules, state?.rules)), terms.settings, {
				item: 0,
				input: INPUT.rules,
			}),
			...rowOf(report(TABLES.settings.name, settings, settingFaults(settings, asOf)), terms.settings, {
				item: 0,
				input: INPUT.settings,
			}),
		],
	];
}

function readMinutes(context: IExecuteFunctions): number {
	const { editedMinutes = EDITED_MINUTES } = context.getNodeParameter('options', 0, {}) as { editedMinutes?: unknown };
	const minutes = asNumber(editedMinutes);
	if (minutes !== undefined && minutes >= 0) return minutes;
	return refuse(context, {
		message: `“Minutes of Editing” is ${shown(editedMinutes)}, which is not a number from 0`,
		hint: `Leave it out for ${EDITED_MINUTES}.`,
	});
}

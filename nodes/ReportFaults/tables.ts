import type { IExecuteFunctions, INodeExecutionData } from 'n8n-workflow';
import { faultReport } from '../../lifecycle/report/fault-report';
import { canReadRows, tableFaults } from '../../lifecycle/report/table-faults';
import { inZone, readSettings } from '../../lifecycle/settings/read-settings';
import { itemsAt } from '../shared/inputs';
import { recordsOfInput } from '../shared/settings-input';
import { tableLink } from './table-link';
import { readTerms, rowOf } from './terms';

/** A message where something is wrong with the tables, else the tables as they came in; these also where rules and settings can be read. */
export function reportTables(context: IExecuteFunctions): INodeExecutionData[][] {
	const { mayBeMissing } = context.getNodeParameter('options', 0, {}) as { mayBeMissing?: boolean };
	const tables = recordsOfInput(context, 0);
	// The table of the settings may be one of those that are missing.
	const { audience, asOf, settings } = readTerms(context, inZone(readSettings([]).settings, context.getTimezone()));
	const faults = tableFaults(tables, { mayBeMissing });
	const first = { item: 0, input: 0 };
	const asTheyCame = itemsAt(context, 0).map(({ json }, item) => ({ json: { ...json }, pairedItem: { item } }));
	const toCheck = canReadRows(tables) ? asTheyCame : [];
	if (faults.length === 0) return [[], asTheyCame, toCheck];
	const report = faultReport(faults, { where: 'the data tables', audience, link: tableLink(context, [], '') }, asOf);
	return [rowOf(report, settings, first), [], toCheck];
}

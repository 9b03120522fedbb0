import type { IDataObject, IExecuteFunctions, INodeExecutionData, IPairedItemData } from 'n8n-workflow';
import { advanceAccounts, type BookChanges } from '../../lifecycle/account/book';
import { rollUpLeads, type LeadRollup } from '../../lifecycle/account/lead-rollup';
import { storedWords } from '../../lifecycle/identity/stored-links';
import { outboxRowOf } from '../../lifecycle/message/outbox';
import type { Fields } from '../../lifecycle/path';
import type { Settings } from '../../lifecycle/settings/settings';
import { itemsAt } from '../shared/inputs';
import { settingsOfInput } from '../shared/settings-input';
import { addHints, isBlank, readAsOf, remark } from '../shared/shell';
import { BOOK_INPUTS } from './inputs';
import { remarksOn } from './remarks';
import { accountReader, readPlan } from './settings';

type InputName = (typeof BOOK_INPUTS)[number];
const inputOf = (name: InputName): number => BOOK_INPUTS.indexOf(name);

/** Rows of an input, each with the item it came in. */
interface Rows {
	readonly rows: readonly Fields[];
	/** The item of a row, by the row's index. */
	readonly source: (row: number) => IPairedItemData;
}

/** Rolls the lead book up, and says what to write to the account book and whom to tell. */
export function advanceBook(context: IExecuteFunctions): INodeExecutionData[][] {
	const options = context.getNodeParameter('options', 0, {});
	const settings = settingsOfInput(context, inputOf('Settings'));
	const plan = readPlan(context, options, { threshold: settings.accountThreshold });
	const asOf = readAsOf(context, options.asOf);
	const readAccount = accountReader(context, plan.groupBy);
	const [leads, companies] = [rowsOf(context, 'Leads'), rowsOf(context, 'Account Book')];

	const tables = {
		leads: leads.rows,
		entries: rowsOf(context, 'Activities').rows,
		words: storedWords(rowsOf(context, 'Links').rows),
	};
	const accountOf = (raw: Fields, row: number): unknown =>
		readAccount({ json: raw as IDataObject }, leads.source(row).item);
	const rollup = rollUpLeads(tables, accountOf, plan, asOf);
	const told = rowsOf(context, 'Messages').rows;
	const changes = advanceAccounts(rollup, companies.rows, {
		...{ plan, told, now: asOf.toMillis(), newsDays: settings.newsDays },
	});
	addHints(context, remarksOn({ ...rollup, unscored: 0 }));
	remark(context, [...rollup.faults, ...changes.faults]);
	return outputsOf(rollup, changes, settings, { leads, companies });
}

function rowsOf(context: IExecuteFunctions, name: InputName): Rows {
	const input = inputOf(name);
	const items = [...itemsAt(context, input).entries()].filter(([, item]) => !isBlank(item));
	return { rows: items.map(([, { json }]) => json), source: (row) => ({ item: items[row][0], input }) };
}

function outputsOf(
	{ placed }: LeadRollup,
	{ added, changed, crossed, doubles }: BookChanges,
	settings: Settings,
	{ leads, companies }: { leads: Rows; companies: Rows },
): INodeExecutionData[][] {
	return [
		added.map(({ cells, items }) => ({ json: { ...cells }, pairedItem: items.map(leads.source) })),
		changed.map(({ cells, item }) => ({ json: { ...cells }, pairedItem: companies.source(item) })),
		crossed.flatMap(({ message, items }) => {
			const row = outboxRowOf(message, settings);
			return row === undefined ? [] : [{ json: { ...row }, pairedItem: items.map(leads.source) }];
		}),
		placed.map(({ id, account, item }) => ({ json: { id, account }, pairedItem: leads.source(item) })),
		doubles.map(({ id, item }) => ({ json: { id }, pairedItem: companies.source(item) })),
	];
}

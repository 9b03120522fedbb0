import type { IExecuteFunctions, INodeExecutionData, INodeType, INodeTypeDescription } from 'n8n-workflow';
import { aggregateAccounts, type Account, type AccountRollup } from '../../lifecycle/account/aggregate';
import { addHints, isBlank, itemFault, readAsOf, readOutputField, withResults } from '../shared/shell';
import { executed } from '../shared/on-error';
import { advanceBook } from './book';
import { properties } from './description';
import { BOOK_OUTPUTS, INPUTS, OUTPUTS } from './inputs';
import { remarksOn } from './remarks';
import { readersOf, readPlan } from './settings';

export class AggregateAccount implements INodeType {
	description: INodeTypeDescription = {
		displayName: 'Aggregate Account',
		name: 'aggregateAccount',
		icon: { light: 'file:aggregateAccount.svg', dark: 'file:aggregateAccount.dark.svg' },
		group: ['transform'],
		version: 1,
		subtitle:
			'={{ $parameter["method"] + " by " + ({ domain: "email domain", field: $parameter["accountField"], company: "company name" })[$parameter["groupBy"]] }}',
		description:
			'Roll leads up to the companies they belong to: score, buying committee, surge, and companies that cross the threshold together',
		defaults: { name: 'Aggregate Account' },
		inputs: INPUTS,
		outputs: OUTPUTS,
		usableAsTool: true,
		properties,
	};

	async execute(this: IExecuteFunctions): Promise<INodeExecutionData[][]> {
		const isBook = this.getNodeParameter('leadShape', 0, 'generic') === 'leadBook';
		if (!isBook)
			return await executed(this, { count: 2, faultsOn: 1, tool: 'lead', properties }, () => aggregateLeads(this));
		const outputs = { count: BOOK_OUTPUTS.length, faultsOn: BOOK_OUTPUTS.indexOf('Leads'), tool: 'none' } as const;
		return await executed(this, outputs, () => advanceBook(this));
	}
}

function aggregateLeads(context: IExecuteFunctions): INodeExecutionData[][] {
	const items = context.getInputData();
	const outputField = readOutputField(context);
	const options = context.getNodeParameter('options', 0, {});
	const plan = readPlan(context, options);
	const readers = readersOf(context, plan);
	const asOf = readAsOf(context, options.asOf);

	const leads = [...items.entries()].filter(([, item]) => !isBlank(item));
	const rollup = aggregateAccounts(leads, readers, plan, asOf);
	addHints(context, remarksOn(rollup));
	return [accountItems(rollup), leadItems(context, leads, rollup, outputField)];
}

const accountItems = ({ accounts }: AccountRollup): INodeExecutionData[] =>
	accounts.map(({ account, items }) => ({
		json: { ...account },
		pairedItem: items.map((item) => ({ item })),
	}));

function leadItems(
	context: IExecuteFunctions,
	leads: ReadonlyArray<readonly [number, INodeExecutionData]>,
	{ accounts, faults }: AccountRollup,
	outputField: string,
): INodeExecutionData[] {
	const accountOf = new Map<number, Account>();
	for (const { account, items } of accounts) for (const item of items) accountOf.set(item, account);
	return leads.map(([index, item]) => {
		const fault = faults.get(index);
		if (fault) return itemFault(context, fault, index);
		// A copy, so that a node that writes into one lead does not write into its colleagues; the lists are shared.
		return withResults(item, index, [[outputField, { ...accountOf.get(index) }]]);
	});
}

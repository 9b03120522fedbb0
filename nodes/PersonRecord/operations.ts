import type { IExecuteFunctions, INodeExecutionData } from 'n8n-workflow';
import { storedLinks } from '../../lifecycle/identity/stored-links';
import { readRow } from '../../lifecycle/lead/row';
import { addressesOf, findPerson, type Person } from '../../lifecycle/person/person';
import { queriesForLead, queriesForPerson, type TableQuery } from '../../lifecycle/person/table-queries';
import { asText } from '../../lifecycle/text';
import { connectionsBy } from '../shared/connections';
import { queriesOf } from '../shared/queries';
import { recordsOfInput } from '../shared/settings-input';
import { refuse } from '../shared/shell';
import { answer } from './answer';

interface Operation {
	readonly inputs: readonly string[];
	readonly outputs: readonly string[];
	readonly run: (context: IExecuteFunctions) => INodeExecutionData[][] | Promise<INodeExecutionData[][]>;
}

/** So many values per query keep the conditions of the template short. */
const VALUES_A_QUERY = 10;

const lead: Operation = {
	inputs: ['Links'],
	outputs: ['Queries'],
	run: (context) => {
		const asked = readPerson(context);
		const links = storedLinks(recordsOfInput(context, 0));
		return [itemsOf(queriesForLead([...new Set([asked.toLowerCase(), links.personOf(asked)])]))];
	},
};

const rows: Operation = {
	inputs: ['Lead Rows', 'Links'],
	outputs: ['Queries'],
	run: (context) => {
		const asked = readPerson(context);
		const book = recordsOfInput(context, 0).map((raw) => readRow(raw).row);
		const found = findPerson(asked, storedLinks(recordsOfInput(context, 1)), book);
		const person: Person = found.kind === 'found' ? found.person : { lead: asked.toLowerCase(), keys: [] };
		return [itemsOf(queriesForPerson(person, addressesOf(person, book)))];
	},
};

const record: Operation = {
	inputs: ['Rows', 'Links'],
	outputs: ['Answer', 'Deletions', 'Messages', 'Activities', 'Companies'],
	run: async (context) =>
		await answer(context, readPerson(context), [...recordsOfInput(context, 0), ...recordsOfInput(context, 1)]),
};

/** By the value of “Operation”. */
export const OPERATIONS = { record, lead, rows } as const;
export type OperationName = keyof typeof OPERATIONS;

export const INPUTS = connectionsBy(OPERATIONS, 'inputs');
export const OUTPUTS = connectionsBy(OPERATIONS, 'outputs');

function readPerson(context: IExecuteFunctions): string {
	const person = asText(context.getNodeParameter('person', 0, '')).trim();
	if (person !== '') return person;
	return refuse(context, {
		message: '“Person” is empty',
		hint: 'Give the key or the e-mail address of one person.',
	});
}

/** An item for so many values each: the table, the column, how it is compared, and the values as `k0` to `k9`. */
const itemsOf = (queries: readonly TableQuery[]): INodeExecutionData[] =>
	queries.flatMap(({ table, column, condition, values }) =>
		queriesOf(values, VALUES_A_QUERY).map((keys) => ({ json: { table, column, condition, ...keys } })),
	);

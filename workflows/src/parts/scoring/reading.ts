import type { WorkflowBuilder } from '@n8n/workflow-sdk';
import { TABLES } from '../../tables';
import { ownStep, type Place, type Step } from '../canvas';
import { asOf } from '../clock';
import { from, value } from '../expression';
import { LEAD_STATE, LEAD_TO_SCORE } from '../lead-book';
import { append, readNewestRow, readRows, splitOut, workOut, type Condition } from '../steps';

/**
 * A query costs as much as reading this many rows of the log, or of the lead book, whose rows are longer. So for many
 * leads the whole table is read once, unless it is too large for the memory of an execution.
 */
const LOG = { rowsAQuery: 500, mostRows: 100_000 };
const BOOK = { rowsAQuery: 150, mostRows: 20_000 };

/**
 * Which leads are scored: those whose keys an expression gives, written only where their log has grown; or those of
 * the slice in the item of a step, whatever of them changed with time or with the rules. `judgedAnew`: expression of the
 * keys of leads whose log changed otherwise too.
 */
export type WhichLeads = { readonly keys: string; readonly judgedAnew: string } | { readonly slice: Step };

const ENTRY = { name: 'Newest log entry' };
const NEWEST = `{ log: ${from(ENTRY)}.first().json.id ?? 0, book: $json.id ?? 0 }`;
const literal = (limits: object): string => JSON.stringify(limits).replaceAll('"', '');

/** Both tables are read up to their newest row of now: rows that come meanwhile would disturb the paging. */
const readsOf = (which: WhichLeads): string =>
	'slice' in which
		? `
	const { from, to } = ${from(which.slice)}.first().json;
	const newest = ${NEWEST};
	return { newest, book: [{ from, to, upTo: newest.book }], log: [{ from, to, upTo: newest.log }] };
`
		: `
	const leads = ${which.keys};
	const newest = ${NEWEST};
	const anything = { condition: 'isNotEmpty', lead: '' };
	const single = (upTo) => leads.map((lead) => ({ from: { condition: 'eq', lead }, to: anything, upTo }));
	const whole = (upTo) => [{ from: anything, to: anything, upTo }];
	// For many leads one look at the whole table is cheaper than one for each.
	const isWhole = (upTo, { rowsAQuery, mostRows }) => leads.length > 1 && upTo <= leads.length * rowsAQuery && upTo <= mostRows;
	return {
		newest,
		book: isWhole(newest.book, ${literal(BOOK)}) ? whole(newest.book) : single(newest.book),
		log: isWhole(newest.log, ${literal(LOG)}) ? whole(newest.log) : single(newest.log),
	};
`;

const bound = (side: 'from' | 'to'): Condition => ({
	keyName: 'lead',
	condition: value(`$json.${side}.condition`),
	keyValue: value(`$json.${side}.lead`),
});
const RANGE = [bound('from'), bound('to'), { keyName: 'id', condition: 'lte', keyValue: value('$json.upTo') }];

const keysOf = (which: WhichLeads, readLog: Step): string =>
	'slice' in which
		? `// A lead that is in the log alone was being captured when n8n went down.
	const keys = new Set([...$input.all(), ...${from(readLog)}.all()].map(({ json }) => json.lead).filter((lead) => lead));`
		: `const keys = ${which.keys};`;

const leadsOf = (which: WhichLeads, readLog: Step): string => `
	const book = new Map();
	for (const { json: row } of $input.all()) if (row.lead && !book.has(row.lead)) book.set(row.lead, row);
	${keysOf(which, readLog)}
	${LEAD_STATE}
	return { leads: [...keys].map((lead) => {
		const row = book.get(lead) ?? {};
		return ${LEAD_TO_SCORE};
	}) };
`;

export interface Scored {
	readonly first: Step;
	/** The step that knows how far the tables were read. */
	readonly reads: Step;
	readonly readLog: Step;
	/** Each lead with its `row` of the book, its score and its cell. */
	readonly last: Step;
	readonly connect: (flow: WorkflowBuilder) => void;
}

/** Reads the leads, their whole log and the rules, scores, and classifies. */
export function readAndScore(at: (columns: number, row: number) => Place, which: WhichLeads): Scored {
	const newestEntry = readNewestRow(ENTRY.name, at(0, 0.5), TABLES.activityLog);
	const newestRow = readNewestRow('Newest row of the book', at(1, 0.5), TABLES.leadBook);
	const reads = workOut('What to read', at(2, 0.5), readsOf(which));
	const logQueries = splitOut('Queries on the log', at(3, -0.5), 'log');
	const readLog = readRows('Read ll_activity_log', at(4, -0.5), TABLES.activityLog, RANGE);
	const bookQueries = splitOut('Queries on the book', at(3, 0.5), 'book');
	const readBook = readRows('Read ll_lead_book', at(4, 0.5), TABLES.leadBook, RANGE);
	const readRules = readRows('Read ll_rules', at(4, 1.5), TABLES.rules, [], { executeOnce: true });
	const leads = workOut('Leads with their state', at(5, 0.5), leadsOf(which, readLog));
	const eachLead = splitOut('One item a lead', at(6, 0.5), 'leads');
	const scoring = { leadKeyField: 'lead', activitiesSource: 'input', modelSource: 'input' };
	const options = { asOf: value(asOf) };
	const score = ownStep('scoreLead', 'Score Lead', at(7.2, 0.5), {
		...scoring,
		options: { ...options, unknownLeads: 'ignore' },
	});
	const grid = ownStep('classifyGrid', 'Classify Grid', at(8.2, 0.5), { options });
	const last = append('Leads of all cells', at(9.35, 0.5), 3);

	const connect = (flow: WorkflowBuilder): void => {
		flow
			.add(newestEntry.to(newestRow).to(reads).to([logQueries, bookQueries, readRules]))
			.add(logQueries.to(readLog))
			.add(bookQueries.to(readBook).to(leads).to(eachLead).to(score.input(0)))
			.add(readLog.to(score.input(1)))
			.add(readRules.to(score.input(2)))
			.add(score.to(grid));
		for (const route of [0, 1, 2]) flow.add(grid.output(route).to(last.input(route)));
	};
	return { first: newestEntry, reads, readLog, last, connect };
}

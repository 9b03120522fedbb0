import type { WorkflowBuilder } from '@n8n/workflow-sdk';
import { TABLES } from '../../tables';
import { ownStep, type Place, type Step } from '../canvas';
import { asOf, clock } from '../clock';
import { from, maybe, value } from '../expression';
import { scoredRows } from '../lead-book';
import { append, deleteRows, insertRows, is, readNewestRow, readRows, splitOut, updateRows, workOut } from '../steps';
import { inARow } from './run';

/** So many leads at most come with a page: each is looked up in the lead book by a condition of its own. */
export const PAGE = 100;

export interface Page {
	/** The template's name, which stands in the logs as who did it. */
	readonly by: string;
	readonly title: string;
	readonly source: string;
	readonly trigger: Step;
	/** Steps that read the page, in a row; the last has one item a record. */
	readonly reads: readonly [Step, ...Step[]];
	/** Body that defines `next`, the cursor after this page, '' when it was the last; `done`, how many records it held. */
	readonly progress: string;
	/** Body of a function of `(attributes)`: `{ stage, owner }` that a new lead begins with, as far as the CRM says. */
	readonly begin: string;
}

const READ = { name: 'All that was read' };
const IN_LOG = { name: 'Already in the log' };
const LOOKUPS = { name: 'What to look up' };
const NEW = { name: 'What is new' };
const PAGE_TRIGGER = { name: 'A page' };

const LOOK_UP = `
	const activities = ${from(READ)}.all().map(({ json }) => json).filter(({ activity }) => activity);
	const ids = activities.map(({ activity }) => activity).sort();
	const leads = [...new Set(activities.map(({ lead }) => lead))];
	return { from: ids[0] ?? '-', to: ids.at(-1) ?? '-', leads };
`;

const newOf = ({ begin }: Page): string => `
	const { leads } = ${from(LOOKUPS)}.first().json;
	const logged = new Set(${maybe(IN_LOG)}.map(({ activity }) => activity));
	const inBook = new Set($input.all().map(({ json }) => json.lead));
	const isNewLead = (lead) => !inBook.has(lead);
	const beginning = (attributes) => {
		${begin.trim()}
	};
	const starts = {};
	const read = ${from(READ)}.all().map(({ json }) => json).filter(({ activity }) => activity).map((row) => {
		if (row.type !== 'lead_import') return row;
		const attributes = JSON.parse(row.attributes);
		const { stage, owner } = beginning(attributes);
		if (isNewLead(row.lead)) starts[row.lead] = stage ?? starts[row.lead];
		// Whose lead it is, the CRM says for new ones alone.
		const { owner: named, ...others } = attributes;
		return { ...row, attributes: JSON.stringify(isNewLead(row.lead) && owner ? { ...others, owner } : others) };
	});
	const seen = new Set();
	const log = read.filter(({ activity }) => !logged.has(activity) && seen.size < seen.add(activity).size);
	const fresh = leads.filter(isNewLead);
	return {
		log,
		scoring: fresh.length > 0 ? [{ leads: fresh.map((lead) => ({ lead, ...(lead.includes('@') ? { email: lead } : {}), row: {} })), activities: read.filter(({ lead }) => isNewLead(lead)) }] : [],
		noneNew: fresh.length > 0 ? [] : [{ none: true }],
		starts,
		newLeads: fresh.length,
	};
`;

const rowsOf = ({ by, title }: Page): string => `
	const asOf = ${asOf};
	${scoredRows('$input.all()', `${from(NEW)}.first().json.scoring.flatMap(({ activities }) => activities.map((json) => ({ json })))`)}
	const { starts } = ${from(NEW)}.first().json;
	const points = (number) => (Math.round((number ?? 0) * 100) / 100).toString();
	const stageOf = ({ row, excluded }) => excluded ? 'disqualified' : starts[row.lead] ?? 'nurture';
	const withSales = (stage) => ['accepted', 'opportunity'].includes(stage);
	const rows = scored.map((lead) => {
		const stage = stageOf(lead);
		return { ...lead.row, stage, track: stage === 'nurture' ? 'welcome' : null, ...(withSales(stage) ? { handedOffAt: asOf, acceptedAt: asOf } : {}) };
	});
	return {
		rows,
		scoreLog: rows.map((row) => ({ lead: row.lead, at: asOf, cell: row.cell, previousCell: null, total: row.total, previousTotal: null, fit: row.fit, engagement: row.engagement, summary: row.summary, by: '${by}' })),
		stageLog: rows.map((row) => ({ lead: row.lead, from: 'new', to: row.stage, at: asOf, by: '${by}', why: 'Imported from ${title}: ' + row.cell + ', ' + points(row.total) + ' points: ' + row.summary })),
	};
`;

const DOUBLES = `
	// A call of 01 may have made the row of a lead at the same moment: the lowest id is the lead's row, the others go.
	const known = new Set();
	const rows = $input.all().map(({ json }) => json).filter(({ id }) => id !== undefined).sort((left, right) => left.id - right.id);
	return { doubles: rows.filter(({ lead }) => known.size === known.add(lead).size).map(({ id }) => ({ id })) };
`;

const howFar = ({ progress }: Page): string => `
	const page = ${from(PAGE_TRIGGER)}.first().json;
	const asOf = ${asOf};
	${progress.trim()}
	const { log, newLeads } = ${from(NEW)}.first().json;
	const isLast = next === '';
	return {
		status: isLast ? 'done' : 'running',
		cursor: next,
		done: page.done + done,
		activities: page.activities + log.length,
		leads: page.leads + newLeads,
		lastPageAt: asOf,
		...(isLast ? { finishedAt: asOf } : {}),
	};
`;

const ANSWER = `
	const page = ${from(PAGE_TRIGGER)}.first().json;
	const row = $json;
	// No row was written: another run of the import is ahead of this one.
	if (row.id === undefined) return { done: page.done, total: page.total, activities: page.activities, leads: page.leads };
	const { cursor, done, activities, leads } = row;
	return { more: row.status === 'running', cursor, done, activities, leads, total: page.total, known: page.known };
`;

type At = (columns: number, row: number) => Place;

/** Finds out what of the page the log and the book know already. */
function lookUp(page: Page, at: At) {
	const normalize = ownStep(
		'normalizeActivity',
		'Normalize Activity',
		at(0, 3.5),
		{ source: page.source, options: { asOf: value(asOf), objectsAsText: true } },
		{ alwaysOutputData: true },
	);
	const read = append(READ.name, at(1.15, 3.5), 2);
	const lookups = workOut(LOOKUPS.name, at(2, 3.5), LOOK_UP);
	const range = [
		{ keyName: 'activity', condition: 'gte', keyValue: value('$json.from') },
		{ keyName: 'activity', condition: 'lte', keyValue: value('$json.to') },
	];
	const inLog = readRows(IN_LOG.name, at(3, 3.5), TABLES.activityLog, range, { executeOnce: true });
	const newest = readNewestRow('Newest row of the book', at(4, 3.5), TABLES.leadBook);
	const ofPage = Array.from({ length: PAGE }, (_none, index) =>
		is('lead', value(`${from(LOOKUPS)}.first().json.leads[${index}] ?? '-'`)),
	);
	const inBook = readRows('Leads that the book knows', at(5, 3.5), TABLES.leadBook, ofPage, {
		any: true,
		executeOnce: true,
	});
	const connect = (flow: WorkflowBuilder, next: Step): void => {
		for (const output of [0, 1]) flow.add(normalize.output(output).to(read.input(output)));
		flow.add(read.to(lookups).to(inLog).to(newest).to(inBook).to(next));
	};
	return { first: normalize, newest, connect };
}

/** Reads one page, adds what is new to the log, scores new leads and puts them into the book. Rows 2.5 to 7.5. */
export function pageOf(page: Page): (flow: WorkflowBuilder) => void {
	const { source, trigger, reads } = page;
	const column = 2 + reads.length;
	const at: At = (columns, row) => [column + columns, row];
	const known = lookUp(page, at);
	const found = workOut(NEW.name, at(6, 3.5), newOf(page));
	// The rows come first: 02 follows the log, and a customer whose row is not there yet would be a new lead to it.
	const then = workOut('Then the log', at(12.65, 7.5), `return { log: ${from(NEW)}.first().json.log };`);
	const eachActivity = splitOut('Activities that are new', at(13.6, 6.5), 'log');
	const log = insertRows('Append to ll_activity_log', at(14.6, 6.5), TABLES.activityLog);
	const book = bookOf(page, known.newest, (columns, row) => at(7.4 + columns, row));
	const none = splitOut('If there are none', at(7.4, 6.5), 'noneNew');
	const far = workOut('How far it is', at(13.6, 7.5), howFar(page));
	const asRead = is('cursor', value(`${from(PAGE_TRIGGER)}.first().json.cursor`));
	const note = updateRows('Note how far it is', at(14.6, 7.5), TABLES.importProgress, [is('source', source), asRead], {
		alwaysOutputData: true,
	});
	const answer = workOut('Answer', at(15.6, 7.5), ANSWER);

	// The cells meet when nothing else is left to run, so what has to come after the book hangs on the book.
	return (flow) => {
		inARow(flow, [trigger, clock([1, 3.5]), ...reads, known.first]);
		known.connect(flow, found);
		flow
			.add(found.to([book.first, none]))
			.add(none.to(then))
			.add(then.to([eachActivity, far]))
			.add(eachActivity.to(log))
			.add(far.to(note).to(answer));
		book.connect(flow, then);
	};
}

/** Scores the leads that the book does not know, from what came of them, and inserts their rows whole. */
function bookOf(page: Page, newest: Step, at: At) {
	const first = splitOut('If there are new leads', at(0, 4.5), 'scoring');
	const eachLead = splitOut('One item a lead', at(1, 3.5), 'leads');
	const eachActivity = splitOut('What they did', at(1, 4.5), 'activities');
	const rules = readRows('Read ll_rules', at(1, 5.5), TABLES.rules, [], { executeOnce: true });
	const scoring = { leadKeyField: 'lead', activitiesSource: 'input', modelSource: 'input' };
	const options = { asOf: value(asOf) };
	const score = ownStep('scoreLead', 'Score Lead', at(2.2, 4.5), {
		...scoring,
		options: { ...options, unknownLeads: 'ignore' },
	});
	const grid = ownStep('classifyGrid', 'Classify Grid', at(3.2, 4.5), { options });
	const all = append('Leads of all cells', at(4.25, 4.5), 3);
	const rows = workOut('Rows of the new leads', at(5.2, 4.5), rowsOf(page));
	const eachRow = splitOut('One item a row', at(6.2, 3.5), 'rows');
	const insert = insertRows('Insert into ll_lead_book', at(7.2, 3.5), TABLES.leadBook);
	const isNew = { keyName: 'id', condition: 'gt', keyValue: value(`${from(newest)}.first().json.id ?? 0`) };
	const readBack = readRows('Read what is new in the book', at(8.2, 3.5), TABLES.leadBook, [isNew], {
		executeOnce: true,
	});
	const doubles = workOut('Two rows of one lead', at(9.2, 3.5), DOUBLES);
	const eachDouble = splitOut('Doubles', at(10.2, 3.5), 'doubles');
	const remove = deleteRows('Delete doubles', at(11.2, 3.5), TABLES.leadBook, [is('id', value('$json.id'))]);
	const eachScore = splitOut('Score changes', at(6.2, 4.5), 'scoreLog');
	const logScores = insertRows('Append to ll_score_log', at(7.2, 4.5), TABLES.scoreLog);
	const eachStage = splitOut('Stage changes', at(6.2, 5.5), 'stageLog');
	const logStages = insertRows('Append to ll_stage_log', at(7.2, 5.5), TABLES.stageLog);

	const connect = (flow: WorkflowBuilder, next: Step): void => {
		flow
			.add(first.to([eachLead, eachActivity, rules]))
			.add(eachLead.to(score.input(0)))
			.add(eachActivity.to(score.input(1)))
			.add(rules.to(score.input(2)))
			.add(score.to(grid))
			.add(all.to(rows).to([eachRow, eachScore, eachStage, next]))
			.add(eachRow.to(insert).to(readBack).to(doubles).to(eachDouble).to(remove))
			.add(eachScore.to(logScores))
			.add(eachStage.to(logStages));
		for (const route of [0, 1, 2]) flow.add(grid.output(route).to(all.input(route)));
	};
	return { first, connect };
}

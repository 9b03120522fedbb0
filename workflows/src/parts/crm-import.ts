import type { WorkflowBuilder } from '@n8n/workflow-sdk';
import { RECORDS_A_PAGE } from '../../../lifecycle/crm/history/crm-history';
import type { ImportedStage } from '../../../lifecycle/crm/history/new-leads';
import { TABLES } from '../tables';
import { group, note, ownStep, startsWith, step, type Group, type Place, type Step, type StepOptions } from './canvas';
import { value } from './expression';
import { append as join, ensureRow, is, readRows, updateRows } from './steps';
import { append, insertLeads, startWorkflow } from './store';

/** A node of the CRM is deactivated until a credential is chosen, and outlasts the limit of calls. */
export const OF_CRM: StepOptions = {
	disabled: true,
	notes: 'Credential, then activate',
	notesInFlow: true,
	retryOnFail: true,
	maxTries: 5,
	// HubSpot counts calls by ten seconds: four pauses of five seconds outlast the window.
	waitBetweenTries: 5000,
};
/** Without the right to read them, leads come without owners. */
export const OWNERS: StepOptions = {
	...OF_CRM,
	retryOnFail: false,
	onError: 'continueRegularOutput',
	executeOnce: true,
	alwaysOutputData: true,
};

/** Where the page to read begins; `$json` is the row of the import. */
type At = (column: number, row: number) => Place;

export interface CrmImport {
	/** The CRM as our node names it, and the row of `ll_import_progress`. */
	readonly crm: 'hubspot' | 'odoo';
	readonly title: string;
	/** Asks how many records there are. */
	readonly count: (place: Place) => Step;
	readonly users: (place: Place) => Step;
	/** Read the records of a page; the second one what the CRM gives apart. */
	readonly page: (at: At) => readonly Step[];
	readonly stages: Readonly<Record<string, ImportedStage>>;
	readonly notes: {
		readonly start: string;
		readonly run: string;
		readonly page: string;
	};
}

type Output = ReturnType<Step['output']>;
type Input = ReturnType<Step['input']>;
type Feed = (source: Step | Output, ...targets: ReadonlyArray<Step | Input>) => void;

/** The import of a CRM: a run that calls this workflow for page after page, and a page. */
export function importCrm(flow: WorkflowBuilder, each: CrmImport): readonly Group[] {
	const feed: Feed = (source, ...targets) => {
		for (const target of targets) flow.add((source as Step).to(target as Step));
	};
	flow
		.add(note('What it does', [-4.1, -1.8], [3.5, 2.5], 'start', each.notes.start))
		.add(note('1 The run', [-0.45, -1.8], [10.4, 3.6], 'read', each.notes.run))
		.add(note('2 A page', [-0.45, 1.9], [11.9, 6.1], 'sales', each.notes.page));
	return [addRun(flow, each, feed), addPage(each, feed)];
}

const syncOf =
	({ crm }: CrmImport) =>
	(operation: string, name: string, place: Place, parameters: object = {}): Step =>
		ownStep('crmSync', name, place, { operation, crm, ...parameters });

// --- The run ---------------------------------------------------------------------------------------------------------------

function addRun(flow: WorkflowBuilder, each: CrmImport, feed: Feed): Group {
	const sync = syncOf(each);
	const source = is('source', each.crm);
	const byHand = startsWith('manualTrigger', 'Import', [0, -0.5]);
	const hourly = startsWith('scheduleTrigger', 'Every hour', [0, 0.5], {
		rule: { interval: [{ field: 'hours', hoursInterval: 1, triggerAtMinute: 10 }] },
	});
	const known = ensureRow('Read import progress', [1, 0], TABLES.importProgress, [source], {
		executeOnce: true,
		cells: { source: each.crm },
	});
	const plan = sync('planImport', 'Plan the import', [2, 0], {
		options: { onlyInterrupted: value("$('Every hour').isExecuted") },
	});
	const count = each.count([3, 0.6]);
	const begin = sync('beginImport', 'Begin the import', [4, 0]);
	const noteRun = updateRows('Note that it runs', [5, 0], TABLES.importProgress, [source]);
	const callPage = step('executeWorkflow', 'Import a page', [6, 0], {
		workflowId: { __rl: true, mode: 'id', value: value('$workflow.id') },
		mode: 'once',
		options: {},
	});
	const more = step('if', 'More pages?', [7, 0], isRunning);
	const scoring = startWorkflow(flow, [8, 0], { workflow: 'scoring', what: '02 Score' });

	feed(byHand, known);
	feed(hourly, known);
	feed(known, plan);
	feed(plan, count, begin.input(0));
	feed(count, begin.input(1));
	feed(begin, noteRun);
	feed(noteRun, callPage);
	feed(callPage, more);
	feed(more.output(0), callPage);
	feed(more.output(1), scoring.first);
	return group(
		'Page after page',
		'Begins an import, or goes on with one that stopped, and calls this workflow for each page; then starts 02',
		...[known, plan, count, begin, noteRun, callPage, more, scoring.first, scoring.last],
	);
}

const isRunning = {
	conditions: {
		options: { caseSensitive: true, leftValue: '', typeValidation: 'strict', version: 2 },
		combinator: 'and',
		conditions: [
			{
				id: 'more',
				leftValue: value('$json.status'),
				rightValue: 'running',
				operator: { type: 'string', operation: 'equals' },
			},
		],
	},
	options: {},
};

// --- A page ----------------------------------------------------------------------------------------------------------------

function addPage(each: CrmImport, feed: Feed): Group {
	const aPage = startsWith('executeWorkflowTrigger', 'A page', [0, 4.3], { inputSource: 'passthrough' });
	const reserve = updateRows(
		'Reserve the page',
		[1, 4.3],
		TABLES.importProgress,
		[is('source', each.crm), is('lastPageAt', value('$json.lastPageAt'))],
		{ executeOnce: true, cells: { lastPageAt: value('$now.toUTC().toISO()') } },
	);
	const users = each.users([2, 6.1]);
	const pages = each.page((column, row) => [2 + column, 4.3 + row]);
	const read = syncOf(each)('readPage', 'Read the page', [3, 4.3]);
	const leads = leadSteps(each);
	const activities = activitySteps(each);

	feed(aPage, reserve);
	feed(reserve, read.input(0), ...pages, users);
	for (const [index, answers] of pages.entries()) feed(answers, read.input(1 + index));
	feed(read.output(0), activities.findNew.input(0));
	feed(read.output(1), leads.begin.input(0));
	feed(read.output(2), activities.inLog);
	feed(read.output(3), leads.inBook);
	feed(leads.inBook, leads.begin.input(1));
	feed(users, leads.begin.input(2));
	feed(leads.begin.output(0), leads.insert);
	feed(leads.begin.output(1), activities.findNew.input(1));
	feed(activities.inLog, activities.findNew.input(2));
	feed(leads.insert, activities.findNew.input(3));
	feed(activities.findNew.output(0), activities.written.input(0));
	feed(activities.findNew.output(1), activities.log);
	feed(activities.log, activities.written.input(1));
	feed(activities.written, activities.noteProgress);
	return group(
		'Import one page',
		`Reads a page of ${each.title}, inserts new leads, appends what the log does not have, and notes how far it is`,
		...[reserve, users, ...pages, read, ...Object.values(leads), ...Object.values(activities)],
	);
}

const leadSteps = (each: CrmImport) => ({
	inBook: readRows(
		'Find leads in the book',
		[4, 5.5],
		TABLES.leadBook,
		Array.from({ length: RECORDS_A_PAGE }, (_, index) => is('lead', value(`$json.k${index}`))),
		{ any: true },
	),
	begin: syncOf(each)('beginLeads', 'Begin new leads', [5, 4.9], {
		stages: { values: Object.entries(each.stages).map(([word, stage]) => ({ word, stage })) },
	}),
	insert: insertLeads([6, 5.5]),
});

const PROGRESS = ['status', 'cursor', 'done', 'activities', 'leads', 'lastPageAt', 'finishedAt'];

const activitySteps = (each: CrmImport) => ({
	inLog: readRows(
		'Find activities in the log',
		[6, 3.7],
		TABLES.activityLog,
		[
			{ keyName: 'activity', condition: 'gte', keyValue: value('$json.from') },
			{ keyName: 'activity', condition: 'lte', keyValue: value('$json.to') },
		],
		{ executeOnce: true },
	),
	// It waits for the rows: 02 follows the log, and a customer whose row is not there yet would be a new lead to it.
	findNew: syncOf(each)('findNew', 'Find new activities', [7, 4.3]),
	log: append('Append to ll_activity_log', [8, 4.9], TABLES.activityLog),
	written: join('All written', [9, 4.3], 2),
	// The first item is the import. Where another run reserved the page meanwhile, nothing is noted, and this one ends.
	noteProgress: updateRows(
		'Note progress',
		[10, 4.3],
		TABLES.importProgress,
		[is('source', each.crm), is('lastPageAt', value('$json.reservedAt'))],
		{
			executeOnce: true,
			cells: Object.fromEntries(PROGRESS.map((column) => [column, value(`$json.${column}`)])),
		},
	),
});

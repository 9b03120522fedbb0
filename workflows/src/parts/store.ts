/**
 * How the templates keep what they know, in n8n's Data Tables. Everything that says how a row is found, written only
 * where nobody else wrote, or taken for a run alone stands here and in `steps.ts`, so that the canvases do not know the
 * store and another one can take its place.
 */
import type { WorkflowBuilder } from '@n8n/workflow-sdk';
import { FOLLOW_DEFAULTS } from '../../../lifecycle/log/follow';
import { SWEEP_DONE } from '../../../lifecycle/log/state';
import {
	APPEND_ACTIVITIES,
	EVERY_LEAD_IS_DUE,
	LET_LEADS_GO,
	LINKS_OF_RUN,
	MORE_LEADS,
	NEW_ENTRIES,
	NEWS_IS_COPIED,
	OLDEST_UNSCORED,
	takeLeads,
	takeScoring,
	WAITING_ROWS,
} from '../store/due';
import { writeIfUnchanged, type Query } from '../store/sql';
import { ON_POSTGRES } from '../store/which';
import { TABLES, type Table } from '../tables';
import { onlyIf } from './channels';
import { startsWith, step, type Place, type Step, type StepOptions } from './canvas';
import { value } from './expression';
import {
	ensureRow,
	insertRows,
	is,
	queryStep,
	readRows,
	TRIED_AGAIN,
	updateRows,
	type Condition,
	type ReadOptions,
	type WriteOptions,
} from './steps';

/** The templates that others start, by the name of their row in `ll_state`. */
export const STARTABLE = [
	'scoring',
	'delivery',
	'crm',
	'enrichment',
	'accounts',
	'feedback',
	'publishing',
	'retention',
] as const;
export type Startable = (typeof STARTABLE)[number];

/** A run that is killed keeps others waiting no longer than that. */
const LEASE_SECONDS = 60;
const NOW = '$now.toUTC().toISO()';
const leaseEnd = (seconds: number): string => `$now.plus(${seconds}, 'seconds').toUTC().toISO()`;

/** A query that PostgreSQL answers once for all items, in place of a step with rows. */
const onceQuery = (name: string, place: Place, query: Query, options: StepOptions = {}): Step =>
	queryStep(name, place, query, { executeOnce: true, ...TRIED_AGAIN, ...options });

const rowOf = (workflow: Startable): Condition => is('name', workflow);
const heldByMe = is('holder', value('$execution.id'));

// --- Rows of the lead book ------------------------------------------------------------------------------------------------

/** Adds new leads, all in one go; the rows come out. */
export const insertLeads = (place: Place, name = 'Insert new leads') =>
	insertRows(name, place, TABLES.leadBook, { rowsBack: true });

/** The version that was read, from the one that is written; see `lifecycle/lead/version.ts`. */
const AS_READ = '$json.version > 0 ? $json.version - 1 : $json.version < 0 ? $json.version + 1 : null';

interface UpdateOptions extends StepOptions {
	readonly table?: Table;
	/** This run copies the news of the rows itself. */
	readonly copiesNews?: boolean;
}

/**
 * Writes each row of the lead book, or of another table with versions, where its version is still what was read; what comes
 * out was written. A row that somebody added by hand has no version, and its first write is 0.
 */
export const updateIfUnchanged = (
	place: Place,
	name = 'Update if unchanged',
	{ table = TABLES.leadBook, copiesNews = false, ...options }: UpdateOptions = {},
): Step =>
	ON_POSTGRES
		? onceQuery(name, place, writeIfUnchanged(table, { copiesNews }), options)
		: updateRows(name, place, table, [is('id', value('$json.id')), is('version', value(AS_READ))], options);

/** The rows of the leads that items name, by their key or their address. */
export const leadsOfItems = (place: Place, name = 'Find the leads') => {
	const key = value("String($json.lead ?? '').trim().toLowerCase()");
	return readRows(name, place, TABLES.leadBook, [is('lead', key), is('email', key)], { any: true });
};

/**
 * Takes copied news off the rows that this execution wrote. A row that another run wrote meanwhile is that run's batch and keeps
 * its news. Another run's batch is never cleared, for it may not be written to its end: whoever copies news of such a row writes
 * the row first, which makes it a row of its own batch.
 */
export const clearNews = (place: Place, name = 'Clear copied news'): Step =>
	ON_POSTGRES
		? onceQuery(name, place, NEWS_IS_COPIED)
		: updateRows(name, place, TABLES.leadBook, [is('batch', value('$execution.id'))], {
				executeOnce: true,
				cells: { batch: null, news: null },
			});

// --- One run at a time ----------------------------------------------------------------------------------------------------

/** Makes the workflow's row where there is none, and notes which workflow it is, so that others can start it. */
export const rememberWorkflow = (workflow: Startable, place: Place, name = 'Note which workflow this is') =>
	ensureRow(name, place, TABLES.state, [rowOf(workflow)], {
		executeOnce: true,
		cells: { name: workflow, workflow: value('$workflow.id') },
	});

/** Notes in the row of 02 which workflow is to be started when it appended messages. */
export const noteForScoring = (place: Place, name = 'Tell 02 where this is') =>
	updateRows(name, place, TABLES.state, [rowOf('scoring')], {
		executeOnce: true,
		alwaysOutputData: true,
		cells: { next: value('$workflow.id') },
	});

/** The row of a workflow where it ever ran, else an empty item. */
export const readStateOf = (workflow: Startable, place: Place, name: string) =>
	readRows(name, place, TABLES.state, [rowOf(workflow)], { executeOnce: true, limit: 1 });

export const LEASE = { name: 'Take the lease' };

/**
 * Takes the workflow for this run, after {@link rememberWorkflow}: of runs that come at once one gets the row, with how
 * far the last one came; nothing comes out for the others, nor while a run is at work.
 *
 * @param seconds for how long, where a run is not killed; longer than a call that hangs
 */
export const takeLease = (
	workflow: Startable,
	place: Place,
	seconds = LEASE_SECONDS,
	options: StepOptions = {},
): Step =>
	ON_POSTGRES && workflow === 'scoring'
		? onceQuery(LEASE.name, place, takeScoring(seconds), options)
		: updateRows(
				LEASE.name,
				place,
				TABLES.state,
				// What was read of a row that is free, and of one that is not what it never holds.
				[rowOf(workflow), is('until', value(`($json.until || '') < ${NOW} ? $json.until : 'held'`))],
				{ executeOnce: true, cells: { holder: value('$execution.id'), until: value(leaseEnd(seconds)) }, ...options },
			);

/** Makes the row of a workflow where there is none, and gives it; whichever workflow it is stays as it is. */
export const ensureStateOf = (workflow: Startable, place: Place, name: string) =>
	ensureRow(name, place, TABLES.state, [rowOf(workflow)], { executeOnce: true, cells: { name: workflow } });

/**
 * Notes how far this run came, from an item with columns of `ll_state`, and keeps the lease for another minute. Nothing
 * comes out where another run has taken it.
 */
export const saveProgress = (workflow: Startable, place: Place, columns: readonly string[], name = 'Save progress') =>
	updateRows(name, place, TABLES.state, [rowOf(workflow), heldByMe], {
		executeOnce: true,
		cells: {
			...Object.fromEntries(columns.map((column) => [column, value(`$json.${column}`)])),
			until: value(leaseEnd(LEASE_SECONDS)),
		},
	});

/**
 * Gives the lease back, and notes how far this run came where columns are named. Nothing comes out where another run has
 * taken it.
 */
export const letGo = (
	workflow: Startable,
	place: Place,
	name = 'Let go',
	columns: readonly string[] = [],
	{ cells = {}, ...options }: WriteOptions = {},
) =>
	updateRows(name, place, TABLES.state, [rowOf(workflow), heldByMe], {
		executeOnce: true,
		...options,
		cells: { ...Object.fromEntries(columns.map((column) => [column, value(`$json.${column}`)])), ...cells, until: '' },
	});

/**
 * Has every lead scored again from the first row on, as at night. It takes the lease away from a run that is at work, so that this run
 * saves no older progress over it; what that run was handed is handed out again. The row of 02 comes out, where 02 ever ran.
 */
export const rescoreAll = (place: Place, name = 'Have every lead scored again'): Step =>
	ON_POSTGRES
		? onceQuery(name, place, EVERY_LEAD_IS_DUE, { alwaysOutputData: true })
		: updateRows(name, place, TABLES.state, [rowOf('scoring')], {
				executeOnce: true,
				alwaysOutputData: true,
				cells: { holder: value('$execution.id'), until: '', sweep: null },
			});

// --- Starting each other --------------------------------------------------------------------------------------------------

/** By which a workflow is started from another one; what it gets is the workflow's row of `ll_state`. */
export const started = (place: Place, name = 'When started by another workflow') =>
	startsWith('executeWorkflowTrigger', name, place, { inputSource: 'passthrough' });

/**
 * Starts the workflow whose id an expression gives, with all items at once. What this run did stands, whether or not the other one
 * starts: its own schedule makes up for it.
 */
export const startsOther = (
	name: string,
	place: Place,
	id: string,
	{ waits = false, onError = 'continueRegularOutput' }: { waits?: boolean } & StepOptions = {},
): Step =>
	step(
		'executeWorkflow',
		name,
		place,
		{
			// Without an id n8n runs whichever workflow it finds first.
			workflowId: { __rl: true, mode: 'id', value: value(id === '$workflow.id' ? id : `${id} || 'none'`) },
			mode: 'once',
			options: { waitForSubWorkflow: waits },
		},
		{ onError },
	);

export interface Starting {
	readonly first: Step;
	readonly last: Step;
}

/**
 * Starts another workflow and does not wait for it. 02 is started behind {@link appendActivities}, unless it is busy, which PostgreSQL
 * says with the append. One that never ran has no row and is not started: its own schedule
 * is the safety net.
 *
 * @param place of two steps
 * @param workflow by its row in `ll_state`; `what` names it in the steps, e.g. “10 Deliver”
 */
export function startWorkflow(
	flow: WorkflowBuilder,
	[column, row]: Place,
	{ workflow, what, unlessBusy = false }: { workflow: Startable; what: string; unlessBusy?: boolean },
): Starting {
	const isFree: Condition = { keyName: 'until', condition: 'lt', keyValue: value(NOW) };
	const isKnown: Condition = { keyName: 'workflow', condition: 'isNotEmpty' };
	const conditions = [rowOf(workflow), isKnown, ...(unlessBusy ? [isFree] : [])];
	const name = `${unlessBusy ? 'Is it free: ' : 'Find '}${what}`;
	const find =
		ON_POSTGRES && workflow === 'scoring' && unlessBusy
			? onlyIf(name, [column, row], '!!$json.workflow')
			: readRows(name, [column, row], TABLES.state, conditions, {
					executeOnce: true,
					alwaysOutputData: false,
					limit: 1,
				});
	const start = startsOther(`Start ${what}`, [column + 1, row], '$json.workflow');
	flow.add(find.to(start));
	return { first: find, last: start };
}

// --- Which leads are due ---------------------------------------------------------------------------------------------------
// In Data Tables one run at a time follows the log by its numbers; in PostgreSQL several take leads from the table of those that are due.

/** Behind the day of the night stands the number up to which rows are done; when all are, none has a higher one. */
const NO_ROW_HAS = 2 ** 31 - 1;
const SWEPT_TO = `$json.sweep?.endsWith('${SWEEP_DONE}') ? ${NO_ROW_HAS} : Number(($json.sweep || '').slice(11)) || 0`;
const above = (keyName: string, keyValue: string): Condition => ({
	keyName,
	condition: 'gt',
	keyValue: value(keyValue),
});
/** So many entries of the log are followed in one run; the next run goes on behind them. */
const ENTRIES_A_RUN = 5000;

/** Takes what is due for this run; nothing comes out where there is nothing for it to do, as others are at work. */
export const takeDueLeads = (place: Place, schedule: string): Step =>
	ON_POSTGRES ? onceQuery(LEASE.name, place, takeLeads(schedule)) : takeLease('scoring', place);

const readOnce = (
	query: Query,
	name: string,
	place: Place,
	table: Table,
	...[conditions, options]: RowReading
): Step =>
	ON_POSTGRES
		? onceQuery(name, place, query, { alwaysOutputData: true })
		: readRows(name, place, table, conditions, options);
type RowReading = readonly [conditions: readonly Condition[], options: ReadOptions];

export const readNewEntries = (place: Place, name = 'Read new entries'): Step =>
	readOnce(NEW_ENTRIES, name, place, TABLES.activityLog, [above('id', '$json.position ?? 0')], {
		limit: ENTRIES_A_RUN,
		sortedBy: 'id',
	});

/** The entry of the log that waits longest to be scored; on Data Tables after the row of 02 in `ll_state`. */
export const readOldestUnscored = (place: Place, name = 'Oldest activity not scored'): Step =>
	readOnce(OLDEST_UNSCORED, name, place, TABLES.activityLog, [above('id', '$json.seen ?? 0')], {
		...{ limit: 1, sortedBy: 'id', executeOnce: true },
	});

/** What was said about who is who. */
export const readLinks = (place: Place, name = 'Read links'): Step =>
	readOnce(LINKS_OF_RUN, name, place, TABLES.aliasBook, [], { executeOnce: true });

export const readWaitingRows = (place: Place, name = 'Read rows that wait'): Step =>
	readOnce(
		WAITING_ROWS,
		name,
		place,
		TABLES.leadBook,
		[{ keyName: 'news', condition: 'isNotEmpty' }, above('id', SWEPT_TO)],
		{ any: true, sortedBy: 'id', limit: FOLLOW_DEFAULTS.sliceRows },
	);

/** Notes how far this run came, and gives back what it took. */
export const letLeadsGo = (place: Place, name = 'Save and let go'): Step =>
	ON_POSTGRES
		? onceQuery(name, place, LET_LEADS_GO)
		: letGo('scoring', place, name, ['position', 'seen', 'gaps', 'sweep', 'tries', 'rules']);

/** Appends activities to the log; what comes out goes to {@link startWorkflow}. */
export const appendActivities = (place: Place, name = 'Append to ll_activity_log'): Step =>
	ON_POSTGRES ? onceQuery(name, place, APPEND_ACTIVITIES) : insertRows(name, place, TABLES.activityLog);

/** An item with an activity where there is more to do; else none. */
export const readMore = (place: Place, name = 'Anything new?'): Step =>
	ON_POSTGRES
		? onceQuery(name, place, MORE_LEADS)
		: readRows(
				name,
				place,
				TABLES.activityLog,
				// While the nightly rescore goes on, any entry will do.
				[above('id', `$json.sweep.endsWith('${SWEEP_DONE}') ? $json.seen : 0`)],
				{ alwaysOutputData: false, limit: 1 },
			);

// --- Tables -------------------------------------------------------------------------------------------------------------

/** Reads a table whole, once. */
export const readTable = (name: string, place: Place, table: Table, options: StepOptions = {}) =>
	readRows(name, place, table, [], { executeOnce: true, ...options });

export const readSettings = (place: Place, name = 'Read settings') => readTable(name, place, TABLES.settings);
export const readRules = (place: Place, name = 'Read rules') => readTable(name, place, TABLES.rules);

/** Adds the items as rows, all in one go. */
export const append = insertRows;

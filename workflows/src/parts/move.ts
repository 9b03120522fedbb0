import { TO_POSTGRESQL, type Direction, type Store } from '../../../lifecycle/move/direction';
import { IS_UNSCORED } from '../../../lifecycle/move/move';
import { LARGE, ROWS_A_PAGE } from '../../../lifecycle/move/page';
import { FIRST_LARGE } from '../../../nodes/MoveTables/connections';
import { TABLES } from '../tables';
import {
	finished,
	group,
	note,
	ownStep,
	startsWith,
	step,
	template,
	type Group,
	type Place,
	type Step,
} from './canvas';
import { from, value } from './expression';
import {
	append as join,
	deleteRows,
	ensureRow,
	insertRows,
	is,
	queryStep,
	readRows,
	updateRows,
	type Condition,
} from './steps';

export interface Move {
	readonly file: string;
	readonly title: string;
	readonly direction: Direction;
	readonly notes: { readonly start: string; readonly run: string; readonly page: string };
}

/** The progress is kept where people can see it in n8n. */
const PROGRESS = { onPostgres: false, executeOnce: true };

/** A workflow that moves all tables to the other store: a run that calls this workflow for page after page, and a page. */
export function moveTemplate(move: Move) {
	// What is read and written is people's data, and the tables hold it already.
	const flow = template(move.file, move.title, { saveDataSuccessExecution: 'none' });
	const run = addRun(move);
	const page = addPage(move);
	for (const each of [...run.chains, ...page.chains]) flow.add(each as Step);
	flow
		.add(note('What it does', [-4.1, -1.8], [3.5, 3.4], 'start', move.notes.start))
		.add(note('1 The run', [-0.45, -1.8], [8.2, 3.6], 'read', move.notes.run))
		.add(note('2 A page', [-0.45, 1.9], [11.5, isToPostgres(move) ? 4.4 : 8.4], 'sales', move.notes.page));
	return finished(flow, run.group, page.group);
}

const isToPostgres = ({ direction }: Move): boolean => direction === TO_POSTGRESQL;

interface Part {
	readonly chains: readonly unknown[];
	readonly group: Group;
}

const moving = (operation: string, name: string, place: Place): Step =>
	ownStep('moveTables', name, place, { operation });

// --- The run ---------------------------------------------------------------------------------------------------------------

function addRun({ direction }: Move): Part {
	const source = is('source', direction.progress);
	const byHand = startsWith('manualTrigger', 'Move', [0, 0]);
	const known = ensureRow('Read the progress', [1, 0], TABLES.importProgress, [source], {
		...PROGRESS,
		cells: { source: direction.progress },
	});
	const begin = moving('begin', 'Begin or go on', [2, 0]);
	const noteRun = updateRows('Note that it runs', [3, 0], TABLES.importProgress, [source], PROGRESS);
	const next = moving('next', 'Plan the next page', [4, 0]);
	const callPage = step('executeWorkflow', 'Move a page', [5.2, 0], {
		workflowId: { __rl: true, mode: 'id', value: value('$workflow.id') },
		mode: 'once',
		options: {},
	});
	const result = step('noOp', 'Result', [5.2, 0.9]);
	const stop = step('stopAndError', 'Stop and say what to do', [6.4, 0.9], { errorMessage: value('$json.text') });
	return {
		chains: [
			byHand.to(known).to(begin).to(noteRun).to(next),
			next.output(0).to(callPage).to(next),
			next.output(1).to(result),
			next.output(2).to(stop),
		],
		group: group(
			'Page after page',
			'Looks whether all is at rest, calls this workflow for each page, and says what came of it.',
			...[known, begin, noteRun, next, callPage, result, stop],
		),
	};
}

// --- A page ----------------------------------------------------------------------------------------------------------------

/** What the run planned for the page. */
const A_PAGE = startsWith('executeWorkflowTrigger', 'A page', [0, 4.3], { inputSource: 'passthrough' });
const planned = (field: string): string => value(`${from(A_PAGE)}.first().json.${field}`);
const TABLE = { name: planned('table') };

/** n8n takes a first row with anything in a column `error` for a failure, and the outbox has one. Who starts the run again goes on here. */
const NOT_AGAIN = { retryOnFail: false };

const readAfter = (field: string, { short }: Store, place: Place, onPostgres: boolean) =>
	readRows(`Read from ${short}`, place, TABLE, [{ keyName: 'id', condition: 'gt', keyValue: planned(field) }], {
		...{ onPostgres, sortedBy: 'id', limit: ROWS_A_PAGE, executeOnce: true, ...NOT_AGAIN },
	});

/** With a word on whether all is scored: in PostgreSQL no number of a row says so. */
const readPostgres = (name: string, place: Place) =>
	queryStep(
		name,
		place,
		{
			query: `select t.*, (select ll_is_unscored()) as "${IS_UNSCORED}" from $1:name as t where t.id > $2::bigint order by t.id limit ${ROWS_A_PAGE}`,
			parameters: ['table', 'sourceAfter'].map((field) => `${from(A_PAGE)}.first().json.${field}`),
		},
		{ executeOnce: true, alwaysOutputData: true },
	);

function rowSteps({ source, target }: Direction, isToPostgres: boolean) {
	const range = [
		{ keyName: 'id', condition: 'gt', keyValue: planned('deleteAfter') },
		{ keyName: 'id', condition: 'lte', keyValue: planned('deleteTo') },
	];
	const there = { onPostgres: isToPostgres };
	const place: Place = [3, 3.6];
	return {
		clear: deleteRows(`Delete from ${target.short}`, [2, 3.6], TABLE, range, {
			...{ ...there, executeOnce: true, alwaysOutputData: true, ...NOT_AGAIN },
		}),
		read: isToPostgres
			? readAfter('sourceAfter', source, place, false)
			: readPostgres(`Read from ${source.short}`, place),
		insert: isToPostgres
			? queryStep('Write to PostgreSQL', [5.4, 3.6], {
					query: `select ll_move_rows($1, $2::jsonb) as "insertedRows"`,
					parameters: [`${from(A_PAGE)}.first().json.table`, '$json.rows'],
				})
			: insertRows('Write to other Data Tables', [5.4, 3.6], TABLE, there),
		large: isToPostgres
			? []
			: LARGE.map((table, index) => insertRows(`Write to ${table.name}`, [5.4, 4.5 + 0.9 * index], table, there)),
		readBack: readAfter('targetAfter', target, [7.7, 3.6], isToPostgres),
	};
}

const NOTED = ['status', 'cursor', 'done', 'activities', 'leads', 'startedAt', 'lastPageAt', 'finishedAt'];

/** Both take the progress only as it was read. */
function progressSteps(row: Condition) {
	return {
		reserve: updateRows(
			'Reserve the page',
			[1, 4.3],
			TABLES.importProgress,
			[row, is('lastPageAt', planned('lastPageAt'))],
			{ ...PROGRESS, cells: { lastPageAt: value('$now.toUTC().toISO()') } },
		),
		// Where another run reserved the page meanwhile, nothing is noted, and this one ends.
		save: updateRows(
			'Note progress',
			[10, 4.3],
			TABLES.importProgress,
			[row, is('lastPageAt', value('$json.reservedAt'))],
			{ ...PROGRESS, cells: Object.fromEntries(NOTED.map((column) => [column, value(`$json.${column}`)])) },
		),
	};
}

function addPage(move: Move): Part {
	const { direction } = move;
	const { clear, read, insert, large, readBack } = rowSteps(direction, isToPostgres(move));
	const { reserve, save } = progressSteps(is('source', direction.progress));
	const rows = moving('rows', 'Get rows to write', [4.2, 4.3]);
	const written = join('When it is written', [6.6, 4.3], 2);
	const noted = moving('note', 'Compare and count', [8.9, 4.3]);
	return {
		chains: [
			A_PAGE.to(reserve).to(clear).to(read).to(rows.input(1)),
			reserve.to(rows.input(0)),
			reserve.to(noted.input(0)),
			read.to(noted.input(1)),
			rows.output(0).to(insert).to(written.input(0)),
			rows.output(1).to(written.input(1)),
			...large.map((each, index) =>
				rows
					.output(FIRST_LARGE + index)
					.to(each)
					.to(written.input(0)),
			),
			written.to(readBack).to(noted.input(2)),
			noted.to(save),
		],
		group: group(
			'Move or compare one page',
			'Deletes what a page that was cut off left, reads, writes, reads back, compares, and notes how far it is.',
			...[reserve, clear, read, rows, insert, ...large, written, readBack, noted, save],
		),
	};
}

import type { WorkflowBuilder } from '@n8n/workflow-sdk';
import { TABLES } from '../../tables';
import { startsWith, step, type Place, type Step } from '../canvas';
import { clock } from '../clock';
import { from, value } from '../expression';
import { ensureRow, is, splitOut, updateRows, workOut } from '../steps';

/** An import that was not heard of for so long was cut off. */
const SILENT_MINUTES = 10;

export interface Run {
	/** Key of the row of `ll_import_progress`. */
	readonly source: string;
	/** The CRM as its makers write it. */
	readonly title: string;
	/**
	 * Steps that ask how many records there are and who the salespeople are; switched off until a credential is chosen.
	 * They stand in a row, and the last of them hands on to the plan.
	 */
	readonly questions: readonly [Step, ...Step[]];
	/** Body that defines `total`, a number, undefined while the questions are switched off, and `known`, what each page is told. */
	readonly answers: string;
}

export interface RunSteps {
	readonly page: Step;
	readonly connect: (flow: WorkflowBuilder) => void;
}

const WANTED = { name: 'An import to run' };
const HOURLY = { name: 'Every hour' };

const GOES_ON = `
	const row = $json;
	const asOf = ${from({ name: 'Now' })}.first().json.asOf;
	const isCutOff = row.status === 'running';
	const isQuiet = !row.lastPageAt || DateTime.fromISO(asOf).diff(DateTime.fromISO(row.lastPageAt), 'minutes').minutes >= ${SILENT_MINUTES};
	// By hand: go on where the last one stopped, else begin anew. By the clock: only what was cut off.
	const isWanted = ${from(HOURLY)}.isExecuted ? isCutOff && isQuiet : true;
	return { imports: isWanted ? [isCutOff ? { isNew: false, cursor: row.cursor ?? '', done: row.done ?? 0, activities: row.activities ?? 0, leads: row.leads ?? 0 } : { isNew: true, cursor: '', done: 0, activities: 0, leads: 0 }] : [] };
`;

const planOf = ({ answers }: Run): string => `
	${answers.trim()}
	const { isNew, ...state } = ${from(WANTED)}.first().json;
	const asOf = ${from({ name: 'Now' })}.first().json.asOf;
	return {
		isOn: total !== undefined,
		row: { status: 'running', ...state, total: total ?? 0, lastPageAt: asOf, ...(isNew ? { startedAt: asOf, finishedAt: null } : {}) },
		page: { ...state, total: total ?? 0, known },
	};
`;

const RESULT = `
	const { done, total, activities, leads, more } = $json;
	return { result: more === undefined ? 'Another run of the import went on from here.' : 'All pages are in.', done, total, activities, leads };
`;

const isTrue = (id: string, condition: string) => ({
	conditions: {
		options: { caseSensitive: true, leftValue: '', typeValidation: 'loose', version: 2 },
		combinator: 'and',
		conditions: [
			{
				id,
				leftValue: value(condition),
				rightValue: '',
				operator: { type: 'boolean', operation: 'true', singleValue: true },
			},
		],
	},
	options: {},
});

const switchedOff = (title: string): string =>
	`Nothing came from ${title}. Choose a credential in each of the nodes that are switched off, switch them on with the key D, then run this again.`;

/** Lets a page go on when the CRM answered; a node that is switched off hands on what it was given. */
export function ifAnswered(title: string, condition: string, [column, row]: Place) {
	const first = step('if', `Did ${title} answer?`, [column, row], isTrue('answered', condition));
	const off = step('stopAndError', 'Say that a page is missing', [column + 1, row + 1], {
		errorMessage: switchedOff(title),
	});
	return { first, connect: (flow: WorkflowBuilder): void => void flow.add(first.output(1).to(off)) };
}

/** The part that finds out whether to begin, to go on, or to do nothing. */
function startOf({ source }: Run) {
	const byHand = startsWith('manualTrigger', 'Import', [0, 0]);
	const hourly = startsWith('scheduleTrigger', HOURLY.name, [0, 1], {
		rule: { interval: [{ field: 'hours', hoursInterval: 1, triggerAtMinute: 10 }] },
	});
	const now = clock([1, 0], 'Now');
	const which = workOut('Which import', [2, 0], `return { source: '${source}' };`);
	const row = ensureRow('Row of the import', [3, 0], TABLES.importProgress, [is('source', source)]);
	const where = workOut('Where to go on', [4, 0], GOES_ON);
	const wanted = splitOut(WANTED.name, [5, 0], 'imports');
	const connect = (flow: WorkflowBuilder, next: Step): void => {
		flow.add(byHand.to(now)).add(hourly.to(now)).add(now.to(which).to(row).to(where).to(wanted).to(next));
	};
	return { connect };
}

/** The part that calls this workflow for one page after the other. */
function loopOf() {
	const first = workOut('First page', [12, 0], `return ${from({ name: 'Plan' })}.first().json.page;`);
	const loop = step('splitInBatches', 'Page after page', [13, 0], { options: { reset: true } });
	const call = step('executeWorkflow', 'Import a page', [14, 0], {
		workflowId: { __rl: true, mode: 'id', value: value('$workflow.id') },
		mode: 'once',
		options: {},
	});
	const more = step('if', 'More pages?', [15, 0], isTrue('more', '$json.more === true'));
	const result = workOut('Result', [16, 0.5], RESULT);
	const connect = (flow: WorkflowBuilder): void => {
		flow
			.add(first.to(loop))
			.add(loop.output(1).to(call).to(more))
			.add(more.output(0).to(loop))
			.add(more.output(1).to(result));
	};
	return { first, connect };
}

/** Starts an import, or goes on with one, and imports page after page. Takes 17 columns of rows 0 and 1. */
export function runOf(run: Run): RunSteps {
	const { source, title, questions } = run;
	const start = startOf(run);
	const plan = workOut('Plan', [8, 0], planOf(run));
	const isOn = step('if', 'Switched on?', [9, 0], isTrue('on', '$json.isOn === true'));
	const off = step('stopAndError', 'Say what to switch on', [10, 1], { errorMessage: switchedOff(title) });
	const row = workOut('Its row', [10, 0], 'return $json.row;');
	const begin = updateRows('Note that it runs', [11, 0], TABLES.importProgress, [is('source', source)]);
	const loop = loopOf();
	const page = startsWith('executeWorkflowTrigger', 'A page', [0, 3.5], { inputSource: 'passthrough' });

	const connect = (flow: WorkflowBuilder): void => {
		start.connect(flow, questions[0]);
		inARow(flow, [...questions, plan, isOn]);
		flow.add(isOn.output(0).to(row).to(begin).to(loop.first)).add(isOn.output(1).to(off));
		loop.connect(flow);
	};
	return { page, connect };
}

/** Connects each step to the next one. */
export function inARow(flow: WorkflowBuilder, [first, ...others]: readonly Step[]): void {
	others.reduce((before, next) => {
		flow.add(before.to(next));
		return next;
	}, first);
}

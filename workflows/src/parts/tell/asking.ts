import type { WorkflowBuilder } from '@n8n/workflow-sdk';
import { TABLES } from '../../tables';
import { startsWith, step, type Place, type Step } from '../canvas';
import { asOf, clock } from '../clock';
import { from, value } from '../expression';
import { ensureRow, is, readRows, splitOut, updateRows, workOut } from '../steps';
import { ask, giveAnswer } from './asking/sending';
import { answerOf, GIVEN, HAND_OFFS, OPEN, PLACE, questionOf, STARTED, TAKEN, UNASKED } from './asking/words';
import { findInSlack } from './channels';

/** A hand-off that is older is not asked about any more. */
const ASKED_WITHIN_HOURS = 24;

type At = (columns: number, rows: number) => Place;

interface Part {
	readonly first: Step;
	readonly connect: (flow: WorkflowBuilder) => void;
}

const recent = (kind: string, hours: number) => [
	is('kind', kind),
	{
		keyName: 'at',
		condition: 'gte',
		keyValue: value(`DateTime.fromISO(${asOf}).minus({ hours: ${hours} }).toUTC().toISO()`),
	},
];

/** Puts a question for each new hand-off into the outbox, once. */
function newQuestions(at: At): Part {
	const off = { disabled: true, notes: 'Press D to ask in Slack', notesInFlow: true };
	const once = { executeOnce: true };
	const handOffs = readRows(HAND_OFFS.name, at(0, 0), TABLES.outbox, recent('hand_off', ASKED_WITHIN_HOURS), {
		...once,
		...off,
	});
	const asked = recent('ask', 2 * ASKED_WITHIN_HOURS);
	const readAsked = readRows('Questions of the last days', at(1, 0), TABLES.outbox, asked, once);
	const unasked = workOut('Not asked yet', at(2, 0), UNASKED);
	const thisKey = is('key', value('$json.key'));
	const eachKey = splitOut('Keys of new questions', at(3, 0), 'keys');
	const ensure = ensureRow("Make sure of the question's row", at(4, 0), TABLES.outbox, [thisKey]);
	const eachNew = splitOut('New questions', at(3, 1), 'questions');
	const unclaimed = { keyName: 'status', condition: 'isEmpty' };
	const claim = updateRows('Claim the question', at(4, 1), TABLES.outbox, [thisKey, unclaimed]);
	return {
		first: handOffs,
		connect: (flow) =>
			void flow
				.add(handOffs.to(readAsked).to(unasked).to([eachKey, eachNew]))
				.add(eachKey.to(ensure))
				.add(eachNew.to(claim)),
	};
}

/** Starts an execution for each question that is due. */
function startEach(at: At): Part {
	const each = splitOut('Questions that are due', at(0, 0), 'questions');
	const take = updateRows('Take the question', at(1, 0), TABLES.outbox, [
		is('id', value('$json.id')),
		is('attempts', value('$json.attempts - 1')),
	]);
	const start = step('executeWorkflow', 'Start asking', at(2, 0), {
		workflowId: { __rl: true, mode: 'id', value: value('$workflow.id') },
		mode: 'each',
		options: { waitForSubWorkflow: false },
	});
	return { first: each, connect: (flow) => void flow.add(each.to(take).to(start)) };
}

/** One question, from asking to its answer. */
function askOne(at: At): Part {
	const started = startsWith('executeWorkflowTrigger', STARTED.name, at(0, 0), { inputSource: 'passthrough' });
	const when = clock(at(1, 0), 'When it is asked');
	const book = readRows('The lead as it is now', at(2, 0), TABLES.leadBook, [
		is('lead', value(`${from(started)}.first().json.lead`)),
	]);
	const question = workOut('Words of the question', at(3, 0), questionOf(book));
	const open = splitOut(OPEN.name, at(4, 0), 'questions');
	const found = findInSlack(at(5, 0), 'Find the owner in Slack');
	const place = workOut('Where to ask', at(6, 0), PLACE);
	const asked = ask(at(7, 0));
	const answer = workOut('What the answer says', at(8, 0), answerOf(open, when));
	const eachFailure = splitOut('Not asked', at(9.2, -0.5), 'failures');
	const later = updateRows('Ask again later', at(10.2, -0.5), TABLES.outbox, [is('id', value('$json.id'))]);
	const eachAnswer = splitOut(GIVEN.name, at(9.2, 0.5), 'answers');
	const given = giveAnswer(at(10.2, 0.5));
	const taken = workOut('Is it taken?', at(11.2, 0.5), TAKEN);
	const eachLost = splitOut('An answer that is lost', at(12.2, 0.5), 'lost');
	const stop = step('stopAndError', 'Stop and say what was answered', at(13.2, 0.5), {
		errorMessage: value('$json.words'),
	});
	return {
		first: started,
		connect: (flow) =>
			void flow
				.add(started.to(when).to(book).to(question).to(open).to(found))
				.add(found.output(0).to(place))
				.add(found.output(1).to(place))
				.add(place.to(asked).to(answer))
				.add(answer.to([eachFailure, eachAnswer]))
				.add(eachFailure.to(later))
				.add(eachAnswer.to(given).to(taken).to(eachLost).to(stop)),
	};
}

export interface Asking {
	/** Hand the step with the audiences on to it, above what is due. */
	readonly first: Step;
	/** Hand the step with the list `questions`, rows of the outbox, on to it. */
	readonly send: Step;
	readonly connect: (flow: WorkflowBuilder) => void;
}

/**
 * Asks the owner of each new hand-off in Slack, in an execution of its own that waits for the answer, and gives the answer
 * to 05.
 *
 * @param above place of five columns and two rows, for what is to be asked
 * @param beside place of three columns and a row, for starting
 * @param below place of fourteen columns and two rows, for one question
 */
export function askSales(above: Place, beside: Place, below: Place): Asking {
	const at =
		([column, row]: Place): At =>
		(columns, rows) => [column + columns, row + rows];
	const questions = newQuestions(at(above));
	const starting = startEach(at(beside));
	const one = askOne(at(below));
	return {
		first: questions.first,
		send: starting.first,
		connect: (flow) => {
			for (const part of [questions, starting, one]) part.connect(flow);
		},
	};
}

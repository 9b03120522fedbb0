import type { IDataObject, IExecuteFunctions } from 'n8n-workflow';
import type { Answer } from '../../../lifecycle/ask/answer';
import { companyAnswer } from '../../../lifecycle/ask/company';
import { findAnswer, handedOverAnswer, overdueAnswer } from '../../../lifecycle/ask/lists';
import { readQuestion, type Question } from '../../../lifecycle/ask/question';
import { whatIfAnswer } from '../../../lifecycle/ask/what-if';
import { whichLead } from '../../../lifecycle/ask/which-lead';
import { whyAnswer } from '../../../lifecycle/ask/why';
import { ok, type Result } from '../../../lifecycle/fault';
import { fieldsOfJson } from '../../../lifecycle/path';
import { recordsOfInput } from '../../shared/settings-input';
import { required } from '../../shared/shell';
import { readBook, readView, type BookRow, type Operation, type View } from '../operation';
import { LEAD_INPUTS, openRow, stageLinesOf, storyOf } from '../story';

const INPUTS = [...LEAD_INPUTS, 'Account Book'] as const;

/** The answer to a question of an agent, small enough for a model to read. What cannot be answered is an answer that says why. */
export const answer: Operation = {
	inputs: INPUTS,
	outputs: ['Answer'],
	run: (context) => {
		const view = readView(context, INPUTS.indexOf('Settings'));
		const book = readBook(context, INPUTS.indexOf('Lead Book'));
		const question = readQuestion(fieldsOfJson(context.getNodeParameter('asked', 0, {})));
		const answered = question.ok ? answerTo(context, question.value, book, view) : question;
		// A failed run would be reported to the team each time that a model misspells a name.
		if (answered.ok) return [{ ...answered.value } as IDataObject];
		return [{ error: `${answered.message}. ${answered.hint}`, found: false }];
	},
};

function answerTo(
	context: IExecuteFunctions,
	question: Question,
	book: readonly BookRow[],
	{ asOf, dueOf, settings, ...view }: View,
): Result<Answer> {
	const rows = book.map(({ row }) => row);
	switch (question.kind) {
		case 'handed_over':
			return ok(handedOverAnswer(rows, stageLinesOf(context), question.days, asOf));
		case 'overdue':
			return ok(overdueAnswer({ rows, dueOf }, question.owner, asOf));
		case 'find':
			return ok(findAnswer({ rows, dueOf }, question.query, asOf));
		case 'company': {
			const sources = { rows: recordsOfInput(context, INPUTS.indexOf('Account Book')), people: rows };
			return companyAnswer({ ...sources, threshold: settings.accountThreshold }, question.company);
		}
		case 'why':
		case 'what_if':
			return aboutLead(context, question, book, { asOf, dueOf, settings, ...view });
	}
}

function aboutLead(
	context: IExecuteFunctions,
	question: Extract<Question, { readonly lead: string }>,
	book: readonly BookRow[],
	view: View,
): Result<Answer> {
	const which = whichLead(
		book.map(({ row }) => row),
		question.lead,
	);
	if (!which.ok) return which;
	const own = book.find(({ row }) => row === which.value) as BookRow;
	if (question.kind === 'why') return ok(whyAnswer(required(context, storyOf(context, own, view))));
	const { lead } = required(context, openRow(context, own, view));
	return whatIfAnswer({ row: own.row, lead, settings: view.settings }, question.change, view.asOf);
}

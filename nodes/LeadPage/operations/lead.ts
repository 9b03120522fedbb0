import type { IDataObject } from 'n8n-workflow';
import { messagePage } from '../../../lifecycle/page/document';
import { markup, query } from '../../../lifecycle/page/html';
import { leadPage } from '../../../lifecycle/page/lead';
import { readPage } from '../../../lifecycle/page/leads-query';
import { leadFinder } from '../../../lifecycle/stage/whose';
import { required } from '../../shared/shell';
import { answer, readBook, readView, textParameter, type BookRow, type Operation } from '../operation';
import { LEAD_INPUTS, storyOf } from '../story';

/** The page of one lead. */
export const lead: Operation = {
	inputs: LEAD_INPUTS,
	outputs: ['Page'],
	run: (context) => {
		const view = readView(context, LEAD_INPUTS.indexOf('Settings'));
		const book = readBook(context, LEAD_INPUTS.indexOf('Lead Book'));
		const found = leadFinder(book.map(({ row }) => row))(textParameter(context, 'lead'));
		const own = found.kind === 'found' ? book.find(({ row }) => row === found.row) : undefined;
		if (own === undefined) return notFound(book);
		const story = required(context, storyOf(context, own, view));
		const viewing = {
			asOf: view.asOf,
			form: textParameter(context, 'formUrl'),
			page: readPage(textParameter(context, 'page')),
		};
		return answer(leadPage(story, viewing), true);
	},
};

function notFound(book: readonly BookRow[]): IDataObject[] {
	const merged = book.find(({ row }) => row.mergedInto !== null)?.row.mergedInto;
	const text = merged
		? markup`This lead turned out to be <a href="${query({ lead: merged })}">${merged}</a>.`
		: 'No lead has this key or e-mail address. It may have been deleted, or n8n has not scored it yet.';
	return answer(messagePage('Lead not found', text), false);
}

import { accountPage } from '../../../lifecycle/page/account';
import { messagePage } from '../../../lifecycle/page/document';
import { fold, asText } from '../../../lifecycle/text';
import { recordsOfInput } from '../../shared/settings-input';
import { answer, readBook, readView, textParameter, type Operation } from '../operation';

/** The page of one company. */
export const account: Operation = {
	inputs: ['Account Book', 'Lead Book', 'Score Log', 'Settings'],
	outputs: ['Page'],
	run: (context) => {
		const { asOf, settings } = readView(context, 3);
		const key = fold(textParameter(context, 'account'));
		const row = recordsOfInput(context, 0).find(({ account: other }) => key !== '' && fold(asText(other)) === key);
		if (row === undefined) {
			const text = 'No company has this name. 03 Account roll-up adds companies once a day.';
			return answer(messagePage('Company not found', text), false);
		}
		const people = readBook(context, 1).map((each) => each.row);
		const sources = { row, people, scores: recordsOfInput(context, 2), threshold: settings.accountThreshold };
		return answer(accountPage(sources, { asOf }), true);
	},
};

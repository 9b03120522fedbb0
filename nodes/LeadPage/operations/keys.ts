import { whichLead } from '../../../lifecycle/ask/which-lead';
import { storedLinks } from '../../../lifecycle/identity/stored-links';
import { keyQueriesOf } from '../../shared/queries';
import { recordsOfInput } from '../../shared/settings-input';
import { readBook, textParameter, type Operation } from '../operation';

const INPUTS = ['Lead Book', 'Links'] as const;

/**
 * The keys under which the activities of a lead are in the log, `k0` to `k29` in an item, for a read that joins them by OR.
 * A lead that is not known has the key that was asked for.
 */
export const keys: Operation = {
	inputs: INPUTS,
	outputs: ['Keys'],
	run: (context) => {
		const asked = textParameter(context, 'lead');
		const found = whichLead(
			readBook(context, 0).map(({ row }) => row),
			asked,
		);
		const lead = found.ok ? found.value.lead : asked;
		const queries = keyQueriesOf([lead], storedLinks(recordsOfInput(context, 1)));
		return queries.map((query) => ({ lead, ...query }));
	},
};

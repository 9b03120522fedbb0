import type { INodeExecutionData } from 'n8n-workflow';
import { stateAfterWriting, type StateToSave } from '../../../lifecycle/log/state';
import { unfold as unfoldNews } from '../../../lifecycle/stage/unfold';
import type { Operation } from '../operation';
import { itemsAt, readBook } from '../rows';
import { readPolicy } from '../run-policy';

/**
 * Turns the news that this run wrote on rows into rows of the outbox and of the logs. Rows that were added and rows that were
 * changed come in on inputs of their own, so that the node waits for both. Of what was planned, a row that does not come in
 * was not written: then the state that Follow Log gave goes back to where it was.
 */
export const unfold: Operation = {
	inputs: ['Lead Book', 'More Rows', 'Settings', 'Planned', 'State'],
	outputs: ['Messages', 'Stage Log', 'Score Log', 'State'],
	faultsOn: 0,
	run: (context) => {
		const policy = readPolicy(context, 2);
		const book = [...readBook(context, 0), ...readBook(context, 1)];
		const rows = book.map(({ row }) => row);
		const { messages, stages, scores } = unfoldNews(rows, policy.batch, policy.settings);
		const sourceOf = new Map(book.map(({ row, source }) => [row.lead, source]));
		const items = (lines: ReadonlyArray<{ readonly lead: string }>): INodeExecutionData[] =>
			lines.map((line) => ({ json: { ...line }, pairedItem: sourceOf.get(line.lead) }));
		const written = new Set(rows.map(({ id }) => id));
		const lost = itemsAt(context, 3).filter(({ json }) => !written.has(json.id as number)).length;
		const state = itemsAt(context, 4).map(({ json }, item): INodeExecutionData => {
			return { json: { ...stateAfterWriting(json as object as StateToSave, lost) }, pairedItem: { item, input: 4 } };
		});
		return [items(messages), items(stages), items(scores), state];
	},
};

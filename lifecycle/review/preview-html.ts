import { markup, type Content, type Html } from '../page/html';
import type { Preview, TriedLead, TriedOne } from './try-model';

/** Leads in the table; all are in its counts. */
const LISTED = 25;

/**
 * A preview as a piece of a page that needs no styles of its own, as n8n's forms show it. They look in it for expressions, and names of
 * leads come from outside: so it holds no brace, and no dollar sign either.
 */
export const previewHtml = (...args: Parameters<typeof previewOf>): string =>
	previewOf(...args).text.replace(/[{}$]/g, (character) => `&#${character.charCodeAt(0)};`);

function previewOf(
	sentences: readonly string[],
	{ moves, changes }: Pick<Preview, 'moves' | 'changes'>,
	{ one, notes }: { readonly one: TriedOne | undefined; readonly notes: readonly string[] },
): Html {
	return markup`${notes.map((text) => markup`<p><strong>${text}</strong></p>`)}
		<ul>
			${sentences.map((text) => markup`<li>${text}</li>`)}
		</ul>
		${one && oneHtml(one)}
		${moves.length > 0 && markup`<h3>From cell to cell</h3>${movesHtml(moves)}`}
		${changes.length > 0 && markup`<h3>${titleOf(changes.length)}</h3>${table(HEAD, changes.slice(0, LISTED).map(rowOf))}`}`;
}

const titleOf = (changes: number): string =>
	changes > LISTED ? `Leads that change most (${LISTED} of them)` : 'Leads that change';

const movesHtml = (moves: Preview['moves']): Html =>
	table(
		['From', 'To', 'Leads'],
		moves.map(({ from, to, leads }) => [from, to, leads]),
	);

const HEAD = ['Lead', 'What happens', 'Cell', 'Points', 'Why'];

const rowOf = ({ lead, name, becomes, live, draft, why }: TriedLead): Content[] => [
	name === lead ? lead : `${name} (${lead})`,
	becomes,
	live.cell === draft.cell ? live.cell : `${live.cell} → ${draft.cell}`,
	`${live.total} → ${draft.total}`,
	why,
];

const oneHtml = ({ lead, live, draft, why }: TriedOne): Html =>
	markup`<h3>${lead}</h3>
		${table(
			['Model', 'Points', 'Cell', 'Stage', 'Why'],
			[
				['Live', live.total, live.cell, live.stage, live.summary],
				['Draft', draft.total, draft.cell, draft.stage, draft.summary],
			],
		)}
		${why !== '' && markup`<p>Difference: ${why}</p>`}`;

const table = (head: readonly string[], rows: ReadonlyArray<readonly Content[]>): Html =>
	markup`<table>
		<tr>
			${head.map((title) => markup`<th>${title}</th>`)}
		</tr>
		${rows.map(
			(row) =>
				markup`<tr>
					${row.map((cell) => markup`<td>${cell}</td>`)}
				</tr>`,
		)}
	</table>`;

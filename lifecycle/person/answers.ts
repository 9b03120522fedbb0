import { counted } from '../page/words';
import { markup, type Html } from '../page/html';
import type { Fields } from '../path';
import { TABLES } from '../tables';
import { countsOf, elsewhereOf, nameOf } from './explanation';
import { countHeld, OWN_TABLES, type Held } from './held';
import { keysOf } from './person';

/** What goes to whoever asked: a title with either a text or HTML. */
export interface PersonAnswer {
	/** `explain`, `export` and `preview` show what is held; the rest say how it ended. */
	readonly kind: 'explain' | 'export' | 'preview' | 'erased' | 'nothing' | 'ambiguous';
	readonly title: string;
	readonly html: string;
}

const answer = (kind: PersonAnswer['kind'], title: string, html: Html): PersonAnswer => ({
	kind,
	title,
	html: html.text,
});

/** Asks before anything is erased, and lists what would be. */
export function preview(held: Held): PersonAnswer {
	const rows = countsOf(held).map(
		([what, table, count]) => markup`<li>${counted(count, 'row')} of ${table}: ${what}</li>`,
	);
	const keys = keysOf(held.person).map((key) => markup`<li>${key}</li>`);
	const stays = elsewhereOf(held).map((text) => markup`<li>${text}</li>`);
	return answer(
		'preview',
		`Erase ${nameOf(held)}?`,
		markup`<p>This erases <b>${counted(countHeld(held), 'row')}</b> about <b>${nameOf(held)}</b>. It cannot be undone.</p><ul>${rows}</ul><p>Known as:</p><ul>${keys}</ul><p>Rows that are about others too stay, without this person. This stays, and is yours to delete:</p><ul>${stays}</ul>`,
	);
}

/** @param isCrmAtWork whether 16 was writing to the CRM meanwhile, which may write a row of the outbox back */
export const erased = (isCrmAtWork: boolean): PersonAnswer =>
	answer(
		'erased',
		'Erased',
		markup`Nothing about this person is left in the tables. If they do something new, that starts a new record. n8n still holds saved executions until it prunes them: see “People’s data” in the documentation.${isCrmAtWork && ' 16 CRM sync was at work meanwhile: erase the person again in ten minutes, to be sure.'}`,
	);

export const nothingHeld: PersonAnswer = answer(
	'nothing',
	'Nothing is held',
	markup`The tables hold nothing under this key or address. Check its spelling, or try another key.`,
);

export const severalLeads = (leads: readonly string[]): PersonAnswer =>
	answer(
		'ambiguous',
		'Several leads have this address',
		markup`Ask again with one of these keys: ${leads.join(', ')}.`,
	);

/** Everything that is held, as data: the rows of each table as they are stored. */
export function exportOf(held: Held, asOf: string): Fields {
	const { person, own, mentions } = held;
	return {
		asOf,
		lead: person.lead,
		keys: keysOf(person),
		...Object.fromEntries(OWN_TABLES.map((table) => [TABLES[table].name, own[table]])),
		mentionedIn: Object.fromEntries(
			Object.entries(mentions).map(([table, rows]) => [TABLES[table as keyof typeof mentions].name, rows]),
		),
		elsewhere: elsewhereOf(held),
	};
}

import { nextVersion } from '../lead/version';
import { readAccountRow } from '../account/account-row';
import { asNumber } from '../number';
import type { Fields } from '../path';
import { TABLES } from '../tables';
import { asText } from '../text';
import { anyOf, isLead, OWN_TABLES, topLeadsOf, type Held, type OwnTable } from './held';
import { keysOf } from './person';

/** Rows to delete, by their ids. */
export interface Deletion {
	readonly table: string;
	readonly ids: readonly number[];
}

/** One step of an erasure. */
export interface ErasureStep {
	readonly deletions: readonly Deletion[];
	/** Cells to write, with the `id` of the row: what is left of a message about several people. */
	readonly messages: readonly Fields[];
	/** Of activities of other leads, without what names the person. */
	readonly activities: readonly Fields[];
	/** Companies without the person among their strongest leads, with the version of the write. */
	readonly companies: readonly Fields[];
}

/** Rows that say who is who. While there are others, they stay: a run that is cut off is begun again and finds the rest by them. */
const WHO_IS_WHO: ReadonlySet<OwnTable> = new Set(['aliasBook', 'leadBook']);

/** What stands where a person was named. */
export const ERASED = 'erased';

/**
 * What to do next to erase a person; undefined when nothing of them is left. Done again after every step, so that what came in meanwhile goes
 * as well.
 */
export function nextStep(held: Held): ErasureStep | undefined {
	const rest = OWN_TABLES.filter((table) => !WHO_IS_WHO.has(table));
	const step: ErasureStep = {
		deletions: [...deletionsOf(held, rest), ...sharedDeletions(held)],
		messages: messagesOf(held),
		activities: held.mentions.activityLog.map((row) => withoutTerms(row, held.terms)),
		companies: companiesOf(held).kept,
	};
	if (Object.values(step).some((list: readonly unknown[]) => list.length > 0)) return step;
	const last = deletionsOf(held, [...WHO_IS_WHO]);
	return last.length === 0 ? undefined : { deletions: last, messages: [], activities: [], companies: [] };
}

function deletionsOf({ own }: Held, tables: readonly OwnTable[]): Deletion[] {
	return tables.map((table) => deletion(table, own[table])).filter(({ ids }) => ids.length > 0);
}

const deletion = (table: keyof typeof TABLES, rows: readonly Fields[]): Deletion => ({
	table: TABLES[table].name,
	ids: rows.flatMap(({ id }) => asNumber(id) ?? []),
});

const CROSSED = 'account_crossed';

/** A report that was sent is no longer needed; of a company nobody is left. */
function sharedDeletions(held: Held): Deletion[] {
	const reports = held.mentions.outbox.filter(({ kind }) => asText(kind) !== CROSSED);
	const { emptied } = companiesOf(held);
	return [deletion('outbox', reports), deletion('accountBook', emptied)].filter(({ ids }) => ids.length > 0);
}

/** By its key the crossing of a company is known to have been told, so the row stays, without its text. */
const messagesOf = ({ mentions }: Held): Fields[] =>
	mentions.outbox
		.filter(({ kind }) => asText(kind) === CROSSED)
		.map(({ id, status }) => ({
			...{ id, title: 'Company crossed', text: '', details: '', error: '' },
			status: asText(status) === 'sent' ? 'sent' : 'duplicate',
		}));

/** The cells of an activity that name the person, with what names them taken out. */
function withoutTerms({ id, properties, attributes }: Fields, terms: readonly string[]): Fields {
	const named = anyOf(terms);
	const blanked = (cell: unknown): string => asText(cell).replace(named, ERASED);
	return { id, properties: blanked(properties), attributes: blanked(attributes) };
}

function companiesOf({ person, mentions }: Held): { kept: Fields[]; emptied: Fields[] } {
	const keys = new Set(keysOf(person));
	const emptied = mentions.accountBook.filter((row) => (asNumber(row.members) ?? 0) <= 1);
	const kept = mentions.accountBook
		.filter((row) => !emptied.includes(row))
		.flatMap((raw) => {
			const { row } = readAccountRow(raw);
			if (row === undefined) return [];
			const others = topLeadsOf(raw).filter((entry) => !isLead(entry, keys));
			return [{ id: row.id, topLeads: JSON.stringify(others), version: nextVersion(row.version) }];
		});
	return { kept, emptied };
}

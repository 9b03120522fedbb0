/** What this command keeps in n8n of what it did: a table of its own, one row a thing. */
import type { Table } from '../workflows/src/tables';

const columns = (names: string) => names.split(' ').map((name) => ({ name, type: 'string' as const }));

export const SETUP_TABLE: Table = {
	name: 'll_setup',
	purpose: 'what the set-up command installed and in which version; leave it alone',
	columns: columns('name workflow fingerprint version published choice'),
};

/** One row of the table; an empty text where there is nothing to say. */
export interface Note {
	/** `01-capture` for a workflow, `rows of ll_rules` for rows that were loaded, {@link WHOLE} for all. */
	readonly name: string;
	readonly workflow: string;
	/** Of the workflow as it was installed, see `fingerprint`. */
	readonly fingerprint: string;
	/** Of the package. */
	readonly version: string;
	/** When it was published, or when all was done; ISO 8601. */
	readonly published: string;
	/** Of {@link WHOLE}: the CRM and the channels, `odoo slack,email`. */
	readonly choice: string;
}

export const WHOLE = 'set-up';
export const rowsOf = (table: string): string => `rows of ${table}`;

export const EMPTY_NOTE: Note = { name: '', workflow: '', fingerprint: '', version: '', published: '', choice: '' };

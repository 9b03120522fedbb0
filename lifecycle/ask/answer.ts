import type { LeadRow } from '../lead/row';
import { points } from '../page/words';

/** What an agent gets to read: one sentence, then the figures behind it. */
export interface Answer {
	readonly answer: string;
	/** False where nothing is there by the name that was asked for. */
	readonly found: boolean;
	readonly [figure: string]: unknown;
}

/** Leads, people or reasons that one answer lists: a model reads every character of it. */
export const MOST = 10;

/** A lead as lists of answers show it; what is empty is left out. */
export interface LeadLine {
	readonly lead: string;
	readonly name?: string;
	readonly title?: string;
	readonly company?: string;
	readonly total?: number;
	readonly cell?: string;
	readonly label?: string;
	readonly stage: string;
	readonly owner?: string;
	readonly summary?: string;
}

export const leadLine = (row: LeadRow): LeadLine =>
	filled({
		lead: row.lead,
		name: row.name,
		title: row.title,
		company: row.company,
		total: row.total,
		cell: row.cell,
		label: row.label,
		stage: row.stage,
		owner: row.owner,
		summary: row.summary,
	}) as unknown as LeadLine;

/** Without what is null or an empty text. */
export const filled = (values: Readonly<Record<string, unknown>>): Record<string, unknown> =>
	Object.fromEntries(Object.entries(values).filter(([, value]) => value !== null && value !== ''));

export const nameOf = ({ name, email, lead }: LeadRow): string => name || email || lead;

/** The first of a list, and how many there are in all. */
export const listed = <Entry>(
	entries: readonly Entry[],
): { count: number; leads: readonly Entry[]; leftOut: number } => {
	const leads = entries.slice(0, MOST);
	return { count: entries.length, leads, leftOut: entries.length - leads.length };
};

/** “Rita Okoye 86.73, Grace Adeyemi 71”. */
export const namesOf = (rows: readonly LeadRow[]): string =>
	rows
		.slice(0, MOST)
		.map((row) => (row.total === null ? nameOf(row) : `${nameOf(row)} ${points(row.total)}`))
		.join(', ');

import type { DateTime } from 'luxon';
import { isGivenUp } from '../delivery/retry';
import { firstRows } from '../lead/first-rows';
import { readRow, type LeadRow } from '../lead/row';
import { cut, oneLine } from '../message/limits';
import { asNumber } from '../number';
import { isFields, type Fields } from '../path';
import { asText, fold } from '../text';
import { asInstant, toIso } from '../time';
import { SHOWN_COLUMNS, type CrmLead, type Task, type Tries } from './lead';
import { readMark } from './mark';

/** Keys of rows of the outbox that stand for the record of a lead, not for a message. */
export const recordKey = (lead: string): string => `crm:${lead}`;
const RECORD = /^crm:/;

export interface DueOptions {
	readonly asOf: DateTime;
	/** So many leads a run. */
	readonly most: number;
}

/**
 * Which leads go through the CRM now: those whose row of the lead book is due, and those with a task or an earlier try
 * that is due in the outbox. A row in the outbox whose next try is later holds its lead back until then.
 *
 * @param book rows of `ll_lead_book`; those that are not due and have nothing in the outbox are passed over
 * @param outbox rows of `ll_outbox` of the channel `crm` that are not delivered yet
 */
export function whatIsDue(book: readonly Fields[], outbox: readonly Fields[], { asOf, most }: DueOptions): CrmLead[] {
	const now = asOf.toMillis();
	const rows = firstRows(book);
	const waiting = waitingOf(outbox);
	const leads = [...new Set([...waiting.keys(), ...rows.keys()])].flatMap((key) =>
		leadOf(rows.get(key), waiting.get(key) ?? [], key, now),
	);
	return [...leads, ...strayOf(book, rows)].slice(0, most);
}

interface Waiting {
	readonly tries: Tries;
	readonly lead: string;
	/** Undefined for the record. */
	readonly task: Task | undefined;
	readonly nextAt: number;
	readonly isNew: boolean;
}

const WAITING: ReadonlySet<string> = new Set(['new', 'undelivered']);

function waitingOf(outbox: readonly Fields[]): Map<string, Waiting[]> {
	const waiting = new Map<string, Waiting[]>();
	const keys = new Set<string>();
	for (const row of outbox) {
		const key = asText(row.key);
		if (key === '' || keys.has(key) || !WAITING.has(asText(row.status)) || asText(row.channel) !== 'crm') continue;
		keys.add(key);
		const lead = fold(asText(row.lead));
		waiting.set(lead, [...(waiting.get(lead) ?? []), waitingRow(row, key)]);
	}
	return waiting;
}

function waitingRow(row: Fields, key: string): Waiting {
	const attempts = asNumber(row.attempts) ?? 0;
	const tries = { id: asNumber(row.id), key, at: asText(row.at), attempts, title: asText(row.title) };
	return {
		tries,
		lead: asText(row.lead),
		task: RECORD.test(key) ? undefined : taskOf(row, tries),
		nextAt: asInstant(row.nextAt) ?? 0,
		isNew: attempts === 0 && asText(row.status) === 'new',
	};
}

const SUBJECT = 255;
const TEXT = 10_000;

/** The task in a row of the outbox; a former version kept it ready-made in `details`. */
function taskOf(row: Fields, tries: Tries): Task {
	const details = detailsOf(row.details);
	const made = isFields(details.task) ? details.task : {};
	const text = asText(made.text) || asText(row.text);
	return {
		...tries,
		subject: oneLine(asText(made.subject) || tries.title, SUBJECT),
		text: text.includes(tries.key) ? text : `${cut(text, TEXT)}\n${tries.key}`,
		due: timeOf(made.due) ?? timeOf(details.due) ?? timeOf(tries.at) ?? '',
	};
}

function detailsOf(cell: unknown): Fields {
	try {
		const details: unknown = typeof cell === 'string' ? JSON.parse(cell) : cell;
		return isFields(details) ? details : {};
	} catch {
		return {};
	}
}

const timeOf = (value: unknown): string | undefined => {
	const instant = asInstant(value);
	return instant === undefined ? undefined : toIso(instant);
};

const HAS_SALES: ReadonlySet<string> = new Set(['mql', 'accepted', 'opportunity', 'won']);

function leadOf(row: LeadRow | undefined, waiting: readonly Waiting[], key: string, now: number): CrmLead[] {
	const record = waiting.find(({ task }) => task === undefined);
	const due = waiting.filter(({ nextAt }) => nextAt <= now);
	const isRowDue = row !== undefined && readMark(row.crm).isDue;
	const isDue = record === undefined ? isRowDue : record.nextAt <= now;
	if (!isDue && due.length === 0) return [];
	const isLate = ({ isNew, tries }: Waiting): boolean => isNew && isGivenUp(tries.at, now);
	const tasks = due.filter(({ task }) => task !== undefined);
	return [
		{
			...start(row, due[0]?.lead ?? key),
			isDue,
			record: record?.tries ?? null,
			tasks: tasks.filter((each) => !isLate(each)).flatMap(({ task }) => task ?? []),
			late: tasks.filter(isLate).map(({ tries }) => tries),
		},
	];
}

function start(row: LeadRow | undefined, lead: string): CrmLead {
	const email = row?.email ?? '';
	const cells = Object.fromEntries(SHOWN_COLUMNS.map((column) => [column, row?.[column] ?? null]));
	const noAddress = { fault: `The lead book has no lead “${lead}” with an e-mail address.`, isFinal: true };
	return {
		id: row?.id,
		version: row?.version ?? 0,
		mark: row?.crm ?? null,
		row: { ...(cells as CrmLead['row']), lead: row?.lead ?? lead, email },
		isDue: true,
		mayCreate: row !== undefined && HAS_SALES.has(row.stage),
		record: null,
		tasks: [],
		late: [],
		obstacle: email === '' ? noAddress : null,
		person: null,
		crmOwner: '',
		assignee: null,
		ownerId: null,
		model: null,
		found: [],
		taskFault: '',
	};
}

/** Rows that take no part, second ones of a lead and those of a lead that turned out to be another: no longer due. */
function strayOf(book: readonly Fields[], rows: ReadonlyMap<string, LeadRow>): CrmLead[] {
	const taken = new Set([...rows.values()].map(({ id }) => id));
	return book.flatMap((raw) => {
		const { row } = readRow(raw);
		if (row.id === undefined || taken.has(row.id) || !readMark(row.crm).isDue) return [];
		return [{ ...start(row, row.lead), obstacle: { fault: '', isFinal: true } }];
	});
}

import type { DateTime } from 'luxon';
import { reportOf } from '../delivery/outcome';
import { isGivenUp, retryAt } from '../delivery/retry';
import type { FaultReport } from '../message/message';
import { printVersion } from '../lead/version';
import { toIso } from '../time';
import type { Crm } from './crm';
import { recordKey } from './due';
import type { CrmLead, Tries } from './lead';
import { readMark } from './mark';
import { taskFaults, type Results } from './tasks';

/** Columns of the lead book, to be written where `id` and `version` are still these. */
export interface BookRow {
	readonly id: number;
	readonly version: number | null;
	readonly crm: string | null;
}

/** Columns of the outbox, to be written to the row of this key. */
export interface TriedRow {
	readonly key: string;
	readonly status: 'sent' | 'undelivered' | 'failed' | 'no_channel';
	readonly attempts: number;
	readonly nextAt: string;
	readonly error: string;
}

/** A row to add. */
interface FirstTry extends TriedRow {
	readonly lead: string;
	readonly kind: 'crm';
	readonly audience: 'crm';
	readonly title: string;
	readonly text: string;
	readonly at: string;
	readonly channel: 'crm';
	readonly details: '{}';
}

export interface Outcome {
	readonly book: readonly BookRow[];
	readonly outbox: ReadonlyArray<TriedRow | FirstTry>;
	/** About what was given up, for those who can mend it. */
	readonly report: FaultReport | undefined;
	/** A node of the CRM is deactivated. */
	readonly isOff: boolean;
}

/** What a run noted: which rows the CRM shows now, and what is tried again when. */
export function outcomeOf(leads: readonly CrmLead[], made: Results, crm: Crm, asOf: DateTime): Outcome {
	const now = asOf.toMillis();
	const faults = taskFaults(leads, made, crm);
	const isOff = leads.some(({ obstacle }) => isDeactivated(obstacle)) || [...faults.values()].includes(OFF);
	const noted = leads.flatMap((lead) => [
		...recordTries(lead, crm, now),
		...taskTries(lead, faults, now),
		...(isDeactivated(lead.obstacle) ? [] : lead.late.map((late) => ({ tries: late, row: lateRow(late, crm) }))),
	]);
	const failed = noted.filter(({ row }) => row.status === 'failed');
	const failedKeys = new Set(failed.map(({ row }) => row.key));
	return {
		book: leads.flatMap((lead) => bookRow(lead, failedKeys)),
		outbox: noted.map(({ row }) => row),
		report: reportOf(
			failed.map(({ tries, row }) => ({ ...row, id: tries.id ?? 0, title: tries.title })),
			now,
		),
		isOff,
	};
}

interface Noted {
	readonly tries: Tries;
	readonly row: TriedRow | FirstTry;
}

const OFF = '';
const isDeactivated = (obstacle: CrmLead['obstacle']): boolean => obstacle?.fault === OFF && !obstacle.isFinal;

/** How often the record of a lead was tried: noted when it failed, and when it came through after that. */
function recordTries(lead: CrmLead, { title }: Crm, now: number): Noted[] {
	const { obstacle, record, row, isDue } = lead;
	if (!isDue || isDeactivated(obstacle)) return [];
	if (record !== null)
		return [{ tries: record, row: triedRow(record, obstacle?.fault, obstacle?.isFinal ?? false, now) }];
	if (obstacle === null || obstacle.isFinal) return [];
	const at = toIso(now);
	const tries = {
		id: undefined,
		key: recordKey(row.lead),
		at,
		attempts: 0,
		title: `${title}: score of ${whoOf(lead)}`,
	};
	const about = {
		lead: row.lead,
		kind: 'crm',
		audience: 'crm',
		title: tries.title,
		text: `Not yet in ${title}. It is written as soon as ${title} takes it.`,
		at,
		channel: 'crm',
		details: '{}',
	} as const;
	return [{ tries, row: { ...about, ...triedRow(tries, obstacle.fault, false, now) } }];
}

const whoOf = ({ row }: CrmLead): string => String(row.name ?? row.email);

function taskTries({ tasks, obstacle }: CrmLead, faults: ReadonlyMap<string, string>, now: number): Noted[] {
	return tasks
		.filter(({ key }) => faults.get(key) !== OFF)
		.map((task) => ({
			tries: task,
			row: triedRow(task, faults.get(task.key), obstacle?.isFinal ?? false, now),
		}));
}

const TO_RETRY = 'Given up. Fix the cause, then set status to “undelivered” to retry.';

function triedRow({ key, at, attempts }: Tries, fault: string | undefined, isFinal: boolean, now: number): TriedRow {
	const tried = { key, attempts: attempts + 1 };
	if (fault === undefined) return { ...tried, status: 'sent', nextAt: '', error: '' };
	if (isFinal || isGivenUp(at, now)) return { ...tried, status: 'failed', nextAt: '', error: `${fault} ${TO_RETRY}` };
	return { ...tried, status: 'undelivered', nextAt: retryAt(now, attempts + 1), error: fault };
}

const lateRow = ({ key, attempts }: Tries, { title }: Crm): TriedRow => ({
	key,
	status: 'no_channel',
	attempts,
	nextAt: '',
	error: `Not made, because ${title} was not connected for days. To make it all the same, set status to “undelivered”.`,
});

/**
 * The mark of a row that the CRM shows now, or that is given up. Where the row was written meanwhile its version is another
 * one, and it stays due.
 */
function bookRow(lead: CrmLead, failed: ReadonlySet<string>): BookRow[] {
	const { id, version, mark, obstacle, row, person, isDue } = lead;
	if (id === undefined || !isDue) return [];
	const isDone = obstacle === null || obstacle.isFinal || failed.has(recordKey(row.lead));
	const crm = (person === null ? readMark(mark).id : String(person.id)) || null;
	return isDone && crm !== mark ? [{ id, version: printVersion(version), crm }] : [];
}

import type { DateTime } from 'luxon';
import { fault, ok, type Result } from '../../fault';
import { asNumber } from '../../number';
import type { Fields } from '../../path';
import { asText } from '../../text';
import { asInstant, MINUTE, toIso } from '../../time';
import { OURS } from '../look-up';
import type { CrmHistory } from './crm-history';

/** A row of `ll_import_progress`. Times are ISO 8601 in UTC. */
export interface ImportProgress {
	readonly source: string;
	readonly status: 'running' | 'done';
	/** Where the next page begins, as the CRM says it; '' at the beginning and when all is in. */
	readonly cursor: string;
	/** Records there are; null where the CRM does not say. */
	readonly total: number | null;
	/** Records read since the import began. */
	readonly done: number;
	/** Of them, activities and leads that were new. */
	readonly activities: number;
	readonly leads: number;
	readonly startedAt: string | null;
	/** When a run last began or noted a page; by it the row is known to be as it was read. */
	readonly lastPageAt: string | null;
	readonly finishedAt: string | null;
}

/** An import that was not heard of for so long was cut off. */
const SILENT_MINUTES = 10;

const count = (value: unknown): number => asNumber(value) ?? 0;
const textOrNull = (value: unknown): string | null => asText(value) || null;

export const readProgress = (row: Fields): ImportProgress => ({
	source: asText(row.source),
	status: row.status === 'running' ? 'running' : 'done',
	cursor: asText(row.cursor),
	total: asNumber(row.total) ?? null,
	done: count(row.done),
	activities: count(row.activities),
	leads: count(row.leads),
	startedAt: textOrNull(row.startedAt),
	lastPageAt: textOrNull(row.lastPageAt),
	finishedAt: textOrNull(row.finishedAt),
});

/**
 * The import to run: one that was cut off goes on where it stopped, else a new one begins.
 *
 * @param onlyInterrupted nothing is to be run but what was cut off and has been silent for ten minutes
 * @returns undefined where nothing is to be run
 */
export function planImport(
	row: Fields,
	{ asOf, onlyInterrupted }: { asOf: DateTime; onlyInterrupted: boolean },
): ImportProgress | undefined {
	const progress = readProgress(row);
	const now = toIso(asOf.toMillis());
	const isCutOff = progress.status === 'running';
	if (onlyInterrupted && !(isCutOff && isSilent(progress, asOf))) return undefined;
	if (isCutOff) return { ...progress, lastPageAt: now };
	const none = { cursor: '', total: null, done: 0, activities: 0, leads: 0 };
	return { source: progress.source, status: 'running', ...none, startedAt: now, lastPageAt: now, finishedAt: null };
}

function isSilent({ lastPageAt }: ImportProgress, asOf: DateTime): boolean {
	const at = asInstant(lastPageAt);
	return at === undefined || asOf.toMillis() - at >= SILENT_MINUTES * MINUTE;
}

/** The import with how many records there are. A CRM whose nodes are deactivated is a fault. */
export function beginImport(plan: Fields, answers: readonly Fields[], history: CrmHistory): Result<ImportProgress> {
	if (isOff(answers)) return switchedOff(history);
	const progress = readProgress(plan);
	return ok({ ...progress, ...history.count(answers, progress.cursor) });
}

/** A node that is deactivated hands on what it was given: a call of ours, or the row of the import. */
export const isOff = (answers: readonly Fields[]): boolean =>
	answers.some((answer) => Object.hasOwn(answer, OURS) || Object.hasOwn(answer, 'lastPageAt'));

export const switchedOff = ({ title }: CrmHistory): Result<never> =>
	fault(
		`Nothing came from ${title}: its nodes are deactivated`,
		'Choose a credential in each of the grey nodes, activate them all, then run this again.',
	);

/** What came of a page. */
export interface PageOutcome {
	readonly next: string;
	readonly records: number;
	readonly activities: number;
	readonly leads: number;
}

/** The import after a page. */
export function afterPage(progress: ImportProgress, page: PageOutcome, asOf: DateTime): ImportProgress {
	const now = toIso(asOf.toMillis());
	const isLast = page.next === '';
	return {
		...progress,
		status: isLast ? 'done' : 'running',
		cursor: page.next,
		done: progress.done + page.records,
		activities: progress.activities + page.activities,
		leads: progress.leads + page.leads,
		lastPageAt: now,
		finishedAt: isLast ? now : null,
	};
}

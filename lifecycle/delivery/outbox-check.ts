import { shown, type Fault } from '../fault';
import { asNumber } from '../number';
import type { Fields } from '../path';
import { CHANNELS } from '../settings/settings';
import { asText } from '../text';
import { asInstant, HOUR } from '../time';
import { STATUSES, type Status } from './outbox';

/** Rows of the outbox that did not arrive, and why. */
export interface OutboxStanding {
	/** Messages that no channel took, with the reason; '' where nobody knows. */
	readonly stuck: ReadonlyArray<{ readonly error: string }>;
	/** Rows that no template takes up as they are written. */
	readonly faults: readonly Fault[];
	/** Tasks that no CRM was ever given. */
	readonly tasksWaiting: number;
}

const STUCK: ReadonlySet<string> = new Set<Status>(['undelivered', 'failed', 'unsure']);
const WAITING: ReadonlySet<string> = new Set<Status>(['new', 'sending', 'undelivered']);
/** 16 looks every five minutes. */
const TASK_HOURS = 1;

/**
 * What did not leave the outbox. A status or a channel that somebody misspelt by hand would wait in silence, since templates
 * read rows by those words.
 *
 * @param rows those that were not delivered; a row without a column `status` is a message that no channel took
 * @param now epoch milliseconds
 */
export function checkOutbox(rows: readonly Fields[], now: number): OutboxStanding {
	const isStuck = (row: Fields): boolean => !Object.hasOwn(row, 'status') || STUCK.has(textOf(row, 'status'));
	return {
		stuck: rows.filter(isStuck).map((row) => ({ error: textOf(row, 'error').trim() })),
		faults: rows.flatMap((row) => statusFault(row) ?? channelFault(row) ?? []),
		tasksWaiting: rows.filter((row) => isTaskWaiting(row, now)).length,
	};
}

const textOf = (row: Fields, column: string): string => asText(Object.hasOwn(row, column) ? row[column] : undefined);

function statusFault(row: Fields): Fault | undefined {
	const status = textOf(row, 'status');
	if (status === '' || (STATUSES as readonly string[]).includes(status)) return undefined;
	return faultIn(
		row,
		'status',
		`${shown(status)} is not a status`,
		'Write “undelivered” to send it, or “sent” to leave it.',
	);
}

/** Only of rows that wait: what was sent stays as it is. */
function channelFault(row: Fields): Fault | undefined {
	if (!WAITING.has(textOf(row, 'status'))) return undefined;
	if (!Object.hasOwn(row, 'channel')) return undefined;
	const channel = textOf(row, 'channel');
	if (textOf(row, 'kind') === 'crm') {
		return channel === 'crm' ? undefined : faultIn(row, 'channel', `${shown(channel)} is not “crm”`, 'Write “crm”.');
	}
	const hint = `Write one or more of: ${CHANNELS.join(', ')}.`;
	if (channel.trim() === '') return faultIn(row, 'channel', 'the cell is empty', hint);
	const names = channel.split(',').map((name) => name.trim().toLowerCase());
	const wrong = names.find((name) => !(CHANNELS as readonly string[]).includes(name));
	return wrong === undefined ? undefined : faultIn(row, 'channel', `${shown(wrong)} is not a channel`, hint);
}

const faultIn = (row: Fields, column: string, what: string, hint: string): Fault => ({
	message: `ll_outbox, row ${textOf(row, 'id') || 'without an id'}, column “${column}”: ${what}`,
	hint,
});

function isTaskWaiting(row: Fields, now: number): boolean {
	const isUntried = textOf(row, 'status') === 'new' && (asNumber(row.attempts) ?? 0) === 0;
	const isOld = now - (asInstant(row.at) ?? now) >= TASK_HOURS * HOUR;
	return textOf(row, 'channel') === 'crm' && isUntried && isOld;
}

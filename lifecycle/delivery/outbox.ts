import { asNumber } from '../number';
import type { Channel, Settings } from '../settings/settings';
import { asText, fold } from '../text';
import { asInstant, HOUR, MINUTE } from '../time';
import { slackAddressOf } from '../message/reach';
import type { MessageKind } from '../message/message';
import { messageIn } from '../message/stored';
import { GIVEN_UP_DAYS, heldUntil, isGivenUp } from './retry';

/** What can stand in the column `status` of the outbox. */
export const STATUSES = [
	/** Written, not tried yet. */
	'new',
	/** A run has it until `nextAt`. */
	'sending',
	/** Every channel that is on took it. */
	'sent',
	/** `channel` lists the channels that are left; tried again at `nextAt`. */
	'undelivered',
	/** Given up. */
	'failed',
	/** n8n stopped while it was sent; nobody knows whether it arrived. */
	'unsure',
	/** Nothing that it goes to is switched on. */
	'no_channel',
	/** Another row is the same message. */
	'duplicate',
] as const;
export type Status = (typeof STATUSES)[number];

/** Channels that reach people; tasks of a CRM and questions are delivered by templates of their own. */
export const PEOPLE_CHANNELS = ['slack', 'teams', 'email'] as const satisfies readonly Channel[];
export type PeopleChannel = (typeof PEOPLE_CHANNELS)[number];

/** A row of the outbox as it is stored; any cell may be empty. */
export interface StoredRow {
	readonly id: number;
	readonly key: string;
	readonly kind: string;
	readonly lead: string;
	readonly status: string;
	readonly channel: string;
	readonly audience: string;
	readonly title: string;
	/** Whether there is anything to send. */
	readonly isEmpty: boolean;
	readonly attempts: number;
	/** The cell as it is: a row that somebody added by hand has none. */
	readonly attemptsCell: number | null;
	readonly at: string;
	readonly nextAt: string;
	readonly createdAt: string;
}

/** Undefined for what is no row of a table. */
export function readOutboxRow(row: Readonly<Record<string, unknown>>): StoredRow | undefined {
	const id = asNumber(row.id);
	if (id === undefined) return undefined;
	const text = (name: string): string => asText(row[name]).trim();
	return {
		id,
		key: text('key'),
		kind: text('kind'),
		lead: text('lead'),
		status: text('status').toLowerCase(),
		channel: text('channel'),
		audience: text('audience'),
		title: text('title'),
		isEmpty: text('title') + text('text') === '' && messageIn(row.details) === undefined,
		attempts: asNumber(row.attempts) ?? 0,
		attemptsCell: asNumber(row.attempts) ?? null,
		at: text('at'),
		nextAt: text('nextAt'),
		createdAt: text('createdAt'),
	};
}

/** The channels of a row, in the order in which they are sent. */
export function channelsIn(channel: string): PeopleChannel[] {
	const names = channel.split(',').map((name) => name.trim().toLowerCase());
	return PEOPLE_CHANNELS.filter((each) => names.includes(each));
}

/** Columns to write where `id` and `attempts` are still these. */
export interface Mark {
	readonly id: number;
	readonly attempts: number | null;
	readonly status: Status;
	readonly nextAt: null;
	readonly error: string;
}

/** A message to send. It is held by writing its columns where `attempts` is still `tried`. */
export interface Due {
	readonly id: number;
	readonly tried: number | null;
	readonly attempts: number;
	readonly status: 'sending';
	readonly nextAt: string;
	/** Where it goes. */
	readonly channel: string;
	/** Whom to look up in Slack for it; '' for nobody. */
	readonly address: string;
}

export interface Plan {
	/** Those that have waited longest first. */
	readonly due: readonly Due[];
	readonly marks: readonly Mark[];
	/** Those of the marked that somebody should hear of. */
	readonly unsure: readonly StoredRow[];
	/** New tasks wait for the CRM, which may name owners. */
	readonly isCrmAwaited: boolean;
}

/** What to do with a message of which nobody knows whether it arrived: n8n stopped after a channel may have taken it. */
export type WhenUnsure = 'again' | 'leave';

export interface PlanOptions {
	/** Questions wait for their answer, so another template sends them than messages. */
	readonly what: 'messages' | 'questions';
	readonly whenUnsure: WhenUnsure;
	/** So many messages at most. */
	readonly most: number;
	/** A CRM is in use: what goes to sales for want of an owner waits until it was asked. */
	readonly asksCrm?: boolean;
}

/** So long a hand-off waits for the CRM to name its owner. */
export const CRM_MINUTES = 2;

export const UNSURE =
	'n8n stopped while this message was being sent, so it may have arrived. Check the channel. To send it again, set status to “undelivered”.';

/** An older version first wrote a row of nothing but its key; it had a minute for the rest. */
const KEY_ALONE_HOURS = 1;

/**
 * Which messages of the outbox are due, and what else is to be noted about its rows.
 *
 * @param rows those that wait, and for finding doubles those of the last days too, in any order
 * @param now epoch milliseconds
 */
export function planDelivery(
	rows: readonly StoredRow[],
	settings: Settings,
	now: number,
	{ what, whenUnsure, most, asksCrm = false }: PlanOptions,
): Plan {
	const first = firstByKey(rows);
	const asked = asksCrm ? leadsToAsk(rows, now) : new Set<string>();
	const ours = rows.filter((row) => isOurs(row, what));
	const judged = ours.map((row) => ({ row, verdict: verdictOf(row, first, settings, now, whenUnsure) }));
	const isHeld = (row: StoredRow): boolean => isForWantOfOwner(row) && asked.has(fold(row.lead));
	const due = judged.filter(({ row, verdict }) => verdict === 'due' && !isHeld(row)).map(({ row }) => row);
	const waits = (row: StoredRow): number => asInstant(row.nextAt) ?? asInstant(row.at) ?? 0;
	const oldestFirst = due.sort((left, right) => waits(left) - waits(right) || left.id - right.id);
	const marked = judged.flatMap(({ row, verdict }) => (typeof verdict === 'object' ? [{ row, ...verdict }] : []));
	return {
		due: oldestFirst.slice(0, most).map((row) => held(row, settings, now)),
		marks: marked.map(({ row, status, error }) => ({
			...{ id: row.id, attempts: row.attemptsCell, status, nextAt: null, error },
		})),
		unsure: marked.filter(({ status }) => status === 'unsure').map(({ row }) => row),
		isCrmAwaited: asked.size > 0,
	};
}

/** Leads whose new task the CRM was not given yet. */
function leadsToAsk(rows: readonly StoredRow[], now: number): Set<string> {
	const isUntried = ({ kind, status, attempts, at }: StoredRow): boolean =>
		kind === 'crm' && status === 'new' && attempts === 0 && now - (asInstant(at) ?? 0) < CRM_MINUTES * MINUTE;
	return new Set(rows.filter(isUntried).map(({ lead }) => fold(lead)));
}

const isForWantOfOwner = ({ kind, audience, status }: StoredRow): boolean =>
	(kind === 'hand_off' || kind === 'ask') && audience === 'sales' && status === 'new';

type Verdict = 'due' | 'later' | { readonly status: Status; readonly error: string };

/** Of the rows with one key the first is the message. A row of nothing but its key is none. */
function firstByKey(rows: readonly StoredRow[]): ReadonlyMap<string, number> {
	const first = new Map<string, number>();
	for (const { id, key, status } of rows)
		if (key !== '' && status !== '') first.set(key, Math.min(id, first.get(key) ?? id));
	return first;
}

function verdictOf(
	row: StoredRow,
	first: ReadonlyMap<string, number>,
	settings: Settings,
	now: number,
	whenUnsure: WhenUnsure,
): Verdict {
	if (row.status === '') return verdictOfKeyAlone(row, now);
	if (!WAITING.has(row.status) || channelsIn(row.channel).length === 0) return 'later';
	if (row.isEmpty) return { status: 'failed', error: NO_MESSAGE };
	const original = first.get(row.key) ?? row.id;
	if (original !== row.id && row.status !== 'sending')
		return { status: 'duplicate', error: `The same message as row ${original}.` };
	if (isPending(row, now)) return 'later';
	if (isInterrupted(row)) return whenUnsure === 'again' ? 'due' : { status: 'unsure', error: UNSURE };
	return verdictOfUntried(row, settings, now);
}

/** Whether a message that no run is at may still be sent. */
function verdictOfUntried(row: StoredRow, settings: Settings, now: number): Verdict {
	if (channelsNow(row, settings).length === 0)
		return { status: 'no_channel', error: `Messages of the kind “${row.kind}” are switched off in ll_settings.` };
	return row.status === 'new' && isGivenUp(row.at, now) ? { status: 'no_channel', error: TOO_OLD } : 'due';
}

const TOO_OLD = `Not sent, because it was more than ${GIVEN_UP_DAYS} days old. To send it all the same, set status to “undelivered”.`;

const NO_MESSAGE = 'This row holds no message that can be read. You can delete it.';

const NO_STATUS = 'The cell status was empty. To send the message, set status to “undelivered”.';

function verdictOfKeyAlone({ createdAt, isEmpty }: StoredRow, now: number): Verdict {
	const since = asInstant(createdAt);
	if (since === undefined || now - since < KEY_ALONE_HOURS * HOUR) return 'later';
	return { status: 'failed', error: isEmpty ? NO_MESSAGE : NO_STATUS };
}

const WAITING: ReadonlySet<string> = new Set<Status>(['new', 'sending', 'undelivered']);

const isOurs = ({ kind }: StoredRow, what: PlanOptions['what']): boolean =>
	what === 'questions' ? kind === 'ask' : kind !== 'ask' && kind !== 'crm';

const isPending = ({ nextAt }: StoredRow, now: number): boolean => (asInstant(nextAt) ?? now) > now;

/** A run held it and did not come back. An older version left the status as it was meanwhile. */
const isInterrupted = ({ status, attempts, nextAt }: StoredRow): boolean =>
	status === 'sending' || (status === 'new' && attempts > 0 && nextAt !== '');

/** A message that was written before the settings took a channel from its kind, or without them, does not go there. */
function channelsNow({ kind, channel, status }: StoredRow, { channels }: Settings): readonly PeopleChannel[] {
	const given = channels.get(kind as MessageKind);
	const written = channelsIn(channel);
	// What was tried goes where it is left to go, so that somebody who sends it by hand decides.
	if (given === undefined || (given.length > 0 && status !== 'new')) return written;
	return written.filter((each) => given.includes(each));
}

const held = (row: StoredRow, settings: Settings, now: number): Due => ({
	id: row.id,
	tried: row.attemptsCell,
	attempts: row.attempts + 1,
	status: 'sending',
	nextAt: heldUntil(now),
	channel: row.status === 'new' ? channelsNow(row, settings).join(',') : row.channel,
	address: channelsNow(row, settings).includes('slack') ? slackAddressOf(row.audience, settings) : '',
});

import type { FaultReport } from '../message/message';
import { toIso } from '../time';
import { cleaned, isDown } from './failure';
import { channelsIn, PEOPLE_CHANNELS, type PeopleChannel, type Status, type StoredRow } from './outbox';
import { GIVEN_UP_DAYS, isGivenUp, retryAt } from './retry';

/** What a channel did with a message. */
export type ChannelAnswer =
	| { readonly state: 'sent' }
	/** Its node is deactivated, or is not there. */
	| { readonly state: 'off' }
	| { readonly state: 'failed'; readonly error: unknown };

export type ChannelAnswers = Readonly<Record<PeopleChannel, ChannelAnswer>>;

/** Columns to write where `id` and `attempts` are still these. */
export interface Outcome {
	readonly id: number;
	readonly attempts: number;
	readonly status: Status;
	readonly channel: string;
	readonly nextAt: string | null;
	readonly error: string | null;
}

export interface Result {
	readonly outcome: Outcome;
	/** A channel takes nothing at the moment: the rest waits for the next run. */
	readonly isDown: boolean;
}

const TITLES: Readonly<Record<PeopleChannel, string>> = { slack: 'Slack', teams: 'Teams', email: 'E-mail' };

/**
 * What came of sending one message.
 *
 * @param row as it was held
 * @param now epoch milliseconds
 */
export function outcomeOf(row: StoredRow, answers: ChannelAnswers, now: number): Result {
	const channels = channelsIn(row.channel);
	const off = channels.filter((channel) => answers[channel].state === 'off');
	const failed = channels.filter((channel) => answers[channel].state === 'failed');
	const noted = { id: row.id, attempts: row.attempts, channel: row.channel };
	const isDownNow = failed.some((channel) => isDown(errorOf(answers[channel])));
	if (failed.length === 0 && off.length < channels.length)
		return { outcome: { ...noted, status: 'sent', nextAt: null, error: wordsOf(off, answers) || null }, isDown: false };
	if (isUnanswered(row, off, now))
		return { outcome: { ...noted, status: 'sent', nextAt: null, error: null }, isDown: false };
	if (off.length === channels.length && row.attempts <= 1)
		return { outcome: { ...noted, status: 'no_channel', nextAt: null, error: noChannel(off, answers) }, isDown: false };
	const left = failed.length > 0 ? failed : off;
	return {
		outcome: { ...noted, channel: left.join(','), ...tryAgain(row, wordsOf(left, answers), now) },
		isDown: isDownNow,
	};
}

/**
 * A question whose time to be answered is over passes on what its node was given, as one does that is deactivated. It waits
 * for longer than a message may be old when it is sent first.
 */
const isUnanswered = ({ kind, at }: StoredRow, off: readonly PeopleChannel[], now: number): boolean =>
	kind === 'ask' && off.length > 0 && isGivenUp(at, now);

function tryAgain(
	{ at, attempts }: StoredRow,
	error: string,
	now: number,
): Pick<Outcome, 'status' | 'nextAt' | 'error'> {
	if (!isGivenUp(at, now)) return { status: 'undelivered', nextAt: retryAt(now, attempts), error };
	return {
		status: 'failed',
		nextAt: null,
		error: `Given up after ${GIVEN_UP_DAYS} days. ${error} ${TO_RETRY}`,
	};
}

const TO_RETRY = 'Fix the cause, then set status to “undelivered” to retry.';

const noChannel = (off: readonly PeopleChannel[], answers: ChannelAnswers): string =>
	`${wordsOf(off, answers)} To send it, activate one in 10 Deliver and set status to “undelivered”.`;

const errorOf = (answer: ChannelAnswer): unknown => (answer.state === 'failed' ? answer.error : undefined);

const wordsOf = (channels: readonly PeopleChannel[], answers: ChannelAnswers): string =>
	channels.map((channel) => `${TITLES[channel]}: ${reasonOf(answers[channel])}.`).join(' ');

const reasonOf = (answer: ChannelAnswer): string =>
	answer.state === 'failed' ? cleaned(answer.error) : 'this channel’s node is deactivated';

/** Every channel, answered as by `answer`. */
export const answersBy = (answer: (channel: PeopleChannel) => ChannelAnswer): ChannelAnswers =>
	Object.fromEntries(PEOPLE_CHANNELS.map((channel) => [channel, answer(channel)])) as Record<
		PeopleChannel,
		ChannelAnswer
	>;

const REPORT = 'not_delivered:';

/**
 * The message that says which messages were not delivered. Undefined where there is nothing to say, and about such messages
 * themselves: else one that nobody gets would bring forth the next.
 *
 * @param rows each with its error
 * @param now epoch milliseconds
 */
export function reportOf(
	rows: ReadonlyArray<Pick<StoredRow, 'id' | 'key' | 'title' | 'attempts'> & { readonly error: string }>,
	now: number,
): FaultReport | undefined {
	const told = rows.filter(({ key }) => !key.startsWith(REPORT));
	if (told.length === 0) return undefined;
	return {
		kind: 'fault',
		key: REPORT + told.map(({ id, attempts }) => `${id}.${attempts}`).join(','),
		audience: 'manager',
		at: toIso(now),
		where: 'll_outbox',
		faults: told.map(({ key, title, error }) => ({
			message: `The message “${title}” (${key}) was not delivered`,
			hint: error,
		})),
	};
}

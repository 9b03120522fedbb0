import type { WorkflowBuilder } from '@n8n/workflow-sdk';
import { TABLES } from '../../tables';
import { step, type Place, type Step } from '../canvas';
import { from, value } from '../expression';
import { is, splitOut, updateRows, workOut } from '../steps';
import { audiences, REACHING } from './audiences';
import { CHANNELS, EMAIL, SLACK, TEAMS, email, findInSlack, slack, teams } from './channels';
import { DELIVERY, GIVEN_UP_DAYS, HELD_MINUTES } from './delivery';
import { EMAIL_WORDS } from './email';
import { PARTS } from './message-parts';
import { SLACK_WORDS } from './slack';
import { TEAMS_WORDS } from './teams';

export interface Sending {
	/** Runs when there is something to send. */
	readonly first: Step;
	/** The step that gives, run after run, what came of one message: `{ outcomes: [row], again }`. */
	readonly outcome: Step;
	readonly connect: (flow: WorkflowBuilder) => void;
}

export interface SendingOptions {
	/** An expression for the list of messages, rows of the outbox of which `id`, `attempts` and `channel` are needed. */
	readonly queue: string;
	/** Leaves the rest to the next run as soon as a channel does not answer. */
	readonly stopsWhenDown: boolean;
	/** Whether a step before is made by {@link audiences}. */
	readonly areAudiencesKnown?: boolean;
}

const EACH = { name: 'Messages to send' };
const HOLD = { name: 'Hold the message' };
const HELD = { name: 'Held by this run' };
const FIND = { name: 'Whom to find in Slack' };
const FOUND = { name: 'Find the person in Slack' };
const WORDS = { name: 'What each channel is told' };

const queueOf = ({ queue }: SendingOptions): string => `
	return { queue: ${queue}.map(({ id, attempts, channel }) => ({ id, attempts: attempts ?? 0, channel })) };
`;

/**
 * Its number of tries is what a run holds it by: of two that ask for the same number only one gets the row back. A long
 * run sends its last message much later than its first, so each is held from its own time on.
 */
const HOLDING = `
	const now = { asOf: $json.asOf ?? $now.toUTC().toISO() };
	return { id: $json.id, attempts: $json.attempts + 1, nextAt: DateTime.fromISO(now.asOf).plus({ minutes: ${HELD_MINUTES} }).toUTC().toISO() };
`;

const ROUTING = `const row = ${from(HELD)}.first().json;
	const channels = row.id === undefined ? [] : ${JSON.stringify(CHANNELS.map(({ name }) => name)).replaceAll(',', ', ')}.filter((name) => row.channel.split(',').includes(name));`;

const findOf = `
	${REACHING}
	${ROUTING}
	const address = channels.includes('${SLACK.name}') ? addressOf(row) : '';
	return { addresses: address ? [{ address }] : [] };
`;

const wordsOf = `
	${PARTS}
	${EMAIL_WORDS}
	${TEAMS_WORDS}
	${SLACK_WORDS}
	${REACHING}
	${ROUTING}
	const details = JSON.parse(row.details || '{}');
	// The last answer is about this message if this message asked.
	const isAsked = ${from(FIND)}.first().json.addresses.length > 0 && ${from(FOUND)}.isExecuted;
	const user = isAsked ? ${from(FOUND)}.first(0)?.json.user?.id : undefined;
	const by = isAddress(row.audience) ? row.audience : '';
	const tell = {
		${SLACK.name}: () => {
			const { channel, mention } = placeOf(row, user);
			return { place: channel, ...slackOf(row, details, mention) };
		},
		${TEAMS.name}: () => ({ html: teamsOf(row, details, by) }),
		${EMAIL.name}: () => ({ to: mailboxOf(row), ...emailOf(row, details, by) }),
	};
	return { row, channels, told: channels.map((channel) => ({ channel, outbox: row.id, ...tell[channel]() })) };
`;

const titles = JSON.stringify(Object.fromEntries(CHANNELS.map(({ name, title }) => [name, title]))).replaceAll(
	',',
	', ',
);
const answers = CHANNELS.map(
	({ name, step }) =>
		`${name}: ${from({ name: step })}.isExecuted ? ${from({ name: step })}.first(0)?.json : undefined`,
);

const outcomeOf = ({ stopsWhenDown }: SendingOptions): string => `
	${DELIVERY}
	const titles = ${titles};
	const { row, channels } = ${from(WORDS)}.first().json;
	// Each message is sent alone, so the last answer of a channel is about this one.
	const answers = { ${answers.join(', ')} };
	const answerOf = (channel) => answers[channel] ?? {};
	// A step that is switched off gives back what it was given.
	const isOff = (channel) => answerOf(channel).outbox !== undefined;
	const off = channels.filter(isOff);
	const failed = channels.filter((channel) => answerOf(channel).error !== undefined);
	const now = DateTime.fromISO(${from(HOLD)}.first().json.nextAt).minus({ minutes: ${HELD_MINUTES} }).toUTC().toISO();
	const outcomeOf = ({ id, status, at, attempts }) => {
		if (status === 'new' && off.length === channels.length) return { id, attempts: attempts - 1, nextAt: null };
		const left = status === 'new' ? failed : [...failed, ...off];
		if (left.length === 0) return { id, status: 'sent', nextAt: null, error: null };
		const reasons = left.map((channel) => titles[channel] + ': ' + (isOff(channel) ? 'its step is switched off here' : cleaned(answerOf(channel).error)) + '.').join(' ');
		if (isGivenUp(at, now)) return { id, status: 'failed', channel: left.join(','), nextAt: null, error: 'Given up after ${GIVEN_UP_DAYS} days. ' + reasons + ' Put that right, then write “undelivered” into status, and it is tried once more.' };
		return { id, status: 'undelivered', channel: left.join(','), nextAt: retryAt(now, attempts), error: reasons };
	};
	const rest = ${from(EACH)}.all().slice($runIndex + 1).map(({ json }) => json);
	const canBeSent = ({ channel }) => channel.split(',').some((name) => Object.hasOwn(titles, name) && !isOff(name));
	const goesOn = rest.some(canBeSent)${stopsWhenDown ? ' && !failed.some((channel) => isDown(answerOf(channel).error))' : ''};
	return { outcomes: row.id === undefined ? [] : [outcomeOf(row)], again: goesOn ? [{ again: true }] : [] };
`;

const whichChannel = (place: Place): Step =>
	step('switch', 'Which channel?', place, {
		mode: 'rules',
		rules: {
			values: CHANNELS.map(({ name, title }) => ({
				conditions: {
					options: { caseSensitive: true, leftValue: '', typeValidation: 'strict', version: 2 },
					combinator: 'and',
					conditions: [
						{
							id: name,
							leftValue: value('$json.channel'),
							rightValue: name,
							operator: { type: 'string', operation: 'equals' },
						},
					],
				},
				renameOutput: true,
				outputKey: title,
			})),
		},
		options: {},
	});

/**
 * Sends messages of the outbox, one after the other, to the channels that are switched on, and notes what came of each.
 * Who sends a message holds it for a while; another run leaves it alone until that time is over.
 *
 * @param place upper left of eleven columns and five rows
 */
export function sendEach([column, row]: Place, options: SendingOptions): Sending {
	const at = (columns: number, rows: number): Place => [column + columns, row + rows];
	const queue = workOut('Messages of this run', at(1, 1), queueOf(options));
	const first = options.areAudiencesKnown ? queue : audiences(at(0, 1));
	const each = splitOut(EACH.name, at(2, 1), 'queue');
	const loop = step('splitInBatches', 'One message after the other', at(3, 1), { options: {} });
	const hold = workOut(HOLD.name, at(4, 1), HOLDING);
	const isMine = [is('id', value('$json.id')), is('attempts', value('$json.attempts - 1'))];
	// Taken by another run, it gives an empty item, so that the loop goes on.
	const held = updateRows(HELD.name, at(5, 1), TABLES.outbox, isMine, { alwaysOutputData: true });
	const find = workOut(FIND.name, at(6, 0), findOf);
	const eachAddress = splitOut('Address of the owner', at(7, 0), 'addresses');
	const found = findInSlack(at(8, 0));
	const words = workOut(WORDS.name, at(6, 1), wordsOf);
	const eachChannel = splitOut('To each channel', at(7, 1), 'told');
	const which = whichChannel(at(8, 1));
	const channels = [slack(at(9.2, 0)), teams(at(9.2, 1)), email(at(9.2, 2))];
	const outcome = workOut('What came of it in the channels', at(7, 3), outcomeOf(options));
	const eachOutcome = splitOut('Its outcome', at(8, 3), 'outcomes');
	const note = updateRows('Note the outcome', at(9.2, 3), TABLES.outbox, [
		is('id', value('$json.id')),
		is('attempts', value(`${from(hold)}.first().json.attempts`)),
	]);
	const again = splitOut('The next message', at(8, 4), 'again');

	const connect = (flow: WorkflowBuilder): void => {
		if (first !== queue) flow.add(first.to(queue));
		flow
			.add(queue.to(each).to(loop))
			.add(loop.output(1).to(hold))
			.add(hold.to(held).to([find, words]))
			.add(find.to(eachAddress).to(found))
			.add(words.to([eachChannel, outcome]))
			.add(eachChannel.to(which))
			.add(outcome.to([eachOutcome, again]))
			.add(eachOutcome.to(note))
			.add(again.to(loop));
		channels.forEach((channel, index) => flow.add(which.output(index).to(channel)));
	};
	return { first, outcome, connect };
}

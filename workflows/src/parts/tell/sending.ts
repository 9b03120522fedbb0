import type { WorkflowBuilder } from '@n8n/workflow-sdk';
import { TABLES } from '../../tables';
import { step, type Place, type Step } from '../canvas';
import { from, value } from '../expression';
import { is, splitOut, updateRows, workOut } from '../steps';
import { CHANNELS, email, slack, teams } from './channels';
import { DELIVERY, HELD_MINUTES } from './delivery';

export interface Sending {
	/** Hand the step with the list `queue` on to it. */
	readonly first: Step;
	/** The step that gives, run after run, what came of one message: `{ outcomes: [row], again }`. */
	readonly outcome: Step;
	readonly connect: (flow: WorkflowBuilder) => void;
}

export interface SendingOptions {
	/** Leaves the rest to the next run as soon as a channel does not answer. */
	readonly stopsWhenDown: boolean;
}

const HOLD = { name: 'Hold the message' };
const HELD = { name: 'Held by this run' };
const WORDS = { name: 'What each channel is told' };
const EACH = { name: 'Messages to send' };

/**
 * Its number of tries is what a run holds it by: of two that ask for the same number only one gets the row back. A long
 * run sends its last message much later than its first, so each is held from its own time on.
 */
const HOLDING = `
	const now = { asOf: $json.asOf ?? $now.toUTC().toISO() };
	return { id: $json.id, attempts: $json.attempts + 1, nextAt: DateTime.fromISO(now.asOf).plus({ minutes: ${HELD_MINUTES} }).toUTC().toISO() };
`;

const words = `
	const row = ${from(HELD)}.first().json;
	const channels = row.id === undefined ? [] : ${JSON.stringify(CHANNELS.map(({ name }) => name))}.filter((name) => row.channel.split(',').includes(name));
	return { row, channels, told: channels.map((channel) => ({ channel, outbox: row.id, title: row.title, text: row.text, audience: row.audience })) };
`;

const titles = JSON.stringify(Object.fromEntries(CHANNELS.map(({ name, title }) => [name, title])));
const lastOf = CHANNELS.map(({ name, step }) => `${name}: ${from({ name: step })}`);
const answers = lastOf.map((entry) => entry.replace(/: (.*)$/, ': $1.isExecuted ? $1.first(0)?.json : undefined'));

const outcomeOf = ({ stopsWhenDown }: SendingOptions): string => `
	${DELIVERY}
	const titles = ${titles};
	const { row, channels } = ${from(WORDS)}.first().json;
	// Each message is sent alone, so the last answer of a channel is about this one. What was passed through unchanged met a step that is switched off.
	const answers = { ${answers.join(', ')} };
	const isOff = (channel) => answers[channel]?.outbox !== undefined && answers[channel].error === undefined;
	const off = channels.filter(isOff);
	const failed = channels.filter((channel) => answers[channel]?.error !== undefined);
	const held = ${from(HOLD)}.first().json;
	const now = DateTime.fromISO(held.nextAt).minus({ minutes: ${HELD_MINUTES} }).toUTC().toISO();
	const outcome = () => {
		const { id, status, at, attempts } = row;
		const left = status === 'new' ? failed : [...failed, ...off];
		if (status === 'new' && off.length === channels.length) return { id, attempts: attempts - 1, nextAt: null };
		if (left.length === 0) return { id, status: 'sent', nextAt: null, error: null };
		const reasons = left.map((channel) => titles[channel] + ': ' + (isOff(channel) ? 'its step is switched off here' : cleaned(answers[channel].error)) + '.').join(' ');
		if (isGivenUp(at, now)) return { id, status: 'failed', channel: left.join(','), nextAt: null, error: 'Given up after days of trying. ' + reasons + ' Put that right, then write “undelivered” into status, and it is tried once more.' };
		return { id, status: 'undelivered', channel: left.join(','), nextAt: retryAt(now, attempts), error: reasons };
	};
	const rest = ${from(EACH)}.all().slice($runIndex + 1).map(({ json }) => json);
	const goesOn = rest.some(({ channel }) => channel.split(',').some((name) => titles[name] && !isOff(name)))${
		stopsWhenDown ? ' && !failed.some((channel) => isDown(answers[channel].error))' : ''
	};
	return { outcomes: row.id === undefined ? [] : [outcome()], again: goesOn ? [{ again: true }] : [] };
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
 * @param place upper left of nine columns and five rows
 */
export function sendEach([column, row]: Place, options: SendingOptions): Sending {
	const at = (columns: number, rows: number): Place => [column + columns, row + rows];
	const each = splitOut(EACH.name, at(0, 1), 'queue');
	const loop = step('splitInBatches', 'One message after the other', at(1, 1), { options: {} });
	const hold = workOut(HOLD.name, at(2, 1), HOLDING);
	const held = updateRows(
		HELD.name,
		at(3, 1),
		TABLES.outbox,
		[is('id', value('$json.id')), is('attempts', value('$json.attempts - 1'))],
		{ alwaysOutputData: true },
	);
	const told = workOut(WORDS.name, at(4, 1), words);
	const eachChannel = splitOut('To each channel', at(5, 1), 'told');
	const which = whichChannel(at(6, 1));
	const channels = [slack(at(7.2, 0)), teams(at(7.2, 1)), email(at(7.2, 2))];
	const outcome = workOut('What came of it in the channels', at(5, 3), outcomeOf(options));
	const eachOutcome = splitOut('Its outcome', at(6, 3), 'outcomes');
	const note = updateRows('Note the outcome', at(7.2, 3), TABLES.outbox, [
		is('id', value('$json.id')),
		is('attempts', value(`${from(hold)}.first().json.attempts`)),
	]);
	const again = splitOut('The next message', at(6, 4), 'again');

	const connect = (flow: WorkflowBuilder): void => {
		flow
			.add(each.to(loop))
			.add(loop.output(1).to(hold))
			.add(hold.to(held).to(told).to([eachChannel, outcome]))
			.add(eachChannel.to(which))
			.add(outcome.to([eachOutcome, again]))
			.add(eachOutcome.to(note))
			.add(again.to(loop));
		channels.forEach((channel, index) => flow.add(which.output(index).to(channel)));
	};
	return { first: each, outcome, connect };
}

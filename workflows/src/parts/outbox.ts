/** Steps that send what is in the outbox, for all templates that do. */
import type { WorkflowBuilder } from '@n8n/workflow-sdk';
import { GIVEN_UP_DAYS } from '../../../lifecycle/delivery/retry';
import { TABLES } from '../tables';
import type { Place, Step } from './canvas';
import { value } from './expression';
import { insertRows, is, readRows, updateRows } from './steps';
import { isWithout } from './table-steps';

/** Doubles of a message are found among those of so many days. */
const DAYS_READ = GIVEN_UP_DAYS + 1;

/** For reading the outbox: n8n takes a first item with anything in a field `error` for a failure, even '', and would read again. */
export const READ_ONCE = { retryOnFail: false };

/** All messages that wait, and those of the last days, among which doubles are found. */
export const readOutbox = (place: Place) =>
	readRows(
		'Read waiting messages',
		place,
		TABLES.outbox,
		[
			is('status', 'new'),
			is('status', 'sending'),
			is('status', 'undelivered'),
			{ keyName: 'status', condition: 'isEmpty' },
			{
				keyName: 'at',
				condition: 'gte',
				keyValue: value(`$now.minus({ days: ${DAYS_READ} }).toUTC().toISO()`),
			},
		],
		{ any: true, executeOnce: true, ...READ_ONCE },
	);

const thisTry = (attempts: string) => [is('id', value('$json.id')), is('attempts', value(attempts))];
const RESULT = { status: value('$json.status'), nextAt: value('$json.nextAt'), error: value('$json.error') };

/** Notes what is found out about rows without sending them. */
export const markRows = (place: Place, name = 'Mark duplicates and old messages') =>
	updateRows(name, place, TABLES.outbox, thisTry('$json.attempts'), { cells: RESULT });

/**
 * Its number of tries is what a run holds a message by: of two runs that ask for the same number only one gets the row
 * back.
 */
export const reserve = (place: Place, name = 'Reserve the message') =>
	updateRows(name, place, TABLES.outbox, thisTry('$json.tried'), {
		cells: { attempts: value('$json.attempts'), status: value('$json.status'), nextAt: value('$json.nextAt') },
	});

/** Notes what came of it; the loop goes on though somebody deleted the row meanwhile. */
export const saveResult = (place: Place, name = 'Save the result') =>
	updateRows(name, place, TABLES.outbox, thisTry('$json.attempts'), {
		cells: { ...RESULT, channel: value('$json.channel') },
		alwaysOutputData: true,
	});

export interface NewMessages {
	readonly first: Step;
	readonly last: Step;
}

/**
 * Adds messages whose key the outbox does not have, for templates that may run twice; what comes out was added. Of two runs
 * at the same moment both may add it: 10 sends the first row of a key.
 *
 * @param place of two steps
 */
export function insertOnce(flow: WorkflowBuilder, [column, row]: Place, name = 'Append to ll_outbox'): NewMessages {
	const first = isWithout('New messages only', [column, row], TABLES.outbox, 'key', [value('$json.key')]);
	const last = insertRows(name, [column + 1, row], TABLES.outbox);
	flow.add(first.to(last));
	return { first, last };
}

/** Puts messages of our own into the outbox. */
export const insertMessages = (place: Place, name: string) => insertRows(name, place, TABLES.outbox);

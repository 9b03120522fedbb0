import { finished, note, startsWith, template } from './parts/canvas';
import { asOf, clock } from './parts/clock';
import { crm, titleInCrm } from './parts/crm';
import { heldWrites, sweepCrm, sweepNote } from './parts/crm/sweep';
import { from, maybe, value } from './parts/expression';
import { stopOnFaults } from './parts/faults';
import { is, readRows, splitOut, workOut } from './parts/steps';
import { askSales } from './parts/tell/asking';
import { WAITS_DAYS } from './parts/tell/asking/sending';
import { audiences } from './parts/tell/audiences';
import { sendEach } from './parts/tell/sending';
import { GIVEN_UP_DAYS } from './parts/tell/delivery';
import { TABLES } from './tables';

/** So many messages a run at most, those that have waited longest first. */
const MESSAGES_A_RUN = 50;
const ROWS_A_QUERY = 200;
/** A new message that nobody has held for so many minutes was cut off by a crash; after the latter no channel is on. */
const CUT_OFF_MINUTES = { after: 15, until: 60 };

const minutely = startsWith('scheduleTrigger', 'Every minute', [0, 0], {
	rule: { interval: [{ field: 'minutes', minutesInterval: 1 }] },
});
const moment = clock([1, 0]);
const reached = audiences([2, 0]);

// --- What is due -------------------------------------------------------------------------------------------------------

const queries = workOut(
	'What may be due',
	[3, 0],
	`
	const now = DateTime.fromISO(${asOf});
	const ago = (duration) => now.minus(duration).toUTC().toISO();
	const waited = { condition: 'lte', at: ${asOf} };
	const unheld = { condition: 'isEmpty', at: '' };
	const always = { since: '', until: ago({}) };
	return { queries: [
		{ status: 'undelivered', next: waited, ...always },
		{ status: 'undelivered', next: unheld, ...always },
		// Held by a run that has not come back.
		{ status: 'new', next: waited, since: ago({ days: ${GIVEN_UP_DAYS} }), until: ago({}) },
		{ status: 'new', next: unheld, since: ago({ minutes: ${CUT_OFF_MINUTES.until} }), until: ago({ minutes: ${CUT_OFF_MINUTES.after} }) },
	] };
`,
);
const eachQuery = splitOut('Queries on the outbox', [4, 0], 'queries');
const readDue = readRows(
	'Read ll_outbox',
	[5, 0],
	TABLES.outbox,
	[
		is('status', value('$json.status')),
		{ keyName: 'nextAt', condition: value('$json.next.condition'), keyValue: value('$json.next.at') },
		{ keyName: 'at', condition: 'gte', keyValue: value('$json.since') },
		{ keyName: 'at', condition: 'lte', keyValue: value('$json.until') },
	],
	{ sortedBy: 'nextAt', limit: ROWS_A_QUERY },
);
const due = workOut(
	'What is due',
	[6, 0],
	`
	const rows = $input.all().map(({ json }) => json).filter(({ id }) => id !== undefined);
	const waiting = (row) => row.nextAt ?? row.at;
	const oldestFirst = rows.sort((left, right) => waiting(left).localeCompare(waiting(right)));
	const messages = oldestFirst.filter(({ kind }) => !['crm', 'ask'].includes(kind)).slice(0, ${MESSAGES_A_RUN});
	return {
		queue: messages.map(({ id, attempts, channel }) => ({ id, attempts: attempts ?? 0, channel })),
		// Each is held, and starts an execution of its own that notes when Slack did not take it.
		questions: oldestFirst.filter(({ kind }) => kind === 'ask').map(({ id, attempts }) => ({ id, attempts: (attempts ?? 0) + 1, status: 'sent', nextAt: null, error: null })),
		crm: ${heldWrites("oldestFirst.filter(({ kind }) => kind === 'crm')")},
	};
`,
);

// --- Send --------------------------------------------------------------------------------------------------------------

const eachMessage = splitOut('Messages that are due', [7.4, 0], 'queue');
const sending = sendEach([7.4, -1], {
	queue: `${from(due)}.first().json.queue`,
	areAudiencesKnown: true,
	stopsWhenDown: true,
});

// --- Ask in Slack ------------------------------------------------------------------------------------------------------

const asking = askSales([3, -3.5], [9, -3], [0, 14.2]);

// --- Write to the CRM ---------------------------------------------------------------------------------------------------

const sweep = sweepCrm(crm, [7.4, 5.1]);

// --- Say what is given up ----------------------------------------------------------------------------------------------

const givenUp = workOut(
	'What is given up',
	[7.4, 11],
	`
	const runs = ${from(sending.outcome)}.isExecuted ? Array.from({ length: $node['${sending.outcome.name}'].runIndex + 1 }, (_, run) => ${from(sending.outcome)}.first(0, run).json) : [];
	const rows = new Map(${maybe(readDue)}.map((row) => [row.id, row]));
	const failed = runs.flatMap(({ outcomes }) => outcomes).filter(({ status }) => status === 'failed');
	const unwritten = ${maybe(sweep.outcome)}.flatMap(({ outcomes }) => outcomes).filter(({ status }) => status === 'failed');
	return { faults: [...failed, ...unwritten].map(({ id, error }) => 'The message “' + rows.get(id).title + '” (' + rows.get(id).key + '): ' + error) };
`,
);
const stopping = stopOnFaults([8.4, 11]);

const flow = template('10-deliver', titleInCrm('10 Deliver'))
	.add(minutely.to(moment).to(reached).to([asking.first, queries]))
	.add(queries.to(eachQuery).to(readDue).to(due).to([asking.send, eachMessage, sweep.first, givenUp]))
	.add(eachMessage.to(sending.first))
	.add(givenUp.to(stopping.first));
sending.connect(flow);
asking.connect(flow);
sweep.connect(flow);
stopping.connect(flow);

flow
	.add(
		note(
			'What it does',
			[-3.9, -5.6],
			[3.3, 2.2],
			'start',
			`
			# 10 Deliver

			Every minute it sends what a channel **did not take**: messages that stand as **undelivered** in **ll_outbox**, and those that were cut off when n8n went down. Nothing is lost, and nothing told twice.

			It can also **ask** the owner of a new hand-off in Slack: accept it, or send it back and say why.

			**Before**
			1. Run **00 Set up**.
			2. Choose here the credentials of the channels that you use in the other templates, and switch the nodes on.
			3. Publish this workflow.

			**Change first**
			- Where sales, managers and marketing are reached: *Audiences*, here as in the other templates.
			- To ask in Slack: switch on *Hand-offs to ask about*, *Ask, and wait for the answer* and *Give the answer to 05*.
		`,
		),
	)
	.add(
		note(
			'1 What is due',
			[-0.45, -1.6],
			[7.6, 2.9],
			'read',
			`
			# 1 · What is due
			A message that failed waits 1, 2, 4, 8, 15, 30 and 60 minutes, then an hour each time. After ${GIVEN_UP_DAYS} days it is given up: **failed**, and the run ends with an error that names it.
			To try at once, empty **nextAt**. To try again what failed, write **undelivered** into **status**.
		`,
		),
	)
	.add(
		note(
			'2 Questions',
			[-0.45, -5.6],
			[17.6, 3.9],
			'sales',
			`
			# 2 · Questions for sales
			Every hand-off of the last day becomes a question, once, and each question an execution of its own (see 6), started without waiting for it. Off until you switch on *Hand-offs to ask about*.
		`,
		),
	)
	.add(
		note(
			'3 Send',
			[7.2, -1.6],
			[12, 6],
			'off',
			`
			# 3 · Send
			Each message is sent alone and held by one run at a time, so two runs never send the same one. When a channel does not answer at all, the rest waits for the next run.
			Grey nodes are switched off. Choose their credential, then switch them on (press **D**).
		`,
		),
	)
	.add(
		note(
			'6 Ask',
			[-0.45, 12.4],
			[15, 3.9],
			'off',
			`
			# 6 · Ask the owner in Slack, and wait
			Only while nobody has answered. The message has a button to a form; the answer goes to **05 Recycle**, whose rules hold. After ${WAITS_DAYS} days without an answer the execution ends; the SLA has alerted long before.
		`,
		),
	)
	.add(sweepNote(crm, '4 CRM', [7.2, 4.5], [24, 5.6]))
	.add(
		note(
			'5 Given up',
			[7.2, 10.2],
			[6, 1.8],
			'read',
			'# 5 · Given up\nWhat could not be delivered for days ends the run with an error that names it.',
		),
	);

export default finished(flow);

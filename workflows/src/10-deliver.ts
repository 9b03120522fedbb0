import { finished, note, startsWith, template } from './parts/canvas';
import { asOf, clock } from './parts/clock';
import { crm, titleInCrm } from './parts/crm';
import { heldWrites, sweepCrm, sweepNote } from './parts/crm/sweep';
import { from, maybe, value } from './parts/expression';
import { stopOnFaults } from './parts/faults';
import { is, readRows, splitOut, workOut } from './parts/steps';
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

// --- What is due -------------------------------------------------------------------------------------------------------

const queries = workOut(
	'What may be due',
	[2, 0],
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
const eachQuery = splitOut('Queries on the outbox', [3, 0], 'queries');
const readDue = readRows(
	'Read ll_outbox',
	[4, 0],
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
	[5, 0],
	`
	const rows = $input.all().map(({ json }) => json).filter(({ id }) => id !== undefined);
	const waiting = (row) => row.nextAt ?? row.at;
	const oldestFirst = rows.sort((left, right) => waiting(left).localeCompare(waiting(right)));
	const messages = oldestFirst.filter(({ kind }) => kind !== 'crm').slice(0, ${MESSAGES_A_RUN});
	return {
		queue: messages.map(({ id, attempts, channel }) => ({ id, attempts: attempts ?? 0, channel })),
		crm: ${heldWrites("oldestFirst.filter(({ kind }) => kind === 'crm')")},
	};
`,
);

// --- Send --------------------------------------------------------------------------------------------------------------

const eachMessage = splitOut('Messages that are due', [6.4, 0], 'queue');
const sending = sendEach([7.4, -1], { queue: `${from(due)}.first().json.queue`, stopsWhenDown: true });

// --- Write to the CRM ---------------------------------------------------------------------------------------------------

const sweep = sweepCrm(crm, [6.4, 6.2]);

// --- Say what is given up ----------------------------------------------------------------------------------------------

const givenUp = workOut(
	'What is given up',
	[6.4, 12],
	`
	const runs = ${from(sending.outcome)}.isExecuted ? Array.from({ length: $node['${sending.outcome.name}'].runIndex + 1 }, (_, run) => ${from(sending.outcome)}.first(0, run).json) : [];
	const rows = new Map(${maybe(readDue)}.map((row) => [row.id, row]));
	const failed = runs.flatMap(({ outcomes }) => outcomes).filter(({ status }) => status === 'failed');
	const unwritten = ${maybe(sweep.outcome)}.flatMap(({ outcomes }) => outcomes).filter(({ status }) => status === 'failed');
	return { faults: [...failed, ...unwritten].map(({ id, error }) => 'The message “' + rows.get(id).title + '” (' + rows.get(id).key + '): ' + error) };
`,
);
const stopping = stopOnFaults([7.4, 12]);

const flow = template('10-deliver', titleInCrm('10 Deliver'))
	.add(minutely.to(moment).to(queries).to(eachQuery).to(readDue).to(due).to([eachMessage, sweep.first, givenUp]))
	.add(eachMessage.to(sending.first))
	.add(givenUp.to(stopping.first));
sending.connect(flow);
sweep.connect(flow);
stopping.connect(flow);

flow
	.add(
		note(
			'What it does',
			[-3.9, -2.6],
			[3.3, 4],
			'start',
			`
			## 10 Deliver

			Every minute it sends what a channel **did not take**: messages that stand as **undelivered** in **ll_outbox**, and those that were cut off when n8n went down.

			**Before:** run **00 Set up**, choose here the credentials of the channels that you use in the other templates, and switch the nodes on. Then publish this workflow.
		`,
		),
	)
	.add(
		note(
			'1 What is due',
			[-0.45, -2.6],
			[6.6, 8.2],
			'read',
			`
			## 1 · What is due
			A message that failed waits 1, 2, 4, 8, 15, 30 and 60 minutes, then an hour each time. After ${GIVEN_UP_DAYS} days it is given up.
		`,
		),
	)
	.add(
		note(
			'2 Send',
			[6.2, -2.6],
			[12, 8.2],
			'off',
			`
			## 2 · Send
			Each message is held by one run at a time, so two runs never send the same one.
		`,
		),
	)
	.add(sweepNote(crm, '3 CRM', [6.2, 5.7], [24, 5.6]))
	.add(
		note(
			'4 Given up',
			[6.2, 11.4],
			[6, 1.8],
			'read',
			'## 4 · Given up\nWhat could not be delivered for days ends the run with an error that names it.',
		),
	);

export default finished(flow);

import { finished, group, note, ownStep, startsWith, template } from './parts/canvas';
import { from, value } from './parts/expression';
import { append as join, is, readRows } from './parts/steps';
import { readOldestUnscored, readRules, readSettings, readStateOf, startWorkflow } from './parts/store';
import { insertOnce, READ_ONCE } from './parts/outbox';
import { TABLES } from './tables';

/** Rows of the log from which its size is estimated. */
const SAMPLE = 200;

const daily = startsWith('scheduleTrigger', 'Every morning', [0, 0], {
	rule: { interval: [{ field: 'days', daysInterval: 1, triggerAtHour: 8, triggerAtMinute: 0 }] },
});

/** The one clock of a run. */
const asOf = `${from(daily)}.first().json.timestamp`;
const lastWeek = value(`DateTime.fromISO(${asOf}).minus(7, 'days').toUTC().toISO()`);
const since = (keyName: string) => ({ keyName, condition: 'gte', keyValue: lastWeek });
const once = { executeOnce: true };
const book = readRows(
	'Leads with sales or changed lately',
	[2.8, -2.5],
	TABLES.leadBook,
	[since('updatedAt'), is('stage', 'mql'), is('stage', 'accepted')],
	{ ...once, any: true },
);
const stages = readRows('Stage changes of the week', [2.8, -1.5], TABLES.stageLog, [since('at')], once);
const accounts = readRows('Companies of the week', [2.8, -0.5], TABLES.accountBook, [since('qualifiedAt')], once);
const stuck = readRows(
	'Undelivered messages',
	[2.8, 0.5],
	TABLES.outbox,
	['sent', 'duplicate', 'no_channel'].map((keyValue) => ({ keyName: 'status', condition: 'neq', keyValue })),
	{ ...once, ...READ_ONCE },
);
// First, so that what is read has one way in.
const rules = readRules([0.9, 0]);
const settings = readSettings([1.8, 0]);
const state = readStateOf('scoring', [2.8, 3.5], 'Read rules in force');
const unscored = readOldestUnscored([3.8, 3.5]);
const newest = readRows('Newest activities', [2.8, 1.5], TABLES.activityLog, [], { ...once, newest: SAMPLE });
const oldest = readRows('Oldest activity', [2.8, 2.5], TABLES.activityLog, [], { ...once, limit: 1 });
const sample = join('Sample of the log', [3.8, 2], 2);

const digest = ownStep('leadDigest', 'Lead Digest', [5, 0], { weeklyOn: 1, options: { asOf: value(asOf) } });

const flow = template('11-digest', '11 Digest')
	.add(daily.to(rules).to(settings).to([book, stages, accounts, stuck, newest, oldest, state]))
	.add(state.to(unscored).to(digest.input(8)))
	.add(newest.to(sample.input(0)))
	.add(oldest.to(sample.input(1)));
for (const [index, read] of [book, stages, accounts, stuck, settings, sample, rules, state].entries())
	flow.add(read.to(digest.input(index)));
const insert = insertOnce(flow, [6.2, 0], 'Put into the outbox');
const sending = startWorkflow(flow, [8.2, 0], { workflow: 'delivery', what: '10 Deliver' });
flow.add(digest.to(insert.first));
flow.add(insert.last.to(sending.first));

flow
	.add(
		note(
			'What it does',
			[-3.9, -4.4],
			[3.3, 2.3],
			'start',
			`
			# 11 Digest

			Every morning it sends **where the leads are**: handed over, waiting for an answer, overdue, sent back and why, companies that crossed, and what needs to be corrected in the tables.

			- **Daily** to the channel of sales, in Slack or Teams. A day without news brings no message.
			- **Weekly** by e-mail to the manager and to marketing, even if the week was quiet.

			**Before:** execute **00 Set up**. Then publish this workflow.

			**Change first**
			- The time: *Every morning*.
			- The day of the week: *Lead Digest*.
			- Who gets it, the deadlines and the language: table **ll_settings**.
		`,
		),
	)
	.add(
		note(
			'1 Count',
			[-0.45, -4.4],
			[6.35, 8.9],
			'read',
			`
			# 1 · Count
			Reads what the last seven days brought, what is with sales, and what no channel took.
			*Lead Digest* counts it. From 70 % of the Data Table limit on, it says so.
		`,
		),
	)
	.add(
		note(
			'2 Send',
			[5.95, -4.4],
			[4.3, 8.9],
			'sales',
			`
			# 2 · Send
			Each digest becomes a row of **ll_outbox**, and **10 Deliver** sends it. Its key holds the day or the week, so it is sent once.
		`,
		),
	);

export default finished(
	flow,
	group(
		'Count',
		'Reads the last seven days, rules and settings, and a sample of the log for its size; Lead Digest makes the messages.',
		...[rules, settings, book, stages, accounts, stuck, newest, oldest, state, unscored, sample, digest],
	),
	group(
		'Send',
		'Puts the messages into the outbox and starts 10, which sends them.',
		insert.first,
		insert.last,
		sending.first,
		sending.last,
	),
);

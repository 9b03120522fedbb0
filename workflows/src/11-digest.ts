import { finished, note, ownStep, startsWith, template } from './parts/canvas';
import { asOf, clock } from './parts/clock';
import { digestsOf, peopleOf } from './parts/digest';
import { value } from './parts/expression';
import { SLA_POLICIES } from './parts/sla-policies';
import { given, is, readRows, splitOut, workOut } from './parts/steps';
import { tell, tellNote } from './parts/tell';
import { TABLES } from './tables';

/** Up to this many leads are looked up one by one for their names; for more the lead book is read whole. */
const FEW_QUERIES = 50;

// --- Count -------------------------------------------------------------------------------------------------------------

const daily = startsWith('scheduleTrigger', 'Every morning', [0, 0], {
	rule: { interval: [{ field: 'days', daysInterval: 1, triggerAtHour: 8, triggerAtMinute: 0 }] },
});
const moment = clock([1, 0]);
const settings = given('Settings', [2, 0], { weeklyOn: 'Monday' });
const withSales = readRows(
	'Leads that are with sales',
	[3, -1],
	TABLES.leadBook,
	[is('stage', 'mql'), is('stage', 'accepted')],
	{ any: true, executeOnce: true },
);
const check = ownStep(
	'checkSla',
	'Check SLA',
	[4, -1],
	{ policies: SLA_POLICIES, options: { asOf: value(asOf), policyMatch: 'first' } },
	{ onError: 'continueRegularOutput' },
);
const lastWeek = value(`DateTime.fromISO(${asOf}).minus({ days: 7 }).toUTC().toISO()`);
const since = (keyName: string) => [{ keyName, condition: 'gte', keyValue: lastWeek }];
const once = { executeOnce: true };
const stages = readRows('Stages of the last week', [3, 0.5], TABLES.stageLog, since('at'), once);
const accounts = readRows('Companies that crossed', [4, 0.5], TABLES.accountBook, since('qualifiedAt'), once);
const stuck = readRows(
	'Messages that are stuck',
	[5, 0.5],
	TABLES.outbox,
	[is('status', 'undelivered'), is('status', 'failed')],
	{ ...once, any: true },
);
const whom = workOut('Whom it names', [6, 0.5], peopleOf({ stages }, FEW_QUERIES));
const eachQuery = splitOut('Queries on the book', [7, 0.5], 'queries');
const people = readRows('Read ll_lead_book', [8, 0.5], TABLES.leadBook, [
	{ keyName: 'lead', condition: value('$json.condition'), keyValue: value('$json.lead') },
]);
const digests = workOut('Digests', [9, 0.5], digestsOf({ settings, check, stages, accounts, stuck, people }));

// --- Tell --------------------------------------------------------------------------------------------------------------

const telling = tell(digests, [10.4, 0.5]);

const flow = template('11-digest', '11 Digest')
	.add(daily.to(moment).to(settings).to([withSales, stages]))
	.add(withSales.to(check))
	.add(stages.to(accounts).to(stuck).to(whom).to(eachQuery).to(people).to(digests).to(telling.first));
telling.connect(flow);

flow
	.add(
		note(
			'What it does',
			[-3.9, -2.6],
			[3.3, 2.2],
			'start',
			`
			# 11 Digest

			Every morning it tells **where the leads stand**: what was handed over, what waits for an answer, what is overdue, what came back and why, and which companies crossed.

			- **Daily** to the channel of sales, in Slack or Teams. A day on which nothing happened and nothing waits brings no message.
			- **Weekly** by e-mail to the manager and to marketing, also when the week was quiet.

			**Before:** run **00 Set up**. Then publish this workflow.

			**Change first**
			- The hour: *Every morning*.
			- The day of the week: *Settings*.
			- The promises: *Check SLA*, as in **04**.
			- The words: *Digests*.
		`,
		),
	)
	.add(
		note(
			'1 Count',
			[-0.45, -2.6],
			[10.5, 6.5],
			'read',
			`
			# 1 · Count
			Everything is counted from the tables: changes of stage from **ll_stage_log**, what waits from **ll_lead_book**, what is overdue by *Check SLA*, companies from **ll_account_book**, and messages that no channel took from **ll_outbox**.
			The day and the week end at the moment of the run.
		`,
		),
	)
	.add(
		tellNote('2 Tell', [10.15, -2.6], [17.8, 6.5], 'A digest has its day, or its week, in its key: it is told once. '),
	);

export default finished(flow);

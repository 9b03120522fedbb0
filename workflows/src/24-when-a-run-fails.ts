import { finished, note, ownStep, startsWith, template, WHEN_A_RUN_FAILS } from './parts/canvas';
import { value } from './parts/expression';
import { READ_ONCE } from './parts/outbox';
import { insertRows, is, readRows } from './parts/steps';
import { readSettings, startWorkflow } from './parts/store';
import { TABLES } from './tables';

const failed = startsWith('errorTrigger', 'When a run fails', [0, 0]);
const settings = readSettings([1, 1]);
const earlier = readRows(
	'Read earlier reports',
	[2, 1],
	TABLES.outbox,
	[
		is('kind', 'fault'),
		{ keyName: 'key', condition: 'like', keyValue: 'failed_run:%' },
		{ keyName: 'at', condition: 'gte', keyValue: value('$now.minus({ days: 3 }).toUTC().toISO()') },
	],
	{ executeOnce: true, ...READ_ONCE },
);
const report = ownStep('reportFaults', 'Report the failed run', [3.2, 0], { operation: 'run', audience: 'marketing' });
const insert = insertRows('Append to ll_outbox', [4.4, 0], TABLES.outbox);

const flow = template(WHEN_A_RUN_FAILS, '24 When a run fails');
const delivery = startWorkflow(flow, [5.4, 0], { workflow: 'delivery', what: '10 Deliver' });
flow
	.add(failed.to(report.input(0)))
	.add(failed.to(settings).to(earlier).to(report.input(2)))
	.add(settings.to(report.input(1)))
	.add(report.to(insert).to(delivery.first));

flow
	.add(
		note(
			'What it does',
			[-3.9, -2.2],
			[3.3, 2.2],
			'start',
			`
			# 24 When a run fails

			n8n starts it when a run of another template fails. It sends **one message per day and workflow**: what failed, since when, what to do, and a link to the run. Secrets and people's addresses are taken out of the text.

			**Before**
			1. Run **00 Set up**, then publish this workflow and **10 Deliver**.
			2. In the *Settings* of each of the other templates, choose it as *Error Workflow*.

			**Change first**
			- Who gets it: *Report the failed run* → *Audience*.
			- What it says: **10 Deliver** → *Compose Message* → *Wording* → *Workflow Fails*.
		`,
		),
	)
	.add(
		note(
			'Say it once',
			[-0.45, -2.2],
			[7.85, 4.3],
			'read',
			`
			# Say it once a day
			A schedule that fails every five minutes brings one message, not 288. What failed yesterday too keeps its first date.
		`,
		),
	);

export default finished(flow);

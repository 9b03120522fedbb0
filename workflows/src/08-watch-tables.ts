import { finished, group, note, ownStep, startsWith, template } from './parts/canvas';
import { insertOnce } from './parts/outbox';
import { readRules, readSettings, readStateOf, startWorkflow } from './parts/store';
import { checkTables } from './parts/table-check';
import { listTables } from './parts/table-steps';

const regularly = startsWith('scheduleTrigger', 'Every hour', [0, 0], {
	rule: { interval: [{ field: 'hours', hoursInterval: 1, triggerAtMinute: 20 }] },
});
const list = listTables([1, 0], 'List tables');
// The tables go on only where rules and settings can be read: a node of several inputs runs as soon as one of them has something.
const check = checkTables([2, 0], { audience: 'marketing' });
const settings = readSettings([3.2, 1.2]);
const rules = readRules([4.3, 2.2]);
const state = readStateOf('scoring', [5.4, 2.2], 'Read rules in force');
const checkRows = ownStep('reportFaults', 'Check rules and settings', [6.4, 1.2], {
	operation: 'rows',
	audience: 'marketing',
});

const flow = template('08-watch-tables', '08 Watch tables').add(regularly.to(list).to(check));
const message = insertOnce(flow, [7.8, 0]);
const delivery = startWorkflow(flow, [9.8, 0], { workflow: 'delivery', what: '10 Deliver' });
flow
	.add(check.output(0).to(message.first))
	.add(check.output(2).to(settings).to(rules).to(checkRows.input(0)))
	.add(settings.to(checkRows.input(1)))
	.add(rules.to(state).to(checkRows.input(3)))
	.add(check.output(2).to(checkRows.input(2)))
	.add(checkRows.to(message.first))
	.add(message.last.to(delivery.first));

flow
	.add(
		note(
			'What it does',
			[-3.9, -2.2],
			[3.3, 2],
			'start',
			`
			# 08 Watch tables

			Looks once an hour whether the tables can be used as they are. Marketing gets **one message per day and table** that says what to fix, with a link to the table. Meanwhile a faulty rule applies as it was before, or is skipped if it never worked; a faulty setting has its default.

			**Before:** run **00 Set up**. Then publish this workflow and **10 Deliver**.

			**Change first**
			- Who gets it: *Audience* in *Check the tables* and *Check rules and settings*.
			- What it says: **10 Deliver** → *Compose Message* → *Wording* → *Something to Fix*.
			- How often it looks: *Every hour*.
		`,
		),
	)
	.add(
		note(
			'1 Look',
			[-0.45, -2.2],
			[7.85, 5.4],
			'read',
			`
			# 1 · Look
			Is a table or a column missing? n8n finds a table by a part of its name: is there one, such as a copy called ll_outbox_old, that it would take for ours? Then: can each rule and each setting be read? A table in which somebody has just written is left for the next time.
		`,
		),
	)
	.add(
		note(
			'2 Say it once',
			[7.45, -2.2],
			[4.3, 5.4],
			'sales',
			`
			# 2 · Say it once
			The key of a message holds the day, so what was said today is not said again.
		`,
		),
	);

export default finished(
	flow,
	group(
		'Look at the tables',
		'Are all tables and columns there, and no table that n8n takes for one of ours?',
		...[list, check],
	),
	group(
		'Say it once',
		'Puts the message of the day into the outbox and starts 10, which sends it.',
		...[message.first, message.last, delivery.first, delivery.last],
	),
);

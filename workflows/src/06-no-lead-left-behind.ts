import { finished, group, note, ownStep, startsWith, template } from './parts/canvas';
import { insertOnce } from './parts/outbox';
import { is, readRows } from './parts/steps';
import { readSettings, readTable, startWorkflow, updateIfUnchanged } from './parts/store';
import { TABLES } from './tables';

const weekly = startsWith('scheduleTrigger', 'Every Monday', [0, 0], {
	rule: {
		interval: [{ field: 'weeks', weeksInterval: 1, triggerAtDay: [1], triggerAtHour: 7, triggerAtMinute: 0 }],
	},
});
const settings = readSettings([1, 0]);
const book = readTable('Read the lead book', [2, 0], TABLES.leadBook);
const stages = readRows('Read new opportunities', [3, 0], TABLES.stageLog, [is('to', 'opportunity')], {
	executeOnce: true,
});
const advance = ownStep('advanceLead', 'Advance Lead', [4, 0], {
	operation: 'review',
	options: { by: '06-no-lead-left-behind' },
});
const update = updateIfUnchanged([5.2, -0.6]);

const flow = template('06-no-lead-left-behind', '06 No lead left behind');
const digest = insertOnce(flow, [5.2, 1.6]);
const scoring = startWorkflow(flow, [6.2, -0.6], { workflow: 'scoring', what: '02 Score' });
const delivery = startWorkflow(flow, [7.2, 1.6], { workflow: 'delivery', what: '10 Deliver' });
flow
	.add(weekly.to(settings).to(book).to(stages).to(advance.input(1)))
	.add(book.to(advance.input(0)))
	.add(settings.to(advance.input(2)))
	.add(advance.output(0).to(update))
	.add(advance.output(1).to(digest.first))
	.add(update.to(scoring.first))
	.add(digest.last.to(delivery.first));

flow
	.add(
		note(
			'What it does',
			[-3.9, -2.4],
			[3.3, 1.7],
			'start',
			`
			# 06 No lead left behind

			Every Monday it looks at **each lead** and finds those that nobody works on: without an owner, without a running clock, without a nurture track, without progress. Each is put back on a path, and the manager gets **one digest**, also when all is well.

			**Before:** run **00 Set up**. Then publish this workflow, **02 Score** and **10 Deliver**.

			**Change first**, in the table **ll_settings**
			- *fallback_owner*: who gets leads without an owner.
			- *days_to_accept*, *days_still_accepted*, *days_still_opportunity*, *days_silent*, *days_gone*.
			- *reason_no_follow_up*, *reason_lost_deal*: what a lead keeps, and how long it rests.
		`,
		),
	)
	.add(
		note(
			'1 Look',
			[-0.45, -2.4],
			[5.35, 5.2],
			'read',
			`
			# 1 · Look at every lead
			*Advance Lead* knows what counts as a dead end, and the way back: docs/advance-lead.md.
			A lead at rest after a return is not silent: silence counts from the end of its rest.
		`,
		),
	)
	.add(
		note(
			'2 Put right',
			[4.95, -2.4],
			[4.3, 5.2],
			'sales',
			`
			# 2 · Put back on a path
			Only leads with a finding are written, and only if nobody wrote them since. **02 Score** then sends their messages; the digest goes straight to **ll_outbox**, once a week.
		`,
		),
	);

export default finished(
	flow,
	group('Look', 'Reads every lead and finds those in a dead end', settings, book, stages, advance),
	group('Put right', 'Writes them and has their messages sent', update, scoring.first, scoring.last),
	group(
		'Report',
		'Sends the digest to the manager, once a week',
		digest.first,
		digest.last,
		delivery.first,
		delivery.last,
	),
);

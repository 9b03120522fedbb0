import { finished, group, note, ownStep, startsWith, template } from './parts/canvas';
import { is, readRows } from './parts/steps';
import { readSettings, startWorkflow, updateIfUnchanged } from './parts/store';
import { TABLES } from './tables';

const minutes = startsWith('scheduleTrigger', 'Every 5 minutes', [0, 0], {
	rule: { interval: [{ field: 'minutes', minutesInterval: 5 }] },
});
const settings = readSettings([1, 0]);
const withSales = readRows(
	'Read leads with sales',
	[2, 0],
	TABLES.leadBook,
	['mql', 'accepted', 'opportunity'].map((stage) => is('stage', stage)),
	{ any: true, executeOnce: true },
);
const advance = ownStep('advanceLead', 'Advance Lead', [3, 0], {
	operation: 'deadline',
	options: { by: '04-sla-watch' },
});
const update = updateIfUnchanged([4.2, 0]);

const flow = template('04-sla-watch', '04 SLA watch');
const scoring = startWorkflow(flow, [5.2, 0], { workflow: 'scoring', what: '02 Score' });
flow
	.add(minutes.to(settings).to(withSales).to(advance.input(0)))
	.add(settings.to(advance.input(1)))
	.add(advance.to(update).to(scoring.first));

flow
	.add(
		note(
			'What it does',
			[-3.9, -1.9],
			[3.3, 1.9],
			'start',
			`
			# 04 SLA watch

			Every five minutes it looks at the leads that are **with sales** and checks whether the next step is done in time.

			- **Due soon** goes to the owner.
			- **Overdue** goes to the owner and to the manager.
			- **Still overdue** some hours later goes to the manager.

			Each is sent once, and none after the step is done.

			**Before:** run **00 Set up**. Then publish this workflow, **02 Score** and **10 Deliver**.

			**Change first**, in the table **ll_settings**
			- The promises: rows that begin with *sla_*.
			- *business_hours*, *holidays* and *time_zone*.
			- Who the manager is: *audience_manager*.
		`,
		),
	)
	.add(
		note(
			'1 Check',
			[-0.45, -1.9],
			[4.35, 3.1],
			'read',
			`
			# 1 · Check
			*Advance Lead* compares each lead with the promises of **ll_settings**; the first that applies counts. As they come: hot leads (A1, A2, B1) are answered in 4 business hours, the others in 8, accepted ones move on in 80.
		`,
		),
	)
	.add(
		note(
			'2 Write',
			[3.95, -1.9],
			[3.3, 3.1],
			'sales',
			`
			# 2 · Write
			The alert and its messages are one update of the lead's row, made only if nobody wrote it since.
			**02 Score** copies them to **ll_outbox**, from where **10 Deliver** sends them.
		`,
		),
	);

export default finished(
	flow,
	group('Check', 'Reads the settings and the leads with sales, and finds what is due', settings, withSales, advance),
	group('Write', 'Writes each alert once and has its messages sent', update, scoring.first, scoring.last),
);

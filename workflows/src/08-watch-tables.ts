import { finished, note, startsWith, template } from './parts/canvas';
import { stopInTheWay, tablesInTheWay } from './parts/table-check';
import { listTables } from './parts/table-steps';

const regularly = startsWith('scheduleTrigger', 'Every hour', [0, 0], {
	rule: { interval: [{ field: 'hours', hoursInterval: 1, triggerAtMinute: 20 }] },
});

const flow = template('08-watch-tables', '08 Watch tables').add(
	regularly
		.to(listTables([1, 0], 'List tables'))
		.to(tablesInTheWay([2, 0]))
		.to(stopInTheWay([3, 0])),
);

flow
	.add(
		note(
			'What it does',
			[-3.8, -1.6],
			[3.3, 1.5],
			'start',
			`
			# 08 Watch tables

			n8n finds a table by a part of its name. If somebody makes a copy called ll_outbox_old, the templates would write to it. This looks once an hour, and **fails with the name of the table** when there is one.

			**Before:** run **00 Set up**. Then publish this workflow.

			**Change first**
			- Who is notified: in this workflow's *Settings*, choose your *Error Workflow*.
			- How often it looks: *Every hour*.
		`,
		),
	)
	.add(
		note(
			'Look and say',
			[-0.4, -1.6],
			[4.4, 2.6],
			'read',
			`
			# Is a table in the way?
			Nothing comes out of *Tables in the way* when all is well, and the run ends there.
		`,
		),
	);

export default finished(flow);

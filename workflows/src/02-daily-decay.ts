import { finished, note, startsWith, step, template } from './parts/canvas';
import { clock } from './parts/clock';
import { titleInCrm } from './parts/crm';
import { from, maybe, value } from './parts/expression';
import { scoreAndWrite } from './parts/scoring';
import { readNewestRow, readRows, splitOut, workOut } from './parts/steps';
import { TABLES } from './tables';

/** So many activities, or leads, are held in memory at a time. */
const SLICE = { activities: 50_000, leads: 5_000 };

// --- Cut into slices ---------------------------------------------------------------------------------------------------

const daily = startsWith('scheduleTrigger', 'Every night', [0, 0], {
	rule: { interval: [{ field: 'days', daysInterval: 1, triggerAtHour: 3, triggerAtMinute: 0 }] },
});
const now = clock([1, 0], 'Tonight');
const lastEntry = readNewestRow('Length of the log', [2, 0], TABLES.activityLog);
const lastRow = readNewestRow('Length of the book', [3, 0], TABLES.leadBook);

const isLarge = workOut(
	'Too much for one slice?',
	[4, 0],
	`
	const log = ${from(lastEntry)}.first().json.id ?? 0;
	const book = $json.id ?? 0;
	return { queries: log > ${SLICE.activities} || book > ${SLICE.leads} ? [{ upTo: book }] : [] };
`,
);
const ifLarge = splitOut('Only if it is', [5, -0.5], 'queries');
const byKey = readRows(
	'Leads in the order of their keys',
	[6, -0.5],
	TABLES.leadBook,
	[{ keyName: 'id', condition: 'lte', keyValue: value('$json.upTo') }],
	{ sortedBy: 'lead' },
);

const slices = workOut(
	'Slices of the leads',
	[6, 0.5],
	`
	const anything = { condition: 'isNotEmpty', lead: '' };
	const starts = [];
	let activities = 0;
	let leads = 0;
	for (const row of ${maybe(byKey)}) {
		activities += Math.max(row.activities ?? 0, 1);
		leads += 1;
		if (activities <= ${SLICE.activities} && leads <= ${SLICE.leads}) continue;
		starts.push(row.lead);
		activities = Math.max(row.activities ?? 0, 1);
		leads = 1;
	}
	// Each begins where the one before ends, so a lead that is in the log alone is in one of them too.
	return { slices: [undefined, ...starts].map((start, index) => ({
		from: start === undefined ? anything : { condition: 'gte', lead: start },
		to: starts[index] === undefined ? anything : { condition: 'lt', lead: starts[index] },
		asOf: ${from(now)}.first().json.asOf,
	})) };
`,
);
const eachSlice = splitOut('One item a slice', [7, 0.5], 'slices');
const loop = step('splitInBatches', 'One slice after the other', [8, 0.5], { options: {} });
const rescore = step('executeWorkflow', 'Rescore the slice', [9, 0.5], {
	workflowId: { __rl: true, mode: 'id', value: value('$workflow.id') },
	mode: 'once',
	options: {},
});

// --- One slice ---------------------------------------------------------------------------------------------------------

const slice = startsWith('executeWorkflowTrigger', 'A slice', [9, 2.3], { inputSource: 'passthrough' });
const moment = clock([10, 2.3]);
const scoring = scoreAndWrite(11.7, { by: '02-daily-decay', leads: { slice } });

const flow = template('02-daily-decay', titleInCrm('02 Daily decay'))
	.add(daily.to(now).to(lastEntry).to(lastRow).to(isLarge).to([ifLarge, slices]))
	.add(ifLarge.to(byKey))
	.add(slices.to(eachSlice).to(loop))
	.add(loop.output(1).to(rescore))
	.add(rescore.to(loop))
	.add(slice.to(moment).to(scoring.first));
scoring.connect(flow);

flow
	.add(
		note(
			'What it does',
			[-3.9, -2.6],
			[3.3, 2.2],
			'start',
			`
			# 02 Daily decay

			Every night each lead is scored **as of now**: what lies back longer counts less, or no more, and only rows that changed are written.

			- A lead that was handed over, that nobody accepted and that has **cooled off** goes back to marketing, and its owner is told.
			- A lead that has **become ready**, because its rules changed or its cool-off is over, is handed over.
			- A lead whose capture was cut off is caught up with.

			**Before:** run **00 Set up**. Then publish this workflow.

			**Change first**
			- The hour: *Every night*.
			- How fast points fade: the column **decay** of **ll_rules**.
		`,
		),
	)
	.add(
		note(
			'1 Slices',
			[-0.45, -2.6],
			[11.7, 5.9],
			'read',
			`
			# 1 · Cut the leads into slices
			A log of up to ${SLICE.activities.toLocaleString('en-US')} activities is one slice. A larger one is cut by the leads' keys, and this workflow calls itself once for each slice, so that memory holds one at a time. All slices work at the moment the run began.
			A night that was missed costs nothing: the next run gives the scores that it would have given.
		`,
		),
	);

export default finished(flow);

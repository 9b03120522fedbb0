import { finished, group, note, ownStep, startsWith, step, template } from './parts/canvas';
import { onlyIf } from './parts/channels';
import { value } from './parts/expression';
import { insertOnce } from './parts/outbox';
import { pageAnswer, pageCall, SAVES_NO_PAGE } from './parts/page';
import { readRows } from './parts/steps';
import { readRules, readSettings, readTable, startWorkflow } from './parts/store';
import { TABLES } from './tables';

/** What the review looks at; n8n holds all of it in memory at once. */
const MOST = { days: 400, activities: 200_000, leads: 50_000 };
const once = { executeOnce: true };

const weekly = startsWith('scheduleTrigger', 'Every Monday', [0, -0.7], {
	rule: {
		interval: [{ field: 'weeks', weeksInterval: 1, triggerAtDay: [1], triggerAtHour: 6, triggerAtMinute: 30 }],
	},
});
const call = pageCall('The report is opened', [0, 0.7], 'scoring-review');

const leads = readRows('Read the lead book', [1.2, 0], TABLES.leadBook, [], { ...once, newest: MOST.leads });
const activities = readRows(
	'Read the activity log',
	[2.2, 0],
	TABLES.activityLog,
	[
		{
			keyName: 'at',
			condition: 'gte',
			keyValue: value(`$now.minus({ days: ${MOST.days} }).toUTC().toISO()`),
		},
	],
	{ ...once, newest: MOST.activities },
);
const rules = readRules([3.2, 0]);
const stages = readTable('Read the stage log', [4.2, 0], TABLES.stageLog);
const settings = readSettings([5.2, 0]);
const links = readTable('Read links', [6.2, 0], TABLES.aliasBook);
const review = ownStep(
	'reviewScoring',
	'Make the report',
	[7.4, 0],
	{ operation: 'report' },
	{ onError: 'continueRegularOutput' },
);

const opened = step('if', 'Opened as a page?', [8.8, -1.2], {
	conditions: {
		options: { caseSensitive: true, leftValue: '', typeValidation: 'loose', version: 2 },
		combinator: 'and',
		conditions: [
			{
				id: 'opened',
				leftValue: value(`$('${call.name}').isExecuted`),
				rightValue: '',
				operator: { type: 'boolean', operation: 'true', singleValue: true },
			},
		],
	},
	options: {},
});
const answer = pageAnswer([9.9, -1.8]);
const failed = onlyIf('No report?', [9.9, -0.6], '$json.error !== undefined');
const stop = step('stopAndError', 'Say why there is no report', [11, -0.6], { errorMessage: value('$json.error') });
const scheduled = onlyIf('Every week, not for a page', [8.8, 1.6], `$('${weekly.name}').isExecuted`);

const flow = template('19-scoring-review', '19 Scoring review', SAVES_NO_PAGE);
const insert = insertOnce(flow, [9.9, 1.6], 'Put into the outbox');
const sending = startWorkflow(flow, [11.9, 1.6], { workflow: 'delivery', what: '10 Deliver' });
flow
	.add(weekly.to(leads))
	.add(call.to(leads))
	.add(leads.to(activities).to(rules).to(stages).to(settings).to(links).to(review.input(5)))
	.add(leads.to(review.input(0)))
	.add(activities.to(review.input(1)))
	.add(rules.to(review.input(2)))
	.add(stages.to(review.input(3)))
	.add(settings.to(review.input(4)))
	.add(review.output(0).to(opened))
	.add(opened.output(0).to(answer))
	.add(opened.output(1).to(failed).to(stop))
	.add(review.output(1).to(scheduled).to(insert.first))
	.add(insert.last.to(sending.first));

flow
	.add(
		note(
			'What it does',
			[-3.9, -3.2],
			[3.3, 2.5],
			'start',
			`
			# 19 Scoring review

			Is the score right? Every Monday the manager gets a **report by e-mail**: five sentences, and the whole report as a file. You can open it at any time as a page.

			**Before**
			1. Run **00 Set up**.
			2. Open *The report is opened* and choose the **Basic Auth** credential of **18 Lead page**.
			3. Publish this workflow and **10 Deliver**, which sends the mail. The page is at \`/webhook/scoring-review\`.

			**Change first**
			- Who gets it: *audience_manager* in the table **ll_settings**.
			- The day and the hour: *Every Monday*.
			- What counts as converted, and within how many days: *Make the report*.
		`,
		),
	)
	.add(
		note(
			'1 Review',
			[-0.45, -3.2],
			[8.85, 5.8],
			'read',
			`
			# 1 · Review
			Leads of the past are scored as they stood when they were handed over, and compared with what became of them: docs/review-scoring.md.
			Reads the newest ${MOST.leads.toLocaleString('en-US')} leads, and of the last ${MOST.days} days at most ${MOST.activities.toLocaleString('en-US')} activities.
		`,
		),
	)
	.add(
		note(
			'2 Show and send',
			[8.5, -3.2],
			[5.2, 5.8],
			'sales',
			`
			# 2 · Show and send
			A page call gets the page. The weekly run puts the mail into **ll_outbox**, once a week, and **10 Deliver** sends it.
		`,
		),
	);

export default finished(
	flow,
	group(
		'Review',
		'Reads leads, activities, rules, stages, settings and links, and makes the report',
		...[leads, activities, rules, stages, settings, links, review],
	),
	group('Show', 'Shows the report to whoever opened the page; says why there is none', opened, answer, failed, stop),
	group(
		'Send',
		'Puts the weekly mail into the outbox and starts 10',
		...[scheduled, insert.first, insert.last, sending.first, sending.last],
	),
);

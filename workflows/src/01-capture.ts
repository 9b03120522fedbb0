import { answersOwnTrigger, finished, note, ownStart, ownStep, template } from './parts/canvas';
import { from, value } from './parts/expression';
import { appendActivities, started, startWorkflow } from './parts/store';
import { IF_BUSY } from './store/which';

const trigger = ownStart(
	'leadActivityTrigger',
	'Lead activity',
	[0, 0.7],
	{
		path: 'lead-activity',
		respond: 'responseNode',
		settings: { objectsAsText: true },
	},
	{ webhookId: '5f0b7c1e-1ead-4ac7-8c1e-1ead4ac7f1e0' },
);
const log = appendActivities([1.2, 0.7]);
const accept = answersOwnTrigger('Answer 202', [2.4, 0.2], {
	respondWith: 'json',
	responseBody: value(`${from(trigger)}.first(1).json`),
	options: { responseCode: 202 },
});

// A workflow that calls this one has nobody to answer, and sees an error as its own.
const called = started([0, 2.2], 'When called by another workflow');
const normalize = ownStep('normalizeActivity', 'As activities', [1.2, 2.2], { options: { objectsAsText: true } });
const logCalled = appendActivities([2.4, 2.2], 'Append what was given');

const flow = template('01-capture', '01 Capture', IF_BUSY);
const scoring = startWorkflow(flow, [3.6, 1.2], { workflow: 'scoring', what: '02 Score', unlessBusy: true });
flow.add(trigger.to(log).to([accept, scoring.first])).add(called.to(normalize).to(logCalled).to(scoring.first));

flow.add(
	note(
		'What it does',
		[-3.9, -1.9],
		[3.3, 1.8],
		'start',
		`
		# 01 Capture

		Writes every activity that is posted here to **ll_activity_log**, answers, and starts **02 Score**, unless it is at work already.

		**Before the first call**
		1. Run **00 Set up**: it makes the tables.
		2. Open *Lead activity* and choose a credential: it says how senders prove who they are.
		3. Publish this workflow and **02 Score**.

		**Change first**
		- Who may send: the credential of *Lead activity*.
		- Which tool sends: *Source* there. Webhooks of more than 40 tools are recognised.
	`,
	),
);
flow.add(
	note(
		'Receive',
		[-0.4, -1.9],
		[6.2, 5.2],
		'read',
		`
		# Receive
		Send one activity or a list: \`{"lead": "ana@example.com", "type": "page_view", "at": "2026-03-29T14:05:00Z"}\`, with *properties* and *attributes* if you like.
		A call is stored whole or not at all. **202**: stored. **400** names the item and the field. **401**: the sender could not be verified.
		Another workflow calls this one with *Execute Workflow*, one activity or webhook body per item.
	`,
	),
);

export default finished(flow);

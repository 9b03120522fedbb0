import { judgeBehaviour } from './parts/behaviour';
import { answersOwnTrigger, finished, note, ownStart, template } from './parts/canvas';
import { clock } from './parts/clock';
import { crm, titleInCrm } from './parts/crm';
import { enrich } from './parts/enrichment';
import { from, value } from './parts/expression';
import { identify } from './parts/identity';
import { scoreAndWrite } from './parts/scoring';
import { insertRows } from './parts/steps';
import { TABLES } from './tables';

const trigger = ownStart(
	'leadActivityTrigger',
	'Lead activity',
	[0, 0.5],
	{ path: 'lead-activity', respond: 'responseNode', settings: { objectsAsText: true } },
	{ webhookId: '5f0b7c1e-1ead-4ac7-8c1e-1ead4ac7f1e0', notes: 'Choose a credential', notesInFlow: true },
);
const log = insertRows('Append to ll_activity_log', [1.2, 0.5], TABLES.activityLog);
const accept = answersOwnTrigger('Answer 202', [2.4, -0.5], {
	respondWith: 'json',
	responseBody: value(`${from(trigger)}.first(1).json`),
	options: { responseCode: 202 },
});
const moment = clock([2.4, 0.5]);
const identity = identify([3.8, -13.25], trigger);
const behaviour = judgeBehaviour([3.8, -9.35], trigger, identity.persons);
const enrichment = enrich([3.8, -7.85], identity.keys);
const scoring = scoreAndWrite(3.8, {
	by: '01-capture-and-score',
	leads: { keys: identity.keys, judgedAnew: behaviour.leads },
});

const flow = template('01-capture-and-score', titleInCrm('01 Capture and score'))
	.add(trigger.to(log).to([accept, moment]))
	.add(moment.to([identity.first, behaviour.first, enrichment.first, scoring.first]));
identity.connect(flow);
behaviour.connect(flow);
enrichment.connect(flow);
scoring.connect(flow);

flow
	.add(
		note(
			'What it does',
			[-3.9, -2.6],
			[3.3, 3.2],
			'start',
			`
			# 01 Capture and score

			Every activity that is posted here is written to the log, scored with the rules of **ll_rules**, and shows in **ll_lead_book**. A lead that enters the sales cells is handed over **once**.

			Read from left to right. Yellow areas wait for your credential; the grey one above runs by itself.

			**Before the first call**
			1. Run **00 Set up**: it makes the tables and loads starter rules.
			2. Open *Lead activity* and choose a credential: it says how senders prove who they are.
			3. Publish this workflow.

			**Change first**
			- Rules: rows of **ll_rules**, no editing here.
			- Sales cells and thresholds: *Classify Grid*.
			- The words of the messages: *News*.

			**Switch on when you have the credential**
			- All grey nodes of **5 · ${crm.title}**, together
			- *Tell the audience in Slack*, *in Teams* or *by e-mail*, after you have written your addresses into *Audiences*

			Until then every message waits to be read in **ll_outbox**.
		`,
		),
	)
	.add(
		note(
			'Before the score',
			[3.4, -14.35],
			[16.7, 11.6],
			'aside',
			`
			# Before the score: three looks at what came in
			They run by themselves at each call, from top to bottom, and mostly find nothing to do. The way of a lead goes on below.
		`,
		),
	)
	.add(
		note(
			'1 Receive',
			[-0.45, -2.6],
			[3.9, 5.5],
			'read',
			`
			# 1 · Receive
			One activity or a list of them: \`{"lead": "ana@example.com", "type": "page_view", "at": "2026-03-29T14:05:00Z"}\`, with *properties* and *attributes* if you like. Webhooks of 22 tools are taken as they are.
			A call is stored whole or not at all. **202** is answered only once everything is in the log; **400** names the item and the field, **401** says that the sender is not who it should be, and nothing was stored.
		`,
		),
	);

export default finished(flow);

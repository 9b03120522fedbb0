import { append, insertRows, splitOut, workOut } from './parts/steps';
import { finished, note, ownStep, startsWith, step, template } from './parts/canvas';
import { asOf, clock } from './parts/clock';
import { from, value } from './parts/expression';
import { scoreAndWrite } from './parts/scoring';
import { TABLES } from './tables';

// --- Receive -----------------------------------------------------------------------------------------------------------

const webhook = startsWith(
	'webhook',
	'Lead activity',
	[0, 0],
	{
		httpMethod: 'POST',
		path: 'lead-activity',
		authentication: 'headerAuth',
		responseMode: 'responseNode',
		options: {},
	},
	{ webhookId: '5f0b7c1e-1ead-4ac7-8c1e-1ead4ac7f1e0', notes: 'Choose a Header Auth credential', notesInFlow: true },
);

const moment = clock([1, 0]);

const events = workOut(
	'Events of the call',
	[2, 0],
	`
	const { body } = ${from(webhook)}.first().json;
	const events = Array.isArray(body) ? body : [body];
	const isObject = (event) => typeof event === 'object' && event !== null && !Array.isArray(event);
	// Whoever says “email” where we say “lead” is understood.
	const named = (event) => event.lead === undefined && event.email && event.type && event.at ? { ...event, lead: event.email } : event;
	return { events: events.map((event) => isObject(event) && Object.keys(event).length > 0 ? named(event) : { event }) };
`,
);

const eachEvent = splitOut('One item an event', [3, 0], 'events', { alwaysOutputData: true });

const normalize = ownStep(
	'normalizeActivity',
	'Normalize Activity',
	[4, 0],
	{ options: { asOf: value(asOf), objectsAsText: true } },
	{ onError: 'continueRegularOutput', alwaysOutputData: true },
);

const all = append('Counted and quarantined', [5, 0], 2);

const receipt = workOut(
	'Receipt',
	[6, 0],
	`
	const events = ${from(events)}.first().json.events;
	const read = $input.all().map((item) => item.json).filter((item) => Object.keys(item).length > 0);
	const isBlank = (value) => value === undefined || value === null || String(value).trim() === '';
	const isTime = (value) => typeof value === 'number' || !Number.isNaN(Date.parse(value)) || DateTime.fromISO(String(value)).isValid;
	const shown = (value) => JSON.stringify(value).slice(0, 60);
	const example = 'An activity is an object like {"lead": "ana@example.com", "type": "page_view", "at": "2026-03-29T14:05:00Z"}.';

	const faultOf = (event, item) => {
		if ('event' in event && Object.keys(event).length === 1) return { item, field: '', message: 'Item ' + item + ' is ' + shown(event.event ?? null) + ', not an activity. ' + example };
		if (isBlank(event.lead)) return { item, field: 'lead', message: 'Item ' + item + ': “lead” is missing. Name the lead by e-mail address or by your own key. ' + example };
		if (typeof event.type !== 'string' || isBlank(event.type)) return { item, field: 'type', message: 'Item ' + item + ': “type” is ' + (isBlank(event.type) ? 'missing' : shown(event.type)) + '. Say what happened, e.g. page_view, form_submit or demo_request. ' + example };
		if (isBlank(event.at) || !isTime(event.at)) return { item, field: 'at', message: 'Item ' + item + ': “at” is ' + (isBlank(event.at) ? 'missing' : shown(event.at) + ', which is not a time') + '. Give the time of the activity in ISO 8601; by it a repeated call is told from a second visit. ' + example };
	};
	const refused = read.filter((item) => item.error !== undefined).map((item) => Number(/^Item (\\d+)/.exec(item.error)?.[1] ?? 0));
	const suspects = events.map((event, item) => ({ event, item })).filter(({ event, item }) => refused.includes(item) || 'lead' in event || 'event' in event);
	const faults = suspects.map(({ event, item }) => faultOf(event, item) ?? (refused.includes(item) ? { item, field: '', message: 'Item ' + item + ' cannot be read. ' + example } : undefined)).filter((fault) => fault);

	if (events.length === 0) faults.push({ item: 0, field: '', message: 'The body is an empty list. ' + example });

	const activities = read.filter((item) => item.error === undefined).map((item) => ({ ...item, lead: item.lead.trim().toLowerCase() }));
	const leads = [...new Set(activities.map((activity) => activity.lead))];
	const quarantined = activities.filter((activity) => activity.quarantine !== '').length;
	if (faults.length > 0) return { verdict: 'refused', answer: { message: events.length === 0 ? faults[0].message : 'Nothing of this call was stored: ' + faults.length + ' of ' + events.length + ' items cannot be read.', faults: faults.slice(0, 20) } };
	return { verdict: activities.length > 0 ? 'accepted' : 'empty', answer: { accepted: activities.length - quarantined, quarantined, leads: leads.length }, activities, leads };
`,
);

const verdictIs = (verdict: string, name: string) => ({
	conditions: {
		options: { caseSensitive: true, leftValue: '', typeValidation: 'strict', version: 2 },
		combinator: 'and',
		conditions: [
			{
				id: verdict,
				leftValue: value('$json.verdict'),
				rightValue: verdict,
				operator: { type: 'string', operation: 'equals' },
			},
		],
	},
	renameOutput: true,
	outputKey: name,
});

const verdict = step('switch', 'Can all be read?', [7, 0], {
	mode: 'rules',
	rules: { values: [verdictIs('refused', 'No'), verdictIs('empty', 'Nothing in it'), verdictIs('accepted', 'Yes')] },
	options: {},
});

const answer = (name: string, row: number, column: number, responseCode: number, source: string) =>
	step('respondToWebhook', name, [column, row], {
		respondWith: 'json',
		responseBody: value(source),
		options: { responseCode },
	});

const refuse = answer('Refuse with 400', -1.5, 8, 400, '$json.answer');
const nothingIn = answer('Answer 202, nothing to do', -0.5, 8, 202, '$json.answer');
const eachActivity = splitOut('One item an activity', [8, 0.5], 'activities');
const log = insertRows('Append to ll_activity_log', [9, 0.5], TABLES.activityLog);
const accept = answer('Answer 202', -0.5, 10, 202, `${from(receipt)}.first().json.answer`);

const scoring = scoreAndWrite(11.4, {
	by: '01-capture-and-score',
	leads: { keys: `${from(receipt)}.first().json.leads` },
});

const flow = template('01-capture-and-score', '01 Capture and score')
	.add(webhook.to(moment).to(events).to(eachEvent).to(normalize))
	.add(normalize.output(0).to(all.input(0)))
	.add(normalize.output(1).to(all.input(1)))
	.add(all.to(receipt).to(verdict))
	.add(verdict.output(0).to(refuse))
	.add(verdict.output(1).to(nothingIn))
	.add(verdict.output(2).to(eachActivity))
	.add(eachActivity.to(log))
	.add(log.to([accept, scoring.first]));
scoring.connect(flow);

flow
	.add(
		note(
			'What it does',
			[-3.9, -3.6],
			[3.3, 3.3],
			'start',
			`
			## 01 Capture and score

			Every activity that is posted here is written to the log, scored with the rules of **ll_rules**, and shows in **ll_lead_book**. A lead that enters the sales cells is handed over **once**.

			**Before the first call**
			1. Run **00 Set up**: it makes the tables and loads starter rules.
			2. Open *Lead activity* and choose a Header Auth credential: its secret is what senders must know.
			3. Publish this workflow.

			**Change first**
			- Rules: rows of **ll_rules**, no editing here.
			- Sales cells and thresholds: *Classify Grid*.
			- The words of the messages: *News*.

			**Switch on when you have the credential**
			- *Update the contact in HubSpot*
			- *Tell the audience in Slack*
			- *Tell the audience by e-mail*

			Until then every message waits to be read in **ll_outbox**.
		`,
		),
	)
	.add(
		note(
			'1 Receive',
			[-0.45, -3.6],
			[11.5, 9],
			'read',
			`
			## 1 · Receive
			One activity or a list of them: \`{"lead": "ana@example.com", "type": "page_view", "at": "2026-03-29T14:05:00Z", "properties": {…}, "attributes": {…}}\`. Events of the tools that *Normalize Activity* knows are taken as they are.
			A call is stored whole or not at all. **202** is answered only once everything is in the log; **400** names the item and the field, and nothing was stored.
		`,
		),
	);

export default finished(flow);

import { DEMO_LEADS } from './demo/leads';
import { finished, note, startsWith, step, template } from './parts/canvas';
import { value } from './parts/expression';
import { given, splitOut } from './parts/steps';

const ACTIVITIES_A_CALL = 30;

// Each has an id of its own, so that playing the traffic twice counts nothing twice.
const activities = DEMO_LEADS.flatMap(({ lead, activities }) =>
	activities.map((activity, index) => ({ activity: `demo-${lead.split('@')[0]}-${index + 1}`, lead, ...activity })),
).sort((left, right) => right.days - left.days);

const start = startsWith('manualTrigger', 'Play the traffic', [0, 0]);

const calls = Array.from({ length: Math.ceil(activities.length / ACTIVITIES_A_CALL) }, (_, call) => ({
	activities: activities.slice(call * ACTIVITIES_A_CALL, (call + 1) * ACTIVITIES_A_CALL),
}));

const story = given('What the leads did', [1, 0], { calls });
const eachCall = splitOut('One item per call', [2, 0], 'calls');

const post = step(
	'httpRequest',
	'Post to the webhook of 01',
	[3, 0],
	{
		method: 'POST',
		// The address of this very n8n, as its own links have it.
		url: value("$execution.resumeUrl.split('/webhook-waiting')[0] + '/webhook/lead-activity'"),
		authentication: 'genericCredentialType',
		genericAuthType: 'httpHeaderAuth',
		sendBody: true,
		specifyBody: 'json',
		jsonBody: value(
			'$json.activities.map(({ days, ...rest }) => ({ ...rest, at: $now.minus({ minutes: Math.round(days * 1440) }).toUTC().toISO() }))',
		),
		options: { timeout: 120_000, batching: { batch: { batchSize: 1, batchInterval: 500 } } },
	},
	{ retryOnFail: true, maxTries: 3, waitBetweenTries: 2000 },
);

const flow = template('09-demo-traffic', '09 Demo traffic').add(start.to(story).to(eachCall).to(post));

flow
	.add(
		note(
			'What it does',
			[-3.8, -1.4],
			[3.3, 1.7],
			'start',
			`
			# 09 Demo traffic

			Press **Execute workflow**: ${DEMO_LEADS.length} people do ${activities.length} things in the last three months, posted to the webhook of this n8n. Playing it twice counts nothing twice.

			**Before:** run **00 Set up** and publish **01** and **02**.

			**Change first**
			- Choose the Header Auth credential of **01** in *Post to the webhook of 01*.
			- The people and what they do: *What the leads did*.

			**Then look at** ll_lead_book (who stands where), ll_outbox (what sales was told, and why), ll_stage_log and ll_score_log (how it came about).
		`,
		),
	)
	.add(
		note(
			'Who they are',
			[-0.4, -1.4],
			[4.4, 2.6],
			'read',
			`
			# The people
			A director in a hurry, a bank comparing vendors, a student, a consultant, a competitor, someone who unsubscribed, a company of which three people move … all made up, at domains reserved for examples.
			*What the leads did* is plain data, \`days\` before now: add your own.
		`,
		),
	);

export default finished(flow);

import { WORDINGS } from '../../lifecycle/message/wording';
import { GIVEN_UP_DAYS } from '../../lifecycle/delivery/retry';
import { finished, group, note, ownStep, startsWith, step, template } from './parts/canvas';
import { findInSlack, namesSomebody, sendEmail, sendToSlack, sendToTeams } from './parts/channels';
import { value } from './parts/expression';
import { insertMessages, markRows, readOutbox, reserve, saveResult } from './parts/outbox';
import { noteForScoring, readSettings, rememberWorkflow, started } from './parts/store';

const every = startsWith('scheduleTrigger', 'Every 5 minutes', [0, -0.5], {
	rule: { interval: [{ field: 'minutes', minutesInterval: 5 }] },
});
const start = started([0, 0.5]);

// --- What is due -------------------------------------------------------------------------------------------------------

const remember = rememberWorkflow('delivery', [0.95, 0]);
const tell = noteForScoring([1.85, 0]);
const settings = readSettings([2.7, 0]);
const outbox = readOutbox([3.55, 0]);
const due = ownStep('trackDelivery', 'Find what is due', [4.4, 0], {
	operation: 'due',
	what: 'messages',
	whenUnsure: 'again',
});
const mark = markRows([5.3, 0.9]);
const reportUnsure = insertMessages([5.3, 1.9], 'Notify about unsure messages');

// --- Send one after the other ------------------------------------------------------------------------------------------

const loop = step('splitInBatches', 'One message after the other', [6.6, 0], { options: {} });
const hold = reserve([7.6, -1]);
const settingsNow = readSettings([7.6, 0], 'Read settings again');
const somebody = namesSomebody([7.6, 1]);
const found = findInSlack([8.6, 1]);
const compose = ownStep('composeMessage', 'Compose Message', [9.6, 0], {
	operation: 'message',
	formUrl: value("$execution.resumeUrl.split('/webhook-waiting')[0] + '/form/lead-feedback'"),
	wordings: { wording: [{ situation: 'hand_off', language: 'en', ...WORDINGS.en.hand_off }] },
});
const slack = sendToSlack([10.8, -1.5]);
const teams = sendToTeams([10.8, -0.5]);
const email = sendEmail([10.8, 0.5]);
const result = ownStep('trackDelivery', 'Check the result', [12, 0], { operation: 'result' });
const save = saveResult([13.2, -1]);
const saveAndStop = saveResult([13.2, 0], 'Save the result and stop');
const reportFailed = insertMessages([13.2, 1], 'Notify about failed messages');

const flow = template('10-deliver', '10 Deliver')
	.add(every.to(remember))
	.add(start.to(remember).to(tell).to(settings).to(outbox))
	.add(settings.to(due.input(1)))
	.add(outbox.to(due.input(0)))
	.add(due.output(0).to(loop))
	.add(due.output(1).to(mark))
	.add(due.output(2).to(reportUnsure))
	.add(loop.output(1).to([hold, settingsNow, somebody]))
	.add(hold.to(compose.input(0)))
	.add(somebody.to(found).to(compose.input(1)))
	.add(settingsNow.to(compose.input(2)))
	.add(compose.output(0).to(slack))
	.add(compose.output(1).to(teams))
	.add(compose.output(2).to(email))
	.add(compose.output(3).to(result.input(0)))
	.add(slack.to(result.input(1)))
	.add(teams.to(result.input(2)))
	.add(email.to(result.input(3)))
	.add(result.output(0).to(save))
	.add(result.output(1).to(saveAndStop))
	.add(result.output(2).to(reportFailed))
	.add(save.to(loop))
	.add(
		note(
			'What it does',
			[-3.9, -2.6],
			[3.3, 2.2],
			'start',
			`
			# 10 Deliver

			Sends every message in the table **ll_outbox** to Slack, Teams and by e-mail, each **once**. The other templates start it; every 5 minutes it looks by itself.

			**Before**
			1. Run **00 Set up**.
			2. Choose the credential of *Send to Slack* and *Find the person in Slack*, *Send to Teams* or *Send e-mail*. Then activate the nodes.
			3. Publish this workflow.

			**Change first**
			- What a message says: *Compose Message* → *Wording*.
			- Who gets it, by which channels, in which language: the table **ll_settings**.
			- The sender of mails: *Send e-mail* → *From Email*.
		`,
		),
	)
	.add(
		note(
			'1 What is due',
			[-0.45, -2.6],
			[6.75, 5.3],
			'read',
			`
			# 1 · What is due
			New messages, and those to try again: after 1, 2, 4, 8, 15, 30 and 60 minutes, then hourly. To try at once, empty **nextAt**. To try again what failed, set **status** to **undelivered**.
			If n8n stops while a message is being sent, nobody knows whether it arrived: *Find what is due* → *When Unsure* decides.
		`,
		),
	)
	.add(
		note(
			'2 Send',
			[6.4, -2.6],
			[8, 5.3],
			'off',
			`
			# 2 · Send
			One run reserves a message, so no other run sends it too. When a channel takes nothing at all, the rest waits for the next run. After ${GIVEN_UP_DAYS} days a message has **failed**, and the manager is notified.
			Grey nodes are deactivated. Choose their credential, then activate them.
		`,
		),
	);

export default finished(
	flow,
	group(
		'What is due',
		'Reads the outbox and the settings, and finds what to send now.',
		...[remember, tell, settings, outbox, due],
	),
	group(
		'Send',
		'Reserves, words and sends one message after the other, and saves what came of each.',
		...[
			loop,
			hold,
			settingsNow,
			somebody,
			found,
			compose,
			slack,
			teams,
			email,
			result,
			save,
			saveAndStop,
			reportFailed,
		],
	),
);

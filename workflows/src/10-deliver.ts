import { WORDINGS } from '../../lifecycle/message/wording';
import { GIVEN_UP_DAYS } from '../../lifecycle/delivery/retry';
import { finished, group, note, ownStep, startsWith, step, template } from './parts/canvas';
import { findInSlack, namesSomebody, sendEmail, sendToSlack, sendToTeams } from './parts/channels';
import { value } from './parts/expression';
import { insertMessages, markRows, readOutbox, reserve, saveResult } from './parts/outbox';
import { noteForScoring, readSettings, readStateOf, rememberWorkflow, started, startsOther } from './parts/store';

const every = startsWith('scheduleTrigger', 'Every 5 minutes', [0, -0.5], {
	rule: { interval: [{ field: 'minutes', minutesInterval: 5 }] },
});
const start = started([0, 0.5]);

// --- What is due -------------------------------------------------------------------------------------------------------

const remember = rememberWorkflow('delivery', [0.85, 0]);
const tell = noteForScoring([1.7, 0]);
const settings = readSettings([2.55, 0]);
const crm = readStateOf('crm', [3.4, 0], 'Find 16 CRM sync');
const outbox = readOutbox([4.25, 0]);
const due = ownStep('trackDelivery', 'Find what is due', [5.15, 0], {
	operation: 'due',
	what: 'messages',
	whenUnsure: 'again',
});
const mark = markRows([6.05, 0.9]);
const reportUnsure = insertMessages([6.05, 1.9], 'Notify about unsure messages');
// It names owners and makes tasks; where it is at work already nothing comes back, and who started it goes on.
const ask = startsOther('Ask the CRM first', [6.05, 3.6], '$json.workflow', {
	waits: true,
	onError: 'continueErrorOutput',
});
const again = startsOther('Start this again', [6.95, 3.6], '$workflow.id', { waits: false });

// --- Send one after the other ------------------------------------------------------------------------------------------

const loop = step('splitInBatches', 'One message after the other', [7.9, 0], { options: {} });
const hold = reserve([8.9, -1]);
const settingsNow = readSettings([8.9, 0], 'Read settings again');
const somebody = namesSomebody([8.9, 1]);
const found = findInSlack([9.9, 1]);
const compose = ownStep('composeMessage', 'Compose Message', [10.9, 0], {
	operation: 'message',
	formUrl: value("$execution.resumeUrl.split('/webhook-waiting')[0] + '/form/lead-feedback'"),
	wordings: { wording: [{ situation: 'hand_off', language: 'en', ...WORDINGS.en.hand_off }] },
});
const slack = sendToSlack([12.1, -1.5]);
const teams = sendToTeams([12.1, -0.5]);
const email = sendEmail([12.1, 0.5]);
const result = ownStep('trackDelivery', 'Check the result', [13.3, 0], { operation: 'result' });
const save = saveResult([14.5, -1]);
const saveAndStop = saveResult([14.5, 0], 'Save the result and stop');
const reportFailed = insertMessages([14.5, 1], 'Notify about failed messages');

const flow = template('10-deliver', '10 Deliver')
	.add(every.to(remember))
	.add(start.to(remember).to(tell).to(settings).to(crm).to(outbox))
	.add(settings.to(due.input(1)))
	.add(crm.to(due.input(2)))
	.add(outbox.to(due.input(0)))
	.add(due.output(0).to(loop))
	.add(due.output(1).to(mark))
	.add(due.output(2).to(reportUnsure))
	.add(due.output(3).to(ask))
	.add(ask.output(0).to(again))
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
			[-3.9, -3.2],
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
			[-0.45, -3.2],
			[8.05, 7.8],
			'read',
			`
			# 1 · What is due
			New messages, and those to try again: after 1, 2, 4, 8, 15, 30 and 60 minutes, then hourly. To try at once, empty **nextAt**. To try again what failed, set **status** to **undelivered**.
			If n8n stops while a message is being sent, nobody knows whether it arrived: *Find what is due* → *When Unsure* decides.
			A hand-off without an owner waits up to two minutes for **16 CRM sync** to name one.
		`,
		),
	)
	.add(
		note(
			'2 Send',
			[7.7, -3.2],
			[8, 7.8],
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
		...[remember, tell, settings, crm, outbox, due],
	),
	group('Ask the CRM', 'Starts 16 for new tasks, which may name owners; then looks again.', ask, again),
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

import { finished, group, note, ownStep, startsWith, step, template } from './parts/canvas';
import { findInSlack, namesSomebody, onlyIf } from './parts/channels';
import { value } from './parts/expression';
import { readOutbox, saveResult } from './parts/outbox';
import { askAndWait, decisionOf, IS_ANSWERED, WAITS_DAYS } from './parts/question-form';
import { is, readRows, updateRows } from './parts/steps';
import { readSettings } from './parts/store';
import { TABLES } from './tables';

// --- Start each question -----------------------------------------------------------------------------------------------

const every = startsWith('scheduleTrigger', 'Every 5 minutes', [0, 0], {
	rule: { interval: [{ field: 'minutes', minutesInterval: 5 }] },
});
const settings = readSettings([1, 0]);
const outbox = readOutbox([2, 0]);
const due = ownStep('trackDelivery', 'Find questions that are due', [3, 0], {
	operation: 'due',
	what: 'questions',
});
const loop = step('splitInBatches', 'One question after the other', [4.2, 0], { options: {} });
// Whether it was answered shows later: from here on it counts as asked, and one that Slack does not take is asked again.
const reserve = updateRows(
	'Reserve the question',
	[5.2, 0],
	TABLES.outbox,
	[is('id', value('$json.id')), is('attempts', value('$json.tried'))],
	{ cells: { attempts: value('$json.attempts'), status: 'sent', nextAt: null, error: null } },
);
const start = step('executeWorkflow', 'Start asking', [6.2, 0], {
	workflowId: { __rl: true, mode: 'id', value: value('$workflow.id') },
	mode: 'once',
	options: { waitForSubWorkflow: false },
});

// --- Ask one question --------------------------------------------------------------------------------------------------

const QUESTION = 'When a question is started';
const started = startsWith('executeWorkflowTrigger', QUESTION, [0, 4.2], { inputSource: 'passthrough' });
const lead = readRows('Read the lead', [1, 4.2], TABLES.leadBook, [is('lead', value('$json.lead'))]);
const open = onlyIf(
	'Not answered yet?',
	[2, 4.2],
	`$json.stage === 'mql' && $('${QUESTION}').first().json.key.endsWith(':' + $json.handedOffAt)`,
);
const question = step(
	'set',
	'The question',
	[3, 4.2],
	{ mode: 'raw', jsonOutput: value(`$('${QUESTION}').first().json`), options: {} },
	{ executeOnce: true },
);
const somebody = namesSomebody([4, 5.2], 'audience');
const found = findInSlack([5, 5.2], 'audience');
const settingsNow = readSettings([4, 3.4], 'Read settings again');
const compose = ownStep('composeMessage', 'Compose the question', [6, 4.2], { operation: 'question' });
const ask = askAndWait([7, 4.2]);
// A node that is deactivated hands on what it was given, with our mark on it.
const failed = onlyIf('Not asked?', [8.2, 3.2], '$json.error !== undefined || $json.outbox !== undefined');
const asked = step('set', 'The question that failed', [9.2, 2.8], {
	mode: 'raw',
	jsonOutput: value(`$('${QUESTION}').first().json`),
	options: {},
});
const result = ownStep('trackDelivery', 'Check the result', [10.2, 3.2], { operation: 'result' });
const save = saveResult([11.2, 3.2]);
const answered = onlyIf('Answered?', [8.2, 5], IS_ANSWERED);
const decision = decisionOf({ name: QUESTION }, [9.2, 5]);
const give = step(
	'httpRequest',
	'Send the answer to 05',
	[10.2, 5],
	{
		method: 'POST',
		url: value("$execution.resumeUrl.split('/webhook-waiting')[0] + '/webhook/lead-decision'"),
		authentication: 'genericCredentialType',
		genericAuthType: 'httpHeaderAuth',
		sendBody: true,
		specifyBody: 'json',
		jsonBody: value('JSON.stringify($json)'),
		options: { timeout: 60_000 },
	},
	{
		disabled: true,
		notes: 'Header Auth with the secret of 05',
		notesInFlow: true,
		// The same answer again is answered with “already”.
		retryOnFail: true,
		maxTries: 5,
		waitBetweenTries: 5000,
	},
);
const refused = onlyIf('Not taken?', [11.2, 5], "!['done', 'already'].includes(($json.results ?? [{}])[0].outcome)");
const stop = step('stopAndError', 'Say which answer is lost', [12.2, 5], {
	errorMessage:
		'05 did not take an answer that was given in Slack. Open this execution to see whose it is, and give it in the form of 05.',
});

const flow = template('17-ask-in-slack', '17 Ask in Slack')
	.add(every.to(settings).to(outbox))
	.add(settings.to(due.input(1)))
	.add(outbox.to(due.input(0)))
	.add(due.output(0).to(loop))
	.add(loop.output(1).to(reserve))
	.add(reserve.to(start).to(loop))
	.add(started.to(lead).to(open).to(question))
	.add(question.to(settingsNow))
	.add(question.to(somebody))
	.add(question.to(compose.input(0)))
	.add(somebody.to(found).to(compose.input(1)))
	.add(settingsNow.to(compose.input(2)))
	.add(compose.output(0).to(ask))
	.add(ask.to(failed))
	.add(ask.to(answered))
	.add(failed.to(asked).to(result.input(0)))
	.add(failed.to(result.input(1)))
	.add(result.output(0).to(save))
	.add(result.output(1).to(save))
	.add(answered.to(decision).to(give).to(refused).to(stop))
	.add(
		note(
			'What it does',
			[-3.9, -1.4],
			[3.3, 2.6],
			'start',
			`
			# 17 Ask in Slack

			Asks the owner of each hand-off in Slack: *Do you take this lead?* The answer goes to **05**, whose rules hold.

			**Before**
			1. Run **00 Set up**.
			2. Choose the Slack credential of *Find the person in Slack* and *Ask in Slack and wait*. Activate both.
			3. Choose a Header Auth credential for *Send the answer to 05*: header and secret of the webhook of 05. Activate it.
			4. Publish this workflow.

			**Change first**
			- The question: *Compose the question* → *Wording*.
			- To ask nobody: set **channels_ask** to **none** in **ll_settings**.
		`,
		),
	)
	.add(
		note(
			'1 Start',
			[-0.45, -1.4],
			[7.9, 2.5],
			'sales',
			`
			# 1 · Start each question
			Each question is an execution of its own that waits for its answer. It is started without waiting.
		`,
		),
	)
	.add(
		note(
			'2 Ask',
			[-0.45, 1.2],
			[13.9, 5.1],
			'off',
			`
			# 2 · Ask, wait, and pass on the answer
			Only while nobody has answered. The owner gets a direct message where Slack knows the address, else all of the channel can answer. After ${WAITS_DAYS} days without an answer the execution ends.
			Grey nodes are deactivated. Choose their credential, then activate them.
		`,
		),
	);

export default finished(
	flow,
	group('Find questions', 'Reads the outbox and finds the questions that are due.', settings, outbox, due),
	group('Start each question', 'Each in an execution of its own.', loop, reserve, start),
	group(
		'Ask one question',
		'While nobody has answered: asks the owner in Slack, waits, and sends the answer to 05.',
		...[lead, open, question, somebody, found, settingsNow, compose, ask, failed, asked, result, save],
		...[answered, decision, give, refused, stop],
	),
);

import {
	answersOwnTrigger,
	finished,
	group,
	note,
	ownStart,
	ownStep,
	startsWith,
	step,
	template,
	type Place,
} from './parts/canvas';
import { value } from './parts/expression';
import { CHOICES } from '../../lifecycle/message/choices';
import { options, REASONS } from './parts/feedback/form-options';
import { is, readRows, splitOut } from './parts/steps';
import { append, leadsOfItems, readSettings, startsOther, updateIfUnchanged } from './parts/store';
import { TABLES } from './tables';

/** n8n keeps forms and webhooks in one list of paths, so these two differ. */
const PATHS = { form: 'lead-feedback', webhook: 'lead-decision' };

/** Runs that keep writing the same leads are given up after so many laps. */
const MOST_LAPS = 10;

const callItself = { workflowId: { __rl: true, mode: 'id', value: value('$workflow.id') }, mode: 'once', options: {} };

// --- The form ----------------------------------------------------------------------------------------------------------

const form = startsWith(
	'formTrigger',
	'Lead feedback form',
	[0, -2],
	{
		authentication: 'basicAuth',
		formTitle: 'What happened with this lead?',
		formDescription:
			'Accept a lead that was handed to you, tell how it went on, or send it back to marketing with a reason. Nothing is saved before you press Send.',
		formFields: {
			values: [
				{
					fieldName: 'lead',
					fieldLabel: 'Lead',
					fieldType: 'text',
					placeholder: 'ana@example.com',
					requiredField: true,
				},
				{
					fieldName: 'decision',
					fieldLabel: 'Your decision',
					fieldType: 'dropdown',
					fieldOptions: options(Object.keys(CHOICES)),
					requiredField: true,
				},
				{
					fieldName: 'reason',
					fieldLabel: 'Reason, if you send it back or lost it',
					fieldType: 'dropdown',
					fieldOptions: options(REASONS),
				},
				{
					fieldName: 'note',
					fieldLabel: 'Anything else, or another reason in your own words',
					fieldType: 'textarea',
					placeholder: 'e.g. no budget until autumn',
				},
				{
					fieldName: 'by',
					fieldLabel: 'Your name or e-mail address',
					fieldType: 'text',
					requiredField: true,
				},
			],
		},
		responseMode: 'lastNode',
		options: { path: PATHS.form, buttonLabel: 'Send', appendAttribution: false },
	},
	{ webhookId: '0c1d6a54-5bac-4c0d-9d11-1eadfeedbac1' },
);
const takeForm = step('executeWorkflow', 'Take the form', [1.2, -2], callItself, {
	onError: 'continueRegularOutput',
	alwaysOutputData: true,
});
// The page shows HTML, and names come from outside.
const escaped = (text: string): string => `${text}.replaceAll('&', '&amp;').replaceAll('<', '&lt;')`;
const ending = step('form', 'Show the answer', [2.2, -2], {
	operation: 'completion',
	respondWith: 'text',
	completionTitle: value("$json.title ?? 'That did not work'"),
	completionMessage: value(
		escaped("($json.message ?? 'Your answer may not be saved. Send it again, or tell whoever looks after n8n.')"),
	),
	limitWaitTime: true,
	resumeAmount: 10,
	resumeUnit: 'minutes',
	options: {},
});

// --- The webhook -------------------------------------------------------------------------------------------------------

// n8n's own Webhook node keeps the headers of a call with the execution, and with them the secret.
const webhook = ownStart(
	'leadActivityTrigger',
	'Lead decision',
	[4.2, -2],
	{ path: PATHS.webhook, take: 'decisions', respond: 'responseNode' },
	{ webhookId: '7d2f0b9e-c4a1-4f6b-8e55-1eadfeedbac2' },
);
const takeCall = step('executeWorkflow', 'Take the call', [5.4, -2], callItself);
const answerCall = answersOwnTrigger('Answer 200', [6.4, -2], {
	respondWith: 'json',
	responseBody: value(
		"((all) => ({ ...Object.fromEntries(['done', 'already', 'refused'].map((o) => [o, all.filter((a) => a.outcome === o).length])), results: all }))($input.all().map((i) => i.json))",
	),
	options: { responseCode: 200 },
});
// --- Decide ------------------------------------------------------------------------------------------------------------

/**
 * What sales says, an item for each lead: `{ lead, decision, reason, note, by, owner, at, crm }`; of a workflow that wrote it
 * to the log already also its `activity`.
 */
const said = startsWith('executeWorkflowTrigger', 'Decisions', [0, 1.2], { inputSource: 'passthrough' });
// Each decision keeps its id through the laps, by which one that is written is told from one that is not.
const each = step(
	'set',
	'Number the decisions',
	[1, 1.2],
	{
		mode: 'raw',
		jsonOutput: value(
			`{ said: $('Decisions').all().map(({ json }, i) => ({ ...json, activity: json.activity || $execution.id + '-' + i })) }`,
		),
		options: {},
	},
	{ executeOnce: true },
);
const split = splitOut('Each decision', [2, 1.2], 'said');
const leads = leadsOfItems([3, 1.2]);
const settings = readSettings([4, 1.2]);
const advance = ownStep('advanceLead', 'Advance Lead', [5, 1.2], {
	operation: 'decision',
	options: { by: '05-feedback' },
});
const log = append('Append to ll_activity_log', [6.2, 2.2], TABLES.activityLog);
const logged = step('merge', 'Log before writing', [7.2, 1.7], {
	mode: 'chooseBranch',
	numberInputs: 2,
	chooseBranchMode: 'waitForAll',
	output: 'specifiedInput',
	useDataOfInput: '1',
});
// Goes on where another run was faster, too: what is left is decided again.
const update = updateIfUnchanged([8.2, 1.7], undefined, { alwaysOutputData: true });
const scoring = {
	find: readRows('Find 02 Score', [9.4, 1.7], TABLES.state, [is('name', 'scoring')], { executeOnce: true, limit: 1 }),
	// Where 02 never ran there is nothing to start, and the answer is given all the same.
	start: startsOther('Start 02 Score', [10.4, 1.7], '$json.workflow'),
};
const condition = (name: string, place: Place, left: string, operation: string, right: number) =>
	step('if', name, place, {
		conditions: {
			options: { caseSensitive: true, leftValue: '', typeValidation: 'strict', version: 2 },
			combinator: 'and',
			conditions: [{ id: 'one', leftValue: value(left), rightValue: right, operator: { type: 'number', operation } }],
		},
		options: {},
	});
const goesOn = condition('Check again?', [11.4, 1.7], '$runIndex', 'lt', MOST_LAPS);
const stop = step('stopAndError', 'Stop: the leads are busy', [12.4, 2.2], {
	errorMessage: 'Other runs keep writing to these leads. Send the answer again in a minute.',
});
const isWritten = condition('Is all written?', [6.2, 0.7], "$('Advance Lead').all(0).length", 'equals', 0);
const answers = step('noOp', 'Answers', [7.2, 0.45], {});

const flow = template('05-feedback', '05 Feedback')
	.add(form.to(takeForm).to(ending))
	.add(webhook.to(takeCall).to(answerCall))
	.add(said.to(each).to(split).to(leads).to(settings).to(advance.input(2)))
	.add(split.to(advance.input(0)))
	.add(leads.to(advance.input(1)))
	.add(advance.output(0).to(logged.input(0)))
	.add(advance.output(1).to(isWritten))
	.add(advance.output(2).to(log).to(logged.input(1)))
	.add(isWritten.output(0).to(answers))
	.add(logged.to(update).to(scoring.find).to(scoring.start).to(goesOn))
	.add(goesOn.output(0).to(each))
	.add(goesOn.output(1).to(stop));

flow
	.add(
		note(
			'What it does',
			[-3.9, -3.6],
			[3.3, 2.2],
			'start',
			`
			# 05 Feedback

			Sales **accepts** a lead, says how it went on, or **sends it back** with a reason. A lead that comes back keeps part of its points, gets a nurture track and a rest, and can be handed over again. No lead falls between sales and marketing.

			**Before the first answer**
			1. Run **00 Set up**.
			2. Open *Lead feedback form* and choose a **Basic Auth** credential: user and password for your salespeople.
			3. Open *Lead decision* and choose a credential: it says how your CRM proves who it is.
			4. Publish this workflow and **02 Score**. Each hand-off message links to the form.

			**Change first**
			- The reasons, what a lead keeps and how long it rests: rows *reason_…* of **ll_settings**. New ones go into the list of *Lead feedback form* too.
		`,
		),
	)
	.add(
		note(
			'1 The form',
			[-0.45, -3.6],
			[4, 2.4],
			'read',
			`
			# 1 · The form
			\`/form/lead-feedback?lead=ana@example.com\`, with the lead filled in. Opening a link changes nothing. It asks for user and password; if everybody in sales has an account in your n8n, choose *n8n User Auth* instead.
		`,
		),
	)
	.add(
		note(
			'2 The webhook',
			[3.65, -3.6],
			[4.2, 2.4],
			'read',
			`
			# 2 · The webhook, for a CRM
			\`POST /webhook/lead-decision\` with one object or a list: \`{"lead": "ana@example.com", "decision": "sent_back", "reason": "no budget", "by": "ben@example.com"}\`. **200** has a result per item; **400** names the item and the field, and nothing was saved.
		`,
		),
	)
	.add(
		note(
			'3 Decide',
			[-0.45, -1.1],
			[13.9, 4.3],
			'sales',
			`
			# 3 · Decide, note, write
			Other workflows can start here with decisions as items. The decision goes to the activity log before the lead is written, so it counts even if n8n stops in between. Then the leads are looked at again: what another run wrote meanwhile is decided again, and the answer says what is true now.
		`,
		),
	);

export default finished(
	flow,
	group('Answer the form', 'Has the decision taken and shows what came of it', takeForm, ending),
	group('Answer the call', 'Has the decisions taken and gives a result per item', takeCall, answerCall),
	group(
		'Decide and write',
		'Finds the leads, decides, notes it in the log and writes each lead if nobody else did; goes back until all is written',
		...[each, split, leads, settings, advance, log, logged, update, scoring.find, scoring.start, goesOn, stop],
		...[isWritten, answers],
	),
);

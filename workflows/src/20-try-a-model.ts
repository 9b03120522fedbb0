import { KEYS_A_QUERY } from '../../nodes/shared/queries';
import { finished, group, note, ownStep, startsWith, step, template } from './parts/canvas';
import { value } from './parts/expression';
import { options } from './parts/feedback/form-options';
import { is, readRows, updateRows } from './parts/steps';
import {
	letGo,
	readRules,
	readSettings,
	readTable,
	rememberWorkflow,
	rescoreAll,
	startsOther,
	takeLease,
} from './parts/store';
import { TABLES } from './tables';

const PATH = 'try-a-model';
const TRY = 'Try a draft';
const GO_BACK = 'Go back to the former version';
const PUBLISH = 'Publish it';
const LEAVE = 'Change nothing';

/** Rows of the lead book that one execution previews, so that none holds more than theirs in memory. */
const PAGE = 500;

// --- Ask -----------------------------------------------------------------------------------------------------------------

const form = startsWith(
	'formTrigger',
	'Try a model form',
	[0, 0],
	{
		authentication: 'basicAuth',
		formTitle: 'Try a model',
		formDescription:
			'See what a draft of the rules would do to every lead. Nothing changes before you publish it on the next page. To go back to the former version changes the rules at once.',
		formFields: {
			values: [
				{
					fieldName: 'wish',
					fieldLabel: 'What do you want to do?',
					fieldType: 'dropdown',
					fieldOptions: options([TRY, GO_BACK]),
					requiredField: true,
				},
				{
					fieldName: 'draft',
					fieldLabel: 'Draft, as the column “model” of ll_rules names it',
					fieldType: 'text',
					placeholder: 'draft',
				},
				{
					fieldName: 'lead',
					fieldLabel: 'One lead to look at: its key or e-mail address, or a lead as JSON',
					fieldType: 'textarea',
					placeholder: 'ana@example.com',
				},
			],
		},
		responseMode: 'lastNode',
		options: { path: PATH, buttonLabel: 'Go on', appendAttribution: false },
	},
	{ webhookId: '0c1d6a54-5bac-4c0d-9d11-1ead7e57ab1e', notes: 'Choose a Basic Auth credential', notesInFlow: true },
);
const next = step('switch', 'What next?', [1.4, 0], {
	mode: 'expression',
	numberOutputs: 4,
	output: value(
		`$json.wish === '${GO_BACK}' || $json.answer === '${PUBLISH}' ? 2 : $json.wish || $json.next === 'page' ? 0 : $json.next === 'ask' ? 1 : 3`,
	),
});
const preview = step(
	'executeWorkflow',
	'Preview a page of leads',
	[2.6, -1.2],
	{ workflowId: { __rl: true, mode: 'id', value: value('$workflow.id') }, mode: 'once', options: {} },
	{ onError: 'continueRegularOutput' },
);
const show = step('form', 'Show the preview', [2.6, 0], {
	operation: 'page',
	formFields: {
		values: [
			{ fieldType: 'html', elementName: 'preview', html: value('$json.html') },
			{
				fieldName: 'answer',
				fieldLabel: 'What now?',
				fieldType: 'dropdown',
				fieldOptions: options([LEAVE, PUBLISH]),
				requiredField: true,
			},
			...['draft', 'lead', 'mark'].map((name) => ({
				fieldName: name,
				fieldType: 'hiddenField',
				fieldValue: value(`$json.${name}`),
			})),
		],
	},
	limitWaitTime: true,
	resumeAmount: 1,
	resumeUnit: 'hours',
	options: { formTitle: value('$json.title'), formDescription: 'Nothing has changed yet.', buttonLabel: 'Go on' },
});
const escaped = (text: string): string => `${text}.replaceAll('&', '&amp;').replaceAll('<', '&lt;')`;
const ending = step('form', 'Show the answer', [2.6, 1.2], {
	operation: 'completion',
	respondWith: 'text',
	completionTitle: value("$json.title ?? ($json.error ? 'That did not work' : 'Nothing was changed')"),
	completionMessage: value(escaped("($json.message ?? $json.error ?? 'The live rules stay as they are.')")),
	limitWaitTime: true,
	resumeAmount: 10,
	resumeUnit: 'minutes',
	options: {},
});

// --- Publish ---------------------------------------------------------------------------------------------------------------

const remember = rememberWorkflow('publishing', [4.2, 0.4]);
const lease = takeLease('publishing', [5.2, 0.4], undefined, { alwaysOutputData: true });
const rulesNow = readRules([6.2, 0.4], 'Read the rules as they are now');
const publish = ownStep('reviewScoring', 'Publish', [7.4, 0], { operation: 'publishModel' });
const rename = updateRows(
	'Rename the models',
	[8.6, -0.6],
	TABLES.rules,
	[is(value('$json.by'), value('$json.is')), is('model', value('$json.was'))],
	{ cells: { model: value('$json.model') }, alwaysOutputData: true },
);
const rescore = rescoreAll([9.6, -0.6]);
const start = startsOther('Start 02 Score', [10.6, -0.6], '$json.workflow');
const release = letGo('publishing', [11.6, -0.6], 'Let go', [], { alwaysOutputData: true });
const written = step('merge', 'When all is written', [12.8, 0], {
	mode: 'chooseBranch',
	numberInputs: 2,
	chooseBranchMode: 'waitForAll',
	output: 'specifiedInput',
	useDataOfInput: '2',
});

// --- Preview ---------------------------------------------------------------------------------------------------------------

const ASKED = 'When a page is asked for';
const asked = startsWith('executeWorkflowTrigger', ASKED, [0, 4.1], { inputSource: 'passthrough' });
const page = step('noOp', 'The page', [1, 4.1]);
const leads = readRows(
	'Read leads',
	[2, 4.1],
	TABLES.leadBook,
	[{ keyName: 'id', condition: 'gt', keyValue: value('$json.soFar?.after ?? 0') }],
	{ sortedBy: 'id', limit: PAGE, executeOnce: true },
);
const links = readTable('Read links', [3, 4.9], TABLES.aliasBook);
const keys = ownStep('reviewScoring', 'Find their keys', [4, 4.4], { operation: 'keys' });
const logs = readRows(
	'Read their activities and stages',
	[5, 4.4],
	{ name: value("$json.table || 'll_stage_log'") },
	Array.from({ length: KEYS_A_QUERY }, (_, index) => is('lead', value(`$json.k${index}`))),
	{ any: true },
);
const rules = readRules([5, 5.5]);
const settings = readSettings([5, 6.4]);
const tryModel = ownStep('reviewScoring', 'Try a Model', [6.2, 4.4], {
	operation: 'tryModel',
	draft: value(`$('${ASKED}').first().json.draft ?? ''`),
	lead: value(`$('${ASKED}').first().json.lead ?? ''`),
	options: { pageSize: PAGE },
});

const flow = template('20-try-a-model', '20 Try a Model')
	.add(form.to(next))
	.add(next.output(0).to(preview).to(next))
	.add(next.output(1).to(show).to(next))
	.add(next.output(2).to(publish.input(0)))
	.add(next.output(2).to(remember).to(lease).to(rulesNow).to(publish.input(2)))
	.add(lease.to(publish.input(1)))
	.add(next.output(3).to(ending))
	.add(publish.output(0).to(rename).to(rescore).to(start).to(release).to(written.input(0)))
	.add(publish.output(1).to(written.input(1)))
	.add(publish.output(2).to(next))
	.add(written.to(next))
	.add(asked.to(page).to([leads, rules, settings]))
	.add(page.to(tryModel.input(6)))
	.add(leads.to(links).to(keys.input(1)))
	.add(leads.to(keys.input(0)))
	.add(leads.to(tryModel.input(0)))
	.add(keys.to(logs).to(tryModel.input(1)))
	.add(logs.to(tryModel.input(3)))
	.add(rules.to(tryModel.input(2)))
	.add(settings.to(tryModel.input(4)))
	.add(links.to(tryModel.input(5)));

flow
	.add(
		note(
			'What it does',
			[-3.9, -2.6],
			[3.3, 2.4],
			'start',
			`
			# 20 Try a Model

			Shows what a draft of the rules would do to every lead, before anything changes. You publish it by a click, and one click brings the former version back.

			**Before**
			1. In **ll_rules**, copy the rows of your model. Write *draft* into the column **model** of the copies, and change them. A draft scores nobody.
			2. Open *Try a model form* and choose a **Basic Auth** credential.
			3. Publish this workflow and **02 Score**. The form is at \`/form/${PATH}\`.

			**Change first**
			- What counts as converted: *Try a Model* → **Stages That Mean Converted**.
		`,
		),
	)
	.add(
		note(
			'1 Ask',
			[-0.45, -2.6],
			[4.3, 5],
			'read',
			`
			# 1 · Ask
			The draft is previewed ${PAGE} leads at a time, each page in an execution of its own. Then the form asks whether to publish.
		`,
		),
	)
	.add(
		note(
			'2 Publish',
			[3.9, -2.6],
			[9.9, 5],
			'sales',
			`
			# 2 · Publish
			One run at a time. The rules are read once more: if somebody edited them after the preview, nothing is published and a new preview is shown.
			The first write makes the draft live, the next ones name the former version *former …*. If n8n is stopped in between, one whole model scores, and the next publishing puts the names in order. **02 Score** then scores every lead again.
		`,
		),
	)
	.add(
		note(
			'3 Preview',
			[-0.45, 2.5],
			[8, 4.7],
			'read',
			`
			# 3 · Preview a page
			Scores the leads of a page under both models, as **02** would, and looks back at those whose outcome is known. Writes nothing.
		`,
		),
	);

export default finished(
	flow,
	group(
		'Ask, preview, publish',
		'Previews the draft page by page, asks, and on approval swaps the models and has all leads scored again',
		...[next, preview, show, ending, remember, lease, rulesNow, publish, rename, rescore, start, release, written],
	),
	group(
		'Preview a page',
		'Reads a page of leads with their logs and scores them under the draft and the live model; writes nothing',
		...[page, leads, links, keys, logs, rules, settings, tryModel],
	),
);
